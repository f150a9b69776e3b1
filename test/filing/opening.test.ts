// What a mail that opens a ticket makes of it: the row, the letters to each reader, and the reasons.
import { describe, expect, test } from 'vitest';
import {
  lettersFor,
  newTicket,
  type Origin,
  profileOfRequest,
  reasonsFor,
  type Similar,
  similarOf,
} from '../../src/filing/opening.ts';
import type { AuthoredMail } from '../../src/filing/read-mail.ts';
import type { Address } from '../../src/mail/address.ts';
import type { Participant } from '../../src/tickets/audience.ts';
import type { TicketRow } from '../../src/tickets/ticket.ts';
import { ada, bob, desk, eve, factsOf, sam, type Written } from '../support/memory-desk.ts';

const former = {
  ...{
    number: 7,
    subject: 'Old',
    instance: 'tt_hills',
    instanceKnown: true,
    requesterEmail: bob,
    requesterName: 'Bob',
  },
  ...{ organisation: 'Clinic', locale: 'de', status: 'closed' },
} as unknown as TicketRow;
const followUp: Origin = { how: 'follow-up', from: former };
const split: Origin = { how: 'split', from: former };

describe('the ticket', () => {
  test('is of its author, with what the mail and the directory say', async () => {
    const facts = await factsOf({
      text: 'Priority: high\nInstance: tt_lakes\n\nEmpty.',
      fields: ['Thread-Index: abc'],
    });
    expect(newTicket(facts)).toEqual({
      ...{ subject: 'Portal', instance: 'tt_lakes', instanceKnown: true, priority: 'high', requesterEmail: ada },
      ...{ requesterName: 'Ada', organisation: 'Clinic', locale: 'en', threadIndex: 'abc', followUpOf: null },
      createdAt: new Date('2026-11-23T10:00:00.000Z'),
    });
  });
  test('of a stranger has the name in the mail and the language of the text', async () => {
    const text = 'Das Portal ist leer, und wir können keine Termine mehr sehen. Bitte helfen Sie uns.';
    expect(newTicket(await factsOf({ from: eve, text, subject: 'x' }))).toMatchObject({
      ...{
        requesterName: null,
        organisation: null,
        locale: 'de',
        instance: null,
        instanceKnown: false,
        priority: null,
      },
    });
    const named = await factsOf({ from: eve, mail: { author: { address: eve, name: 'Eve E' } } });
    expect(newTicket(named)).toMatchObject({ requesterName: 'Eve E' });
  });
  test('that follows up another has its subject and instance where the mail has none, one split from it has not', async () => {
    const facts = await factsOf({ from: bob, subject: '', text: '' });
    expect(newTicket(facts, followUp)).toMatchObject({
      ...{ subject: 'Old', instance: 'tt_hills', instanceKnown: true, followUpOf: 7, requesterEmail: bob },
    });
    expect(newTicket(facts, split)).toMatchObject({ instance: null, followUpOf: null });
    const said = await factsOf({ text: 'Instance: tt_lakes\n\nEmpty.' });
    expect(newTicket(said, followUp)).toMatchObject({ subject: 'Portal', instance: 'tt_lakes', instanceKnown: true });
  });
  test('that follows up another stays with its requester where a follower from outside writes', async () => {
    const owner = { requesterEmail: bob, requesterName: 'Bob', organisation: 'Clinic', locale: 'de' };
    expect(newTicket(await factsOf({ from: eve }), followUp)).toMatchObject(owner);
    expect(newTicket(await factsOf({ from: eve }), split)).toMatchObject({ requesterEmail: eve });
    expect(newTicket(await factsOf({ from: ada }), followUp)).toMatchObject({ requesterEmail: ada });
  });
  test('is compared without the names of who writes', async () => {
    const facts = await factsOf({ subject: 'Scanner', text: 'Ada Everyone Clinic wristband' });
    expect([...profileOfRequest(newTicket(facts), facts).keys()]).not.toContain('clinic');
    expect([...profileOfRequest(newTicket(facts), facts).keys()].join()).toContain('wristb');
  });
});

const ticket = {
  number: 9,
  instance: null,
  instanceKnown: false,
  requesterEmail: ada,
  locale: 'en',
} as unknown as TicketRow;
const similar: Similar[] = [1, 2, 3, 4, 5].map(n => ({
  ...similarOf({
    key: `PT-${n}`,
    subject: 's',
    openedAt: new Date(0),
    isVisible: n !== 2,
    profile: new Map(),
  } as never),
}));
const shown = ({ isVisible: _, ...each }: Similar) => each;

async function letters(
  written: Written | AuthoredMail,
  everyone: readonly (readonly [Address, Participant['role']])[],
  more: Partial<Parameters<typeof lettersFor>[2]> = {},
) {
  const facts = 'meaning' in written ? written : await factsOf(written);
  const besides = { ticket, desk, isAnswered: true, letter: {}, lines: [], origin: undefined, similar: [], ...more };
  const people = everyone.map(([address, role]) => ({ mailbox: { address, name: '' }, role }));
  return lettersFor(people, facts, besides);
}
const noticeTo = async (...of: Parameters<typeof letters>) => (await letters(...of))[0]!.notice;

describe('the letters', () => {
  test('the author gets a receipt, with what was understood and what is known', async () => {
    const text = 'Priority: high\nInstance: tt_odd\n\nEmpty.';
    const lines = [{ kind: 'blind-copy' }] as const;
    const notice = await noticeTo({ text }, [[ada, 'requester']], { similar, lines, origin: split });
    expect(notice).toEqual({
      ...{ kind: 'receipt', instance: { value: 'tt_odd', known: false }, attachments: [], missing: expect.any(Array) },
      priority: { value: 'high', because: { source: 'text' } },
      ...{ similar: [similar[0], similar[2], similar[3]].map(each => shown(each!)), lines },
      origin: { how: 'split', key: 'PT-7' },
    });
    expect(similar[0]).toEqual({ key: 'PT-1', subject: 's', openedAt: new Date(0).toISOString(), isVisible: true });
  });
  test('an agent gets the text, and all that is similar; of a receipt’s letter only the author’s is late', async () => {
    const both = await letters(
      {},
      [
        [ada, 'requester'],
        [sam, 'agent'],
      ],
      { similar, letter: { heldBackMs: 5 } },
    );
    expect(both[0]).toMatchObject({ heldBackMs: 5, to: { address: ada }, role: 'requester' });
    expect(both[1]).not.toHaveProperty('heldBackMs');
    expect(both[1]!.notice).toEqual({
      ...{ kind: 'new-ticket', instance: { value: 'tt_lakes', known: true }, priority: null, attachments: [] },
      ...{ text: 'The portal is empty.', similar: similar.slice(0, 3).map(shown) },
    });
  });
  test('an agent is told who wrote, where that is not the requester', async () => {
    const notice = await noticeTo({ from: eve }, [[sam, 'agent']], { origin: followUp });
    expect(notice).toMatchObject({ by: { address: eve }, origin: { how: 'follow-up', key: 'PT-7' }, instance: null });
    const known = { ...ticket, instance: 'tt_odd', instanceKnown: false } as TicketRow;
    expect(await noticeTo({ from: eve }, [[sam, 'agent']], { ticket: known })).toMatchObject({
      instance: { value: 'tt_odd', known: false },
    });
  });
  test.each<[string, string | null, string]>([
    ['Priority: high\n\nx', null, 'text'],
    ['#high\nx', null, 'text'],
    ['x', 'Importance: high', 'importance'],
  ])('a priority says where it comes from: %j, %s', async (text, field, source) => {
    const notice = await noticeTo({ text, fields: field ? [field] : [] }, [[ada, 'requester']]);
    expect(notice).toMatchObject({ priority: { value: 'high', because: { source } } });
  });
  test('also a tag of the subject, and extents', async () => {
    const tagged = await noticeTo({ subject: '[HIGH] Portal' }, [[ada, 'requester']]);
    expect(tagged).toMatchObject({ priority: { value: 'high', because: { source: 'subject' } } });
    const table = await noticeTo({ text: 'Functions: all\nUsers: all\n\nx' }, [[ada, 'requester']]);
    expect(table).toMatchObject({ priority: { because: { source: 'impact', functions: 'all', users: 'all' } } });
  });
  test('who is copied in hears of it without words; from outside that is said', async () => {
    const cc = `${bob}, ${eve}`;
    expect(await noticeTo({ cc }, [[bob, 'follower']])).toEqual({ kind: 'opened' });
    expect(await noticeTo({ cc }, [[eve, 'follower']])).toEqual({ kind: 'opened', outside: true });
    const origin = followUp;
    expect(await noticeTo({}, [[bob, 'follower']], { origin })).toMatchObject({
      ...{ kind: 'reply', author: { address: ada }, text: 'The portal is empty.', attachments: [] },
      origin: { how: 'follow-up', key: 'PT-7' },
    });
    expect(await noticeTo({}, [[bob, 'requester']])).not.toHaveProperty('origin');
  });
  test('what was written on a page goes to all, since no mailbox has a copy', async () => {
    const form: Written = { mail: { via: 'form' }, cc: `${bob}, ${sam}`, text: 'Empty.' };
    expect(await noticeTo(form, [[ada, 'requester']])).toMatchObject({ kind: 'receipt', text: 'Empty.' });
    expect(await noticeTo(form, [[bob, 'follower']])).toEqual({ kind: 'opened', text: 'Empty.', attachments: [] });
    expect(await noticeTo({}, [[ada, 'requester']])).not.toHaveProperty('text');
  });
  test.each<[string, Written, boolean, Address[]]>([
    ['answered', {}, true, [ada, bob, sam]],
    ['not answered', {}, false, [bob, sam]],
    ['a list', { fields: ['Precedence: list', 'List-Id: <x.y>'] }, true, [ada, sam]],
  ])('of a mail that is %s', async (_, written, isAnswered, to) => {
    const everyone: [Address, Participant['role']][] = [
      [ada, 'requester'],
      [bob, 'follower'],
      [sam, 'agent'],
    ];
    const sent = await letters({ cc: bob, ...written }, everyone, { isAnswered });
    expect(sent.map(each => each.to.address)).toEqual(to);
  });
  test('files are named with their fate, and go to agents who have none yet', async () => {
    const facts = await factsOf({ cc: sam });
    const file = { contentType: 'text/plain', sha256: 's', inline: false, contentId: null, key: 'k' };
    const attachments = [
      ...[
        { ...file, name: 'a', size: 3 },
        { ...file, name: 'b', size: 0 },
      ],
      ...[
        { ...file, name: 'c', size: 3, infected: true },
        { ...file, name: 'd', size: 3, isDecoration: true },
      ],
    ];
    const dropped = [{ name: 'e', size: 9, reason: 'too-many' }] as const;
    const fates = [
      { name: 'a', size: 3, kept: true },
      { name: 'b', size: 0, kept: false, reason: 'empty' },
      { name: 'c', size: 3, kept: false, reason: 'infected' },
      { name: 'e', size: 9, kept: false, reason: 'too-many' },
    ];
    const withFiles = (more: object = {}) => ({
      ...facts,
      ...more,
      message: { ...facts.message, attachments, dropped },
    });
    const toAda = await noticeTo(withFiles(), [[ada, 'requester']]);
    expect(toAda).toMatchObject({ attachments: fates });
    expect(toAda).not.toHaveProperty('files');
    expect(await noticeTo(withFiles(), [[sam, 'agent']]), 'copied in').not.toHaveProperty('files');
    const form = { mail: { ...facts.mail, via: 'form' } } as const;
    for (const to of [
      [sam, 'agent'],
      [ada, 'requester'],
      [bob, 'requester'],
    ] as const) {
      const { files } = (await noticeTo(withFiles(form), [to])) as { files?: { name: string }[] };
      expect(
        files?.map(({ name }) => name),
        to[0],
      ).toEqual(['a', 'c']);
    }
    expect(await noticeTo(withFiles(), [[bob, 'follower']])).toMatchObject({ attachments: ['a', 'b', 'c'] });
  });
});

test.each<[Written, Partial<Parameters<typeof reasonsFor>[1]>, string[]]>([
  [{}, {}, ['instance tt_lakes (directory)', 'no priority named']],
  [{ from: eve }, {}, ['no instance named', 'no priority named']],
  [
    { text: 'Priority: high\nInstance: tt_odd\n\nx' },
    { origin: split, similar: similar.slice(0, 2) },
    [
      ...['instance tt_odd (label, not in the directory)', expect.stringMatching(/^priority high \(label: ./)],
      ...['split of PT-7', 'seems to be the incident of PT-1, PT-2'],
    ],
  ],
  [
    { text: '#high\nx', admitted: { released: true } },
    {},
    [expect.any(String), expect.any(String), 'its commands were not carried out'],
  ],
  [
    { fields: ['Precedence: list', 'List-Id: <x.y>'] },
    {},
    [expect.any(String), expect.any(String), 'not answered', ...Array(1).fill(expect.any(String))],
  ],
])('the reasons of %j', async (written, besides, expected) => {
  const reasons = reasonsFor(await factsOf(written), { origin: undefined, similar: [], lines: [], ...besides });
  expect(reasons.slice(0, expected.length)).toEqual(expected);
  if (written.fields === undefined) expect(reasons).toHaveLength(expected.length);
});
