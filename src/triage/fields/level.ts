import type { Priority } from '../../desk/ticket.ts';
// Reads a priority from the few words that name one.
import { phraseKey, wordsOf } from '../fold.ts';
import { alternatives } from '../words/alternatives.ts';
import { intensifiers } from '../words/intensifiers.ts';
import { labelNoise } from '../words/label-noise.ts';
import { labels } from '../words/labels.ts';
import { levels } from '../words/levels.ts';
import { negations } from '../words/negations.ts';
import { nothingSaid } from '../words/nothing-said.ts';
import { keysOf, phrasesOf } from '../words/phrases.ts';
import { yes } from '../words/yes.ts';

/** How clear the context is: a bare word, one at the edge of a subject, in brackets or after `#`, after `Priority:`. */
export type Weight = 'anywhere' | 'edge' | 'tag' | 'label';

const weights = ['anywhere', 'edge', 'tag', 'label'] as const;
const longestPhrase = 4;

const levelOf: Record<Weight, Map<string, Priority>> = {
  anywhere: new Map(),
  edge: new Map(),
  tag: new Map(),
  label: new Map(),
};
for (const [priority, lists] of Object.entries(levels)) {
  for (const [from, weight] of weights.entries()) {
    const phrases = phrasesOf(lists[weight]).map(phraseKey).filter(Boolean);
    for (const to of weights.slice(from)) for (const key of phrases) levelOf[to].set(key, priority as Priority);
  }
}
const isNoun = keysOf(labels.priority);
const isNoise = keysOf(labelNoise);
const isIntensifier = keysOf(intensifiers);
const isNegation = keysOf(negations);
const isAlternative = keysOf(alternatives);
const isYes = keysOf(yes);
const isNothing = keysOf(nothingSaid);

/** The priority that the phrase as a whole names: `URGENT`, `high priority`, `Priorità alta`, `#p1`. */
export function wholeLevel(phrase: string, weight: Weight): Priority | null {
  if (phrase.includes('?')) return null;
  const words = wordsOf(phrase.slice(0, 80));
  const bare = words.filter(word => !isNoun.has(word));
  // `Alta` alone has many meanings, `priorità alta` has one. `Emergenza` and `Urgence` are noun and level at once.
  const named = bare.length < words.length;
  if (named && bare.length > 0) return levelOf.label.get(strip(bare.filter(word => !isNoise.has(word)))) ?? null;
  return levelOf[weight].get(strip(words)) ?? null;
}

/** Whether a noun such as `priority` stands among other words. */
export const namesPriority = (phrase: string): boolean => {
  const words = wordsOf(phrase.slice(0, 80));
  return words.length > 1 && words.some(word => isNoun.has(word)) && !words.some(word => isNegation.has(word));
};

const strip = (words: readonly string[]): string => {
  const from = words.findIndex(word => !isIntensifier.has(word));
  return words.slice(Math.max(from, 0)).join(' ');
};

/**
 * The priority with which the answer after `Priority:` begins, or null where it names none or leaves the choice
 * open (`low / medium / high`). In forms the ticked box decides.
 */
export function answeredLevel(answer: string): { value: Priority; words: string } | null {
  const value = answer.slice(0, 120);
  const ticked = /(?:\[\s?[x✓✔]\s?\]|[☑☒✅✔])\s*([^[☐☑☒✅✔□○]*)/iu.exec(value)?.[1] ?? value;
  const found = levelsAmong(tokensOf(ticked));
  const first = found[0];
  if (!first || first.at > 0) return null;
  const others = found.slice(1).filter(other => other.value !== first.value);
  // `2 - High`: people number the levels in different orders, so the word counts.
  if (/^\d$/.test(first.words) && others.length === 1 && others[0]?.at === 1 && !/^\d$/.test(others[0].words)) {
    return others[0];
  }
  const open = others.some(other => other.choice) || new Set(found.map(level => level.value)).size > 2;
  return open ? null : first;
}

/** `choice`: the word stands after `/`, an empty box or `or`. */
type Token = { word: string; choice: boolean; negated: boolean };

function tokensOf(value: string): Token[] {
  const tokens: Token[] = [];
  let [choice, negated] = [false, false];
  for (const part of value.match(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}\s]/gu)?.slice(0, 40) ?? []) {
    const word = phraseKey(part);
    if (word === '' || isAlternative.has(word)) choice ||= word !== '' || /[/|[\]☐□○]/u.test(part);
    else if (isNegation.has(word)) negated = true;
    else if (!isFiller(word)) {
      tokens.push({ word, choice, negated });
      [choice, negated] = [false, false];
    }
  }
  return tokens;
}

// `Urgence` and `urgenza` are nouns and levels at once.
const isFiller = (word: string): boolean =>
  isNoise.has(word) || isIntensifier.has(word) || (isNoun.has(word) && !levelOf.anywhere.has(word));

type Found = { value: Priority; words: string; at: number; choice: boolean };

function levelsAmong(tokens: readonly Token[]): Found[] {
  const words = tokens.map(token => token.word);
  const found: Found[] = [];
  for (const [at, { choice, negated }] of tokens.entries()) {
    const phrase = longestLevel(words, at);
    const value = phrase === null ? undefined : levelOf.label.get(phrase);
    if (phrase === null || value === undefined) continue;
    // `Priority: not urgent` means low; `not high` means nothing.
    if (!negated) found.push({ value, words: phrase, at, choice });
    else if (value === 'urgent') found.push({ value: 'low', words: `not ${phrase}`, at, choice });
  }
  return found;
}

function longestLevel(words: readonly string[], at: number): string | null {
  for (let length = longestPhrase; length > 0; length -= 1) {
    const phrase = words.slice(at, at + length).join(' ');
    if (levelOf.label.has(phrase)) return phrase;
  }
  return null;
}

/** Whether the words before a tag negate it: `not #urgent`. */
export const isNegated = (textBefore: string): boolean => isNegation.has(wordsOf(textBefore.slice(-20)).at(-1) ?? '');
export const saysYes = (answer: string): boolean => isYes.has(wordsOf(answer.slice(0, 40))[0] ?? '');
export const saysNo = (answer: string): boolean => isNegation.has(phraseKey(answer.slice(0, 40)));
/** An answer that leaves the field of a form empty: `n.d.`, `non lo so, scusate`. */
export const saysNothing = (answer: string): boolean => {
  const words = wordsOf(answer.slice(0, 80));
  if (words.length === 0 || isNothing.has(words.join(' '))) return true;
  // An answer that begins so and goes on is no name either, but a single such word may begin a name.
  const begins = [4, 3, 2].some(length => isNothing.has(words.slice(0, length).join(' ')));
  return begins && words.length <= 8;
};
