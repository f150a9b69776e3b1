// Mails that are filed with others are filed as each would be alone: the same desk, once by each way.
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { followers } from '../../src/db/schema/followers.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { attachments, messages } from '../../src/db/schema/messages.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import { openDesk, type Result, type Sent, type TestDesk } from '../support/desk.ts';

const ada = 'ada@clinic.test';
const bea = 'bea@clinic.test';
const cem = 'cem@else.test';
const sam = 'sam@desk.test';
const people = [
  { email: ada, name: 'Ada', organisation: 'Clinic' },
  { email: bea, name: 'Bea', organisation: 'Clinic' },
  { email: sam, name: 'Sam', role: 'agent' as const },
];

/** The newest mail to this person. */
const lastTo = (results: readonly Result[], person: string): Sent =>
  results.flatMap(({ sent }) => sent).findLast(({ to }) => to === person)!;

/** Each mail answers the last one that its author got. */
const told: readonly Readonly<{ from: string; text: string; cc?: string; subject?: string; fields?: string[] }>[] = [
  { from: bea, text: 'It fails here too.' },
  { from: sam, text: 'We look at it.' },
  { from: ada, text: 'Thank you.' },
  { from: ada, text: 'Now it shows error 7 on the second page.', cc: `${bea}, ${cem}` },
  { from: ada, text: 'And with error 9 on the third one.', cc: 'new@else.test' },
  { from: sam, text: '#priority high\n#assign me\nPlease try again.' },
  { from: sam, text: '#note\nPerhaps the cache.' },
  { from: sam, text: '#resolved\nThat was the cache.' },
  { from: bea, text: 'It still fails.' },
  { from: sam, text: '#resolvedd\nThis must not go out.' },
  { from: sam, text: '#resolved' },
  { from: ada, text: '#open\n\nNo, it came back.' },
  { from: ada, text: 'urgent' },
  { from: bea, text: '#help' },
  { from: ada, text: 'I am away until Monday.', fields: ['Auto-Submitted: auto-replied'] },
  { from: ada, text: 'The same words.' },
  { from: ada, text: 'The same words.' },
  { from: ada, text: 'The same words.' },
  { from: cem, subject: 'unfollow', text: '' },
  { from: cem, text: 'I would like to hear of it again.' },
  { from: 'eve@strange.test', text: 'Let me see that.' },
  { from: sam, text: `#follow dan@clinic.test\n#for ${bea}\nFor Bea now.` },
  { from: bea, text: '<img src="cid:none"> Good, with a picture.' },
  { from: sam, text: '#undo' },
];

async function play(desk: TestDesk): Promise<Result[]> {
  const results = [await desk.write({ from: ada, text: 'The booking page fails.', cc: `${bea}, ${cem}` })];
  for (const { from, ...written } of told) {
    const answers = lastTo(results, from) ?? lastTo(results, ada);
    results.push(await desk.write({ from, ...written, answers }));
  }
  return results;
}

/** All rows, with names in place of ids and times, which are new each time. */
async function rowsOf({ db }: TestDesk): Promise<unknown> {
  const entries = await db.select().from(messages).orderBy(asc(messages.id));
  const place = (id: number | null) => entries.findIndex(entry => entry.id === id);
  const arrived = await db.select().from(mails).orderBy(asc(mails.id));
  const letters = await db.select().from(outbox).orderBy(asc(outbox.recipientEmail), asc(outbox.id));
  const rows = {
    tickets: await db.select().from(tickets).orderBy(asc(tickets.number)),
    entries: entries.map(({ id, undoes, ...entry }) => ({ ...entry, undoes: place(undoes) })),
    files: await db.select({ name: attachments.name }).from(attachments).orderBy(asc(attachments.id)),
    followers: await db.select().from(followers).orderBy(asc(followers.ticketNumber), asc(followers.email)),
    mails: arrived.map(({ fingerprint, ...mail }) => mail),
    letters: letters.map(row => ({ ...row, entry: place(row.entry) })),
  };
  const names = new Map([...arrived, ...letters].map(({ id }, at) => [id, `id ${at}`]));
  const text = JSON.stringify(rows)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a time')
    .replace(/\b[0-9a-z]{26}\b/g, id => names.get(id) ?? id);
  return JSON.parse(text);
}

test('each mail is filed as it would be alone', async () => {
  const together = await openDesk(people);
  const alone = await openDesk(people, { lanes: [] });
  const results = await play(together);
  await play(alone);
  expect(await rowsOf(together)).toEqual(await rowsOf(alone));
  // What is plain did go together: else this compares nothing.
  expect(alone.togetherSoFar()).toBe(0);
  expect(together.togetherSoFar()).toBeGreaterThan(14);
  expect(new Set(results.map(({ disposition }) => disposition))).toEqual(
    new Set(['opened', 'added', 'held', 'auto-reply']),
  );
  await Promise.all([together.close(), alone.close()]);
});
