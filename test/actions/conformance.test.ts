// Every act through every door: the ticket, its events, the feedback and the outgoing mail are the same.
import { eq, gt } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { act } from '../../src/actions/act.ts';
import { decideHeldMail } from '../../src/actions/held-mail.ts';
import { sentenceOf } from '../../src/cli/feedback.ts';
import { messages } from '../../src/db/schema/messages.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { tickets } from '../../src/db/schema/tickets.ts';
import type { Action } from '../../src/desk/action.ts';
import type { Actor } from '../../src/desk/actor.ts';
import type { Feedback } from '../../src/desk/feedback.ts';
import { orderIn } from '../../src/http/compose/commands.ts';
import type { Address } from '../../src/mail/address.ts';
import { commandLine } from '../support/command-line.ts';
import { openDesk, type Result, type Sent, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, bob, eve, zoe] = ['ada@clinic.test', 'bob@clinic.test', 'eve@lab.test', 'zoe@lab.test'];
const [sam, lea] = ['sam@desk.test', 'lea@desk.test'];
let desk: TestDesk;
let turn = 0;

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin', name: 'Ada', instances: ['tt_lakes', 'tt_hills'] },
    { email: bob, role: 'admin', name: 'Bob' },
    { email: sam, role: 'agent', name: 'Sam' },
    { email: lea, role: 'agent', name: 'Lea' },
  ]);
});
afterAll(() => desk.close());

/** A ticket with a follower, another one, a reply, and a mail that waits to be let in. */
type Scene = Readonly<{ ticket: Result; other: Result; reply: Result; waiting: Result; question: Sent; entry: number }>;

async function scene(): Promise<Scene> {
  turn += 1;
  const ticket = await desk.write({ from: ada, subject: 'Portal', text: `It is down, ${turn}.`, cc: eve });
  const other = await desk.write({ from: bob, subject: 'Login', text: `Nobody gets in, ${turn}.` });
  const reply = await desk.write({
    from: eve,
    text: `The invoice is wrong, too, ${turn}.`,
    answers: toWhom(ticket, eve),
  });
  const to = desk.replyAddress(toWhom(ticket, ada));
  const waiting = await desk.write({ from: zoe, text: `May I, ${turn}?`, to });
  const question = toWhom(waiting, ada, 'held-question');
  const [entry] = await desk.db.select().from(messages).where(eq(messages.mailId, reply.id));
  return { ticket, other, reply, waiting, question, entry: entry!.id };
}

const agent = (via: Actor['via']): Actor => ({ as: 'agent', mailbox: { address: sam as Address, name: 'Sam' }, via });
const keyOf = ({ ticket }: Result) => `PT-${ticket}`;

type Case = Readonly<{
  name: string;
  actions(scene: Scene): readonly Action[];
  /** As an agent mails it; on which thread is told by `on`. */
  mail?: (scene: Scene) => string;
  on?: (scene: Scene) => Sent;
  cli?: (scene: Scene) => readonly string[];
  /** Acts that come before, by the same agent at the same door. */
  before?: Case;
}>;

const field = (
  name: string,
  words: string,
  fields: Extract<Action, { do: 'set' }>['fields'],
  option: string[],
): Case => ({
  name,
  actions: () => [{ do: 'set', fields }],
  mail: () => words,
  cli: ({ ticket }) => ['ticket', 'set', keyOf(ticket), ...option],
});
const urgent = field('priority', '#priority urgent', { priority: 'urgent' }, ['--priority', 'urgent']);
const merged: Case = {
  name: 'merge',
  actions: ({ other }) => [{ do: 'merge', into: other.ticket! }],
  mail: ({ other }) => `#merge ${keyOf(other)}`,
  cli: ({ ticket, other }) => ['ticket', 'merge', keyOf(ticket), keyOf(other)],
};
const splitOff = (alone: boolean): Case => ({
  name: alone ? 'split, its author alone' : 'split',
  actions: ({ entry }) => [{ do: 'split', message: entry, alone }],
  mail: () => (alone ? '#not-this-ticket' : '#split'),
  on: ({ reply }) => toWhom(reply, sam),
  cli: ({ ticket, entry }) => ['ticket', 'split', keyOf(ticket), String(entry), ...(alone ? ['--alone'] : [])],
});
const undone = (before: Case): Case => ({
  name: `undo of ${before.name}`,
  before,
  actions: () => [{ do: 'undo' }],
  mail: () => '#undo',
  cli: ({ ticket }) => ['ticket', 'undo', keyOf(ticket)],
});
const answered: Case = {
  name: 'answer',
  actions: () => [{ do: 'answer', text: 'Which browser?' }],
  mail: () => 'Which browser?',
  cli: ({ ticket }) => ['ticket', 'reply', keyOf(ticket), '--text', 'Which browser?'],
};
const decided = (name: string, words: string, decision: Omit<Extract<Action, { mail: string }>, 'mail'>): Case => ({
  name,
  actions: ({ waiting }) => [{ ...decision, mail: waiting.id } as Action],
  mail: () => words,
  on: ({ question }) => ({ ...question, to: sam }),
  cli: ({ waiting }) => [
    'held',
    decision.do === 'keep-out' ? 'drop' : 'release',
    waiting.id,
    ...(decision.always ? ['--always'] : []),
  ],
});
const followed: Case = {
  name: 'follow',
  actions: () => [{ do: 'follow', people: [{ address: bob as Address, name: '' }] }],
  cli: ({ ticket }) => ['ticket', 'follow', keyOf(ticket), bob],
};
const removed: Case = {
  name: 'unfollow',
  actions: () => [{ do: 'unfollow', people: [{ address: eve as Address, name: '' }] }],
  cli: ({ ticket }) => ['ticket', 'unfollow', keyOf(ticket), eve],
};
const forBob: Case = {
  name: 'for',
  actions: () => [{ do: 'for', requester: { address: bob as Address, name: '' } }],
  cli: ({ ticket }) => ['ticket', 'for', keyOf(ticket), bob],
};

const cases: readonly Case[] = [
  answered,
  {
    name: 'answer with a status',
    actions: () => [
      { do: 'set', fields: { status: 'pending' } },
      { do: 'answer', text: 'Which browser?' },
    ],
    mail: () => '#pending\nWhich browser?',
    cli: ({ ticket }) => ['ticket', 'reply', keyOf(ticket), '--text', 'Which browser?', '--status', 'pending'],
  },
  {
    name: 'note',
    actions: () => [{ do: 'note', text: 'Known since May.' }],
    mail: () => '#note\nKnown since May.',
    cli: ({ ticket }) => ['ticket', 'reply', keyOf(ticket), '--text', 'Known since May.', '--internal'],
  },
  {
    name: 'note with a status, of which everyone hears',
    actions: () => [
      { do: 'set', fields: { status: 'resolved' } },
      { do: 'note', text: 'Known since May.' },
    ],
    mail: () => '#note #resolved\nKnown since May.',
    cli: ({ ticket }) => ['ticket', 'reply', keyOf(ticket), '--text', 'x', '--internal', '--status', 'resolved'],
  },
  field('status', '#closed', { status: 'closed' }, ['--status', 'closed']),
  urgent,
  field('instance', '#instance tt_hills', { instance: 'tt_hills' }, ['--instance', 'tt_hills']),
  {
    name: 'assign',
    actions: () => [{ do: 'set', fields: { assignee: lea as Address } }],
    mail: () => `#assign ${lea}`,
    cli: ({ ticket }) => ['ticket', 'assign', keyOf(ticket), lea],
  },
  {
    name: 'assign to no agent',
    actions: () => [{ do: 'set', fields: { assignee: bob as Address } }],
    mail: () => `#assign ${bob}`,
    cli: ({ ticket }) => ['ticket', 'assign', keyOf(ticket), bob],
  },
  merged,
  {
    name: 'merge into no ticket',
    actions: () => [{ do: 'merge', into: 4_000_000 }],
    mail: () => '#merge PT-4000000',
    cli: ({ ticket }) => ['ticket', 'merge', keyOf(ticket), 'PT-4000000'],
  },
  splitOff(false),
  splitOff(true),
  { ...undone(urgent), name: 'undo' },
  undone(merged),
  undone(splitOff(false)),
  undone(answered),
  undone(followed),
  undone(removed),
  undone(forBob),
  decided('let in', 'let in', { do: 'let-in' }),
  decided('let in always', 'always', { do: 'let-in', always: true }),
  decided('keep out', 'keep out', { do: 'keep-out' }),
  followed,
  removed,
  forBob,
];

type Seen = Readonly<{ ticket: unknown; followers: unknown; events: unknown; sent: unknown }>;

/** What is there now and was not before, with the names of this scene in place of its numbers. */
async function seen({ ticket, other }: Scene, since: { entry: number; sent: ReadonlySet<string> }): Promise<Seen> {
  const named = (text: string) =>
    text
      .replaceAll(keyOf(ticket), 'the ticket')
      .replaceAll(keyOf(other), 'the other')
      .replace(/PT-\d+/g, 'a new one')
      .replace(/, \d+\b/g, '');
  const [row] = await desk.db.select().from(tickets).where(eq(tickets.number, ticket.ticket!));
  const { status, priority, instance, assignee, mergedInto, requesterEmail } = row!;
  const events = await desk.db.select().from(messages).where(gt(messages.id, since.entry)).orderBy(messages.id);
  const sent = (await desk.sentMail()).filter(({ id, notice }) => !since.sent.has(id) && notice.kind !== 'done');
  return {
    ticket: { status, priority, instance, assignee, requesterEmail, isMerged: mergedInto === other.ticket },
    followers: (await desk.ticket(ticket.ticket!)).followers.map(({ email }) => email).sort(),
    events: events
      .filter(({ kind }) => kind === 'event')
      .map(({ text, authorEmail, actedAs, automatic }) => [named(text), authorEmail, actedAs, automatic]),
    sent: sent
      .map(({ to, role, notice }) => [
        to,
        role,
        notice.kind,
        named('text' in notice ? (notice.text ?? '') : ''),
        named(changesIn(notice)),
      ])
      .sort(),
  };
}
const changesIn = (notice: Sent['notice']): string =>
  ('changes' in notice ? (notice.changes ?? []) : []).map(({ field, from, to }) => `${field} ${from} ${to}`).join();

async function now() {
  const [last] = await desk.db
    .select({ id: messages.id })
    .from(messages)
    .orderBy(messages.id)
    .limit(1_000_000)
    .then(rows => rows.slice(-1));
  const rows = await desk.db.select({ id: outbox.id }).from(outbox);
  return { entry: last!.id, sent: new Set(rows.map(({ id }) => id)) };
}

/** `typed`: the words of the mail, in the field for answers on the ticket's page. */
type Door = 'page' | 'typed' | 'cli' | 'mail';

async function order(door: Door, each: Case, set: Scene): Promise<readonly Feedback[] | string> {
  if (door === 'mail') {
    const answers = each.on?.(set) ?? { ...toWhom(set.ticket, sam), to: sam };
    return (await desk.write({ from: sam, text: each.mail!(set), answers })).lines;
  }
  if (door === 'cli') {
    const args = [...each.cli!(set), '--as', sam];
    return commandLine(args, desk.env).catch((cause: Error) => cause.message);
  }
  const actions =
    door === 'typed'
      ? orderIn({ text: each.mail!(set), field: 'answer', author: sam as Address }).actions
      : each.actions(set);
  const [first] = actions;
  return desk.db.transaction(async tx => {
    const done =
      first && 'mail' in first
        ? await decideHeldMail(tx, first, agent('page'), desk.desk)
        : await act(tx, set.ticket.ticket!, actions, agent('page'), desk.desk);
    return 'refused' in done ? [done.refused] : done.feedback;
  });
}

async function played(door: Door, each: Case) {
  const set = await scene();
  if (each.before) await order(doorsOf(each.before).includes(door) ? door : 'page', each.before, set);
  const since = await now();
  const feedback = await order(door, each, set);
  const vias = await desk.db
    .select({ via: messages.via, text: messages.text })
    .from(messages)
    .where(gt(messages.id, since.entry));
  const names = (line: string) =>
    line
      .replaceAll(keyOf(set.ticket), 'the ticket')
      .replaceAll(keyOf(set.other), 'the other')
      .replace(/PT-\d+/g, 'a new one');
  return { outcome: await seen(set, since), feedback, vias: vias.filter(({ via }) => via !== null), names };
}

/** In one order, with the names of a scene in place of its numbers. */
const parsed = (feedback: readonly Feedback[], names: (text: string) => string): Feedback[] =>
  feedback
    .map(line => JSON.parse(names(JSON.stringify(line))) as Feedback)
    .sort((a, b) => a.kind.localeCompare(b.kind));

const all: Door[] = ['page', 'typed', 'cli', 'mail'];
/** What answers a mail about an entry, or about held mail, has a button of its own at that entry on the page. */
const doorsOf = (each: Case): Door[] =>
  all.filter(door => {
    if (door === 'typed') return each.mail !== undefined && each.on === undefined;
    return door === 'page' || each[door] !== undefined;
  });

describe.each(cases.map(each => [each.name, each] as const))('%s', (_, each) => {
  test(`is the same by ${doorsOf(each).join(', ')}`, async () => {
    const { outcome, feedback, names } = await played('page', each);
    const said = parsed(feedback as Feedback[], names);
    for (const door of doorsOf(each).slice(1)) {
      const other = await played(door, each);
      expect(other.outcome, door).toEqual(outcome);
      expect(
        other.vias.every(({ via }) => via === (door === 'typed' ? 'page' : door)),
        door,
      ).toBe(true);
      if (door === 'mail' || door === 'typed') expect(parsed(other.feedback as Feedback[], other.names)).toEqual(said);
      else {
        for (const line of feedback as Feedback[])
          expect(other.names(other.feedback as string)).toContain(names(sentenceOf(line)));
      }
    }
  });
});

test('how many acts were played through how many doors', () => {
  const played = cases.map(each => doorsOf(each).length).reduce((sum, count) => sum + count, 0);
  console.log(`${cases.length} acts, ${played} plays through ${all.length} doors of agents`);
  expect(played).toBeGreaterThan(cases.length * 2);
});

describe.each(
  [
    '#priority high\n#assign me\n#follow bob@clinic.test\n\nWe look into it.',
    '#resolved',
    '#in-attesa #priorità bassa\nQuale browser?',
    'Priority: low\n\n#note\nKnown since May.',
    '#for bob@clinic.test\n#pending and #instance tt_hills Bob, can you say more?',
    'Priority: low\n\nInternal note: she pays late',
    '#notiz #gelöst\nDie Rechnung war doppelt.',
    '#follow eve@lab.test\n#assign lea@desk.test\n#priority high\n#priority low',
  ].map(text => [text.replaceAll('\n', ' | '), text]),
)('typed on the page or mailed: %s', (_, text) => {
  test('the ticket, its events and what goes out are the same', async () => {
    const each = { name: text!, actions: () => [], mail: () => text! };
    const [typed, mailed] = [await played('typed', each), await played('mail', each)];
    expect(typed.outcome).toEqual(mailed.outcome);
    expect(typed.outcome).not.toMatchObject({ events: [], sent: [] });
  });
});

describe('where the two doors of the last release differed', () => {
  test.each(['page', 'cli', 'mail'] as const)(
    'by %s an action on a merged ticket applies to the one that it was merged into',
    async door => {
      const set = await scene();
      await order('page', merged, set);
      await order(door, answered, set);
      await order(door, urgent, set);
      const [dead] = await desk.db.select().from(tickets).where(eq(tickets.number, set.ticket.ticket!));
      const [living] = await desk.db.select().from(tickets).where(eq(tickets.number, set.other.ticket!));
      expect(dead).toMatchObject({ status: 'closed', priority: null });
      expect(living).toMatchObject({ status: 'open', priority: 'urgent' });
      expect((await desk.ticket(set.other.ticket!)).messages!.map(({ text }) => text)).toContain('Which browser?');
    },
  );
  test('#undo takes back what was changed by the command line, named or not, and no older merge', async () => {
    for (const as of [['--as', sam], []]) {
      const set = await scene();
      await order('mail', merged, set);
      await commandLine(['ticket', 'set', keyOf(set.other), '--priority', 'low', ...as], desk.env);
      const { lines } = await desk.write({ from: sam, text: '#undo', answers: { ...toWhom(set.other, sam), to: sam } });
      expect(lines).toEqual([{ kind: 'undone', change: { field: 'priority', from: 'low', to: null } }]);
      const [still] = await desk.db.select().from(tickets).where(eq(tickets.number, set.ticket.ticket!));
      expect(still!.mergedInto).toBe(set.other.ticket);
    }
  });
  test.each(['cli', 'mail', 'page'] as const)('kept out by %s, the stranger is not asked about again', async door => {
    const set = await scene();
    await order(door, cases.find(({ name }) => name === 'keep out')!, set);
    const again = await desk.write({ from: zoe, text: 'Again.', to: desk.replyAddress(toWhom(set.ticket, ada)) });
    expect([again.disposition, again.sent]).toEqual(['ignored', []]);
  });
  test.each(['page', 'cli', 'mail'] as const)(
    'by %s an undo after an answer does not take back that the ticket was opened by it',
    async door => {
      const set = await scene();
      await order(door, answered, set);
      const since = await now();
      const said = await order(door, undone(answered), set);
      expect(JSON.stringify(said)).toMatch(/nothing(-| )to(-| )undo/);
      const after = await seen(set, since);
      expect(after).toMatchObject({ ticket: { status: 'open' }, sent: [] });
    },
  );
});
