// Boxes of a form, ticked by hand: `[ ] high [x] low`, `☐ Alta ☑ Media`, `Urgente ( ) Alta (X)`.

const tick = String.raw`[[(]\s?[xX×✓✔✗✘✖]\s?[\])]|[☑☒✅✔✓✗✘■⊠]`;
const blank = String.raw`[[(][\s_.-]{0,4}[\])]|[☐□◻⬜○▢◯]`;
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
