// What the command line prints: JSON, lines and tables on stdout.
import { once } from 'node:events';
import { unseen } from '../mail/unseen.ts';

/** What a command will not or cannot do; its message is the one line on stderr. */
export class Refused extends Error {}

/** What went wrong, for one line. Drizzle puts the statement into its message; the server's words are in the cause. */
export function firstLine(cause: unknown): string {
  const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return error instanceof Error ? error.message.split('\n')[0]! : String(error);
}

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

/** Safe on a terminal: no control characters, no bidi controls; at most `length` characters. */
export function shown(text: string | null | undefined, length = 60): string {
  const plain = (text ?? '')
    .replace(unseen, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}

export const readStdin = async (): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** `1 mail`, `2 mails`; `many` where an s does not make the plural. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
