// What the command line prints: JSON, lines and tables on stdout.
import { once } from 'node:events';

/** What a command will not or cannot do; its message is the one line on stderr. */
export class Refused extends Error {}

export const printJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

/** One JSON array, written as its items come. */
export async function printJsonArray(items: AsyncIterable<unknown>): Promise<void> {
  let separator = '[\n';
  for await (const item of items) {
    const text = `${separator}${JSON.stringify(item, null, 2)}`;
    separator = ',\n';
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }
  process.stdout.write(separator === '[\n' ? '[]\n' : '\n]\n');
}

export const printLine = (line: string): void => void process.stdout.write(`${line}\n`);

/** Rows under their titles, columns as wide as their widest cell. */
export function printTable(titles: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = titles.map((title, at) => Math.max(title.length, ...rows.map(row => row[at]?.length ?? 0)));
  for (const row of [titles, ...rows]) {
    const cells = row.map((cell, at) => cell.padEnd(widths[at] ?? 0));
    printLine(cells.join('  ').trimEnd());
  }
}

export const readStdin = async (): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
