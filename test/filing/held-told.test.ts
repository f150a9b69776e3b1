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
    heldMail: null,
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
  const two = { from: 'cy@else.test', text: 'Two.', admitted: held, rcptTo: ['abuse@mx.test' as never] };
  const { id: heldMail } = await desk.write(two);
  expect(await tell()).toHaveLength(1);
  expect((await desk.sentMail()).at(-1), 'a list of one names it').toMatchObject({ heldMail });
  expect(await tell(new Date(Date.now() + 3_700_000))).toHaveLength(1);
});

test('a member is told by one mail a day, where something of the domain is proven; else agents are to tell', async () => {
  const pass = {
    by: 'dkim',
    domain: 'clinic.test',
    uncoveredBytes: 0,
    covers: ['from'],
    signatureId: 's',
    signedAt: null,
  };
  const proven = { spf: 'none', dkim: 'pass', dmarc: 'pass', arc: 'none', evidence: [], authorDomain: 'clinic.test' };
  const more = { policy: null, unresolved: [], sealing: null, ambiguous: false, skipped: null };
  let signatures = 0;
  const authentication = () =>
    ({ ...proven, ...more, aligned: [{ ...pass, signatureId: `s${++signatures}` }] }) as never;
  const members = async (at: number) => {
    const before = (await desk.sentMail()).length;
    await tell(new Date(Date.now() + at * 3_600_000));
    return (await desk.sentMail()).slice(before).map(({ to, notice }) => {
      const listed = notice.kind === 'held-list' ? notice.mails.map(({ member }) => member ?? false) : [];
      return [to, notice.kind === 'help' ? notice.notTaken : notice.kind, ...listed];
    });
  };
  const write = (more: object) => desk.write({ from: 'ada@clinic.test', subject: 'Agenda', admitted: held, ...more });
  await write({ text: 'Unsigned subject.', authentication: authentication() });
  await write({ text: 'Another one.', authentication: authentication() });
  expect(await members(3)).toEqual([
    ['ada@clinic.test', 'unproven'],
    ['tess@desk.test', 'held-list', false, false],
  ]);
  await write({ text: 'A third one.', authentication: authentication() });
  expect(await members(5)).toEqual([['tess@desk.test', 'held-list', false]]);
  await write({ text: 'Nothing of the domain.' });
  expect(await members(7)).toEqual([['tess@desk.test', 'held-list', true]]);
  await write({ text: 'By a program.', authentication: authentication(), mailFrom: null });
  expect(await members(40)).toEqual([['tess@desk.test', 'held-list', true]]);
});
