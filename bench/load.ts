import { openSmtp } from './smtp-client.ts';

export const author = 'admin@example.com';

/** Plain text that describes an incident: two kilobytes, or more, then with a file. */
export function mailOf(number: number, run: string, from = author, bytes = 0): string {
  const lines = Array.from(
    { length: 22 },
    (_, at) => `${at + 1}. The booking page of clinic ${number} shows error ${at * 7 + number} and no free slots.`,
  );
  const head = [
    `From: Admin <${from}>`,
    'To: <support@localhost>',
    `Subject: [HIGH] [tt_example] Booking page error ${number}`,
    `Message-ID: <${run}-${number}@example.com>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
  ];
  const text = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 7bit', '', ...lines, ''];
  if (bytes <= 2_500) return [...head, ...text].join('\r\n');
  const file = [
    'Content-Type: application/pdf; name="log.pdf"',
    'Content-Disposition: attachment; filename="log.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    `${run}${number}`.padEnd(76, 'A'),
    ...Array.from({ length: Math.ceil((bytes - 2_500) / 78) }, () => 'A'.repeat(76)),
    '',
  ];
  const parts = ['Content-Type: multipart/mixed; boundary=b', '', '--b', ...text, '--b', ...file, '--b--', ''];
  return [...head, ...parts].join('\r\n');
}

/** `mail`: what is sent, and to whom, in place of a new ticket by `authors`. */
export type Load = Readonly<{
  count: number;
  sessions: number;
  authors?: number;
  bytes?: number;
  mail?(at: number): Written;
}>;
export type Written = Readonly<{ from: string; to: string; raw: string }>;
/** `dotMs`: for each mail the milliseconds from the final dot to its 250, in ascending order. */
export type Sent = Readonly<{ milliseconds: number; dotMs: readonly number[] }>;

/** One author, or so many of the same domain. */
const authorOf = (number: number, authors: number): string =>
  authors === 1 ? author : `admin${number % authors}@example.com`;

/** No mail says what an earlier one has said: that would be taken for a repetition. */
let written = 0;

/** Sends `count` mails over `sessions` reused connections. */
export async function send(port: number, load: Load): Promise<Sent> {
  const { count, sessions } = load;
  const clients = await Promise.all(Array.from({ length: sessions }, () => openSmtp(port)));
  const run = Math.random().toString(36).slice(2);
  const mail = load.mail ?? (() => newTicket(run, load));
  const dotMs: number[] = [];
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    clients.map(async client => {
      while (next < count) {
        const { from, to, raw } = mail(next++);
        const said = await client.send(from, [to], raw, ms => dotMs.push(ms));
        if (!said.at(-1)!.text.startsWith('250')) throw new Error(said.at(-1)!.text);
      }
    }),
  );
  const milliseconds = performance.now() - startedAt;
  await Promise.all(clients.map(client => client.quit()));
  return { milliseconds, dotMs: dotMs.sort((a, b) => a - b) };
}

function newTicket(run: string, { authors = 1, bytes }: Load): Written {
  const number = written++;
  const from = authorOf(number, authors);
  return { from, to: 'support@localhost', raw: mailOf(number, run, from, bytes) };
}
