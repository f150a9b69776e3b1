// Automatic replies on a thread, from those that say what they are to those that say nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type Result, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, carl, sam] = ['ada@clinic.test', 'carl@lab.test', 'sam@desk.test'];
let desk: TestDesk;

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin' },
    { email: sam, role: 'agent' },
  ]);
});
afterAll(() => desk.close());

let openings = 0;
const open = () => desk.write({ from: ada, subject: 'Calendar', text: `Room ${++openings} stays empty.`, cc: carl });
const status = async ({ ticket }: Result) => (await desk.ticket(ticket!)).status;

test('an absence notice is kept on the ticket, without a change or a notification', async () => {
  const opened = await open();
  await desk.write({ from: sam, text: '#pending\nWhich one?', answers: toWhom(opened, sam) });
  const away = await desk.write({
    from: ada,
    subject: `Automatic reply: [PT-${opened.ticket}] Calendar`,
    text: 'I am away until Monday.',
    answers: toWhom(opened, ada),
    fields: ['X-Auto-Response-Suppress: All', 'Auto-Submitted: auto-replied'],
  });
  expect([away.disposition, away.ticket, away.sent]).toEqual(['auto-reply', opened.ticket, []]);
  expect(await status(opened)).toBe('pending');
});

test.each([
  ['as Apple writes them', (n: number) => ({ subject: 'Auto reply: Calendar', text: `I am out, ${n}.` })],
  ['that say nothing of it', (n: number) => ({ subject: 'Calendar', text: `Your mail has come in, reference ${n}.` })],
])('twenty automatic replies %s cause three mails to anybody at most', async (_, mail) => {
  const opened = await open();
  const counts = new Map<string, number>();
  let answered = toWhom(opened, ada);
  for (let n = 0; n < 20; n += 1) {
    const { sent } = await desk.write({ from: ada, ...mail(n), answers: answered });
    for (const { to } of sent) counts.set(to, (counts.get(to) ?? 0) + 1);
    // Somebody moves the ticket, which is what the machine answers next.
    const moved = await desk.write({ from: sam, text: n % 2 ? '#low' : '#high', answers: toWhom(opened, sam) });
    answered = moved.sent.find(({ to }) => to === ada) ?? answered;
  }
  for (const [to, count] of counts) expect(count, to).toBeLessThanOrEqual(3);
});
