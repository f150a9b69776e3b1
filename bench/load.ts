import { openSmtp } from './smtp-client.ts';

export const author = 'admin@example.com';

/** Two kilobytes of plain text that describe an incident. */
export function mailOf(number: number, run: string): string {
  const lines = Array.from(
    { length: 22 },
    (_, at) => `${at + 1}. The booking page of clinic ${number} shows error ${at * 7 + number} and no free slots.`,
  );
  return [
    `From: Admin <${author}>`,
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

/** Sends `count` mails over `sessions` reused connections; answers the milliseconds until the last 250. */
export async function send(port: number, { count, sessions }: { count: number; sessions: number }): Promise<number> {
  const clients = await Promise.all(Array.from({ length: sessions }, () => openSmtp(port)));
  const run = Math.random().toString(36).slice(2);
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    clients.map(async client => {
      while (next < count) {
        const said = await client.send(author, ['support@localhost'], mailOf(next++, run));
        if (!said.at(-1)!.text.startsWith('250')) throw new Error(said.at(-1)!.text);
      }
    }),
  );
  const milliseconds = performance.now() - startedAt;
  await Promise.all(clients.map(client => client.quit()));
  return milliseconds;
}
