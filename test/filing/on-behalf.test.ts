// A mail that an agent forwards opens the ticket of its customer: who that is, what is the request and what the note.
import { expect, test } from 'vitest';
import { onBehalfOf } from '../../src/filing/on-behalf.ts';
import { ada, bob, desk, eve, factsOf, sam, support, type Written } from '../support/memory-desk.ts';

type Block = Readonly<{ from?: string; sent?: string; cc?: string; above?: string; html?: string }>;
const forwarded = ({ from = `Ada F <${ada}>`, sent = 'Monday, 16 November 2026 10:12', cc, above = '' }: Block = {}) =>
  [
    ...[above, '', '-----Original Message-----', `From: ${from}`, `Sent: ${sent}`, `To: Sam <${sam}>`],
    ...[...(cc ? [`Cc: ${cc}`] : []), 'Subject: Agenda', '', 'The agenda is empty.'],
  ].join('\n');
const behalf = async (block: Block = {}, written: Written = {}) =>
  onBehalfOf(await factsOf({ from: sam, subject: 'Fwd: Agenda', text: forwarded(block), ...written }), desk);

test('the customer is the author, with the words, the date and the instance of theirs', async () => {
  const { facts, request, note, lines } = (await behalf())!;
  const author = { address: ada, name: 'Ada' };
  expect(facts).toMatchObject({ author, person: { organisation: 'Clinic' }, isAgent: false });
  expect(facts).toMatchObject({ newText: { text: 'The agenda is empty.', cuts: [] }, message: { html: null } });
  expect(facts!.newText.quoted).toContain('From: Ada F');
  expect(facts!.meaning).toMatchObject({ instance: { value: 'tt_lakes', source: 'directory', known: true } });
  expect(facts!.meaning).toMatchObject({ given: [], commands: [] });
  const createdAt = new Date('2026-11-16T10:12:00Z');
  expect(request!.message).toMatchObject({
    kind: 'request',
    authorEmail: ada,
    text: 'The agenda is empty.',
    createdAt,
  });
  expect([note, lines]).toEqual([null, [{ kind: 'requester', address: ada }]]);
});

test('what the agent wrote above is a note, but for commands', async () => {
  const { note, facts } = (await behalf({ above: '#high\nShe called, too.' }))!;
  const bare = { html: null, messageId: null, mailId: null, quoted: null };
  expect(note).toEqual({
    message: expect.objectContaining({ kind: 'note', authorEmail: sam, ...bare }),
    attachments: [],
  });
  expect(note!.message.text).toBe('She called, too.');
  expect(facts!.meaning.priority?.value).toBe('high');
  expect((await behalf({ above: '#high' }))!.note).toBeNull();
});

test.each<[string, string]>([
  ['to come', 'Monday, 14 December 2026 10:12'],
  ['a year ago', 'Sunday, 23 November 2025 10:00'],
  ['not to be read', 'a while ago'],
])('a date that is %s is not that of the request', async (_, sent) => {
  expect((await behalf({ sent }))!.request!.message.createdAt).toEqual(new Date('2026-11-23T10:00:00.000Z'));
});
test('one of less than a year ago is', async () => {
  const { request } = (await behalf({ sent: 'Monday, 24 November 2025 10:00' }))!;
  expect(request!.message.createdAt).toEqual(new Date('2025-11-24T10:00:00.000Z'));
});

test.each<[string, Written | Block, object | null]>([
  ['by who is no agent', { from: bob }, null],
  ['let in by hand', { admitted: { released: true } }, null],
  ['without a forwarded mail', { text: 'The agenda is empty.' }, null],
  ['of the agent’s own', { text: forwarded({ from: sam }) }, null],
  ['of another agent', { text: forwarded({ from: `Sam <${sam}>` }) }, null],
  ['of ours', { text: forwarded({ from: support }) }, null],
  ['of a stranger', { text: forwarded({ from: `Eve <${eve}>` }) }, { lines: [{ kind: 'whose', names: eve }] }],
  ['of nobody who is named', { text: forwarded({ from: 'Somebody' }) }, { lines: [{ kind: 'whose', names: '' }] }],
  ['for somebody else', { text: forwarded({ above: `#for ${bob}` }) }, { facts: { author: { address: bob } } }],
  ['that is mine', { text: forwarded({ above: '#mine' }) }, null],
])('a mail %s', async (_, written, expected) => {
  const found = await behalf({}, written as Written);
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatchObject(expected);
});

test('an alias is the person, and a name of the mail stays where the directory has none of one’s own', async () => {
  const of = async (from: string) => (await behalf({ from }))!.facts!.author;
  expect(await of('Ada <ada.two@clinic.test>')).toMatchObject({ address: ada });
  expect(await of('Zoe Z <zoe@corp.test>')).toEqual({ address: 'zoe@corp.test', name: 'Zoe Z' });
});

test('an instance is the customer’s only where there is one', async () => {
  expect((await behalf({ from: `Bob <${bob}>` }))!.facts!.meaning.instance).toBeNull();
  expect((await behalf({ above: '#instance tt_hills' }))!.facts!.meaning.instance).toMatchObject({ value: 'tt_hills' });
});

test('people in Cc are offered, but those who are told anyway', async () => {
  const cc = [ada, bob, eve, sam, support, 'help@forwards.test'].map(address => `x <${address}>`).join('; ');
  expect((await behalf({ cc }))!.lines).toContainEqual({ kind: 'offered-followers', names: `${bob} ${eve}` });
  expect((await behalf({ cc: `x <${ada}>` }))!.lines).toEqual([{ kind: 'requester', address: ada }]);
  const unknown = await behalf({ from: `Eve <${eve}>`, cc: `x <${bob}>` });
  expect(unknown).toEqual({
    ...{ facts: null, request: null, note: null },
    lines: [
      { kind: 'whose', names: eve },
      { kind: 'offered-followers', names: bob },
    ],
  });
});

test('files that the customer’s text no longer shows are attached, but for decoration', async () => {
  const asRead = await factsOf({ from: sam, subject: 'Fwd: Agenda', text: forwarded() });
  const attachments = [
    { name: 'scan.png', inline: true, isDecoration: false },
    { name: 'logo.png', inline: true, isDecoration: true },
  ] as never;
  const { facts } = onBehalfOf({ ...asRead, message: { ...asRead.message, attachments } }, desk)!;
  expect(facts!.message.attachments.map(({ inline }) => inline)).toEqual([false, true]);
});
