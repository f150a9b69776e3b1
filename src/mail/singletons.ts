import type { Header } from './header.ts';

// RFC 5322 section 3.6, RFC 2045 section 3, RFC 3834 section 5. A second one is how a signed mail is
// given another meaning: a signature covers the last of a name, and readers show the first.
const singletons = new Set([
  'date',
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'message-id',
  'in-reply-to',
  'references',
  'subject',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'auto-submitted',
]);

/** The names of the fields that may stand once and stand more often, each once, in lower case. */
export function repeatedSingletons(header: Header): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of header) (seen.has(name) && singletons.has(name) ? repeated : seen).add(name);
  return [...repeated];
}
