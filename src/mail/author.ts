// The author: the one reading of From that identifies a person.
//
// A From that two mail programs could read differently is refused. There must be one field with one
// addr-spec; comments and blanks may surround the addr-spec but not be inside it. The display name is
// only shown. Admission checks that DMARC judged the same domain.
import { type Mailbox, toAddress } from './address.ts';
import { endOfComment } from './comment.ts';
import { fieldValues, type Header } from './header.ts';
import { decodeWords } from './words/encoded-words.ts';

export type Author =
  | Readonly<{ kind: 'author'; mailbox: Mailbox }>
  | Readonly<{ kind: 'refuse'; why: 'no-author' | 'several-authors' | 'malformed' }>;

type Refused = Extract<Author, { kind: 'refuse' }>;
/** `glued`: neither a blank nor a comment separates it from the token before. */
type Token = Readonly<{ kind: 'atom' | 'quoted' | 'special'; text: string; glued: boolean }>;

const maxNameLength = 250;
// Many times more than any mail program writes.
const maxFieldLength = 10_000;

export function authorOf(header: Header): Author {
  const [value, ...others] = fieldValues(header, 'from');
  if (value === undefined) return refuse('no-author');
  // RFC 5322 section 3.6: exactly one From.
  if (others.length > 0) return refuse('several-authors');
  const tokens = value.length > maxFieldLength ? null : tokensOf(utf8(value));
  return tokens === null ? refuse('malformed') : mailboxIn(tokens);
}

/** The only mailbox of a mailbox-list (RFC 5322 section 3.4). */
function mailboxIn(tokens: readonly Token[]): Author {
  const problem = problemOf(tokens);
  if (problem) return problem;
  const open = tokens.findIndex(isSpecial('<'));
  if (open < 0) return authorFrom(tokens, []);
  const inner = tokens.slice(open + 1, -1);
  const phrase = tokens.slice(0, open);
  // Some programs write `a@x <a@x>` for want of a name; a different address there is spoofing.
  const shown = phrase.map(({ text }) => text).join('');
  const address = inner.map(({ text }) => text).join('');
  const unnamed = shown.replace(/^'|'$/g, '').toLowerCase() === address.toLowerCase();
  return phrase.some(isSpecial('@')) && !unnamed ? refuse('malformed') : authorFrom(inner, phrase);
}

function problemOf(tokens: readonly Token[]): Refused | null {
  const count = (text: string) => tokens.filter(isSpecial(text)).length;
  if (count('@') === 0) return refuse('no-author');
  // A colon means a group or a source route (RFC 5322 sections 3.4 and 4.4), which do not identify a person.
  if (count(':') > 0) return refuse('malformed');
  const open = tokens.findIndex(isSpecial('<'));
  const close = tokens.findIndex(isSpecial('>'));
  // Lists write `Surname, Given via List <list@lists.test>` without quotes. With only one @, every mail program
  // finds the same address.
  const inName = tokens.slice(0, Math.max(0, open)).filter(isSpecial(',')).length;
  const separators = count(';') + count(',') - (count('@') === 1 ? inName : 0);
  if (separators > 0 || count('<') > 1) return refuse(count('@') > 1 ? 'several-authors' : 'malformed');
  const paired = open < 0 ? close < 0 : count('>') === 1 && close === tokens.length - 1;
  return paired ? null : refuse('malformed');
}

/** addr-spec of RFC 5322 section 3.4.1 in dot-atoms only, with nothing in between. */
function authorFrom(spec: readonly Token[], phrase: readonly Token[]): Author {
  const [local, at, domain, ...rest] = spec;
  const whole = rest.length === 0 && local?.kind === 'atom' && domain?.kind === 'atom' && at?.glued && domain.glued;
  const address = whole && isSpecial('@')(at) ? toAddress(`${local.text}@${domain.text}`) : null;
  return address ? { kind: 'author', mailbox: { address, name: nameOf(phrase) } } : refuse('malformed');
}

function nameOf(phrase: readonly Token[]): string {
  const words = phrase.map(({ text, glued }, index) => (glued || index === 0 ? text : ` ${text}`)).join('');
  const decoded = decodeWords(Buffer.from(words.slice(0, 4 * maxNameLength)).toString('latin1'));
  const name = decoded.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return [...name].slice(0, maxNameLength).join('');
}

// An encoded word is one word even where a program left commas and brackets in it (RFC 2047 section 5).
const encodedWord = /=\?[\w*-]{1,60}\?[bq]\?[^?\s<>@"]{0,250}\?=/iy;
const atom = /[^\s()<>,;:@"]+/y;
const quotedString = /"(?:[^"\\]|\\.)*"/sy;

/** RFC 5322 section 3.2, comments dropped; null where a quote or a comment is left open. */
function tokensOf(text: string): Token[] | null {
  if (/[\p{Cc}\u2028\u2029]/u.test(text.replaceAll('\t', ' '))) return null;
  const tokens: Token[] = [];
  let glued = false;
  for (let at = 0; at < text.length; ) {
    const blank = afterBlank(text, at);
    if (blank === null) return null;
    if (blank > at) {
      glued = false;
      at = blank;
      continue;
    }
    const token = tokenAt(text, at);
    if (token === null) return null;
    tokens.push({ kind: token.kind, text: token.kind === 'quoted' ? unquote(token.raw) : token.raw, glued });
    glued = true;
    at += token.raw.length;
  }
  return tokens;
}

function tokenAt(text: string, at: number): { kind: Token['kind']; raw: string } | null {
  const raw = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  if (text[at] === '"') {
    const quoted = raw(quotedString);
    return quoted === undefined ? null : { kind: 'quoted', raw: quoted };
  }
  const encoded = raw(encodedWord);
  // Other parsers read a comment there, which would hide the address.
  const word = encoded !== undefined && !leavesOpen(encoded) ? encoded : raw(atom);
  return word === undefined ? { kind: 'special', raw: text[at]! } : { kind: 'atom', raw: word };
}

/** Whether a bracket is opened that is not closed within. */
function leavesOpen(word: string): boolean {
  let depth = 0;
  for (const char of word) depth = char === '(' ? depth + 1 : char === ')' && depth > 0 ? depth - 1 : depth;
  return depth > 0;
}

/** Where blanks or a comment that begin at `at` end; null for a comment that never does. */
function afterBlank(text: string, at: number): number | null {
  if (/\s/.test(text[at]!)) return at + 1;
  if (text[at] === ')') return null;
  return text[at] === '(' ? endOfComment(text, at) : at;
}

// Header values are bytes as latin1; a mail with SMTPUTF8 has UTF-8 there (RFC 6532 section 3.2).
const utf8 = (value: string) => (/^[\0-\xff]*$/.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value);
const unquote = (quoted: string) => quoted.slice(1, -1).replace(/\\(.)/gs, '$1');
const isSpecial = (text: string) => (token: Token | undefined) => token?.kind === 'special' && token.text === text;
const refuse = (why: Refused['why']): Refused => ({ kind: 'refuse', why });
