/** One expression for any of the words, longest first, so that the longer of two is the one found. */
export function anyOf(words: Iterable<string>): string {
  const sorted = [...new Set(words)].sort((a, b) => b.length - a.length);
  return `(?:${sorted.map(word => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/ /g, '\\s')).join('|')})`;
}

/** Dashes, stars and quotation marks around a line, as bold text and dividers leave them. */
export const unframed = (text: string): string => {
  let from = 0;
  let to = text.length;
  while (from < to && frame.test(text[from]!)) from += 1;
  while (to > from && frame.test(text[to - 1]!)) to -= 1;
  return text.slice(from, to);
};
const frame = /[-\s‐-―_=~*#>|─━"“”«»]/u;

/** Lower case, with the dotted capital of Turkish as a plain i. */
export const lower = (text: string): string => text.toLowerCase().replaceAll('i\u0307', 'i');
