// A customer's mail that an agent forwards opens the ticket for that customer, or the agent is asked whose it is.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Address } from '../../src/mail/address.ts';
import { openDesk, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, sam, kim] = ['ada@clinic.test', 'sam@desk.test', 'kim@desk.test'];
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin', name: 'Ada Villa', organisation: 'Clinic', instances: ['tt_lago'], locale: 'it' },
    { email: 'bob@clinic.test', role: 'admin' },
    { email: sam, role: 'agent', name: 'Sam' },
    { email: kim, role: 'agent' },
  ]);
});
afterAll(() => desk?.close());

let count = 0;
const forwarded = (from: string, words = `La agenda ${++count} è vuota da stamattina.`) =>
  [
    `Da: Ada Villa <${from}>`,
    'Inviato: lunedì 2 novembre 2026 08:31',
    'A: Sam <sam@desk.test>',
    'Cc: eva@clinic.test; kim@desk.test',
    'Oggetto: Agenda',
    '',
    'Priorità: alta',
    words,
  ].join('\n');
const write = (text: string, more = {}) => desk.write({ from: sam, subject: 'I: Agenda', text, ...more });

test('of a customer in the directory: words, date and instance are the request, the agent’s own words a note', async () => {
  const opened = await write(
    `Kim, this is the one from the phone.\n\n${forwarded(ada, 'Il calendario di pediatria è vuoto.')}`,
  );
  const ticket = await desk.ticket(opened.ticket!);
  expect(ticket).toMatchObject({
    ...{ subject: 'Agenda', requester: { email: ada, name: 'Ada Villa' }, priority: 'high', instance: 'tt_lago' },
    followers: [],
  });
  expect(ticket.messages?.filter(({ kind }) => kind !== 'event')).toMatchObject([
    {
      ...{ kind: 'request', author: { email: ada }, text: 'Priorità: alta\nIl calendario di pediatria è vuoto.' },
      ...{ createdAt: '2026-11-02T08:31:00.000Z', html: null },
    },
    { kind: 'note', author: { email: sam }, text: 'Kim, this is the one from the phone.' },
  ]);
  expect(ticket.messages?.[0]?.quoted).toContain('Ada Villa <ada@clinic.test>');
  expect(ticket.messages?.[0]?.quoted).not.toContain('phone');
  expect(opened.sent.map(({ to, notice }) => [to, notice.kind]).sort()).toEqual([
    [ada, 'receipt'],
    [kim, 'new-ticket'],
    [sam, 'done'],
  ]);
  expect(JSON.stringify(toWhom(opened, ada))).not.toContain('phone');
  expect(opened.lines).toEqual([
    { kind: 'requester', address: ada },
    { kind: 'offered-followers', names: 'eva@clinic.test' },
  ]);
  const followed = await desk.write({ from: sam, text: '#follow eva@clinic.test', answers: toWhom(opened, sam) });
  expect((await desk.ticket(followed.ticket!)).followers).toMatchObject([{ email: 'eva@clinic.test' }]);
  const answered = await desk.write({ from: ada, text: 'Ora funziona.', answers: toWhom(opened, ada) });
  expect(answered).toMatchObject({ disposition: 'added', ticket: opened.ticket });
});

test('a command above the forwarded mail is carried out, and is no note', async () => {
  const opened = await write(`#assign me\n\n${forwarded(ada)}`);
  const ticket = await desk.ticket(opened.ticket!);
  expect(ticket.requester.email).toBe(ada);
  expect(ticket.messages?.filter(({ kind }) => kind === 'note')).toEqual([]);
  expect(opened.lines.map(({ kind }) => kind)).toEqual(['requester', 'offered-followers', 'changed']);
});

test('of a person outside the directory: the agent is asked by one mail, and answers for', async () => {
  const opened = await write(forwarded('max@lab.test'));
  expect(opened.sent.filter(({ to }) => to === sam)).toHaveLength(1);
  expect(opened.lines[0]).toEqual({ kind: 'whose', names: 'max@lab.test' });
  expect((await desk.ticket(opened.ticket!)).requester.email).toBe(sam);
  const said = await desk.write({ from: sam, text: `#for ${ada}`, answers: toWhom(opened, sam) });
  expect(said.lines).toContainEqual({ kind: 'requester', address: ada });
  expect((await desk.ticket(opened.ticket!)).requester.email).toBe(ada);
  // Who did not write it reads what it is about.
  expect(toWhom(said, ada).notice).toMatchObject({
    kind: 'receipt',
    priority: { value: 'high' },
    request: expect.stringContaining('max@lab.test'),
  });
});

test('or mine', async () => {
  const opened = await write(forwarded('max@lab.test'));
  const said = await desk.write({ from: sam, text: '#mine', answers: toWhom(opened, sam) });
  expect(said).toMatchObject({ disposition: 'added', lines: [{ kind: 'requester-already', address: sam }] });
  expect((await desk.ticket(opened.ticket!)).requester.email).toBe(sam);
  const taken = await write(`#for ${ada}\n\n${forwarded('max@lab.test')}`);
  expect((await desk.ticket(taken.ticket!)).requester.email).toBe(ada);
  const mine = await desk.write({ from: kim, text: '#mine', answers: { ...toWhom(taken, sam), to: kim as Address } });
  expect((await desk.ticket(mine.ticket!)).requester.email).toBe(kim);
});

test('a mail that an admin forwards is the admin’s', async () => {
  const opened = await desk.write({
    from: 'bob@clinic.test',
    subject: 'I: Agenda',
    text: `Guardate per favore.\n\n${forwarded(ada)}`,
  });
  const { requester, messages } = await desk.ticket(opened.ticket!);
  expect(requester.email).toBe('bob@clinic.test');
  expect(messages?.[0]?.text).toMatch(/^Guardate per favore\.[\s\S]*è vuota da stamattina\.$/);
});
