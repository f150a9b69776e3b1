// To, Cc and Reply-To as mailboxes. The author is read by admission, not here. Only what `toAddress` accepts
// is an address.
import { type Mailbox, toAddress } from '../../mail/address.ts';
import { decodeWords } from '../../mail/words/encoded-words.ts';
import { cleanLine } from '../text/clean.ts';

const maxMailboxes = 1000;
const maxNameLength = 200;

/** Groups are flattened (RFC 5322 section 3.4); invalid addresses are left out; at most 1000, each once. */
export function parseAddressList(fields: readonly string[], hint: string | null): Mailbox[] {
  const mailboxes = new Map<string, Mailbox>();
  for (const entry of fields.flatMap(splitEntries)) {
    if (!entry.includes('@')) continue;
    const { name, address } = readEntry(entry, hint);
    const known = toAddress(address);
    if (known !== null && !mailboxes.has(known)) mailboxes.set(known, { address: known, name });
    if (mailboxes.size >= maxMailboxes) break;
  }
  return [...mailboxes.values()];
}

/** The display name of the first mailbox of From, or an empty string. */
export const displayName = (field: string | null, hint: string | null): string => {
  const [first = ''] = splitEntries(field ?? '');
  return readEntry(first, hint).name;
};

/** Cuts at commas, semicolons and group colons outside of quotes, comments and brackets. */
function splitEntries(field: string): string[] {
  const entries: string[] = [];
  let start = 0;
  let until = '';
  for (let at = 0; at < field.length; at++) {
    const char = field[at]!;
    if (char === '\\') at++;
    else if (until !== '') until = char === until ? '' : until;
    else if (char === '"') until = '"';
    else if (char === '(') until = ')';
    else if (char === '<') until = '>';
    else if (char === ',' || char === ';') {
      entries.push(field.slice(start, at));
      start = at + 1;
    } else if (char === ':') start = at + 1;
  }
  return [...entries, field.slice(start)].filter(entry => entry.trim() !== '');
}

function readEntry(entry: string, hint: string | null): { name: string; address: string } {
  const text = entry.trim();
  const open = text.lastIndexOf('<');
  if (open >= 0) {
    const close = text.indexOf('>', open);
    const address = text.slice(open + 1, close < 0 ? undefined : close).trim();
    const aside = close < 0 ? '' : commentIn(text.slice(close));
    return {
      name: nameOf(text.slice(0, open), hint) || nameOf(aside, hint),
      address: address.slice(address.lastIndexOf(':') + 1),
    };
  }
  const comment = text.indexOf('(');
  const bare = (comment < 0 ? text : text.slice(0, comment)).trim();
  const aside = comment < 0 ? '' : text.slice(comment + 1).replace(/\)\s*$/, '');
  // Without an @ it is a name without its address.
  return bare.includes('@') ? { name: nameOf(aside, hint), address: bare } : { name: nameOf(bare, hint), address: '' };
}

/** From the first bracket to the last: a name beside its address (RFC 5322 section 3.4, `(Ada)`). */
function commentIn(text: string): string {
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')];
  return open < 0 || close < open ? '' : text.slice(open + 1, close);
}

function nameOf(phrase: string, hint: string | null): string {
  const unquoted = phrase
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/^'(.*)'$/s, '$1')
    .replace(/\\(.)/g, '$1');
  return cleanLine(decodeWords(unquoted, hint), maxNameLength)
    .replace(/^["']+|["']+$/g, '')
    .trim();
}
