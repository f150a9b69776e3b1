// A person who was removed from the directory is out: nothing he writes acts, and nothing is sent to him.
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { outbox } from '../../src/db/schema/outbox.ts';
import { deactivate, loadDirectory } from '../../src/directory/directory.ts';
import { openDesk, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, bob, sam, lea, eve] = [
  'ada@clinic.test',
  'bob@clinic.test',
  'sam@desk.test',
  'lea@desk.test',
  'eve@lab.test',
];
let desk: TestDesk;
afterEach(() => desk.close());
const open = async () => {
  desk = await openDesk([
    { email: ada, role: 'admin' },
    { email: bob, role: 'admin' },
    { email: sam, role: 'agent', name: 'Sam' },
    { email: lea, role: 'agent', name: 'Lea' },
  ]);
};
/** As every listener and worker does when it hears of the change. */
const remove = async (email: string) => {
  const done = await deactivate(desk.db, [email]);
  Object.assign(desk.desk.directory, await loadDirectory(desk.db));
  return done;
};

describe('an agent', () => {
  test('has no commands, adds no followers and gets no mail; agents are asked once', async () => {
    await open();
    const opened = await desk.write({ from: ada, text: 'Down.', cc: eve });
    const old = toWhom(opened, sam);
    await remove(sam);
    const wrote = await desk.write({ from: sam, text: '#closed\nBye.', answers: old, cc: 'sam@home.test' });
    expect(wrote).toMatchObject({ disposition: 'held' });
    expect(wrote.reasons.join()).toMatch(/removed from the directory/);
    expect(wrote.sent.map(({ to, notice }) => [to, notice.kind])).toEqual([[lea, 'held-question']]);
    expect((await desk.write({ from: sam, text: 'Again.', answers: old })).sent).toEqual([]);
    const ticket = await desk.ticket(opened.ticket!);
    expect([ticket.status, ticket.followers.map(({ email }) => email)]).toEqual(['new', [eve]]);
    const reply = await desk.write({ from: ada, text: 'Still down.', answers: toWhom(opened, ada) });
    expect(reply.sent.map(({ to }) => to).toSorted()).toEqual([eve, lea]);
  });
});

describe('an admin', () => {
  test('loses all threads at once, unsent mail too, and returns to a thread by being let in', async () => {
    await open();
    const own = await desk.write({ from: ada, text: 'Down.' });
    const followed = await desk.write({ from: bob, text: 'Slow.', cc: ada });
    await desk.db.update(outbox).set({ state: 'queued' }).where(eq(outbox.recipientEmail, ada));
    expect(await remove(ada)).toEqual({ known: true, threads: 2 });
    const rows = await desk.db.select({ state: outbox.state }).from(outbox).where(eq(outbox.recipientEmail, ada));
    expect(rows.every(({ state }) => state === 'failed')).toBe(true);
    const answered = await desk.write({ from: sam, text: 'Which browser?', answers: toWhom(own, sam) });
    expect(answered.sent.map(({ to }) => to)).toEqual([lea]);
    expect((await desk.ticket(followed.ticket!)).followers).toEqual([]);
    const wrote = await desk.write({ from: ada, text: 'It is me.', answers: toWhom(own, ada) });
    expect(wrote.disposition).toBe('held');
    const asked = toWhom(wrote, sam, 'held-question');
    expect((await desk.write({ from: sam, text: 'always', answers: asked })).lines).toEqual([
      { kind: 'let-in-always', address: ada },
    ]);
    expect((await desk.fileReleased()).map(({ disposition }) => disposition)).toEqual(['added']);
    const more = await desk.write({ from: ada, text: 'And more.', answers: toWhom(own, ada) });
    expect([more.disposition, more.ticket]).toEqual(['added', own.ticket]);
  });
  test('of a removed domain is out, unless the admin has an own entry', async () => {
    desk = await openDesk([
      { email: '@clinic.test', role: 'admin' },
      { email: bob, role: 'admin' },
      { email: sam, role: 'agent' },
    ]);
    const [adas, bobs] = [
      await desk.write({ from: ada, text: 'Down.' }),
      await desk.write({ from: bob, text: 'Slow.' }),
    ];
    expect((await remove('@clinic.test')).threads).toBe(1);
    expect((await desk.write({ from: ada, text: 'More.', answers: toWhom(adas, ada) })).disposition).toBe('held');
    expect((await desk.write({ from: bob, text: 'More.', answers: toWhom(bobs, bob) })).disposition).toBe('added');
  });
});

describe('a stranger', () => {
  test('with a reply address that was made for an agent causes a question to agents, never to the requester', async () => {
    await open();
    const opened = await desk.write({ from: ada, text: 'Down.' });
    const to = desk.replyAddress(toWhom(opened, sam));
    const wrote = await desk.write({ from: 'sam@home.test', text: '#note\nShe is a pest.', to });
    expect(wrote.sent.map(({ to, role }) => [to, role]).toSorted()).toEqual([
      [lea, 'agent'],
      [sam, 'agent'],
    ]);
  });
  test('is not quoted to the requester before being let in', async () => {
    await open();
    const opened = await desk.write({ from: ada, text: 'Down.' });
    const to = desk.replyAddress(toWhom(opened, ada));
    const wrote = await desk.write({ from: 'code@service.test', subject: 'Verify', text: 'Your code is 482913.', to });
    const asked = toWhom(wrote, ada, 'held-question');
    expect(JSON.stringify(asked.notice)).not.toContain('482913');
    expect(asked.notice).toMatchObject({ subject: 'Verify', author: { address: 'code@service.test' } });
  });
});
