// AGENT_NOTIFY: these agents hear of everything, and beside them whoever works on the ticket.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { act } from '../../src/actions/act.ts';
import type { Action } from '../../src/desk/action.ts';
import type { Actor } from '../../src/desk/actor.ts';
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

test('the assignee of a ticket is told of every change, through every door', async () => {
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
  const agent: Actor = { as: 'agent', mailbox: { address: sam, name: 'Sam' }, via: 'cli' };
  const operator: Actor = { as: 'operator', mailbox: null, via: 'cli' };
  const by = (actor: Actor, action: Action) => () =>
    desk.db.transaction(tx => act(tx, number, [action], actor, desk.desk));
  expect((await told(by(agent, { do: 'answer', text: 'Which clinic?' }))).toSorted()).toEqual([ada, lea]);
  expect((await told(by(operator, { do: 'set', fields: { priority: 'high' } }))).toSorted()).toEqual([ada, lea, sam]);
});

test('an agent who is not told of every ticket may follow one, and stays an agent on it', async () => {
  const opened = await desk.write({ from: ada, text: 'The fax is down.' });
  const order = async () =>
    (await desk.write({ from: sam, text: '#follow lea@desk.test', answers: toWhom(opened, sam) })).lines;
  expect(await order()).toEqual([{ kind: 'followed', names: lea }]);
  expect(await order()).toEqual([{ kind: 'same', words: `follow ${lea}` }]);
  const reply = await desk.write({ from: ada, text: 'Still down.', answers: toWhom(opened, ada) });
  expect(reply.sent.map(({ to }) => to).toSorted()).toEqual([lea, sam]);
  const write = async (text: string) => (await desk.write({ from: lea, text, answers: toWhom(reply, lea) })).reasons;
  expect(await write('#note\nA new one is on its way.')).toEqual(['a note for agents']);
  expect(await write('Which fax?')).toEqual(['an agent answers']);
  expect(await write('#assign me')).toEqual(['commands, and nothing else']);
  expect(await desk.ticket(opened.ticket!)).toMatchObject({ assignee: lea });
});
test('an agent who left may be added again', async () => {
  const opened = await desk.write({ from: ada, text: 'The door is open.' });
  const order = async (text: string) => (await desk.write({ from: sam, text, answers: toWhom(opened, sam) })).lines;
  await order('#follow lea@desk.test');
  const left = await desk.write({ from: lea, text: '#unfollow', answers: { ...toWhom(opened, sam), to: lea } });
  expect(left.lines).toEqual([{ kind: 'unfollowed' }]);
  expect(await order('#follow lea@desk.test')).toEqual([{ kind: 'followed', names: lea }]);
  expect(await order('#follow sam@desk.test')).toEqual([{ kind: 'same', words: `follow ${sam}` }]);
});
