// Finds the priority that the author gives on purpose: by a label, a tag, a form or a flag.
//
// "Urgent" in running prose decides nothing. Without a priority the result is null, and an agent decides.

import type { Priority } from '../../desk/ticket.ts';
import { edgeLevel, isEnglishMedia } from './edge-level.ts';
import { type Extents, type Impact, impact } from './impact.ts';
import type { Labelled } from './label.ts';
import { answeredLevel, isNegated, namesPriority, saysNo, saysYes, wholeLevel } from './level.ts';

/** `because` holds the author's words, short enough to quote in a reply. */
export type FoundPriority = Readonly<{
  value: Priority;
  source: 'command' | 'label' | 'tag' | 'table' | 'importance';
  because: string;
  /** The extents of functions and users, where the priority comes from the impact table. */
  extents?: Extents;
}>;

export type PriorityFacts = Readonly<{
  /** Without reply prefixes and our tags. */
  subject: string;
  said: readonly Labelled[];
  /** The author's lines, for a level named with its noun: `…, high priority.` */
  lines: readonly string[];
  commanded: { value: Priority; words: string } | null;
  importance: 'high' | 'normal' | 'low' | null;
}>;

/** Sources in order of trust; within a source the first one wins. */
export function findPriority({ subject, said, lines, commanded, importance }: PriorityFacts): FoundPriority | null {
  const found = (source: FoundPriority['source'], hit: { value: Priority; because: string } | null) =>
    hit && { value: hit.value, source, because: hit.because };
  const fromTable = (hit: Impact | null): FoundPriority | null => hit && { source: 'table', ...hit };
  return (
    found('command', commanded && { value: commanded.value, because: commanded.words }) ??
    found('label', labelledPriority(said)) ??
    found('tag', taggedPriority(subject)) ??
    fromTable(impact(said)) ??
    found('label', namedPriority(lines)) ??
    // A mail program's flag takes one click, so it never means urgent.
    (importance === null || importance === 'normal'
      ? null
      : { value: importance, source: 'importance', because: `importance: ${importance}` })
  );
}

function labelledPriority(said: readonly Labelled[]): { value: Priority; because: string } | null {
  for (const { kind, answer, words, from } of said) {
    if (kind === 'urgent' && from === 'text' && saysYes(answer)) return { value: 'urgent', because: words };
    const level = kind === 'priority' ? answeredLevel(answer) : null;
    if (level) return { value: level.value, because: words };
  }
  return null;
}

const maxLines = 60;

/** `Please look, high priority.`: noun and level are a whole clause. Of several levels none counts: a list of criteria. */
function namedPriority(lines: readonly string[]): { value: Priority; because: string } | null {
  const clauses = lines
    .slice(0, maxLines)
    .flatMap(line => (line.startsWith('>') || /[:=|\t]/.test(line) ? [] : line.split(/[,.;!()]|\s[-–—]\s/)));
  const named = clauses.flatMap(clause => {
    const value = clause.length <= 60 && namesPriority(clause) ? wholeLevel(clause, 'label') : null;
    return value === null ? [] : [{ value, because: clause.trim() }];
  });
  return new Set(named.map(({ value }) => value)).size === 1 ? named[0]! : null;
}

type Tag = { value: Priority; because: string; at: number };

/** `[HIGH]`, `#urgent`, `URGENT: …`, `… - URGENT`, `URGENT Portal down`; the leftmost wins. */
function taggedPriority(subject: string): Tag | null {
  const line = subject.slice(0, 300).normalize('NFKC');
  const tags = [...bracketTags(line), ...hashTags(line), ...edgeTags(line), ...shoutedTags(line)];
  return tags.sort((a, b) => a.at - b.at)[0] ?? null;
}

/** `[HIGH]`, `[tt_milano/high]`, `(urgent)`; several levels in one pair of brackets count as none. */
function bracketTags(line: string): Tag[] {
  return [...line.matchAll(/[[【]([^[\]【】]{1,80})[\]】]|[({<]([^(){}<>]{1,40})[)}>]/g)].flatMap(match => {
    const [because, square, round = ''] = match;
    const parts = square?.split(/[,/|;:]|\s[-–—]\s/) ?? [round];
    const values = new Set(parts.map(part => (square === undefined ? edgeLevel(part, line) : squareLevel(part, line))));
    values.delete(null);
    const [value] = values;
    if (!value || values.size > 1 || isNegated(line.slice(0, match.index))) return [];
    return [{ value, because, at: match.index }];
  });
}

const squareLevel = (part: string, line: string): Priority | null =>
  isEnglishMedia(part, line) ? null : wholeLevel(part, 'tag');

function hashTags(line: string): Tag[] {
  return [...line.matchAll(/(?<![\p{L}\p{N}&/])#([\p{L}\p{M}\p{N}_-]{1,40})/gu)].flatMap(match => {
    const value = wholeLevel((match[1] ?? '').replaceAll('_', ' '), 'tag');
    return value && !isNegated(line.slice(0, match.index)) ? [{ value, because: match[0], at: match.index }] : [];
  });
}

const separator = /[:!*|~]+|\s[-–—]+\s|[-–—]+(?=\s)|[–—]|\.{2,}/;

// Other tags and the instance may stand before the level: `[tt_milano] URGENT: …`.
const beforeOpening = /^(?:\s*(?:[[(【][^[\]()【】]{0,80}[\])】]|tt_[\p{L}\p{N}_-]{1,60})[\s:|,–—-]*)+/iu;

/** A level at the beginning, separated by a colon, a dash or the like, or at the end after a dash. */
function edgeTags(line: string): Tag[] {
  const head = line.replace(beforeOpening, '');
  const parts = head.split(separator).filter(part => part.trim() !== '');
  const [first, last] = [parts[0] ?? '', parts.at(-1) ?? ''];
  const opening = edgeLevel(first, head);
  // `Urgent: no` is a label with an answer.
  const denied = parts.length === 2 && saysNo(last);
  if (opening && !denied) return [{ value: opening, because: first.trim(), at: line.length - head.length }];
  // After a colon it is the value of another label: `Appointment type: urgent`.
  const isValue = head.slice(0, head.lastIndexOf(last)).trimEnd().endsWith(':');
  const closing = parts.length > 1 && !isValue ? edgeLevel(last, head) : null;
  if (closing) return [{ value: closing, because: last.trim(), at: line.length }];
  // `Portal slow, priority medium`: behind a comma only with the noun.
  const [, behind = ''] = /[,;.]\s*([^,;.]{3,60})[.!]?$/.exec(head) ?? [];
  const named = namesPriority(behind) ? wholeLevel(behind, 'label') : null;
  return named ? [{ value: named, because: behind.trim(), at: line.length }] : [];
}

/** `URGENT portal down`: one word in capitals, at the edge of a subject that is not all in capitals. */
function shoutedTags(line: string): Tag[] {
  const words = line.match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
  if (line.trimEnd().endsWith('?')) return [];
  return [words[0], words.at(-1)].flatMap((word, n) => {
    const others = (n === 0 ? words.slice(1) : words.slice(0, -1)).join('');
    if (!word || word.length < 4 || word !== word.toUpperCase() || others === others.toUpperCase()) return [];
    const at = n === 0 ? 0 : line.lastIndexOf(word);
    const urgent = wholeLevel(word, 'anywhere') === 'urgent' && !isNegated(line.slice(0, at));
    return urgent ? [{ value: 'urgent', because: word, at }] : [];
  });
}
