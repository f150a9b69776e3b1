// AGENT_NOTIFY: these agents hear of everything, and beside them whoever works on the ticket.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerTicket, setTicket } from '../../src/actions/answer.ts';
import type { Address } from '../../src/mail/address.ts';
import { openDesk, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, sam, lea] = ['ada@clinic.test', 'sam@desk.test', 'lea@desk.test'] as Address[] as [
  Address,
  Address,
  Address,
];
let desk: TestDesk;
beforeAll(async () => {
  const agents = [sam, lea].map(email => ({ email, role: 'agent' as const }));
  desk = await openDesk([{ email: ada, role: 'admin' }, ...agents], { agentNotify: [sam] });
});
afterAll(() => desk.close());

test('who works on a ticket hears of it by whatever way it changes', async () => {
  const opened = await desk.write({ from: ada, subject: 'Portal down', text: 'It is down.' });
  expect(opened.sent.map(({ to }) => to).toSorted()).toEqual([ada, sam]);
  await desk.write({ from: sam, text: '#assign lea@desk.test\n', answers: toWhom(opened, sam) });

  const reply = await desk.write({ from: ada, text: 'Still down.', answers: toWhom(opened, ada) });
  expect(reply.sent.map(({ to }) => to).toSorted()).toEqual([lea, sam]);

  const told = async (change: () => Promise<unknown>) => {
    const before = (await desk.sentMail()).length;
    await change();
    return (await desk.sentMail()).slice(before).map(({ to }) => to);
  };
  const number = opened.ticket!;
  const answer = { by: { address: sam, name: 'Sam' }, text: 'Which clinic?', internal: false };
  expect((await told(() => answerTicket(desk.db, number, { answer, desk: desk.desk }))).toSorted()).toEqual([ada, lea]);
  const high = () => setTicket(desk.db, number, { wanted: { priority: 'high' }, desk: desk.desk });
  expect((await told(high)).toSorted()).toEqual([ada, lea, sam]);
});
