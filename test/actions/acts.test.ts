// Each act by itself, as every door orders it: what it changes, what it says to its actor, and who is told of it.
import { and, asc, eq, gt, max } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Acted, act } from '../../src/actions/act.ts';
import { decideHeldMail } from '../../src/actions/held-mail.ts';
import { enqueueNotifications } from '../../src/actions/tell.ts';
import { unfollowByLink } from '../../src/actions/unfollow-by-link.ts';
import { warnAgents } from '../../src/actions/warn.ts';
import type { Tx } from '../../src/db/database.ts';
import { followers } from '../../src/db/schema/followers.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { messages } from '../../src/db/schema/messages.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import type { Action, Decide } from '../../src/desk/action.ts';
import { type Actor, time } from '../../src/desk/actor.ts';
import type { Address } from '../../src/mail/address.ts';
import { newId } from '../../src/mail/new-id.ts';
import { setFollowing } from '../../src/tickets/following.ts';
import { lockTicket, type NewTicket } from '../../src/tickets/ticket.ts';
import { addEntry, openTicket } from '../../src/tickets/write.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

const [ada, bob, kim] = ['ada@clinic.test', 'bob@clinic.test', 'kim@lab.test'] as [Address, Address, Address];
const [eve, zoe] = ['eve@out.test', 'zoe@out.test'] as [Address, Address];
const [sam, lea] = ['sam@desk.test', 'lea@desk.test'] as [Address, Address];
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([
    { email: ada, name: 'Ada', organisation: 'Clinic', instances: ['tt_lakes'] },
    { email: bob, name: 'Bob', organisation: 'Clinic' },
    { email: kim, organisation: 'Lab', locale: 'de' },
    { email: '@corp.test', name: 'Everyone', organisation: 'Corp' },
    { email: sam, name: 'Sam', role: 'agent' },
    { email: lea, name: 'Lea', role: 'agent' },
  ]);
});
afterAll(() => desk.close());
const inTx = <T>(work: (tx: Tx) => Promise<T>) => desk.db.transaction(work);

const mailbox = (address: Address, name = '') => ({ address, name });
const as = (standing: Actor['as'], address: Address, name = ''): Actor => ({
  as: standing,
  mailbox: mailbox(address, name),
  via: 'page',
});
const agent = as('agent', sam, 'Sam');
const requester = as('requester', ada, 'Ada');
const nobody: Actor = { as: 'operator', mailbox: null, via: 'cli' };

/** A ticket of Ada, which Bob and Eve follow. */
async function ticket(more: Partial<NewTicket> = {}, following: readonly Address[] = [bob, eve]): Promise<number> {
  const row = { subject: 'Portal', requesterEmail: ada, requesterName: 'Ada', organisation: 'Clinic', locale: 'en' };
  return inTx(async tx => {
    const { number } = await openTicket(tx, { ...row, ...more } as NewTicket);
    await addEntry(tx, number, {
      message: { kind: 'request', text: 'It is down.', authorEmail: ada },
      attachments: [],
    });
    for (const person of following) await setFollowing(tx, number, { person: mailbox(person), state: 'following' });
    return number;
  });
}

async function sentSince(known: ReadonlySet<string>) {
  const rows = await desk.db.select().from(outbox).orderBy(asc(outbox.recipientEmail), asc(outbox.id));
  return rows.filter(({ id }) => !known.has(id));
}
const outboxNow = async () => new Set((await desk.db.select({ id: outbox.id }).from(outbox)).map(({ id }) => id));

/** What came of it: the feedback, the events, and who got which notice. */
async function played(number: number, actions: readonly Action[], actor: Actor = agent) {
  const known = await outboxNow();
  const [newest] = await desk.db.select({ id: max(messages.id) }).from(messages);
  const acted = await inTx(tx => act(tx, number, actions, actor, desk.desk));
  if ('refused' in acted) throw new Error(`refused: ${acted.refused.kind}`);
  const entries = await desk.db.select().from(messages).where(gt(messages.id, newest!.id!)).orderBy(asc(messages.id));
  const rows = await sentSince(known);
  expect(new Set(acted.outboxIds)).toEqual(new Set(rows.map(({ id }) => id)));
  return {
    acted: acted as Acted,
    feedback: acted.feedback,
    entries,
    events: entries.filter(({ kind }) => kind === 'event').map(({ text }) => text),
    rows,
    sent: rows.map(({ recipientEmail, notice }) => `${recipientEmail.split('@')[0]}=${notice.kind}`).join(' '),
    noticeTo: (person: Address) => rows.find(({ recipientEmail }) => recipientEmail === person)?.notice,
  };
}
const stateOf = async (number: number, email: string) =>
  (
    await desk.db
      .select()
      .from(followers)
      .where(and(eq(followers.ticketNumber, number), eq(followers.email, email)))
  )[0]?.state ?? null;

describe('what is refused', () => {
  test('no such ticket, and one that has changed since it was seen', async () => {
    const number = await ticket({ status: 'open', priority: 'high', instance: 'tt_lakes', assignee: lea });
    const refusal = async (on: number, action: Action) => {
      const acted = await inTx(tx => act(tx, on, [action], agent, desk.desk));
      return 'refused' in acted ? acted.refused : null;
    };
    const note = { do: 'note', text: 'x' } as const;
    expect(await refusal(4_000_000, note)).toEqual({ kind: 'no-such-ticket', key: 'PT-4000000' });
    const set = (from: object) => ({ do: 'set', fields: { status: 'pending' }, from }) as const;
    const other = [{ status: 'new' }, { priority: 'low' }, { instance: null }, { assignee: null }];
    for (const from of other) expect(await refusal(number, set(from)), JSON.stringify(from)).not.toBeNull();
    const [entry] = await desk.db.select().from(messages).where(eq(messages.ticketNumber, number));
    expect(await refusal(number, { ...note, seen: entry!.id - 1 })).toEqual({ kind: 'changed-since' });
    expect(await refusal(number, { ...note, seen: entry!.id })).toBeNull();
    const same = { status: 'open', priority: 'high', instance: 'tt_lakes', assignee: lea };
    expect(await refusal(number, set(same))).toBeNull();
  });

  test.each<[string, Actor, Action, string]>([
    ['a note of the requester', requester, { do: 'note', text: 'x' }, 'note'],
    ['an undo of the requester', requester, { do: 'undo', words: '#undo' }, '#undo'],
    ['so many words', requester, { do: 'undo', words: 'x'.repeat(101) }, 'x'.repeat(100)],
    ['a merge by a follower', as('follower', bob), { do: 'merge', into: 1 }, 'merge'],
    ['closing by an agent', agent, { do: 'close', days: 7 }, 'close'],
    ['taking off others by a follower', as('follower', bob), { do: 'unfollow', people: [mailbox(eve)] }, 'unfollow'],
    ['an assignee by the requester', requester, { do: 'set', fields: { assignee: sam } }, `assignee ${sam}`],
    ['closing by the requester', requester, { do: 'set', fields: { status: 'closed' } }, 'status closed'],
    [
      'so long a value',
      requester,
      { do: 'set', fields: { assignee: null }, words: { assignee: 'y'.repeat(101) } },
      'y'.repeat(100),
    ],
    ['an answer of an operator without a name', nobody, { do: 'answer', text: 'x' }, 'answer'],
  ])('%s is not allowed, and its words are said', async (_, actor, action, words) => {
    const { feedback, entries, sent } = await played(await ticket(), [action], actor);
    expect([feedback, entries, sent]).toEqual([[{ kind: 'not-allowed', words }], [], '']);
  });
});

describe('words', () => {
  const file = {
    name: 'a.png',
    contentType: 'image/png',
    size: 3,
    sha256: 's',
    inline: false,
    contentId: null,
    key: 'k',
  };

  test('an answer goes to all but its author, with the status apart from the other changes', async () => {
    const fields = { status: 'pending', priority: 'high', assignee: lea } as const;
    const say = { do: 'answer', text: 'Which browser?', toldHtml: '<table></table>', attachments: [file] } as const;
    const { acted, entries, noticeTo, sent, rows } = await played(await ticket(), [{ do: 'set', fields }, say]);
    expect(sent).toBe('ada=answer bob=answer eve=answer lea=answer');
    const status = { field: 'status', from: 'new', to: 'pending' };
    const priority = { field: 'priority', from: null, to: 'high' };
    const assignee = { field: 'assignee', from: null, to: lea };
    const told = { kind: 'answer', authorName: 'Sam', text: 'Which browser?', html: '<table></table>', status };
    const { sha256: _, ...travels } = file;
    expect(noticeTo(ada)).toEqual({ ...told, files: [travels], changes: [priority] });
    expect(noticeTo(lea)).toEqual({ ...told, files: [travels], changes: [priority, assignee] });
    const entry = entries.find(({ kind }) => kind === 'answer')!;
    expect(entry).toMatchObject({ authorEmail: sam, authorName: 'Sam', via: 'page', quoted: null, html: null });
    expect([acted.entry, ...rows.map(row => row.entry)]).toEqual(Array(5).fill(entry.id));
    expect(acted).toMatchObject({ ticket: { status: 'pending' }, changes: [status, priority, assignee] });
  });

  test('a plain answer has no files, no HTML and no changes, and opens a new ticket by itself', async () => {
    const { noticeTo, acted, entries } = await played(await ticket(), [{ do: 'answer', text: 'Which browser?' }]);
    const status = { field: 'status', from: 'new', to: 'open' };
    expect(noticeTo(bob)).toEqual({ kind: 'answer', authorName: 'Sam', text: 'Which browser?', status, changes: [] });
    expect(acted.feedback).toEqual([]);
    expect(entries.map(({ kind, automatic }) => [kind, automatic])).toEqual([
      ['answer', false],
      ['event', true],
    ]);
  });

  test('a reply names its files, and who has a copy is told of changes only', async () => {
    const reply = { do: 'reply', text: 'Again.', attachments: [file], had: [bob, eve] } as const;
    const closed = await ticket({ status: 'resolved' });
    const { noticeTo, sent } = await played(closed, [reply], requester);
    expect(sent).toBe('bob=change eve=change lea=reply sam=reply');
    const changes = [{ field: 'status', from: 'resolved', to: 'open' }];
    expect(noticeTo(bob)).toEqual({ kind: 'change', changes, by: { role: 'requester', name: 'Ada' } });
    expect(noticeTo(sam)).toMatchObject({
      kind: 'reply',
      author: mailbox(ada, 'Ada'),
      attachments: ['a.png'],
      changes,
    });
    const open = await ticket({ status: 'open' });
    expect((await played(open, [reply], requester)).sent, 'nothing changed').toBe('lea=reply sam=reply');
  });

  test('a note is told to nobody, its changes are; words that do not go out change no status', async () => {
    const noted = await played(await ticket(), [{ do: 'note', text: 'Known.' }]);
    expect([noted.feedback, noted.sent, noted.acted.ticket.status]).toEqual([[{ kind: 'noted' }], '', 'new']);
    const fields = { status: 'resolved' } as const;
    const both = await played(await ticket(), [
      { do: 'note', text: 'Known.' },
      { do: 'set', fields },
    ]);
    expect(both.noticeTo(ada)).toEqual({
      kind: 'change',
      changes: [{ field: 'status', from: 'new', to: 'resolved' }],
      by: { role: 'agent', name: 'Sam' },
    });
    const silent = await played(await ticket(), [{ do: 'note', text: '#low', told: null }]);
    expect([silent.feedback, silent.sent]).toEqual([[], '']);
    const order = await played(await ticket(), [{ do: 'answer', text: '#low', told: null }]);
    expect([order.sent, order.acted.ticket.status]).toEqual(['', 'new']);
  });

  test('an entry keeps what the mail says of itself', async () => {
    const [number, createdAt] = [await ticket(), new Date('2026-11-20T10:00:00Z')];
    const mail = { id: newId(), receivedAt: createdAt, rcptTo: ['support@mx.test'], size: 1 };
    await desk.db.insert(mails).values(mail);
    const kept = { quoted: '> x', html: '<p>', messageId: '<1@x>' as never, mailId: mail.id, createdAt };
    const { entries } = await played(number, [{ do: 'reply', text: 'Again.', ...kept }], as('requester', ada));
    expect(entries[0]).toMatchObject({ ...kept, authorEmail: ada, authorName: null });
  });

  test('with a status, an undo or a leave in the same call the status does not follow from the words', async () => {
    const status = async (more: Partial<NewTicket>, actions: readonly Action[], actor = agent) =>
      (await played(await ticket(more), actions, actor)).acted.ticket.status;
    const answer = { do: 'answer', text: 'x' } as const;
    const reply = { do: 'reply', text: 'x' } as const;
    expect(await status({}, [answer])).toBe('open');
    expect(await status({}, [{ do: 'undo' }, answer])).toBe('new');
    expect(await status({}, [{ do: 'set', fields: { status: 'pending' } }, answer])).toBe('pending');
    expect(await status({}, [{ do: 'set', fields: { priority: 'low' } }, answer])).toBe('open');
    const resolve = { do: 'set', fields: { status: 'resolved' } } as const;
    expect(await status({ status: 'open' }, [resolve, reply], requester)).toBe('resolved');
    const leave = { do: 'unfollow', people: [mailbox(bob)] } as const;
    expect(await status({ status: 'resolved' }, [reply], as('follower', bob))).toBe('open');
    expect(await status({ status: 'resolved' }, [leave, reply], as('follower', bob))).toBe('resolved');
  });

  test('only what everyone may see is new to everyone', async () => {
    const shown = async (action: Action) => {
      const number = await ticket();
      const before = (await inTx(tx => lockTicket(tx, number)))!;
      const { ticket: after } = (await played(number, [action])).acted;
      return after.shownAt!.getTime() > (before.shownAt ?? before.updatedAt).getTime();
    };
    expect(await shown({ do: 'note', text: 'x' })).toBe(false);
    expect(await shown({ do: 'answer', text: 'x' })).toBe(true);
  });
});

describe('fields', () => {
  test.each<[string, Action, object[]]>([
    ['a value that it has', { do: 'set', fields: { priority: 'high' } }, [{ kind: 'same', words: 'priority high' }]],
    [
      'in the author’s words',
      { do: 'set', fields: { priority: 'high' }, words: { priority: '#high' } },
      [{ kind: 'same', words: '#high' }],
    ],
    ['no instance, as before', { do: 'set', fields: { instance: null } }, [{ kind: 'same', words: 'instance none' }]],
    ['nobody’s field', { do: 'set', fields: { priority: undefined } as never }, []],
    ['an assignee who is no agent', { do: 'set', fields: { assignee: bob } }, [{ kind: 'not-an-agent', address: bob }]],
    ['a stranger as assignee', { do: 'set', fields: { assignee: zoe } }, [{ kind: 'not-an-agent', address: zoe }]],
  ])('%s changes nothing, and that is said', async (_, action, said) => {
    const { feedback, entries, sent } = await played(await ticket({ priority: 'high' }), [action]);
    expect([feedback, entries, sent]).toEqual([said, [], '']);
  });

  test('each change is said, told to all but who may not see it, and an instance is known or not', async () => {
    const number = await ticket({ assignee: sam });
    const { feedback, acted, noticeTo, events } = await played(number, [
      { do: 'set', fields: { instance: 'tt_lakes', assignee: null } },
    ]);
    const instance = { field: 'instance', from: null, to: 'tt_lakes' };
    const assignee = { field: 'assignee', from: sam, to: null };
    expect(feedback).toEqual([instance, assignee].map(change => ({ kind: 'changed', change })));
    expect(noticeTo(ada)).toMatchObject({ changes: [instance] });
    expect(noticeTo(lea)).toMatchObject({ changes: [instance, assignee] });
    expect(events).toEqual([`instance: none -> tt_lakes\nassignee: ${sam} -> none`]);
    expect(acted.ticket).toMatchObject({ instance: 'tt_lakes', instanceKnown: true, assignee: null });
    const odd = await played(number, [{ do: 'set', fields: { instance: 'tt_odd' } }]);
    expect(odd.acted.ticket).toMatchObject({ instance: 'tt_odd', instanceKnown: false });
    const none = await played(number, [{ do: 'set', fields: { instance: null } }]);
    expect(none.acted.ticket).toMatchObject({ instance: null, instanceKnown: false });
    const alone = await played(number, [{ do: 'set', fields: { assignee: lea } }]);
    expect(alone.sent, 'agents only').toBe('lea=change');
  });

  test.each<[Actor, object]>([
    [time, { role: 'system', name: '' }],
    [agent, { role: 'agent', name: 'Sam' }],
    [nobody, { role: 'agent', name: '' }],
    [requester, { role: 'requester', name: 'Ada' }],
    [as('requester', ada), { role: 'requester', name: ada }],
    [as('follower', eve, 'Eve'), { role: 'requester', name: 'Eve' }],
  ])('who changed it is named: $as', async (actor, by) => {
    const { rows } = await played(await ticket(), [{ do: 'set', fields: { status: 'open' } }], actor);
    expect(rows.map(({ notice }) => 'by' in notice && notice.by)).toEqual(rows.map(() => by));
    expect(rows.map(({ recipientEmail }) => recipientEmail)).not.toContain(actor.mailbox?.address);
  });
});

describe('followers', () => {
  const follow = (...people: Address[]): Action => ({ do: 'follow', people: people.map(address => mailbox(address)) });
  const copy = (...people: Address[]): Action => ({ ...follow(...people), copied: true }) as Action;
  const leave = (...people: Address[]): Action => ({ do: 'unfollow', people: people.map(address => mailbox(address)) });

  test('are added by an agent, also who left; the others are named', async () => {
    const number = await ticket({}, [bob]);
    await inTx(tx => setFollowing(tx, number, { person: mailbox(eve), state: 'left' }));
    const { feedback, events, sent, noticeTo, acted } = await played(number, [follow(eve, kim, bob, ada)]);
    expect(feedback).toEqual([
      { kind: 'followed', names: `${eve}, ${kim}` },
      ...[bob, ada].map(address => ({ kind: 'same', words: `follow ${address}` })),
    ]);
    expect(events).toEqual([`followers added: ${eve}, ${kim}`]);
    expect(sent).toBe('eve=opened kim=opened');
    expect(noticeTo(eve)).toEqual({ kind: 'opened', by: mailbox(sam, 'Sam'), outside: true });
    expect(noticeTo(kim)).toEqual({ kind: 'opened', by: mailbox(sam, 'Sam') });
    expect(acted.added.map(({ address }) => address)).toEqual([eve, kim]);
    const again = await played(number, [follow(bob)]);
    expect([again.feedback, again.events]).toEqual([[{ kind: 'same', words: `follow ${bob}` }], []]);
    expect((await played(number, [follow()])).feedback).toEqual([]);
    // Agents are told of it anyway.
    const agents = await played(number, [follow(lea)]);
    expect([agents.feedback, agents.sent]).toEqual([[{ kind: 'same', words: `follow ${lea}` }], '']);
    expect(await stateOf(number, lea)).toBeNull();
  });

  test('of the requester’s are told that the requester added them, without a name', async () => {
    const { noticeTo } = await played(await ticket({}, []), [copy(bob, eve)], requester);
    expect([noticeTo(bob), noticeTo(eve)]).toEqual([{ kind: 'opened' }, { kind: 'opened', outside: true }]);
  });

  test('are copied in by anyone of the directory; one from outside adds none of outside', async () => {
    const [byBob, byEve] = [await ticket(), await ticket()];
    const first = await played(byBob, [copy(zoe, lea)], as('follower', bob));
    expect([first.sent, first.feedback]).toEqual(['zoe=opened', []]);
    expect(first.events).toEqual([`copied in from outside the directory: ${zoe}`]);
    const second = await played(byEve, [copy(zoe, kim)], as('follower', eve));
    expect(second.feedback).toEqual([{ kind: 'may-not-follow', names: zoe }]);
    expect([second.sent, second.acted.leftOut]).toEqual(['kim=opened', [zoe]]);
  });

  test('who left and is copied in again is named, once to each author', async () => {
    const number = await ticket({}, []);
    await inTx(tx => setFollowing(tx, number, { person: mailbox(bob), state: 'left' }));
    await inTx(tx => setFollowing(tx, number, { person: mailbox(eve), state: 'removed' }));
    await inTx(tx => setFollowing(tx, number, { person: mailbox(zoe), state: 'barred' }));
    const { feedback, acted, sent } = await played(number, [copy(bob, eve, zoe)], requester);
    expect(feedback).toEqual([{ kind: 'has-left', names: `${bob}, ${eve}` }]);
    expect([acted.leftOut, sent]).toEqual([[bob, eve], '']);
    const told = { receivedAt: new Date(), rcptTo: [], size: 1, author: ada, ticketNumber: number, leftOut: [bob] };
    await desk.db.insert(mails).values({ id: newId(), ...told });
    const again = await played(number, [copy(bob, eve)], requester);
    expect(again.feedback).toEqual([{ kind: 'has-left', names: eve }]);
  });

  test('leave by themselves, and come back by writing', async () => {
    const number = await ticket();
    const comesBack = (actor: Actor) => played(number, [{ do: 'follow', people: [], again: true }], actor);
    const left = await played(number, [leave(bob)], as('follower', bob));
    expect([left.feedback, left.events, left.sent]).toEqual([
      [{ kind: 'unfollowed' }],
      [`${bob} does not follow any more`],
      '',
    ]);
    expect(await stateOf(number, bob)).toBe('left');
    const twice = await played(number, [leave(bob)], as('follower', bob));
    expect([twice.feedback, twice.events]).toEqual([[{ kind: 'unfollowed' }], []]);
    const again: Action = { do: 'follow', people: [mailbox(bob)], again: true };
    expect((await played(number, [again], as('requester', bob))).feedback, 'no follower').toEqual([]);
    expect((await played(number, [again], as('follower', eve))).feedback, 'has not left').toEqual([]);
    const back = await played(number, [again], as('follower', bob));
    expect([back.feedback, back.events]).toEqual([[{ kind: 'follows-again' }], [`${bob} follows again`]]);
    expect(await stateOf(number, bob)).toBe('following');
    expect((await comesBack(as('follower', bob))).feedback, 'nobody').toEqual([]);
  });

  test.each<[string, Actor, object[], string | null]>([
    ['the requester, who is always told', requester, [{ kind: 'stays' }], null],
    ['an agent, who is always told', agent, [{ kind: 'stays' }], null],
    ['somebody who never followed', as('follower', zoe), [{ kind: 'unfollowed' }], 'left'],
  ])('%s, asks to leave', async (_, actor, said, state) => {
    const number = await ticket();
    const { feedback, events } = await played(number, [leave(actor.mailbox!.address)], actor);
    expect([feedback, events, await stateOf(number, actor.mailbox!.address)]).toEqual([said, [], state]);
  });

  test('are taken off by the requester, also with the one who orders it; the others are named', async () => {
    const number = await ticket();
    const { feedback, events, sent } = await played(number, [leave(bob, zoe, ada)], requester);
    const others = [zoe, ada].map(address => ({ kind: 'same', words: `unfollow ${address}` }));
    expect(feedback).toEqual([{ kind: 'removed', names: bob }, ...others]);
    expect([events, sent, await stateOf(number, bob)]).toEqual([[`followers removed: ${bob}`], '', 'removed']);
    const none = await played(number, [leave(zoe)], requester);
    expect([none.feedback, none.events]).toEqual([[{ kind: 'same', words: `unfollow ${zoe}` }], []]);
    expect(await stateOf(number, zoe)).toBeNull();
  });

  test('leave by the link in our mail, however often; after a merge one may be the requester', async () => {
    const number = await ticket();
    const by = (person: Address, ticketNumber = number) =>
      unfollowByLink(desk.db, { ticketNumber, isFor: address => address === person }, desk.desk);
    expect([await by(eve), await by(eve)]).toEqual(['unfollowed', 'unfollowed']);
    expect(await stateOf(number, eve)).toBe('left');
    expect(await by(ada)).toBe('stays');
    expect([await by(zoe), await by(eve, 4_000_000)]).toEqual(['unfollowed', 'unfollowed']);
  });
});

describe('merging, splitting, another requester, closing', () => {
  test('tickets of one organisation, or of one domain, are merged without a question', async () => {
    for (const more of [
      { organisation: 'Clinic', requesterEmail: kim },
      { organisation: null, requesterEmail: bob },
    ]) {
      const into = await ticket({ ...more, requesterName: null }, []);
      const number = await ticket({ organisation: more.organisation }, [eve]);
      const { feedback, acted, sent, noticeTo } = await played(number, [{ do: 'merge', into }]);
      expect(feedback).toEqual([{ kind: 'merged', key: `PT-${into}` }]);
      expect([acted.ticket.number, sent]).toEqual([into, 'ada=closed eve=closed lea=closed']);
      expect(noticeTo(ada)).toEqual({ kind: 'closed', days: null, into: `PT-${into}`, reopenDays: 0 });
      expect([await stateOf(into, ada), await stateOf(into, eve)]).toEqual(['following', 'following']);
    }
  });

  test('those of two organisations after a yes; who is barred there does not move, and hears so', async () => {
    const into = await ticket({ requesterEmail: kim, requesterName: null, organisation: 'Lab' }, [zoe]);
    const number = await ticket({}, [bob, eve]);
    const asks = { kind: 'merge-asks', key: `PT-${into}`, here: `${ada}, ${bob}, ${eve}`, there: `${kim}, ${zoe}` };
    expect((await played(number, [{ do: 'merge', into }])).feedback).toEqual([asks]);
    await inTx(tx => setFollowing(tx, into, { person: mailbox(eve), state: 'barred' }));
    const { feedback, noticeTo } = await played(number, [{ do: 'merge', into, confirmed: true }]);
    expect(feedback).toEqual([{ kind: 'merged', key: `PT-${into}` }]);
    expect(noticeTo(eve)).toMatchObject({ kind: 'closed', follows: false });
    expect(noticeTo(bob)).not.toHaveProperty('follows');
    expect(await stateOf(into, eve)).toBe('barred');
    const parted = await played(into, [{ do: 'undo' }]);
    expect(parted.feedback).toEqual([{ kind: 'unmerged', key: `PT-${number}` }]);
    expect(parted.noticeTo(ada)).toEqual({ kind: 'parted', from: `PT-${into}` });
  });

  test('two tickets without an organisation are no one organisation', async () => {
    const into = await ticket({ requesterEmail: kim, organisation: null }, []);
    const number = await ticket({ organisation: null }, []);
    expect((await played(number, [{ do: 'merge', into }])).feedback).toMatchObject([{ kind: 'merge-asks' }]);
  });

  test('what came meanwhile stays when a merge is undone', async () => {
    const into = await ticket({ requesterEmail: bob }, []);
    await played(await ticket(), [{ do: 'merge', into }]);
    await played(into, [{ do: 'reply', text: 'More.' }], as('requester', bob));
    expect((await played(into, [{ do: 'undo' }])).feedback).toContainEqual({ kind: 'stay-here', count: 1 });
  });

  test('words and a merge are told as one mail, which names the ticket that was merged', async () => {
    const into = await ticket({ requesterEmail: bob }, []);
    const number = await ticket({}, [eve]);
    const fields = { status: 'pending' } as const;
    const { sent, noticeTo } = await played(number, [
      { do: 'merge', into },
      { do: 'set', fields },
    ]);
    expect(sent).toBe('ada=change bob=change eve=change lea=change');
    expect(noticeTo(eve)).toMatchObject({ merged: [`PT-${number}`] });
  });

  test.each<[string, (number: number) => Action, object]>([
    ['into no ticket', () => ({ do: 'merge', into: 4_000_000 }), { kind: 'no-such-ticket', key: 'PT-4000000' }],
    ['into itself', into => ({ do: 'merge', into, words: '#merge' }), { kind: 'same', words: '#merge' }],
    ['off no entry', () => ({ do: 'split', message: 1, alone: false }), { kind: 'no-such-entry', words: 'split' }],
    ['to a stranger', () => ({ do: 'for', requester: mailbox(zoe) }), { kind: 'not-in-directory', address: zoe }],
    ['to who has it', () => ({ do: 'for', requester: mailbox(ada) }), { kind: 'requester-already', address: ada }],
  ])('%s nothing is done', async (_, action, said) => {
    const number = await ticket();
    const { feedback, entries, sent } = await played(number, [action(number)]);
    expect([feedback, entries, sent]).toEqual([[said], [], '']);
  });

  test('into itself without words is named by its key', async () => {
    const number = await ticket();
    const words = `merge PT-${number}`;
    expect((await played(number, [{ do: 'merge', into: number }])).feedback).toEqual([{ kind: 'same', words }]);
  });

  test('another requester gets the request, and the former one follows, unless an agent', async () => {
    const first = await ticket({ instance: 'tt_lakes', instanceKnown: true, priority: 'high' }, [kim]);
    const { feedback, sent, noticeTo, acted, events } = await played(first, [{ do: 'for', requester: mailbox(kim) }]);
    expect([feedback, events]).toEqual([[{ kind: 'requester', address: kim }], [`requester: ${ada} -> ${kim}`]]);
    expect(sent).toBe('ada=change kim=receipt lea=change');
    expect(noticeTo(kim)).toEqual({
      ...{ kind: 'receipt', instance: { value: 'tt_lakes', known: true }, request: 'It is down.' },
      ...{ priority: { value: 'high', because: { source: 'agent' } }, attachments: [], missing: [], similar: [] },
    });
    expect(acted.ticket).toMatchObject({ requesterEmail: kim, requesterName: null, organisation: 'Lab', locale: 'de' });
    expect([await stateOf(first, ada), await stateOf(first, kim)]).toEqual(['following', null]);
    const ofAgent = await ticket({ requesterEmail: sam }, []);
    const plain = await played(ofAgent, [{ do: 'for', requester: mailbox(bob) }]);
    expect(plain.noticeTo(bob)).toMatchObject({ instance: null, priority: null });
    expect(plain.acted.ticket).toMatchObject({ requesterName: 'Bob', locale: 'en' });
    expect(await stateOf(ofAgent, sam)).toBeNull();
    const member = await played(ofAgent, [{ do: 'for', requester: mailbox('di@corp.test' as Address) }]);
    expect(member.acted.ticket, 'of a whole domain').toMatchObject({ requesterName: null, organisation: 'Corp' });
  });

  test('a reply becomes a ticket: with all of the thread, or with its author alone', async () => {
    for (const alone of [false, true]) {
      const number = await ticket({ instance: 'tt_lakes', instanceKnown: true });
      const { acted } = await played(number, [{ do: 'reply', text: 'The fax.' }], as('follower', eve, 'Eve'));
      const { feedback, sent, rows } = await played(number, [{ do: 'split', message: acted.entry!, alone }]);
      const key = `PT-${rows[0]!.ticketNumber}`;
      expect(feedback).toEqual([{ kind: alone ? 'separated' : 'split', key }]);
      expect(sent).toBe(alone ? 'eve=receipt lea=new-ticket' : 'ada=opened bob=opened eve=receipt lea=new-ticket');
      const of = (person: Address) => rows.find(({ recipientEmail }) => recipientEmail === person)!;
      const origin = { how: 'split', key: `PT-${number}` };
      expect(of(lea).notice).toMatchObject({ kind: 'new-ticket', priority: null, origin, text: 'The fax.' });
      expect(of(eve).notice).toMatchObject({ kind: 'receipt', missing: [], similar: [], origin });
      expect(of(eve)).toMatchObject({ role: 'requester', entry: acted.entry, references: [] });
      if (!alone) expect(of(ada).notice).toEqual({ kind: 'opened', from: `PT-${number}` });
      expect(await stateOf(rows[0]!.ticketNumber!, bob)).toBe(alone ? null : 'following');
    }
  });

  test('time closes, and tells all how long it can be opened again', async () => {
    const { acted, entries, sent, noticeTo } = await played(
      await ticket({ status: 'resolved' }),
      [{ do: 'close', days: 7 }],
      time,
    );
    expect([acted.ticket.status, sent]).toEqual(['closed', 'ada=closed bob=closed eve=closed lea=closed sam=closed']);
    expect(noticeTo(ada)).toEqual({ kind: 'closed', days: 7, into: null, reopenDays: 14 });
    expect(entries).toMatchObject([{ text: 'status: resolved -> closed', automatic: true, actedAs: 'time' }]);
  });
});

describe('undo', () => {
  const undo: Action = { do: 'undo' };
  test('takes back the last act of the actor, and says what there is to take back', async () => {
    const number = await ticket();
    expect((await played(number, [undo])).feedback).toEqual([{ kind: 'nothing-to-undo' }]);
    const { entries } = await played(number, [{ do: 'set', fields: { priority: 'high' } }]);
    expect((await played(number, [{ do: 'undo', event: entries[0]!.id - 1 }])).feedback).toEqual([
      { kind: 'changed-since' },
    ]);
    await played(number, [{ do: 'set', fields: { priority: 'low' } }], as('agent', lea));
    expect((await played(number, [undo])).feedback).toEqual([{ kind: 'changed-since' }]);
    const change = { field: 'priority', from: 'low', to: 'high' };
    expect((await played(number, [undo], as('agent', lea))).feedback).toEqual([{ kind: 'undone', change }]);
    const { feedback, acted } = await played(number, [{ do: 'undo', event: entries[0]!.id }]);
    expect(feedback).toMatchObject([{ kind: 'undone', change: { from: 'high', to: null } }]);
    expect(acted.ticket.priority).toBeNull();
  });

  test.each<[string, Action, string, object]>([
    ['who was added goes', { do: 'follow', people: [mailbox(kim)] }, kim, { kind: 'undone-followed', names: kim }],
    [
      'who was taken off follows',
      { do: 'unfollow', people: [mailbox(eve)] },
      eve,
      { kind: 'undone-removed', names: eve },
    ],
  ])('of followers: %s again', async (_, action, person, said) => {
    const number = await ticket();
    await played(number, [action]);
    const { feedback, events } = await played(number, [undo]);
    expect([feedback, events]).toEqual([[said], [`followers as before: ${person}`]]);
    expect(await stateOf(number, person)).toBe(person === kim ? 'removed' : 'following');
  });

  test('of the requester: unless it is another one again', async () => {
    const number = await ticket();
    await played(number, [{ do: 'for', requester: mailbox(bob) }]);
    await played(number, [{ do: 'for', requester: mailbox(kim) }], as('agent', lea));
    expect((await played(number, [undo])).feedback).toEqual([{ kind: 'changed-since' }]);
    await played(number, [undo], as('agent', lea));
    const { feedback, acted } = await played(number, [undo]);
    expect(feedback).toEqual([{ kind: 'undone-requester', address: ada }]);
    expect(acted.ticket).toMatchObject({ requesterEmail: ada, requesterName: 'Ada', organisation: 'Clinic' });
  });

  test('of a decision on held mail, there is none; an undone split ends the new ticket', async () => {
    const number = await ticket();
    await held(number, zoe);
    await played(number, [{ do: 'keep-out', mail: await held(number, zoe) }]);
    expect((await played(number, [undo])).feedback).toEqual([{ kind: 'cannot-undo' }]);
    const { acted } = await played(number, [{ do: 'reply', text: 'The fax.' }], as('follower', eve));
    const split = await played(number, [{ do: 'split', message: acted.entry!, alone: true }]);
    const ended = split.rows[0]!.ticketNumber!;
    const joined = await played(number, [undo]);
    expect(joined.feedback).toEqual([{ kind: 'unsplit', key: `PT-${ended}` }]);
    expect(joined.noticeTo(eve)).toMatchObject({ kind: 'closed', into: `PT-${number}` });
  });
});

/** A mail that waits to be let in on the ticket, or for an operator. */
async function held(heldForTicket: number | null, author: Address | null): Promise<string> {
  const id = newId();
  const row = { id, receivedAt: new Date(), rcptTo: ['support@mx.test'], size: 1, disposition: 'held' as const };
  await desk.db.insert(mails).values({ ...row, author, heldForTicket });
  return id;
}
const mailOf = async (id: string) => (await desk.db.select().from(mails).where(eq(mails.id, id)))[0]!;

describe('held mail', () => {
  test.each<[string, Omit<Decide, 'mail'>, object, object]>([
    [
      'let-in',
      { do: 'let-in' },
      { disposition: 'pending', releasedBy: 'requester' },
      { events: [`${zoe} is let in`], sent: '' },
    ],
    [
      'let-in-always',
      { do: 'let-in', always: true },
      { disposition: 'pending', releasedBy: 'requester' },
      { events: [`${zoe} is let in for good`], sent: 'zoe=opened' },
    ],
    ['kept-out', { do: 'keep-out' }, { disposition: 'ignored' }, { events: [`${zoe} is kept out`], sent: '' }],
  ])('on a ticket is %s by who decides, with all of its author', async (kind, decision, row, what) => {
    for (const actor of [requester, nobody]) {
      const number = await ticket();
      const [mail, other, ofEve] = [await held(number, zoe), await held(number, zoe), await held(number, kim)];
      const result = await played(number, [{ ...decision, mail }], actor);
      expect(result).toMatchObject({ ...what, feedback: [{ kind, address: zoe }] });
      const by = actor.mailbox?.address ?? 'an operator';
      const why = decision.do === 'keep-out' ? `kept out by ${by}` : `let in by ${by}`;
      const keptOutBy = decision.do === 'keep-out' ? (actor.mailbox?.address ?? 'operator') : null;
      for (const id of [mail, other]) expect(await mailOf(id)).toMatchObject({ ...row, reasons: [why], keptOutBy });
      expect(await mailOf(ofEve)).toMatchObject({ disposition: 'held' });
      const state = { 'let-in': null, 'let-in-always': 'following', 'kept-out': 'barred' }[kind];
      expect(await stateOf(number, zoe)).toBe(state);
      const notice = { kind: 'opened', ...(actor.mailbox ? { by: actor.mailbox } : {}), isLetIn: true };
      expect(result.rows.map(each => [each.role, each.notice])).toEqual(
        kind === 'let-in-always' ? [['follower', notice]] : [],
      );
    }
  });

  test('that waits no more is decided by nobody', async () => {
    const number = await ticket();
    const mail = newId();
    const { feedback, entries } = await played(number, [{ do: 'let-in', mail, words: 'yes' }]);
    expect([feedback, entries]).toEqual([[{ kind: 'same', words: 'yes' }], []]);
    expect((await played(number, [{ do: 'keep-out', mail }])).feedback).toEqual([{ kind: 'same', words: 'keep-out' }]);
  });

  test.each<[Decide['do'], Actor, object]>([
    ['keep-out', agent, { disposition: 'ignored', keptOutBy: sam, reasons: [`kept out by ${sam}`] }],
    ['keep-out', nobody, { disposition: 'ignored', keptOutBy: 'operator', reasons: ['kept out by an operator'] }],
    ['let-in', agent, { disposition: 'pending', keptOutBy: null, releasedBy: null, reasons: [`let in by ${sam}`] }],
    ['let-in', nobody, { disposition: 'pending', releasedBy: null, reasons: ['let in by an operator'] }],
  ])('about no ticket is decided: %s', async (what, actor, row) => {
    for (const author of [zoe, null]) {
      const mail = await held(null, author);
      const decided = await inTx(tx => decideHeldMail(tx, { do: what, mail }, actor, desk.desk));
      const kind = what === 'keep-out' ? 'kept-out' : 'let-in';
      expect(decided).toEqual({ feedback: [{ kind, address: author ?? '' }], outboxIds: [], ticketNumber: null });
      expect(await mailOf(mail)).toMatchObject(row);
    }
  });

  test('about a ticket is decided on it, about a ticket of nobody like one without, and none is no mail', async () => {
    const number = await ticket();
    const decide = (mail: string) => inTx(tx => decideHeldMail(tx, { do: 'let-in', mail }, agent, desk.desk));
    expect(await decide(await held(number, zoe))).toMatchObject({ ticketNumber: number });
    expect(await decide(await held(number, null))).toMatchObject({ ticketNumber: null });
    expect(await decide('none')).toEqual({ refused: { kind: 'not-held', words: 'none' } });
  });
});

describe('letters', () => {
  test('of a ticket name its followers and the entry that they are about', async () => {
    const number = await ticket();
    const [entry] = await desk.db.select().from(messages).where(eq(messages.ticketNumber, number));
    const letter = { to: mailbox(ada), role: 'requester', locale: 'en', notice: { kind: 'opened' } } as const;
    const write = async (more: object) => {
      const row = (await inTx(tx => lockTicket(tx, number)))!;
      const [id] = await inTx(tx => enqueueNotifications(tx, row, { letters: [letter], desk: desk.desk, ...more }));
      return (await desk.db.select().from(outbox).where(eq(outbox.id, id!)))[0]!;
    };
    expect(await write({ entry: entry!.id })).toMatchObject({ entry: entry!.id });
    const plain = await write({});
    expect(plain.entry).toBeNull();
    expect(plain.ticket.followers.map(({ address }) => address).sort()).toEqual([bob, eve]);
  });

  test('warn each agent once an hour of one trouble with one person, but not an agent of themselves', async () => {
    const row = (await inTx(async tx => lockTicket(tx, await ticket())))!;
    const warn = async (about: 'looping' | 'unreachable', who: Address) => {
      const warning = { about, who: mailbox(who), why: 'x' };
      const ids = await inTx(tx => warnAgents(tx, row, { warning, desk: desk.desk }));
      const rows = await desk.db.select().from(outbox).orderBy(asc(outbox.recipientEmail));
      return rows.filter(({ id }) => ids.includes(id)).map(each => [each.recipientEmail, each.role, each.notice]);
    };
    const notice = { kind: 'warning', about: 'looping', who: mailbox(zoe), why: 'x' };
    expect(await warn('looping', zoe)).toEqual([
      [lea, 'agent', notice],
      [sam, 'agent', notice],
    ]);
    expect(await warn('looping', zoe)).toEqual([]);
    expect(await warn('unreachable', zoe)).toHaveLength(2);
    expect((await warn('looping', sam)).map(([to]) => to)).toEqual([lea]);
  });
});
