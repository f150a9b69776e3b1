import { fold } from '../fold.ts';

/** The name that may have been meant, with at most one typing error in three letters; a wilder guess misleads. */
export function nearest(word: string, names: readonly string[]): string | null {
  const typed = fold(word).slice(0, 40);
  const distances = names.map(name => ({ name, distance: editDistance(typed, name) }));
  const { name, distance } = distances.reduce((best, next) => (next.distance < best.distance ? next : best));
  return distance <= Math.max(1, Math.ceil(typed.length / 3)) ? name : null;
}

/** Insertions, deletions and replacements between two short words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
