// A reply typed within our mail, by a mail program that marks nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outbox } from '../../src/db/schema/outbox.ts';
import { compose } from '../../src/delivery/compose.ts';
import { loadTemplates } from '../../src/delivery/templates/templates.ts';
import { toMail } from '../../src/jobs/outgoing.ts';
import type { OutboxRow } from '../../src/outbox/rows.ts';
import { openDesk, type Result, type Sent, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, sam] = ['ada@clinic.test', 'sam@desk.test'];
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin' },
    { email: sam, role: 'agent', name: 'Sam' },
  ]);
});
afterAll(() => desk.close());

const textOf = async ({ messageId }: Sent): Promise<string> => {
  const rows: OutboxRow[] = await desk.db.select().from(outbox);
  const row = rows.find(each => each.messageId === messageId)!;
  return String(compose(toMail(row, { desk: desk.desk, publicUrl: null }), loadTemplates(null)).message.text);
};
const lastText = async ({ ticket }: Result) =>
  (await desk.ticket(ticket!)).messages?.findLast(each => each.messageId !== null)?.text;

test('the answers between the lines of a receipt without marks are set on the ticket', async () => {
  const opened = await desk.write({ from: ada, subject: 'Agenda empty', text: 'The agenda is empty.' });
  const receipt = toWhom(opened, ada);
  const [marker, ...lines] = (await textOf(receipt)).split('\n');
  const filled = lines.map(line =>
    /^Instance:/.test(line) ? `${line} tt_milano` : /^Priority:/.test(line) ? `${line}\nHigh` : line,
  );
  for (const above of [[], [marker!], ['Thank you, see below.', '', marker!]]) {
    const replied = await desk.write({ from: ada, text: [...above, ...filled].join('\n'), answers: receipt });
    expect(replied).toMatchObject({ disposition: 'added', ticket: opened.ticket });
    const text = await lastText(replied);
    expect(text?.split('\n').filter(line => line !== '' && !line.startsWith('>'))).toEqual([
      ...above.slice(0, -1).filter(Boolean),
      'tt_milano',
      'High',
    ]);
  }
  expect(await desk.ticket(opened.ticket!)).toMatchObject({ instance: 'tt_milano', priority: 'high' });
});

test('an agent answers between the lines of the request, and all are told the answers only', async () => {
  const text =
    'Two things, please, about the agenda of our department:\nDoes it open again today?\nAnd do the results of last week come back?';
  const opened = await desk.write({ from: ada, subject: 'Agenda', text });
  const told = toWhom(opened, sam);
  const lines = (await textOf(told)).split('\n');
  const answered = lines.map(line =>
    /today\?$/.test(line) ? `${line}\nYes, at six.` : /back\?$/.test(line) ? `${line}\nTomorrow.` : line,
  );
  const replied = await desk.write({ from: sam, text: answered.join('\n'), answers: told });
  const expected =
    '> Does it open again today?\nYes, at six.\n\n> And do the results of last week come back?\nTomorrow.';
  expect(await lastText(replied)).toBe(expected);
  expect(toWhom(replied, ada).notice).toMatchObject({ kind: 'answer', text: expected });
});

test('a reply above all of ours is what it was', async () => {
  const opened = await desk.write({ from: ada, subject: 'Agenda again', text: 'It is empty once more.' });
  const receipt = toWhom(opened, ada);
  const replied = await desk.write({
    from: ada,
    text: `It works now.\n\n${await textOf(receipt)}`,
    answers: receipt,
  });
  expect(await lastText(replied)).toBe('It works now.');
});
