import { fieldValues, type Header } from './header.ts';

// The fields that say who writes to whom about what (RFC 5322 section 3.6). With two of them a signed mail
// gets another meaning: a signature covers the last of a name, and mail programs show the first.
const singletons = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'references',
  'in-reply-to',
];
// Mail programs in the field write these twice with one value.
const mayRepeatAlike = new Set(['to', 'cc']);

/** Fields that say how a mail is read (RFC 2045 section 3, RFC 3834 section 5). */
const readBy = [
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'auto-submitted',
  'importance',
  'priority',
  'x-priority',
  'x-msmail-priority',
];

/** The names of the fields that may stand once and stand more often, each once, in lower case. */
export const repeatedSingletons = (header: Header): string[] =>
  singletons.filter(name => (mayRepeatAlike.has(name) ? hasTwoValues(header, name) : countOf(header, name) > 1));

/**
 * The same for a mail for which only a signature vouches, and also the fields by which a mail is read that
 * stand there with two values. One of them may have been put above the mail after it was signed.
 */
export const repeatedAboveSignature = (header: Header): string[] => [
  ...repeatedSingletons(header),
  ...readBy.filter(name => hasTwoValues(header, name)),
];

const countOf = (header: Header, name: string) => fieldValues(header, name).length;
const hasTwoValues = (header: Header, name: string) => new Set(fieldValues(header, name)).size > 1;
