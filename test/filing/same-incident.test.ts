// Issue: whoever reports what is open already is told of it, and so are the agents.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, bob, eve, sam] = ['ada@clinic.test', 'bob@clinic.test', 'eve@other.test', 'sam@desk.test'];
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin', organisation: 'Clinic', instances: ['tt_lakes'] },
    { email: bob, role: 'admin', organisation: 'Clinic', instances: ['tt_lakes'] },
    { email: eve, role: 'admin', organisation: 'Other', instances: ['tt_lakes'] },
    { email: sam, role: 'agent' },
  ]);
});
afterAll(() => desk.close());

const first = { subject: 'Wristbands [tt_lakes]', text: 'The scanner on ward 3 beeps and reads no wristband.' };
const again = { subject: 'Scanner [tt_lakes]', text: 'Same here, no wristbands are read: the scanner just beeps.' };

test('a second report names the first one to its author, and shows it to agents', async () => {
  const opened = await desk.write({ from: ada, ...first });
  expect(toWhom(opened, sam).notice).toMatchObject({ kind: 'new-ticket', similar: [] });
  const other = await desk.write({ from: bob, ...again });
  expect(toWhom(other, bob).notice).toMatchObject({ kind: 'receipt', similar: [{ key: `PT-${opened.ticket}` }] });
  const { similar } = toWhom(other, sam).notice as { similar?: unknown };
  const openedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
  expect(similar).toEqual([{ key: `PT-${opened.ticket}`, subject: 'Wristbands [tt_lakes]', openedAt }]);
  expect(other.reasons).toContain(`seems to be the incident of PT-${opened.ticket}`);
});

test('a ticket of another organisation on the same instance is named to agents, not to the requester', async () => {
  const opened = await desk.write({ from: ada, subject: 'Fax [tt_lakes]', text: 'The letterhead shows the old fax.' });
  const other = await desk.write({ from: eve, subject: 'Old fax [tt_lakes]', text: 'Old fax on our letterhead.' });
  expect(toWhom(other, eve).notice).toMatchObject({ kind: 'receipt', similar: [] });
  expect(toWhom(other, sam).notice).toMatchObject({ similar: [{ key: `PT-${opened.ticket}` }] });
});

test('a ticket split from another one is found as well', async () => {
  const opened = await desk.write({ from: ada, subject: 'Lunch menu', text: 'Ward 7 gets the lunch menu of ward 8.' });
  const text = 'By the way, the archive has lost the discharge letters of Tuesday.';
  const reply = await desk.write({ from: ada, text, answers: toWhom(opened, ada) });
  await desk.write({ from: sam, text: '#split', answers: toWhom(reply, sam) });
  const other = await desk.write({ from: bob, subject: 'Archive', text: 'The archive lost all discharge letters.' });
  const { similar } = toWhom(other, bob).notice as { similar?: readonly { key: string }[] };
  expect(similar).toHaveLength(1);
  expect(similar?.map(({ key }) => key)).not.toContain(`PT-${opened.ticket}`);
});
