// Of two copies of one mail the one counts whose author is authenticated, whichever came first.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listMails } from '../../src/tickets/views/mail-view.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

const ada = 'ada@clinic.test';
const unvouched = { hold: true, reasons: ['nobody vouches for the author'] };
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([{ email: ada, role: 'admin' }]);
});
afterAll(() => desk.close());

const dispositionOf = async (id: string) => {
  const { disposition, reasons } = (await listMails(desk.db)).find(mail => mail.id === id)!;
  return [disposition, reasons.join()];
};

test('a held copy that was not authenticated does not keep the mail itself out', async () => {
  const mail = { from: ada, subject: 'Twice', text: 'Down.', id: '<twice@clinic.test>' };
  const forged = await desk.write({ ...mail, admitted: unvouched });
  expect(forged.disposition).toBe('held');
  const itself = await desk.write(mail);
  expect([itself.disposition, itself.sent.map(({ to }) => to)]).toEqual(['opened', [ada]]);
  expect(await dispositionOf(forged.id)).toEqual([
    'duplicate',
    expect.stringContaining(`the same mail as ${itself.id}`),
  ]);
  for (const admitted of [unvouched, {}])
    expect((await desk.write({ ...mail, admitted })).disposition).toBe('duplicate');
});

test('two copies that are not authenticated need one decision', async () => {
  const mail = { from: ada, subject: 'Held twice', text: 'Down.', id: '<held@clinic.test>', admitted: unvouched };
  expect((await desk.write(mail)).disposition).toBe('held');
  expect((await desk.write(mail)).disposition).toBe('duplicate');
});

test('the same words of a script about another thing are another mail', async () => {
  const mail = { from: ada, subject: 'Printer 1', text: 'See the display.', id: '' };
  expect((await desk.write(mail)).disposition).toBe('opened');
  expect((await desk.write({ ...mail, subject: 'Printer 2' })).disposition).toBe('opened');
  expect((await desk.write({ ...mail, cc: 'bob@clinic.test' })).disposition).toBe('opened');
  expect((await desk.write(mail)).disposition).toBe('duplicate');
});

test('an importance that was put in on the way says nothing of the priority', async () => {
  const fields = ['Importance: high', 'X-Priority: 1'];
  const coveredFields = ['from', 'to', 'subject', 'date', 'message-id'];
  const priorityOf = async (admitted: object) => {
    const { ticket } = await desk.write({ from: ada, text: 'Slow.', fields, admitted });
    return (await desk.ticket(ticket!)).priority;
  };
  expect(await priorityOf({ coveredFields })).toBeNull();
  expect(await priorityOf({ coveredFields: [...coveredFields, 'importance'] })).toBe('high');
});
