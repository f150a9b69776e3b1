import { openSmtp } from './smtp-client.ts';

export const author = 'admin@example.com';

/** Two kilobytes of plain text that describe an incident. */
export function mailOf(number: number, run: string, from = author): string {
  const lines = Array.from(
    { length: 22 },
    (_, at) => `${at + 1}. The booking page of clinic ${number} shows error ${at * 7 + number} and no free slots.`,
  );
  return [
    `From: Admin <${from}>`,
    'To: <support@localhost>',
    `Subject: [HIGH] [tt_example] Booking page error ${number}`,
    `Message-ID: <${run}-${number}@example.com>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 7bit',
    '',
    ...lines,
    '',
  ].join('\r\n');
}

export type Load = Readonly<{ count: number; sessions: number; authors?: number }>;
/** `dotMs`: for each mail the milliseconds from the final dot to its 250, in ascending order. */
export type Sent = Readonly<{ milliseconds: number; dotMs: readonly number[] }>;

/** One author, or so many of the same domain. */
const authorOf = (number: number, authors: number): string =>
  authors === 1 ? author : `admin${number % authors}@example.com`;

/** No mail says what an earlier one has said: that would be taken for a repetition. */
let written = 0;

/** Sends `count` mails over `sessions` reused connections. */
export async function send(port: number, { count, sessions, authors = 1 }: Load): Promise<Sent> {
  const clients = await Promise.all(Array.from({ length: sessions }, () => openSmtp(port)));
  const run = Math.random().toString(36).slice(2);
  const dotMs: number[] = [];
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    clients.map(async client => {
      while (next++ < count) {
        const number = written++;
        const from = authorOf(number, authors);
        const said = await client.send(from, ['support@localhost'], mailOf(number, run, from), ms => dotMs.push(ms));
        if (!said.at(-1)!.text.startsWith('250')) throw new Error(said.at(-1)!.text);
      }
    }),
  );
  const milliseconds = performance.now() - startedAt;
  await Promise.all(clients.map(client => client.quit()));
  return { milliseconds, dotMs: dotMs.sort((a, b) => a - b) };
}
