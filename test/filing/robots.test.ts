// Ticket-Trick (checklist B18): nobody can make a mailbox of his own out of an address of ours.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type Result, type Sent, type TestDesk, toWhom, type Written } from '../support/desk.ts';

const [ada, sam, carl] = ['ada@clinic.test', 'sam@desk.test', 'carl@lab.test'];
let desk: TestDesk;
let opened: Result;
beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin' },
    { email: sam, role: 'agent' },
    { email: '@corp.test', role: 'admin' },
    { email: 'no-reply@clinic.test', role: 'admin' },
    { email: 'verify@clinic.test', role: 'admin' },
  ]);
  opened = await desk.write({ from: ada, subject: 'Portal', text: 'Down.', cc: carl });
});
afterAll(() => desk.close());

const adas = (): Sent => toWhom(opened, ada);
const carls = (): Sent => toWhom(opened, carl);
const code = 'Your code is 482113. Whoever reads this owns the address.';

const tricks: readonly [string, () => Written][] = [
  ['to support, of a whole domain', () => ({ from: 'noreply@corp.test', subject: 'Welcome', text: code })],
  ['to support, with somebody copied in', () => ({ from: 'noreply@corp.test', text: code, cc: carl })],
  ['to support, by a verifier', () => ({ from: 'account-verification@corp.test', text: code })],
  [
    'to support, by a program that says so',
    () => ({
      from: 'hello@corp.test',
      subject: 'Verify your email',
      text: code,
      fields: ['Auto-Submitted: auto-generated'],
    }),
  ],
  [
    'to the requester’s reply address',
    () => ({ from: 'noreply@chat.test', subject: 'Welcome', text: code, answers: adas() }),
  ],
  [
    'to a follower’s reply address',
    () => ({ from: 'noreply@chat.test', subject: 'Welcome', text: code, answers: carls() }),
  ],
  [
    'to a reply address, by a program with a person’s name',
    () => ({ from: 'hello@chat.test', subject: 'Confirm your email address', text: code, answers: carls() }),
  ],
  [
    'to a reply address, with nothing but the text',
    () => ({ from: 'team@chat.test', text: `Your verification code\n\n${code}`, answers: adas() }),
  ],
  [
    'to a reply address, in another language',
    () => ({ from: 'team@chat.test', subject: 'Codice di verifica', text: code, answers: adas() }),
  ],
];

test.each(tricks)('%s: held, without a notification', async (_, trick) => {
  const before = await desk.ticket(opened.ticket!);
  const { html, ...written } = { html: ['Content-Type: text/html'], ...trick() };
  const result = await desk.write({ ...written, fields: [...(written.fields ?? []), ...html] });
  expect(result).toMatchObject({ disposition: 'held', ticket: null, sent: [] });
  expect(result.reasons.join()).toMatch(/program|whether somebody reads this address/);
  expect(await desk.ticket(opened.ticket!)).toEqual(before);
});

test('to support, from a machine with its own directory entry: ignored, without a notification', async () => {
  const result = await desk.write({ from: 'no-reply@clinic.test', subject: 'Welcome', text: code });
  expect(result).toMatchObject({ disposition: 'ignored', ticket: null, sent: [] });
});

test('the requester cannot let it in, an operator can', async () => {
  const [, trick] = tricks[7]!;
  await desk.write(trick());
  const said = await desk.write({ from: ada, text: 'let in', answers: adas() });
  expect(said.sent.filter(({ notice }) => notice.kind === 'held-question')).toEqual([]);
  expect(await desk.fileReleased()).toEqual([]);
  const let_in = await desk.write({
    from: 'noreply@corp.test',
    subject: 'Disk full',
    text: 'Disk 3.',
    admitted: { released: true },
  });
  expect(let_in).toMatchObject({ disposition: 'opened' });
  expect(let_in.sent.map(({ to }) => to)).toEqual([sam]);
});

test('people in the directory may write of codes, and an absence notice is kept as text', async () => {
  const from = 'verify@clinic.test';
  const asked = await desk.write({ from, subject: 'Verification code does not arrive', text: 'Since 9:00.' });
  expect(asked.disposition).toBe('opened');
  const mine = await desk.write({ from: 'bob@corp.test', subject: 'Password reset fails', text: 'For all users.' });
  expect(mine.disposition).toBe('opened');
  const fields = ['Auto-Submitted: auto-replied', 'Content-Type: text/html'];
  const away = await desk.write({ from: carl, text: '<b>I am away.</b>', answers: carls(), fields });
  expect(away).toMatchObject({ disposition: 'auto-reply', sent: [] });
  const entry = (await desk.ticket(opened.ticket!)).messages!.find(({ kind }) => kind === 'auto-reply');
  expect(entry).toMatchObject({ html: null, text: expect.stringContaining('I am away.') });
});
