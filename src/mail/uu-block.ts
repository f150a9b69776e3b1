/** Lines `from` up to, not including, `to`: the first is `begin 644 name`, the last is `end`. */
export type UuBlock = Readonly<{ from: number; to: number; name: string }>;

const opening = /^begin [0-7]{3,4} (\S.{0,250})$/;

/** Files within a text, as programs sent them before MIME. A block with any invalid line is ignored. */
export function uuBlocksIn(lines: readonly string[]): UuBlock[] {
  const blocks: UuBlock[] = [];
  for (let at = 0; at < lines.length; ) {
    const [, name] = opening.exec(bare(lines[at]!)) ?? [];
    const block = name === undefined ? { to: at + 1, whole: false } : blockFrom(lines, at + 1);
    if (name !== undefined && block.whole) blocks.push({ from: at, to: block.to, name });
    at = block.to;
  }
  return blocks;
}

/** The end of the block: after `end`, or at the first invalid line. */
function blockFrom(lines: readonly string[], from: number): { to: number; whole: boolean } {
  for (let at = from; at < lines.length; at++) {
    const line = bare(lines[at]!);
    if (line === 'end' && at > from) return { to: at + 1, whole: true };
    if (!isUuData(line)) return { to: at, whole: false };
  }
  return { to: lines.length, whole: false };
}

/** A line begins with its number of octets; some programs drop blanks at its end, or add a check character. */
export function isUuData(line: string): boolean {
  if (!/^[ -`]{1,64}$/.test(line)) return line === '';
  const octets = (line.charCodeAt(0) - 32) & 63;
  const wanted = 4 * Math.ceil(octets / 3);
  return line.length - 1 <= wanted + 1 && line.trimEnd().length > (octets > 0 ? wanted / 2 : 0);
}

const bare = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
