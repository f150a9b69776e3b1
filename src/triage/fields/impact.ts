import { impactTable } from '../../desk/impact.ts';
import type { Priority } from '../../desk/ticket.ts';
import { wordsOf } from '../fold.ts';
import { areas, products, singleFunctions } from '../words/functions.ts';
import { keysOf, meaningsOf } from '../words/phrases.ts';
import { shares } from '../words/shares.ts';
import type { Labelled } from './label.ts';
import { isNegated } from './level.ts';

export type Share = keyof typeof shares;

const shareOf = meaningsOf(shares);
const productNames = Object.values(products).map(phrases => keysOf(phrases));
const areaNames = keysOf(areas);
const singleNames = keysOf(singleFunctions);
const longestPhrase = 4;

export type Extents = Readonly<{ functions: Share; users: Share }>;
export type Impact = Readonly<{ value: Priority; because: string; extents: Extents }>;

/** The impact from `Functions: …` and `Users: …`, or null unless both are given and understood. */
export function impact(said: readonly Labelled[]): Impact | null {
  const functions = firstShare(said, 'functions');
  const users = firstShare(said, 'users');
  if (!functions || !users) return null;
  const extents = { functions: functions.share, users: users.share };
  return { value: impactTable[functions.share][users.share], because: `${functions.words}; ${users.words}`, extents };
}

function firstShare(said: readonly Labelled[], kind: 'functions' | 'users') {
  for (const { answer, words } of said.filter(label => label.kind === kind)) {
    const share = shareIn(answer) ?? (kind === 'functions' ? namedFunctions(answer) : null);
    if (share) return { share, words };
  }
  return null;
}

/** Reads `all of them`, `la maggior parte`, `60 %`, `3 of 200`, `1`. An open choice, `all/most/few`, is null. */
export function shareIn(answer: string): Share | null {
  const named = new Set(phrasesIn(answer, key => shareOf.get(key)));
  if (named.size > (/[/|]/.test(answer) ? 1 : 2)) return null;
  return numericShare(answer) ?? [...named][0] ?? null;
}

function numericShare(answer: string): Share | null {
  const [, part, whole] =
    /^\D{0,20}(\d{1,9})\s*(?:%|(?:of|out of|\/|di|su|de|sur|von|em)\s*(?:\p{L}{1,6}\s)?(\d{1,9}))?/iu.exec(answer) ??
    [];
  if (part === undefined) return null;
  const percent = /^\D{0,20}\d{1,9}\s*%/.test(answer);
  // A bare number has no total to compare with: only up to five is surely few.
  if (!percent && whole === undefined) return Number(part) <= 5 ? 'few' : null;
  const ratio = Number(part) / (percent ? 100 : Number(whole));
  if (!(ratio > 0)) return null;
  return ratio >= 1 ? 'all' : ratio >= 0.5 ? 'most' : 'few';
}

/** The share from names: all three products are all, an area or one product is most, one function is few. */
function namedFunctions(answer: string): Share | null {
  const isNamed = (names: ReadonlySet<string>) => phrasesIn(answer, key => names.has(key) || undefined).length > 0;
  const named = productNames.filter(isNamed).length;
  if (named === productNames.length) return 'all';
  if (named > 0 || isNamed(areaNames)) return 'most';
  return isNamed(singleNames) ? 'few' : null;
}

/** Looks up runs of words from left to right, the longest first, up to the first negated word. */
function phrasesIn<T>(answer: string, find: (key: string) => T | undefined): T[] {
  const words = wordsOf(answer.slice(0, 200));
  const found: T[] = [];
  for (let at = 0; at < words.length; at += 1) {
    for (let length = Math.min(longestPhrase, words.length - at); length > 0; length -= 1) {
      const hit = find(words.slice(at, at + length).join(' '));
      if (hit === undefined) continue;
      if (isNegated(words[at - 1] ?? '')) return found;
      found.push(hit);
      at += length - 1;
      break;
    }
  }
  return found;
}
