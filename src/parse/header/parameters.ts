// Content-Type and Content-Disposition: a value and its parameters (RFC 2045 section 5.1), with the
// continuations and charsets of RFC 2231, and encoded words, which RFC 2047 forbids here but many
// programs write.
import { decodeBytes } from '../../mail/words/charset.ts';
import { decodeWords } from '../../mail/words/encoded-words.ts';

export type Structured = Readonly<{ value: string; parameters: ReadonlyMap<string, string> }>;
type Piece = { index: number; encoded: boolean; value: string };

const maxLength = 16_384;
const maxParameters = 200;

/** Values of parameters are decoded; `value` is in lower case. */
export function parseStructured(field: string | null, hint: string | null = null): Structured {
  const text = (field ?? '').slice(0, maxLength);
  const pieces = new Map<string, Piece[]>();
  const parameters = new Map<string, string>();
  const [first = '', ...rest] = splitParameters(text);
  // `Content-Disposition: filename=a.pdf`, with the value itself left out.
  const [head, ...named] = beginsParameter.test(first.trim()) ? ['', first, ...rest] : [first, ...rest];
  for (const parameter of named.slice(0, maxParameters)) {
    const equals = parameter.indexOf('=');
    if (equals < 1) continue;
    addPiece(pieces, parameter.slice(0, equals).trim().toLowerCase(), unquote(parameter.slice(equals + 1).trim()));
  }
  for (const [name, parts] of pieces) parameters.set(name, joinPieces(parts, hint));
  const value = withoutComments(head)
    .replace(/^["']+|["']+$/g, '')
    .trim()
    .toLowerCase();
  return { value, parameters };
}

function addPiece(pieces: Map<string, Piece[]>, attribute: string, value: string): void {
  // RFC 2231 sections 3 and 4: name*, name*0, name*0*.
  const [, name = attribute, index, star] = /^([^*]+)(?:\*(\d{1,4}))?(\*)?$/.exec(attribute) ?? [];
  const known = pieces.get(name) ?? [];
  const piece = { index: index === undefined ? -1 : Number(index), encoded: star !== undefined, value };
  const rank = rankOf(piece);
  const best = known[0] === undefined ? rank : rankOf(known[0]);
  // The extended form replaces the plain one, which is for old readers; of two equal forms the first counts.
  if (known.length === 0 || rank > best) pieces.set(name, [piece]);
  else if (rank === best && piece.index >= 0 && !known.some(other => other.index === piece.index)) known.push(piece);
}

const rankOf = (piece: Piece): number => (piece.index >= 0 ? 1 : piece.encoded ? 2 : 0);

function joinPieces(pieces: readonly Piece[], hint: string | null): string {
  const sorted = pieces.toSorted((a, b) => a.index - b.index);
  if (!sorted.some(piece => piece.encoded)) return decodeWords(sorted.map(piece => piece.value).join(''), hint);
  const [, charset = '', first] = /^([^']{0,60})'[^']{0,60}'(.*)$/s.exec(sorted[0]!.value) ?? [];
  const bytes = sorted.map((piece, at) => {
    const value = at === 0 && first !== undefined ? first : piece.value;
    return piece.encoded ? fromPercent(value) : Buffer.from(value, 'latin1');
  });
  const joined = Buffer.concat(bytes);
  const text = decodeBytes(joined, charset, hint);
  // Some programs write encoded words within RFC 2231 values too.
  return /=\?[^?\s]+\?[bq]\?/i.test(text) ? decodeWords(joined.toString('latin1'), hint) : text;
}

const fromPercent = (value: string): Buffer =>
  Buffer.from(
    value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

const known =
  '(?:charset|name|filename|boundary|format|delsp|type|start|method|protocol|micalg|report-type|access-type|size)(?:\\*\\d{0,4}\\*?)?[ \\t]?=';
const beginsParameter = new RegExp(`^${known}`, 'i');
const omittedSemicolon = new RegExp(`[ \\t]${known}`, 'iy');
const unfolded = new RegExp(`;[ \\t]?\\r?\\n(?=${known})`, 'gi');

/** The header block, with parameters on lines of their own joined to the field above. */
export const withFoldedParameters = (block: string): string => block.replace(unfolded, '; ');

/** Cuts at semicolons outside of quoted strings, and before known parameters where the semicolon is missing. */
function splitParameters(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  const omitted = (at: number): boolean => {
    omittedSemicolon.lastIndex = at;
    return omittedSemicolon.test(text);
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (!quoted && char === '=') at = Math.max(at, endOfWord(text, at) - 1);
    if (quoted && char === '\\') at++;
    else if (char === '"') quoted = quoted ? false : opensQuote(text, start, at);
    else if (!quoted && (char === ';' || (char === ' ' && omitted(at)))) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  // An unterminated quote would hide all that follows, so there every semicolon cuts.
  const rest = text.slice(start);
  return quoted ? [...parts, ...rest.split(';')] : [...parts, rest];
}

const encodedWord = /=\?[^?\s;]{1,60}\?[bq]\?[^?\s]{0,1000}\?=/iy;

/** An unquoted encoded word may contain a semicolon. */
function endOfWord(text: string, at: number): number {
  encodedWord.lastIndex = at;
  return encodedWord.test(text) ? encodedWord.lastIndex : 0;
}

/** A quote opens a string only where a value begins; elsewhere it is an inch sign or a mistake. */
const opensQuote = (text: string, start: number, at: number): boolean =>
  /(?:^|=)\s*$/.test(text.slice(Math.max(start, at - 40), at));

/**
 * The text of a quoted string. A backslash that needs no escape stays: programs that ignore RFC 5322
 * section 3.2.4 write paths such as `C:\reports\a.pdf`.
 */
function unquote(value: string): string {
  if (!value.startsWith('"'))
    return withoutComments(value)
      .trim()
      .replace(/^'(.*)'$/s, '$1')
      .replace(/^([^"]*\.\w{1,8})"$/s, '$1');
  const closing = /^"((?:[^"\\]|\\.)*)"/s.exec(value);
  return (closing?.[1] ?? value.slice(1)).replace(/\\(["\\])/g, '$1');
}

/** Comments (RFC 5322 section 3.2.2) that stand alone; `name=report(1).pdf` has none. */
const withoutComments = (value: string): string => value.replace(/(^|\s)\([^()]{0,1000}\)(?=\s|$)/g, '$1');
