// CHECKLIST E2, E3: mails made to cost more than they weigh. Each is answered in time, with what was read and why no more.
import { afterAll, expect, test } from 'vitest';
import { createParsePool } from '../../src/parse/pool/pool.ts';
import { bombs, top } from './bombs.ts';
import { inChunks, memoryKeeper } from './reading.ts';

const pool = createParsePool();
afterAll(() => pool.close());

for (const [name, { mail, problem }] of Object.entries(bombs)) {
  test(name, async () => {
    const started = performance.now();
    let last = started;
    let blocked = 0;
    const timer = setInterval(() => {
      blocked = Math.max(blocked, performance.now() - last);
      last = performance.now();
    }, 5);
    const message = await pool.parse(inChunks(Buffer.from(mail, 'latin1')), memoryKeeper().keep);
    clearInterval(timer);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(blocked).toBeLessThan(1000);
    expect(message.problems.join(' ')).toMatch(problem ?? /^(?:A text of the mail is longer than 1 MB.*)?$/);
  });
}

test('what stands before the limit is read', async () => {
  const parts =
    '--b\r\nContent-Type: text/plain\r\n\r\nfirst words\r\n' +
    '--b\r\nContent-Type: a/b; name=n\r\n\r\nx\r\n'.repeat(150);
  const raw = Buffer.from(`${top}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`);
  const message = await pool.parse(inChunks(raw), memoryKeeper().keep);
  expect([message.subject, message.text, message.attachments.length]).toEqual(['bomb', 'first words', 100]);
});
