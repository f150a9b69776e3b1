import { uuBlocksIn } from '../../mail/uu-block.ts';
import { cleanFileName } from '../files/file-name.ts';
import { uuLine } from './transfer-encoding.ts';

export type UuFile = Readonly<{ name: string | null; bytes: Buffer }>;

/** The files within a text. They stay in the text too, where triage skips them. */
export function uuFilesIn(text: Buffer): UuFile[] {
  if (!text.includes('begin ')) return [];
  const lines = text.toString('latin1').split('\n');
  return uuBlocksIn(lines).map(({ from, to, name }) => ({
    name: cleanFileName(name),
    bytes: Buffer.concat(lines.slice(from + 1, to - 1).map(line => uuLine(line.trimEnd()))),
  }));
}
