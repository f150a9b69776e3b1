// One mail per event and person: whatever a mail, a command or a page does at once, each person gets one mail of it,
// with the results of the commands in it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { act } from '../../src/actions/act.ts';
import type { Action } from '../../src/desk/action.ts';
import type { Actor } from '../../src/desk/actor.ts';
import type { Address } from '../../src/mail/address.ts';
import { commandLine } from '../support/command-line.ts';
import { openDesk, type Result, type TestDesk, toWhom } from '../support/desk.ts';

const [ada, bob, kim] = ['ada@clinic.test', 'bob@clinic.test', 'kim@clinic.test'];
const [eve, zoe, new1] = ['eve@lab.test', 'zoe@lab.test', 'new@lab.test'];
const [sam, lea] = ['sam@desk.test', 'lea@desk.test'];
let desk: TestDesk;
let turn = 0;
beforeAll(async () => {
  desk = await openDesk([
    { email: ada, role: 'admin', name: 'Ada', instances: ['tt_lakes', 'tt_hills'] },
    { email: bob, role: 'admin', name: 'Bob' },
    { email: kim, role: 'admin', name: 'Kim' },
    { email: sam, role: 'agent', name: 'Sam' },
    { email: lea, role: 'agent', name: 'Lea' },
  ]);
});
afterAll(() => desk.close());

async function scene() {
  turn += 1;
  const ticket = await desk.write({ from: ada, subject: 'Portal', text: `It is down, ${turn}.`, cc: `${eve}, ${bob}` });
  const other = await desk.write({ from: bob, subject: 'Login', text: `Nobody gets in, ${turn}.`, cc: eve });
  const reply = await desk.write({
    from: eve,
    text: `The invoice is wrong, too, ${turn}.`,
    answers: toWhom(ticket, eve),
  });
  return { ticket, other, reply };
}
type Scene = Awaited<ReturnType<typeof scene>>;
const keyOf = ({ ticket }: Result) => `PT-${ticket}`;
type Play = (set: Scene) => Promise<unknown>;
const byMail =
  (from: string, text: string | ((set: Scene) => string), more: { cc?: string; on?: 'reply' } = {}): Play =>
  set =>
    desk.write({
      from,
      text: typeof text === 'string' ? text : text(set),
      answers: { ...toWhom(more.on ? set.reply : set.ticket, from), to: from },
      ...(more.cc ? { cc: more.cc } : {}),
    });
const byCli =
  (args: (set: Scene) => string[]): Play =>
  set =>
    commandLine([...args(set), '--as', sam], desk.env);
const byPage =
  (actions: (set: Scene) => Action[], as = sam): Play =>
  set =>
    desk.db.transaction(tx =>
      act(
        tx,
        set.ticket.ticket!,
        actions(set),
        { as: as === sam ? 'agent' : 'person', mailbox: { address: as as Address, name: '' }, via: 'page' } as Actor,
        desk.desk,
      ),
    );
const plays: Record<string, Play> = {
  'agent answers': byMail(sam, 'Which browser?'),
  'agent answers with status': byMail(sam, '#pending\nWhich browser?'),
  'agent answers with all': byMail(
    sam,
    '#pending\n#priority high\n#instance tt_lakes\n#assign lea@desk.test\nWhich browser?',
  ),
  'agent orders all': byMail(sam, '#pending\n#priority high\n#instance tt_lakes\n#assign lea@desk.test'),
  'agent answers and copies in': byMail(sam, 'Which browser?', { cc: new1 }),
  'agent note': byMail(sam, '#note\nKnown.'),
  'agent note and status': byMail(sam, '#note #resolved\nKnown.'),
  'agent merges': byMail(sam, s => `#merge ${keyOf(s.other)}`),
  'agent merges and answers': byMail(sam, s => `#merge ${keyOf(s.other)}\n#resolved\nDone.`),
  'agent splits': byMail(sam, '#split', { on: 'reply' }),
  'agent splits and answers': byMail(sam, '#split\n#priority high\nWe look at it apart.', { on: 'reply' }),
  'agent for': byMail(sam, `#for ${bob}`),
  'agent for a new person and answers': byMail(sam, `#for ${kim}\nWhich browser?`),
  'agent adds a person and answers': byMail(sam, `#follow ${kim}\nWhich browser?`),
  'agent for and answers': byMail(sam, `#for ${bob}\nWhich browser?`),
  'agent undo': byMail(sam, '#undo'),
  'agent help and answers': byMail(sam, '#help\nWhich browser?'),
  'agent bad commands and answers': byMail(sam, '#resolvd\n#assign nobody@x.test\nWhich browser?'),
  'requester replies': byMail(ada, 'Still down.'),
  'requester replies with commands': byMail(ada, '#priority high\n#instance tt_hills\nStill down.'),
  'requester orders': byMail(ada, '#resolved'),
  'requester replies and copies in': byMail(ada, 'Still down.', { cc: `${new1}, ${bob}` }),
  'requester asks help': byMail(ada, '#help\nStill down.'),
  'requester bad commands': byMail(ada, '#assign me\n#foo\nStill down.'),
  'follower replies': byMail(eve, 'Here too.'),
  'follower leaves': byMail(eve, '#unfollow'),
  'follower leaves with words': byMail(eve, '#unfollow\nNot for me any more, thanks.'),
  'follower comes again': byMail(eve, 'Here too, after all.'),
  'follower splits': byMail(bob, '#not-this-ticket\nMy own matter.'),
  'cli reply with all': byCli(s => [
    'ticket',
    'reply',
    keyOf(s.ticket),
    '--text',
    'Which browser?',
    '--status',
    'pending',
  ]),
  'cli set all': byCli(s => [
    'ticket',
    'set',
    keyOf(s.ticket),
    '--status',
    'closed',
    '--priority',
    'low',
    '--instance',
    'tt_hills',
  ]),
  'cli merge': byCli(s => ['ticket', 'merge', keyOf(s.ticket), keyOf(s.other)]),
  'cli follow': byCli(s => ['ticket', 'follow', keyOf(s.ticket), new1]),
  'cli unfollow': byCli(s => ['ticket', 'unfollow', keyOf(s.ticket), eve]),
  'cli for': byCli(s => ['ticket', 'for', keyOf(s.ticket), bob]),
  'cli assign': byCli(s => ['ticket', 'assign', keyOf(s.ticket), lea]),
  'page all': byPage(s => [
    { do: 'merge', into: s.other.ticket! },
    { do: 'set', fields: { status: 'pending', priority: 'high', assignee: lea as Address } },
    { do: 'answer', text: 'Which browser?' },
    { do: 'follow', people: [{ address: new1 as Address, name: '' }] },
  ]),
  'page answer, follow, unfollow': byPage(() => [
    { do: 'answer', text: 'Which browser?' },
    { do: 'follow', people: [{ address: new1 as Address, name: '' }] },
    { do: 'unfollow', people: [{ address: eve as Address, name: '' }] },
  ]),
  opens: async () =>
    desk.write({ from: ada, subject: 'Other', text: `New thing ${turn}`, cc: `${bob}, ${new1}, ${sam}` }),
  'opens with commands': async () =>
    desk.write({ from: ada, subject: 'Other', text: `#priority high\n#foo\nNew thing ${turn}`, cc: `${bob}, ${new1}` }),
  'agent opens by forward': async () =>
    desk.write({
      from: sam,
      subject: 'Fwd: Agenda',
      text: `Please look\n\nFrom: Ada <${ada}>\nSent: Monday, 30 November 2026 10:12\nTo: Sam <${sam}>\nCc: Bob <${bob}>\nSubject: Agenda\n\nThe agenda ${turn} is empty.`,
    }),
  'agent opens by forward, unknown': async () =>
    desk.write({
      from: sam,
      subject: 'Fwd: Agenda',
      text: `Please look\n\nFrom: Nina <nina@away.test>\nSent: Monday, 30 November 2026 10:12\nTo: Sam <${sam}>\nSubject: Agenda\n\nThe results ${turn} are empty.`,
    }),
  'stranger writes': async s =>
    desk.write({ from: zoe, text: `May I, ${turn}?`, to: desk.replyAddress(toWhom(s.ticket, ada)) }),
};

/** `ada=answer`, `/other` for mail about the other ticket, `/new` about one that is new. */
async function told(set: Scene, play: Play): Promise<string[]> {
  const before = new Set((await desk.sentMail()).map(({ id }) => id));
  await play(set);
  const sent = (await desk.sentMail()).filter(({ id }) => !before.has(id));
  const about = (number: number | null) =>
    number === set.ticket.ticket ? '' : number === set.other.ticket ? '/other' : '/new';
  return sent.map(({ to, notice, ticketNumber }) => `${to.split('@')[0]}=${notice.kind}${about(ticketNumber)}`).sort();
}
/** What comes before, as an event of its own. */
const first: Record<string, Play> = {
  'agent undo': byMail(sam, '#priority low'),
  'follower comes again': byMail(eve, '#unfollow'),
};

/** Who gets what. Two mails only where two tickets have news: `#split` with words tells of each on its own thread. */
const expected: Record<string, string> = {
  'agent answers': 'ada=answer bob=answer eve=answer lea=answer',
  'agent answers with status': 'ada=answer bob=answer eve=answer lea=answer sam=done',
  'agent answers with all': 'ada=answer bob=answer eve=answer lea=answer sam=done',
  'agent orders all': 'ada=change bob=change eve=change lea=change sam=done',
  'agent answers and copies in': 'ada=answer bob=answer eve=answer lea=answer new=opened',
  'agent note': 'sam=done',
  'agent note and status': 'ada=change bob=change eve=change lea=change sam=done',
  'agent merges': 'ada=closed bob=closed eve=closed lea=closed sam=done/other',
  'agent merges and answers': 'ada=answer/other bob=answer/other eve=answer/other lea=answer/other sam=done/other',
  'agent splits': 'ada=opened/new bob=opened/new eve=receipt/new lea=new-ticket/new sam=done',
  'agent splits and answers':
    'ada=answer ada=opened/new bob=answer bob=opened/new eve=answer eve=receipt/new lea=answer lea=new-ticket/new sam=done',
  'agent for': 'ada=change bob=receipt eve=change lea=change sam=done',
  'agent for a new person and answers': 'ada=answer bob=answer eve=answer kim=answer lea=answer sam=done',
  'agent adds a person and answers': 'ada=answer bob=answer eve=answer kim=answer lea=answer sam=done',
  'agent for and answers': 'ada=answer bob=answer eve=answer lea=answer sam=done',
  'agent undo': 'ada=change bob=change eve=change lea=change sam=done',
  'agent help and answers': 'ada=answer bob=answer eve=answer lea=answer sam=help',
  'agent bad commands and answers': 'sam=done',
  'requester replies': 'bob=reply eve=reply lea=reply sam=reply',
  'requester replies with commands': 'ada=done bob=reply eve=reply lea=reply sam=reply',
  'requester orders': 'ada=done bob=change eve=change lea=change sam=change',
  'requester replies and copies in': 'eve=reply lea=reply new=opened sam=reply',
  'requester asks help': 'ada=help bob=reply eve=reply lea=reply sam=reply',
  'requester bad commands': 'ada=done bob=reply eve=reply lea=reply sam=reply',
  'follower replies': 'ada=reply bob=reply lea=reply sam=reply',
  'follower leaves': 'eve=done',
  'follower leaves with words': 'ada=reply bob=reply eve=done lea=reply sam=reply',
  'follower comes again': 'ada=reply bob=reply eve=done lea=reply sam=reply',
  'follower splits': 'bob=receipt/new lea=new-ticket/new sam=new-ticket/new',
  'cli reply with all': 'ada=answer bob=answer eve=answer lea=answer',
  'cli set all': 'ada=change bob=change eve=change lea=change',
  'cli merge': 'ada=closed bob=closed eve=closed lea=closed',
  'cli follow': 'new=opened',
  'cli unfollow': '',
  'cli for': 'ada=change bob=receipt eve=change lea=change',
  'cli assign': 'lea=change',
  'page all': 'ada=answer/other bob=answer/other eve=answer/other lea=answer/other new=opened/other',
  'page answer, follow, unfollow': 'ada=answer bob=answer lea=answer new=opened',
  opens: 'ada=receipt/new bob=opened/new lea=new-ticket/new new=opened/new sam=new-ticket/new',
  'opens with commands': 'ada=receipt/new bob=opened/new lea=new-ticket/new new=opened/new sam=new-ticket/new',
  'agent opens by forward': 'ada=receipt/new lea=new-ticket/new sam=done/new',
  'agent opens by forward, unknown': 'lea=new-ticket/new sam=receipt/new',
  'stranger writes': 'ada=held-question',
};

test.each(Object.entries(plays))('%s', async (name, play) => {
  const set = await scene();
  await first[name]?.(set);
  const all = await told(set, play);
  expect(all.join(' ')).toBe(expected[name]);
  const threads = all.map(each => each.replace(/=[\w-]+/, ''));
  expect(new Set(threads).size).toBe(threads.length);
});

test.each(['let-in', 'always'])(
  'a stranger who is %s: the decision is one event, the mail let in another',
  async how => {
    const set = await scene();
    const waiting = await desk.write({
      from: zoe,
      text: `May I, ${turn}?`,
      to: desk.replyAddress(toWhom(set.ticket, ada)),
    });
    const decide = () =>
      desk.write({ from: ada, text: how === 'always' ? 'always' : 'yes', answers: toWhom(waiting, ada) });
    const rest = how === 'always' ? ' zoe=opened' : '';
    expect((await told(set, decide)).join(' ')).toBe(`ada=done${rest}`);
    expect((await told(set, desk.fileReleased)).join(' ')).toBe('ada=reply bob=reply eve=reply lea=reply sam=reply');
  },
);
