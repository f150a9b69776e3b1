// Boxes of a form, ticked by hand: `[ ] high [x] low`, `☐ Alta ☑ Media`, `Urgente ( ) Alta (X)`.

const tick = String.raw`[[({]\s?[xX×✓✔✗✘✖]\s?[\])}]|(?<![\p{L}\p{N}_])_{1,4}\s?[xX×✓✔]\s?_{1,4}|[☑☒✅✔✓✗✘✖■⊠●◉⦿⬤🔘⚫]`;
const blank = String.raw`[[({][\s_.-]{0,4}[\])}]|(?<![\p{L}\p{N}_])_{3,8}(?![\p{L}\p{N}_])|[☐□◻⬜○▢◯⚪]`;
const box = new RegExp(`(${tick})|${blank}`, 'u');
const boxes = new RegExp(box, 'gu');
const ticks = new RegExp(tick, 'u');

export const hasBox = (text: string): boolean => box.test(text);
/** A line of a list of options: it begins or ends with a box and is short. */
export const isOption = (line: string): boolean =>
  line.length <= 120 &&
  hasBox(line) &&
  (box.exec(line)?.index === 0 || new RegExp(`(?:${tick}|${blank})$`, 'u').test(line));

/**
 * The ticked options, or null where the text has no boxes. A box stands before its option, unless the text ends with a
 * box and does not begin with one.
 */
export function tickedIn(text: string): string[] | null {
  const found = [...text.slice(0, 600).matchAll(boxes)];
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) return null;
  const marked = found.length === 1 && ticks.test(first[0]) ? markedPart(text, boxes) : null;
  if (marked !== null) return [marked];
  const isBehind = text.slice(0, first.index).trim() !== '' && text.slice(last.index + last[0].length).trim() === '';
  const options = found.map((each, n) => {
    const next = found[n + 1];
    const before = found[n - 1];
    const from = isBehind ? (before ? before.index + before[0].length : 0) : each.index + each[0].length;
    const to = isBehind ? each.index : (next?.index ?? text.length);
    return { ticked: ticks.test(each[0]), option: text.slice(from, to).replace(/^[\s,;:/|–—-]+|[\s,;:/|–—-]+$/g, '') };
  });
  return options.filter(({ ticked, option }) => ticked && option !== '').map(({ option }) => option);
}

const crosses = /(?<![\p{L}\p{N}])[xX×✓✔✗✘](?![\p{L}\p{N}])/gu;

/** Of options with separators the one that has a mark: `Urgent / High ✔ / Low`; null where not just one has it. */
function markedPart(text: string, mark: RegExp): string | null {
  const parts = text.slice(0, 600).split(/[/|;,]/);
  const marked = parts.filter(part => part.search(mark) >= 0);
  const option = marked.length === 1 ? marked[0]!.replace(mark, '').trim() : '';
  return parts.length > 1 && option !== '' ? option : null;
}

/** The same with a cross without a box: `urgente, alta X, media`. */
export const crossedOf = (text: string): string | null => markedPart(text, crosses);

/** A line with a cross before or after its option; null where there is none. */
export function crossedLine(line: string): string | null {
  const [, after, before] = /^[xX×✓✔✗✘→]\s+(\S.{0,60})$|^(\S.{0,60}?)\s+[xX×✓✔✗✘]$/u.exec(line) ?? [];
  return after ?? before ?? null;
}
