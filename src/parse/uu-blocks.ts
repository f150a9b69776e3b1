// Files that stand in a text between `begin 644 name` and `end`, as programs sent them before MIME.
import { cleanFileName } from './file-name.ts';
import { uuLine } from './transfer-encoding.ts';

export type UuFile = Readonly<{ name: string | null; bytes: Buffer }>;

const opening = /^begin [0-7]{3,4} (\S.{0,250})$/;

/** The text without such blocks, and what they hold. A block of which any line is off stays text. */
export function withoutUuBlocks(text: Buffer): { text: Buffer; files: UuFile[] } {
  if (!text.includes('begin ')) return { text, files: [] };
  const lines = text.toString('latin1').split('\n');
  const kept: string[] = [];
  const files: UuFile[] = [];
  for (let at = 0; at < lines.length; ) {
    const [, name] = opening.exec(bare(lines[at]!)) ?? [];
    const block = name === undefined ? { to: at + 1, whole: false } : blockFrom(lines, at + 1);
    if (name !== undefined && block.whole) {
      const data = lines.slice(at + 1, block.to - 1).map(line => uuLine(bare(line)));
      files.push({ name: cleanFileName(name), bytes: Buffer.concat(data) });
      at = block.to;
    } else for (; at < block.to; at++) kept.push(lines[at]!);
  }
  return files.length === 0 ? { text, files } : { text: Buffer.from(kept.join('\n'), 'latin1'), files };
}

/** Up to its `end`, or to the first line that is none of a block's. */
function blockFrom(lines: readonly string[], from: number): { to: number; whole: boolean } {
  for (let at = from; at < lines.length; at++) {
    const line = bare(lines[at]!);
    if (line === 'end' && at > from) return { to: at + 1, whole: true };
    if (!isData(line)) return { to: at, whole: false };
  }
  return { to: lines.length, whole: false };
}

/** A line tells how many octets it holds; programs leave out blanks at its end, or add a check character. */
function isData(line: string): boolean {
  if (!/^[ -`]{1,64}$/.test(line)) return line === '';
  const octets = (line.charCodeAt(0) - 32) & 63;
  const wanted = 4 * Math.ceil(octets / 3);
  return line.length - 1 <= wanted + 1 && line.trimEnd().length > (octets > 0 ? wanted / 2 : 0);
}

const bare = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
