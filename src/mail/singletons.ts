import { fieldValues, type Header } from './header.ts';

// Fields that may occur once (RFC 5322 section 3.6). A second one changes the meaning of a signed mail: a
// signature covers the last field of a name, and mail programs show the first.
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
// Real mail programs write these twice with the same value.
const mayRepeatAlike = new Set(['to', 'cc']);

/** Fields that decide how a mail is read (RFC 2045 section 3, RFC 3834 section 5). */
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

/** The lower-case names, each once, of fields that occur more often than they may. */
export const repeatedSingletons = (header: Header): string[] =>
  singletons.filter(name => (mayRepeatAlike.has(name) ? hasTwoValues(header, name) : countOf(header, name) > 1));

/**
 * The same for a mail that only a signature vouches for, with the fields of `readBy` that have two values:
 * one of the values may have been added above the mail after it was signed.
 */
export const repeatedAboveSignature = (header: Header): string[] => [
  ...repeatedSingletons(header),
  ...readBy.filter(name => hasTwoValues(header, name)),
];

const countOf = (header: Header, name: string) => fieldValues(header, name).length;
const hasTwoValues = (header: Header, name: string) => new Set(fieldValues(header, name)).size > 1;
