// A mail that does not arrive is an event of its ticket; agents are told, unless it was theirs.
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteUnreachable } from '../../src/actions/unreachable.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { newId } from '../../src/mail/new-id.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

const [ada, sam, tess] = ['ada@clinic.test', 'sam@desk.test', 'tess@desk.test'];
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin' },
    { email: sam, role: 'agent' },
    { email: tess, role: 'agent' },
  ]);
});
afterAll(() => desk.close());

async function told(to: string, failed = false): Promise<{ event: boolean; warned: string[] }> {
  const { ticket } = await desk.write({ from: ada, text: 'Slow.' });
  if (failed) {
    const earlier = and(eq(outbox.ticketNumber, ticket!), eq(outbox.recipientEmail, to));
    const [{ id, ...like }] = (await desk.db.select().from(outbox).where(earlier)) as [typeof outbox.$inferSelect];
    await desk.db.insert(outbox).values({ ...like, id: newId(), messageId: '<earlier@mx.test>', state: 'failed' });
  }
  const row = (await desk.sentMail()).find(sent => sent.ticketNumber === ticket && sent.to === to)!;
  const before = (await desk.sentMail()).length;
  await desk.db.transaction(tx =>
    noteUnreachable(tx, { ...row, recipientEmail: to } as never, { why: '5.1.1 No such user', desk: desk.desk }),
  );
  const sent = await desk.sentMail();
  const texts = (await desk.ticket(ticket!)).messages!.map(({ text }) => text);
  return {
    event: texts.includes(`delivery: mail to ${to} does not arrive: 5.1.1 No such user`),
    warned:
      sent.length === before ? [] : sent.flatMap(mail => (mail.notice.kind === 'warning' ? [mail.to] : [])).sort(),
  };
}

test('an agent who cannot be reached is an event and no warning to the others', async () => {
  expect(await told(sam)).toEqual({ event: true, warned: [] });
});

test('a requester who cannot be reached is an event, and the agents are told', async () => {
  expect(await told(ada)).toEqual({ event: true, warned: [sam, tess] });
});

test('who could not be reached before is no news, and neither is mail about no ticket', async () => {
  expect(await told(ada, true)).toEqual({ event: false, warned: [] });
  const row = { ...(await desk.sentMail())[0]!, ticketNumber: null, recipientEmail: ada };
  expect(await desk.db.transaction(tx => noteUnreachable(tx, row as never, { why: 'x', desk: desk.desk }))).toEqual([]);
});
