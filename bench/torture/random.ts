/** Numbers from a seed: the same seed makes the same choices in the same order (mulberry32). */
export type Random = Readonly<{
  below(limit: number): number;
  chance(part: number): boolean;
  oneOf<T>(items: readonly T[]): T;
}>;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, chance: part => next() < part, oneOf: items => items[below(items.length)]! };
}
