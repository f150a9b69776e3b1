// An agent's mail whose first `#word` is no command reaches nobody until the agent says so.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mails } from '../../src/db/schema/mails.ts';
import { openDesk, type Result, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, eve, sam] = ['ada@clinic.test', 'eve@lab.test', 'sam@desk.test'];
let desk: TestDesk;
let turn = 0;
beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin' },
    { email: sam, role: 'agent', name: 'Sam' },
  ]);
});
afterAll(() => desk.close());

const ticket = () => desk.write({ from: ada, text: `Down, ${++turn}.`, cc: eve });
const answer = (on: Result, text: string) => desk.write({ from: sam, text, answers: toWhom(on, sam) });
const misspelt = '#prioirty high\n#assign me\nHello Ada, which browser do you use?';

test('it waits, and its author gets one mail with the nearest command', async () => {
  const opened = await ticket();
  const held = await answer(opened, misspelt);
  expect(held.disposition).toBe('held');
  expect(held.sent.map(({ to, notice }) => [to, notice.kind])).toEqual([[sam, 'done']]);
  expect(held.lines).toEqual([{ kind: 'waits', words: expect.stringContaining('#prioirty'), nearest: 'priority' }]);
  expect((await desk.ticket(opened.ticket!)).messages!.filter(({ kind }) => kind === 'answer')).toEqual([]);
});

test.each(['send', 'Send it, please', 'enviar', 'invia', 'senden', 'envoyer'])(
  '"%s" sends it, and its other commands act',
  async word => {
    const opened = await ticket();
    const held = await answer(opened, misspelt);
    const sent = await desk.write({ from: sam, text: word, answers: toWhom(held, sam) });
    expect(sent.lines).toEqual([{ kind: 'sent-as-is' }]);
    const [filed] = await desk.fileReleased();
    expect(
      filed!.sent
        .map(({ to, notice }) => [to, notice.kind])
        .filter(([to]) => to !== sam)
        .toSorted(),
    ).toEqual([
      [ada, 'answer'],
      [eve, 'answer'],
    ]);
    expect(JSON.stringify(filed!.sent)).not.toContain('#prioirty');
    expect((await desk.ticket(opened.ticket!)).messages!.map(({ text }) => text).join()).toContain(
      'assignee: none -> sam@desk.test',
    );
  },
);

test('the mail written again sends itself, and the one that waits is put aside', async () => {
  const opened = await ticket();
  const held = await answer(opened, misspelt);
  const again = await desk.write({
    from: sam,
    text: '#priority high\nHello Ada, which browser?',
    answers: toWhom(held, sam),
  });
  expect(again.sent.filter(({ to }) => to === ada).map(({ notice }) => notice.kind)).toEqual(['answer']);
  const [row] = await desk.db.select().from(mails).where(eq(mails.id, held.id));
  expect(row).toMatchObject({
    disposition: 'ignored',
    reasons: expect.arrayContaining([`written again as ${again.id}`]),
  });
});

test.each(['#resolved\nDone.', '#note\nFor us.', 'Hello #1, all is well.', '#prioirty high'])(
  '%s does not wait',
  async text => {
    const opened = await ticket();
    expect((await answer(opened, text)).disposition).toBe('added');
  },
);
