import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellOfHeld } from '../../src/actions/tell-of-held.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([{ email: 'ada@clinic.test' }, { email: 'tess@desk.test', role: 'agent' }]);
});
afterAll(() => desk?.close());

const held = { hold: true, reasons: ['the author could not be authenticated'] };
const tell = (at = new Date()) => desk.db.transaction(tx => tellOfHeld(tx, desk.desk, at));

test('agents are told once of held mail, with who and why, and their answer decides', async () => {
  const first = await desk.write({ from: 'ada@clinic.test', subject: 'Portal', text: 'It fails.', admitted: held });
  const second = await desk.write({ from: 'eve@evil.test', subject: 'Hello', text: 'Hi.', admitted: held });
  expect([first.disposition, second.disposition]).toEqual(['held', 'held']);
  expect(await tell()).toHaveLength(1);
  expect(await tell()).toEqual([]);
  const [letter] = (await desk.sentMail()).filter(({ notice }) => notice.kind === 'held-list');
  expect(letter).toMatchObject({
    to: 'tess@desk.test',
    notice: {
      mails: [
        { mail: first.id, from: 'ada@clinic.test', subject: 'Portal', why: held.reasons[0], member: true },
        { mail: second.id, from: 'eve@evil.test', why: held.reasons[0] },
      ],
    },
  });
  const answer = await desk.write({ from: 'tess@desk.test', answers: letter!, text: 'keep out 2\nlet in 1' });
  expect(answer.lines).toEqual([
    { kind: 'kept-out', address: 'eve@evil.test' },
    { kind: 'let-in', address: 'ada@clinic.test' },
  ]);
  expect(answer.ticket).toBe(null);
});

test('within the hour agents wait, unless the mail is for postmaster or abuse', async () => {
  await desk.write({ from: 'bo@else.test', text: 'One.', admitted: held });
  expect(await tell()).toEqual([]);
  await desk.write({ from: 'cy@else.test', text: 'Two.', admitted: held, rcptTo: ['abuse@mx.test' as never] });
  expect(await tell()).toHaveLength(1);
  expect(await tell(new Date(Date.now() + 3_700_000))).toHaveLength(1);
});
