// Whether two tickets seem to be about the same incident, by the words that they share.
//
// Measured here and not in PostgreSQL: pg_trgm counts letters and not words, full-text knows no
// rarity, and neither may be installed where an operator's user owns only his database. The tickets
// that could be meant are few, so reading them costs less than an index on every message.
import { commonWords } from './common-words.ts';
import { wordsOf } from './fold.ts';

/** What a ticket is about; of a long text its beginning is enough. */
export type Said = Readonly<{ subject: string; text: string }>;

const readCharacters = 1_500;
// What inflection leaves of a word, in the languages that we know: calend-ar, calend-ario, calend-rier.
const stemLength = 6;
const stem = (word: string): string => word.slice(0, stemLength);
const common = new Set(commonWords.map(stem));

const minShared = 3;
const minLikeness = 0.3;

/** Who of `others` seems to be about the same incident, the likeliest first. */
export function likeliest<T extends Said>(one: Said, others: readonly T[], count: number): T[] {
  const own = profileOf(one);
  const profiles = others.map(other => ({ other, profile: profileOf(other) }));
  const rarity = rarityIn([own, ...profiles.map(({ profile }) => profile)]);
  return profiles
    .map(({ other, profile }) => ({ other, likeness: likeness(own, profile, rarity) }))
    .filter(found => found.likeness >= minLikeness)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, count)
    .map(({ other }) => other);
}

/** How often each stem counts: what the subject says counts twice. */
type Profile = ReadonlyMap<string, number>;

function profileOf({ subject, text }: Said): Profile {
  const profile = new Map<string, number>();
  for (const word of stemsOf(text.slice(0, readCharacters))) profile.set(word, 1);
  for (const word of stemsOf(subject)) profile.set(word, 2);
  return profile;
}

const stemsOf = (text: string): string[] =>
  wordsOf(text)
    .filter(word => word.length >= 3)
    .map(stem)
    .filter(word => !common.has(word));

/** A word that every ticket of this organisation says, such as its name, tells nothing. */
function rarityIn(profiles: readonly Profile[]): (word: string) => number {
  const seenIn = new Map<string, number>();
  for (const word of profiles.flatMap(profile => [...profile.keys()])) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  // As if there were more tickets than there are: the second one of a desk makes no word common.
  const all = profiles.length + 10;
  return word => Math.log(all / (seenIn.get(word) ?? 1));
}

/** The cosine of both profiles, each word weighed by its rarity; 0 where too little is shared to tell. */
function likeness(one: Profile, other: Profile, rarity: (word: string) => number): number {
  const shared = [...one.keys()].filter(word => other.has(word));
  if (shared.length < Math.min(minShared, one.size, other.size) || shared.length === 0) return 0;
  const weight = (profile: Profile, word: string) => (profile.get(word) ?? 0) * rarity(word);
  const length = (profile: Profile) => Math.hypot(...[...profile.keys()].map(word => weight(profile, word)));
  const both = shared.reduce((sum, word) => sum + weight(one, word) * weight(other, word), 0);
  return both / (length(one) * length(other) || 1);
}
