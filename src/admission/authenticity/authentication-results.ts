// The Authentication-Results field (RFC 8601 section 2.2), for the fields of a relay that we trust.
//
// Strict: a field that cannot be read to its end is null and decides nothing. Two exceptions, because
// large providers write them: unquoted values that are not tokens (`header.b=a/b+c=`), and properties
// without a type (`action=none`). npm has no maintained package for it; mailauth writes such fields but
// does not read them.
import { endOfComment } from '../../mail/comment.ts';

export type AuthenticationResults = Readonly<{ authservId: string; results: readonly MethodResult[] }>;
/** Method, result and names of properties in lower case; values as written, without their quotes. */
export type MethodResult = Readonly<{ method: string; result: string; properties: ReadonlyMap<string, string> }>;

type Part = Readonly<{ kind: 'word' | 'quoted' | 'mark'; text: string }>;

const maxFieldLength = 20_000;
// Blanks, a quoted-string, one separator, or a run of other characters. A value may contain `=` itself:
// base64, and return paths such as `prvs=tag=user@corp.test`.
const name = /[ \t]+|("(?:[^"\\]|\\.)*")|([;=])|([^\s\0-\x1f;="()]+)/y;
const valueAfterEquals = /[ \t]+|("(?:[^"\\]|\\.)*")|(;)|([^\s\0-\x1f;"()]+)/y;

export function parseAuthenticationResults(value: string): AuthenticationResults | null {
  const parts = value.length > maxFieldLength ? null : partsOf(value);
  const [head, ...sections] = parts === null ? [] : splitAtSemicolons(parts);
  const [authservId, version, ...excess] = head ?? [];
  if (!authservId || authservId.kind === 'mark' || excess.length > 0) return null;
  // RFC 8601 section 2.2: the default version is 1, and there is no other.
  if (version && version.text !== '1') return null;
  const results = sections.filter(section => section.length > 0 && !isNone(section)).map(methodResult);
  return results.includes(null) ? null : { authservId: authservId.text, results: results as MethodResult[] };
}

/** The authserv-id, also where the rest of the field cannot be read. */
export function authservIdIn(value: string): string | null {
  for (const first of partsIn(value)) return first === null || first.kind === 'mark' ? null : first.text;
  return null;
}

/** The relay's results as the row of the mail keeps them. */
export function resultWords({ results }: AuthenticationResults) {
  const word = (name: string) => results.find(({ method }) => method === name)?.result ?? 'none';
  const isSigned = results.some(({ method, result }) => method === 'dkim' && result === 'pass');
  return { spf: word('spf'), dkim: isSigned ? 'pass' : word('dkim'), dmarc: word('dmarc'), arc: word('arc') };
}

/** resinfo: `method[/version]=result [reason=value] *(ptype.property=value)`. */
function methodResult(section: readonly Part[]): MethodResult | null {
  const pairs = pairsOf(section);
  const [first, ...rest] = pairs ?? [];
  if (!first) return null;
  const [method, version = '1'] = first[0].toLowerCase().split('/');
  if (!method || version !== '1') return null;
  const properties = new Map<string, string>();
  // The first of a name counts, so that nothing appended to a field can change it.
  for (const [key, value] of rest) if (!properties.has(key.toLowerCase())) properties.set(key.toLowerCase(), value);
  return { method, result: first[1].toLowerCase(), properties };
}

function pairsOf(section: readonly Part[]): [string, string][] | null {
  const pairs: [string, string][] = [];
  for (let at = 0; at < section.length; ) {
    const [key, equals, value] = section.slice(at, at + 3);
    // A property may be empty, as `smtp.mailfrom=` of a null reverse-path; a method may not.
    const empty = value === undefined && pairs.length > 0;
    if (key?.kind !== 'word' || !isMark(equals, '=') || (!value && !empty) || value?.kind === 'mark') return null;
    pairs.push([key.text, value?.text ?? '']);
    at += 3;
  }
  return pairs;
}

function partsOf(value: string): Part[] | null {
  const parts = [...partsIn(value)];
  return parts.includes(null) ? null : (parts as Part[]);
}

/** The tokens; the last one is null where the rest cannot be read. */
function* partsIn(value: string): Generator<Part | null> {
  let afterEquals = false;
  for (let at = 0; at < value.length; ) {
    if (value[at] === '(') {
      const end = endOfComment(value, at);
      if (end === null) return yield null;
      at = end;
      continue;
    }
    const part: RegExp = afterEquals ? valueAfterEquals : name;
    part.lastIndex = at;
    const match: RegExpExecArray | null = part.exec(value);
    if (match === null) return yield null;
    const [all, quoted, mark, word] = match;
    at += all.length;
    if (quoted !== undefined) yield { kind: 'quoted', text: quoted.slice(1, -1).replace(/\\(.)/g, '$1') };
    if (mark !== undefined) yield { kind: 'mark', text: mark };
    if (word !== undefined) yield { kind: 'word', text: word };
    if ((quoted ?? mark ?? word) !== undefined) afterEquals = mark === '=';
  }
}

function splitAtSemicolons(parts: readonly Part[]): Part[][] {
  const sections: Part[][] = [[]];
  for (const each of parts) {
    if (isMark(each, ';')) sections.push([]);
    else sections.at(-1)?.push(each);
  }
  return sections;
}

/** `none`: the relay checked nothing. */
const isNone = (section: readonly Part[]) => section.length === 1 && section[0]?.text.toLowerCase() === 'none';
const isMark = (each: Part | undefined, text: string) => each?.kind === 'mark' && each.text === text;
