// The language of the search field, pure: words, "a phrase", -without, key:value. What cannot be understood is a fault,
// which the reader is told, and never silently ignored.
import { type Priority, priorities, type Status, statuses } from '../desk/ticket.ts';

export type Query = Readonly<{
  /** Words that a ticket must have. The last word of the query is a prefix, while the person is still typing it. */
  words: readonly string[];
  prefix: string | null;
  phrases: readonly string[];
  without: readonly string[];
  filters: readonly Filter[];
  /** The query names one ticket or mail. */
  straight: Straight | null;
  faults: readonly Fault[];
}>;
export type Straight = Readonly<{ ticket: number }> | Readonly<{ messageId: string }> | Readonly<{ mail: string }>;
export type Filter = Readonly<{ not: boolean }> &
  (
    | Readonly<{ key: 'status'; values: readonly Status[] }>
    | Readonly<{ key: 'priority'; values: readonly (Priority | null)[] }>
    | Readonly<{ key: 'instance' | 'from' | 'organisation' | 'agent'; values: readonly string[] }>
    | Readonly<{ key: 'has' | 'is'; values: readonly string[] }>
    | Readonly<{ key: 'before' | 'after'; at: Date }>
  );
/** `allowed`: the values or keys to choose from; empty where any form of the kind is allowed. */
export type Fault = Readonly<{ kind: 'unknown-key' | 'wrong-value'; words: string; allowed: readonly string[] }>;

export const searchKeys = [
  'status',
  'priority',
  'instance',
  'from',
  'agent',
  'organisation',
  'has',
  'before',
  'after',
  'is',
] as const;
type Key = (typeof searchKeys)[number];

/** Longer queries are cut. */
const maxLength = 400;
const maxTerms = 32;
const dayMs = 86_400_000;

// A sign, a key with its value, a phrase, or a word. Each alternative begins with another character, so it is linear.
const term = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|([^\s"]+))/giu;
const hasWords = /[\p{L}\p{N}]/u;

export function parseQuery(text: string, now = new Date()): Query {
  const asked = text.slice(0, maxLength).replaceAll('\0', ' ').trim();
  const straight = straightTo(asked);
  if (straight) return { ...nothing, straight };
  const query: Draft = { words: [], prefix: null, phrases: [], without: [], filters: [], faults: [] };
  for (const found of [...asked.matchAll(term)].slice(0, maxTerms)) addTerm(query, found, now);
  // The last word is a prefix, unless a space, a phrase or a key follows it.
  const last = /(?:^|\s)([^\s":-][^\s":]*)$/u.exec(text.slice(0, maxLength))?.[1];
  const at = last === undefined ? -1 : query.words.lastIndexOf(last);
  const prefix = at >= 0 && at === query.words.length - 1 ? query.words.pop()! : null;
  return { ...query, prefix, straight: null };
}

type Draft = { -readonly [K in keyof Omit<Query, 'straight'>]: Query[K] extends readonly (infer T)[] ? T[] : Query[K] };
const nothing: Query = {
  words: [],
  prefix: null,
  phrases: [],
  without: [],
  filters: [],
  straight: null,
  faults: [],
};

function addTerm(query: Draft, found: RegExpMatchArray, now: Date): void {
  const [whole, sign, name, quoted, word] = found;
  const value = quoted ?? word ?? '';
  // `https://…` and `10:30` are words; so is `Re:`, which has no value.
  if (name !== undefined && value !== '' && !value.startsWith('//')) {
    addFilter(query, { whole, key: name.toLowerCase(), value, not: sign === '-' }, now);
    return;
  }
  const said = name === undefined ? value : `${name}:${value}`;
  if (!hasWords.test(said)) return;
  if (sign === '-') query.without.push(said);
  else if (quoted !== undefined) query.phrases.push(said);
  else query.words.push(said);
}

function addFilter(query: Draft, asked: Asked, now: Date): void {
  const key = searchKeys.find(known => known === asked.key);
  const made = key ? filterOf(key, asked, now) : null;
  if (made === null) query.faults.push({ kind: 'unknown-key', words: asked.whole, allowed: searchKeys });
  else if ('allowed' in made) query.faults.push({ kind: 'wrong-value', words: asked.whole, allowed: made.allowed });
  else query.filters.push(made);
}

type Asked = Readonly<{ whole: string; key: string; value: string; not: boolean }>;
type Wrong = Readonly<{ allowed: readonly string[] }>;

/** Other names under which people look for a value. */
const alsoCalled: Readonly<Record<string, string>> = { waiting: 'pending', solved: 'resolved', unset: 'none' };
const choices: Partial<Record<Key, readonly string[]>> = {
  status: statuses,
  priority: [...priorities, 'none'],
  has: ['file'],
  is: ['unread', 'held', 'failing'],
};

function filterOf(key: Key, { value, not }: Asked, now: Date): Filter | Wrong {
  if (key === 'before' || key === 'after') {
    const at = timeOf(value, now);
    return at ? { key, at, not } : { allowed: ['2026-11-30', '7d'] };
  }
  const values = value.split(',').filter(one => one !== '');
  const allowed = choices[key];
  if (values.length === 0) return { allowed: allowed ?? [] };
  if (!allowed) return { key: key as 'instance', values, not };
  const known = values.map(one => one.toLowerCase()).map(one => alsoCalled[one] ?? one);
  if (known.some(one => !allowed.includes(one))) return { allowed };
  const meant = key === 'priority' ? known.map(one => (one === 'none' ? null : one)) : known;
  return { key, values: meant, not } as Filter;
}

/** A date or a time in UTC, or so many hours, days or weeks ago: `2026-11-30`, `2026-11-30T09:00Z`, `12h`, `7d`, `2w`. */
function timeOf(text: string, now: Date): Date | null {
  const [, count, unit] = /^(\d{1,4})([hdw])$/i.exec(text) ?? [];
  if (count && unit) {
    const each = { h: dayMs / 24, d: dayMs, w: 7 * dayMs }[unit.toLowerCase()]!;
    return new Date(now.getTime() - Number(count) * each);
  }
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?$/i.test(text)) return null;
  const at = new Date(/[tz]/i.test(text) && !/z$/i.test(text) ? `${text}Z` : text);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** `PT-42`, a Message-ID, or the id of a mail, and nothing else. */
function straightTo(text: string): Straight | null {
  const [, digits] = /^\[?PT-([1-9][0-9]{0,14})\]?$/i.exec(text) ?? [];
  if (digits) return { ticket: Number(digits) };
  const [, id] = /^(?:Message-ID:\s*)?(<[^\s<>]{1,300}@[^\s<>]{1,255}>)$/i.exec(text) ?? [];
  if (id) return { messageId: id };
  return /^[0-9a-z]{26}$/.test(text) && /\d/.test(text) ? { mail: text } : null;
}
