// What becomes of each mail that is filed by itself: where it goes, with which reasons, and who hears of it.
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followers } from '../../src/db/schema/followers.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { messages } from '../../src/db/schema/messages.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { overBudget } from '../../src/filing/loops/receipt-budget.ts';
import type { Address } from '../../src/mail/address.ts';
import { newId } from '../../src/mail/new-id.ts';
import { rowOf, withoutTicket } from '../../src/outbox/outbox.ts';
import { signReturnPath } from '../../src/tokens/return-path.ts';
import { openDesk, type Result, type Sent, support, type TestDesk, toWhom, type Written } from '../support/desk.ts';

const [ada, bob, eve, zoe] = ['ada@clinic.test', 'bob@clinic.test', 'eve@lab.test', 'zoe@lab.test'];
const [sam, lea] = ['sam@desk.test', 'lea@desk.test'];
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk(
    [
      { email: ada, name: 'Ada' },
      { email: bob, name: 'Bob' },
      { email: '@corp.test' },
      { email: sam, name: 'Sam', role: 'agent' },
      { email: lea, name: 'Lea', role: 'agent' },
    ],
    { lanes: [], followers: [] },
  );
});
afterAll(() => desk.close());

let turn = 0;
/** A ticket of Ada, which Bob and Eve follow. */
async function opened(): Promise<Result> {
  const result = await desk.write({ from: ada, text: `The portal is down, ${++turn}.`, cc: bob });
  await desk.db.insert(followers).values({ ticketNumber: result.ticket!, email: eve, outside: true });
  return result;
}
const threadOf = (result: Result, person: string): Sent => ({ ...toWhom(result, ada), to: person });
const kinds = ({ sent }: Result) =>
  sent
    .map(({ to, notice }) => `${to.split('@')[0]}=${notice.kind}`)
    .sort()
    .join(' ');
const summary = (result: Result) => [result.disposition, result.reasons, result.lines, kinds(result)];
const mailOf = async ({ id }: Result) => (await desk.db.select().from(mails).where(eq(mails.id, id)))[0]!;
const entriesOf = async (ticket: number) =>
  (await desk.db.select().from(messages).where(eq(messages.ticketNumber, ticket)).orderBy(messages.id)).map(
    ({ kind, text }) => `${kind}: ${text}`,
  );

const onThread = 'a reply on the thread';
const list = ['Precedence: list', 'List-Id: <x.clinic.test>'];

describe('on a thread', () => {
  test.each<[string, Partial<Written> & { from: string }, string, object[], string]>([
    [
      'an answer',
      { from: sam, text: 'Which one?' },
      'an agent answers',
      [],
      'ada=answer bob=answer eve=answer lea=answer',
    ],
    ['a reply', { from: ada, text: 'Still.' }, onThread, [], 'bob=reply eve=reply lea=reply sam=reply'],
    ['a note', { from: sam, text: '#note\nKnown.' }, 'a note for agents', [{ kind: 'noted' }], 'sam=done'],
    [
      'what looks like a note',
      { from: sam, text: '#ntoe\nKnown.' },
      'a note for agents',
      [{ kind: 'kept-as-note', words: '#ntoe' }],
      'sam=done',
    ],
    [
      'an order',
      { from: sam, text: '#high' },
      'commands, and nothing else',
      [{ kind: 'changed', change: { field: 'priority', from: null, to: 'high' } }],
      'ada=change bob=change eve=change lea=change sam=done',
    ],
    [
      'an order with thanks',
      { from: ada, text: '#high\n\nThank you,\nAda' },
      'commands, and nothing else',
      [{ kind: 'changed', change: { field: 'priority', from: null, to: 'high' } }],
      'ada=done bob=change eve=change lea=change sam=change',
    ],
    [
      'a note of the requester',
      { from: ada, text: '#note\nKnown.' },
      onThread,
      [{ kind: 'not-allowed', words: '#note' }],
      'ada=done bob=reply eve=reply lea=reply sam=reply',
    ],
    [
      'a split by the requester',
      { from: ada, text: '#split\nThe fax.' },
      onThread,
      [{ kind: 'not-allowed', words: '#split' }],
      'ada=done bob=reply eve=reply lea=reply sam=reply',
    ],
    [
      'another ticket for who may open none',
      { from: eve, text: '#not-this-ticket\nThe fax.' },
      onThread,
      [{ kind: 'no-place', words: '#not-this-ticket' }],
      'ada=reply bob=reply eve=done lea=reply sam=reply',
    ],
    [
      'a split of no reply',
      { from: sam, text: '#split' },
      'commands, and nothing else',
      [{ kind: 'no-such-entry', words: '#split' }],
      'sam=done',
    ],
    [
      'a question for the guide',
      { from: ada, text: '#help\nStill.' },
      onThread,
      [],
      'ada=help bob=reply eve=reply lea=reply sam=reply',
    ],
    [
      'with unknown words, from a list',
      { from: ada, text: '#zzzzzz\nStill.', fields: list },
      onThread,
      [],
      'bob=reply eve=reply lea=reply sam=reply',
    ],
    [
      'a blind copy',
      { from: ada, text: 'Still.', to: zoe },
      onThread,
      [{ kind: 'blind-copy' }],
      'ada=done bob=reply eve=reply lea=reply sam=reply',
    ],
    [
      'with somebody from outside in Cc',
      { from: ada, text: 'Still.', cc: zoe },
      onThread,
      [{ kind: 'may-not-follow', names: zoe }],
      'ada=done bob=reply eve=reply lea=reply sam=reply',
    ],
    ['with a follower in Cc', { from: ada, text: 'Still.', cc: eve }, onThread, [], 'bob=reply lea=reply sam=reply'],
  ])('%s', async (_, written, reason, lines, sent) => {
    const set = await opened();
    const to = threadOf(set, written.from);
    const answers = { answers: to, ...(written.to ? { rcptTo: [support] } : {}) };
    const result = await desk.write({ ...answers, ...written });
    const left = written.cc === zoe ? [`not added as followers: ${zoe}`] : [];
    expect(summary(result)).toEqual(['added', [reason, ...left], lines, sent]);
    expect((await mailOf(result)).leftOut).toEqual(written.cc === zoe ? [zoe] : null);
  });

  test('what was let in by hand has no commands, and that is a reason', async () => {
    const set = await opened();
    const written = { from: ada, text: '#high\nStill.', answers: threadOf(set, ada), admitted: { released: true } };
    const result = await desk.write(written);
    const reasons = [onThread, 'its commands were not carried out: it was let in by hand'];
    expect(summary(result)).toEqual(['added', reasons, [], 'bob=reply eve=reply lea=reply sam=reply']);
    expect((await desk.ticket(set.ticket!)).priority).toBeNull();
  });

  test('a merge goes first, and lines about people who do not follow come with the others', async () => {
    const [set, other] = [await opened(), await opened()];
    const merge = `#merge PT-${other.ticket}`;
    const { lines, ticket } = await desk.write({ from: sam, text: `#high\n${merge}`, answers: threadOf(set, sam) });
    expect(ticket).toBe(other.ticket);
    expect(lines.map(({ kind }) => kind)).toEqual(['merged', 'changed']);
  });

  test('who left and writes again follows again, but not with a leave in it', async () => {
    const set = await opened();
    const write = (text: string) => desk.write({ from: eve, text, answers: threadOf(set, eve) });
    expect((await write('#unfollow')).lines).toEqual([{ kind: 'unfollowed' }]);
    expect((await write('#unfollow\nReally.')).lines).toEqual([{ kind: 'unfollowed' }]);
    expect((await write('After all, it fails.')).lines).toEqual([{ kind: 'follows-again' }]);
  });

  test('the link in our mail is done without a word; who cannot leave is told, unless a program asks', async () => {
    const set = await opened();
    const ask = (from: string, fields: string[] = []) =>
      desk.write({ from, subject: 'unfollow', fields, to: desk.replyAddress(threadOf(set, from)) });
    const why = ['asks to follow no more'];
    expect(summary(await ask(eve))).toEqual(['added', why, [], '']);
    expect(summary(await ask(ada))).toEqual(['added', why, [{ kind: 'stays' }], 'ada=done']);
    expect(summary(await ask(sam, list))).toEqual(['added', why, [], '']);
    expect(await entriesOf(set.ticket!)).toContain(`event: ${eve} does not follow any more`);
  });

  test('what a program writes is kept as plain text and told to nobody', async () => {
    const set = await opened();
    const fields = ['Auto-Submitted: auto-replied', 'Content-Type: text/html'];
    const away = await desk.write({ from: ada, text: '<b>Away.</b>', fields, answers: threadOf(set, ada) });
    expect(away.reasons[0]).toBe('written by a machine (auto-reply)');
    expect([away.disposition, away.reasons.length > 1, kinds(away)]).toEqual(['auto-reply', true, '']);
    expect((await entriesOf(set.ticket!)).at(-1)).toBe('auto-reply: Away.');
    const alone = await desk.write({ from: ada, text: 'Away.', fields: ['Auto-Submitted: auto-replied'] });
    expect([alone.disposition, alone.ticket]).toEqual(['ignored', null]);
  });

  test('a stranger is held, and who may decide is asked once: the requester without the words, agents with them', async () => {
    const set = await opened();
    const to = desk.replyAddress(toWhom(set, ada));
    const not = `its author is not on PT-${set.ticket}`;
    const first = await desk.write({ from: zoe, subject: 'x'.repeat(220), text: 'May I?', to });
    expect(summary(first)).toEqual(['held', [not, 'its requester is asked'], [], 'ada=held-question']);
    const { notice } = toWhom(first, ada);
    expect(notice).toMatchObject({ text: null, mail: first.id, subject: 'x'.repeat(200), author: { address: zoe } });
    expect(notice).not.toHaveProperty('removed');
    expect(await mailOf(first)).toMatchObject({ heldForTicket: set.ticket, ticketNumber: null });
    expect(summary(await desk.write({ from: zoe, text: 'Please.', to }))).toEqual(['held', [not], [], '']);
    expect(summary(await desk.write({ from: 'q@lab.test', text: 'I?', to, fields: list }))).toEqual([
      'held',
      [not],
      [],
      '',
    ]);
    const agents = await desk.write({
      from: 'q@lab.test',
      text: 'y'.repeat(3_001),
      to: desk.replyAddress(threadOf(set, sam)),
    });
    expect(agents.disposition).toBe('held');
    const other = await desk.write({
      from: 'r@lab.test',
      text: 'y'.repeat(3_001),
      to: desk.replyAddress(threadOf(set, sam)),
    });
    expect(summary(other)).toEqual(['held', [not, 'agents are asked'], [], 'lea=held-question sam=held-question']);
    expect(toWhom(other, sam).notice).toMatchObject({ text: 'y'.repeat(3_000) });
    const full = await desk.write({ from: 's@lab.test', text: 'And I?', to });
    expect(summary(full), 'three wait').toEqual(['held', [not], [], '']);
    const still = await desk.write({ from: ada, text: 'Who is it?', answers: toWhom(first, ada) });
    expect(still.lines).toContainEqual({ kind: 'still-asked', address: zoe });
    const let_in = await desk.write({ from: ada, text: 'let in\nHe is from the lab.', answers: toWhom(first, ada) });
    const said = [{ kind: 'let-in', address: zoe }];
    expect(summary(let_in)).toEqual(['added', [`says of ${zoe}: in`], said, 'ada=done']);
    expect(await entriesOf(set.ticket!)).toContain('note: let in\nHe is from the lab.');
  });
});

describe('without a thread', () => {
  const waits = 'it answers a mail that is not here yet: it waits 2 minutes for it';
  test.each<[string, Written, unknown[]]>([
    [
      'of a stranger',
      { from: zoe, text: 'Hello.' },
      ['held', ['its thread is not known here, and its author is not in the directory'], [], ''],
    ],
    ['that asks for the guide', { from: ada, subject: 'help' }, ['help', ['asks how to write to us'], [], 'ada=help']],
    [
      'that a list asks for the guide',
      { from: ada, subject: 'help', fields: list },
      ['help', ['asks how to write to us'], [], ''],
    ],
    ['that is held', { from: ada, text: 'x', admitted: { hold: true } }, ['held', [], [], '']],
    ['of ours', { from: support, text: 'x' }, ['ignored', ['our own mail, come back'], [], '']],
    [
      'that answers a mail which is not here, with a colleague',
      { from: ada, text: 'Me, too.', cc: bob, fields: ['In-Reply-To: <none@clinic.test>'] },
      ['held', [waits], [], ''],
    ],
    [
      'for which only a signature vouches, to others',
      { from: ada, text: 'x', to: zoe, admitted: { coveredFields: ['from', 'to', 'subject'] } },
      ['held', [expect.stringContaining('name none of our addresses')], [], ''],
    ],
  ])('a mail %s', async (_, written, expected) => {
    const result = await desk.write(written);
    expect(summary(result)).toEqual(expected);
    expect(result.ticket).toBeNull();
  });

  test('what waits for its thread keeps what it answers, and until when', async () => {
    const fields = ['In-Reply-To: <gone@clinic.test>', 'References: <older@clinic.test>'];
    const held = await mailOf(await desk.write({ from: ada, text: 'Us, too.', cc: bob, fields }));
    expect(held.awaitsMessageIds).toEqual(['<gone@clinic.test>', '<older@clinic.test>']);
    const minutes = (held.waitsUntil!.getTime() - Date.now()) / 60_000;
    expect([minutes > 1.5, minutes <= 2]).toEqual([true, true]);
    for (const more of [{ cc: zoe }, { admitted: { hasWaited: true } }, { admitted: { released: true } }]) {
      const id = `<other${++turn}@clinic.test>`;
      const written = { from: ada, cc: bob, text: `Us, too, ${turn}.`, fields: [`In-Reply-To: ${id}`] };
      const result = await desk.write({ ...written, ...more });
      expect([result.disposition, (await mailOf(result)).awaitsMessageIds]).toEqual(['opened', [id]]);
    }
    const plain = await mailOf(await desk.write({ from: ada, text: `Alone, ${++turn}.` }));
    expect([plain.disposition, plain.awaitsMessageIds, plain.waitsUntil]).toEqual(['opened', null, null]);
    const stranger = await mailOf(await desk.write({ from: zoe, text: 'I, too.', fields }));
    expect([stranger.awaitsMessageIds, stranger.waitsUntil]).toEqual([held.awaitsMessageIds, null]);
  });

  test('the same mail again is a duplicate, told to nobody; another date or text is another mail', async () => {
    const same = { from: ada, text: `Twice, ${++turn}.`, id: `<twice${turn}@clinic.test>`, fields: ['X-No: 1'] };
    const first = await desk.write(same);
    const second = await desk.write(same);
    expect(summary(second)).toEqual(['duplicate', [`the same mail as ${first.id}`], [], '']);
    expect(second.ticket).toBe(first.ticket);
    const script = { from: ada, text: `By a script, ${turn}.`, id: '' };
    const dispositions: string[] = [];
    for (const subject of ['Disk 1', 'Disk 1', 'Disk 2'])
      dispositions.push((await desk.write({ ...script, subject })).disposition);
    expect(dispositions).toEqual(['opened', 'duplicate', 'opened']);
  });

  test('our own mail that comes back is known by its id', async () => {
    const { sent } = await opened();
    const back = await desk.write({ from: ada, text: 'Back.', id: sent[0]!.messageId });
    expect(summary(back)).toEqual(['ignored', ['our own mail, come back'], [], '']);
  });

  test('commands of a new mail are done and said; what needs a thread has none', async () => {
    const text = `#high #resolved\n#assign ${lea}\n#merge PT-1\n#undo\n#note\n#zzzzzz\nNo, ${++turn}.`;
    const result = await desk.write({ from: sam, text });
    const row = await desk.ticket(result.ticket!);
    expect(row).toMatchObject({ status: 'resolved', priority: 'high', assignee: lea });
    expect(result.lines).toEqual([
      { kind: 'changed', change: { field: 'status', from: 'new', to: 'resolved' } },
      { kind: 'changed', change: { field: 'assignee', from: null, to: lea } },
      { kind: 'no-such-entry', words: '#undo' },
      { kind: 'no-such-entry', words: '#merge PT-1' },
      { kind: 'not-understood', words: '#zzzzzz', nearest: null },
    ]);
    const helped = await desk.write({ from: ada, text: `#help\nDown, ${++turn}.` });
    expect([helped.disposition, kinds(helped)]).toEqual([
      'opened',
      'ada=help ada=receipt lea=new-ticket sam=new-ticket',
    ]);
    const left = await desk.write({ from: ada, text: `Down, ${++turn}.`, cc: zoe });
    expect([left.lines, (await mailOf(left)).leftOut]).toEqual([[{ kind: 'may-not-follow', names: zoe }], [zoe]]);
    const quiet = await desk.write({ from: ada, text: `#high\nDown, ${++turn}.`, cc: zoe, fields: list });
    expect([kinds(quiet), (await mailOf(quiet)).leftOut]).toEqual(['lea=new-ticket sam=new-ticket', null]);
  });

  test('a mail that is about another matter opens a ticket, and both name each other', async () => {
    const set = await opened();
    const other = await desk.write({ from: bob, text: '#not-this-ticket\nThe fax.', answers: threadOf(set, bob) });
    expect(summary(other)).toMatchObject([
      'opened',
      expect.arrayContaining([`split of PT-${set.ticket}`]),
      [],
      expect.any(String),
    ]);
    const here = `event: PT-${other.ticket} was meant by a mail to PT-${set.ticket}`;
    expect(await entriesOf(other.ticket!)).toContain(here);
    expect(await entriesOf(set.ticket!)).toContain(`event: PT-${set.ticket} had a mail that became PT-${other.ticket}`);
    expect(toWhom(other, bob).notice).toMatchObject({ origin: { how: 'split', key: `PT-${set.ticket}` } });
  });
});

describe('an answer to the list of held mail', () => {
  /** Two mails that wait for an operator, and the list of them, or of the first alone, that Sam has. */
  async function listed(all = true): Promise<{ ids: readonly [string, string]; answers: Sent }> {
    const hold = { hold: true, reasons: ['x'] };
    const [first, second] = [
      await desk.write({ from: zoe, text: `Held, ${++turn}.`, admitted: hold }),
      await desk.write({ from: 'q@lab.test', text: `Held, ${++turn}.`, admitted: hold }),
    ];
    const ids = [first.id, second.id] as const;
    const notice = { kind: 'held-list', mails: ids.slice(0, all ? 2 : 1).map(mail => ({ mail })) } as never;
    const requester = { address: support, name: '' };
    const ticket = withoutTicket({ subject: '', requester, openedAt: '2026-11-23' });
    const to = { address: sam as Address, name: '' };
    const row = rowOf({ to, role: 'agent', locale: 'en', notice }, [], { ticket, support });
    await desk.db.insert(outbox).values(row);
    const { messageId } = row;
    return { ids, answers: { to: sam, role: 'agent', notice, messageId, ticketNumber: null, references: [] } };
  }
  const [letIn, keptOut] = [
    (address: string) => ({ kind: 'let-in', address }),
    (address: string) => ({ kind: 'kept-out', address }),
  ];
  test.each<[string, readonly [number, string][], object[]]>([
    ['let in 2', [[1, 'in']], [letIn('q@lab.test')]],
    [
      'Hello\n\nlet in #1.\nkeep out 2!',
      [
        [0, 'in'],
        [1, 'out'],
      ],
      [letIn(zoe), keptOut('q@lab.test')],
    ],
    ['always 2', [[1, 'always']], [letIn('q@lab.test')]],
  ])('%j', async (text, says, lines) => {
    const { ids, answers } = await listed();
    const result = await desk.write({ from: sam, text, answers });
    const reasons = says.map(([n, say]) => `says of held mail ${ids[n]}: ${say}`);
    expect(summary(result)).toEqual(['ignored', reasons, lines, 'sam=done']);
  });
  test('decides alone where the list has one mail, or by the link; what is decided is said', async () => {
    const one = await listed(false);
    const result = await desk.write({ from: sam, text: 'let in', answers: one.answers });
    expect(result.reasons).toEqual([`says of held mail ${one.ids[0]}: in`]);
    const again = await desk.write({ from: sam, text: 'let in', answers: one.answers });
    expect(again.lines).toEqual([{ kind: 'not-held', words: 'let in' }]);
    const linked = await desk.write({ from: sam, subject: `keep out ${one.ids[1]}` });
    expect(summary(linked).slice(0, 3)).toEqual([
      'ignored',
      [`says of held mail ${one.ids[1]}: out`],
      [keptOut('q@lab.test')],
    ]);
  });
  test.each<[string, Partial<Written>]>([
    ['a number that is not on it', { text: 'let in 3' }],
    ['other words', { text: 'Who is 2' }],
    ['no number, of two', { text: 'let in' }],
    ['the words of who is no agent', { from: ada, text: 'let in 2' }],
    ['words that were let in by hand', { text: 'let in 1', admitted: { released: true } }],
  ])('%s decide nothing', async (_, written) => {
    const { ids, answers } = await listed();
    const result = await desk.write({ from: sam, answers, ...written });
    expect(result.disposition).not.toBe('ignored');
    for (const id of ids) expect(await mailOf({ id } as Result)).toMatchObject({ disposition: 'held' });
  });
});

describe('refused and kept', () => {
  const refused = (from: string, more: Partial<Written> = {}, answerable = true) =>
    desk.write({
      from,
      text: 'x',
      ...more,
      admitted: { hold: true, refused: { refusal: 'unknown-author', answerable } },
    });
  test('it is answered once a day where its author is authenticated, by a mail that says why', async () => {
    const answered = ['refused', ['answered by a help mail'], [], 'n=help'];
    const first = await refused('n@lab.test');
    expect(summary(first)).toEqual(answered);
    expect(toWhom(first, 'n@lab.test').notice).toMatchObject({ notTaken: expect.any(String) });
    expect(summary(await refused('n@lab.test'))).toEqual(['refused', [], [], '']);
  });
  test.each<[string, Parameters<typeof refused>]>([
    ['its author is not authenticated', ['o@lab.test', {}, false]],
    ['its reverse-path is null', ['o@lab.test', { mailFrom: null }]],
    ['a program wrote it', ['o@lab.test', { fields: ['Auto-Submitted: auto-generated'] }]],
    ['it is of ours', [support]],
  ])('nobody is answered where %s', async (_, of) => {
    expect(summary(await refused(...of))).toEqual(['refused', [], [], '']);
  });
});

describe('what is reported of our mail', () => {
  const report = (action: string, status: string, recipient = ada) => ({
    fields: ['MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
    text: [
      ...[
        '--b',
        '',
        'Sorry.',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.clinic.test',
        '',
      ],
      ...[
        `Final-Recipient: rfc822; ${recipient}`,
        `Action: ${action}`,
        `Status: ${status}`,
        'Diagnostic-Code: smtp; 550 No',
      ],
      '--b--',
    ].join('\n'),
  });
  const key = 'a key of sixteen letters';
  const come = (id: string, more: Partial<Written>) =>
    desk.write({ from: 'mailer-daemon@clinic.test', mailFrom: null, to: signReturnPath(support, id, key), ...more });
  const letter = async (set: Result) => {
    const on = and(eq(outbox.ticketNumber, set.ticket!), eq(outbox.recipientEmail, ada));
    return (await desk.db.select().from(outbox).where(on))[0]!;
  };

  test('a failure is an event, once, and warns agents', async () => {
    const set = await opened();
    const { id } = await letter(set);
    const about = `about the mail ${id} to ${ada}`;
    const delayed = await come(id, report('delayed', '4.4.1'));
    expect(summary(delayed)).toEqual(['dsn', [about, 'delayed 4.4.1'], [], '']);
    const failed = await come(id, report('failed', '5.1.1'));
    expect(failed).toMatchObject({ disposition: 'dsn', ticket: set.ticket });
    expect(failed.reasons).toEqual([about, expect.stringMatching(/^failed: 5\.1\.1 .*550 No/)]);
    expect(kinds(failed)).toBe('lea=warning sam=warning');
    expect(await letter(set)).toMatchObject({ state: 'undeliverable', enhancedStatus: '5.1.1' });
    const again = await come(id, report('failed', '5.1.1'));
    expect(summary(again)).toEqual(['dsn', [about, 'failed 5.1.1'], [], '']);
    expect((await mailOf(again)).reports).toEqual([{ address: ada, action: 'failed', status: '5.1.1' }]);
  });
  test('a failure without a reason is one', async () => {
    const set = await opened();
    const { id } = await letter(set);
    const { text, ...rest } = report('failed', '');
    const bare = text.replace(/^(?:Status|Diagnostic-Code):.*\n/gm, '');
    expect((await come(id, { ...rest, text: bare })).reasons.at(-1)).toBe('failed: reported undeliverable');
    expect(await letter(set)).toMatchObject({ state: 'undeliverable', lastReply: 'reported undeliverable' });
  });
  test('of another recipient it is what became of ours, unless ours is there, too', async () => {
    const set = await opened();
    const { id } = await letter(set);
    await come(id, report('failed', '5.2.2', 'forward@else.test'));
    expect(await letter(set)).toMatchObject({ state: 'undeliverable', enhancedStatus: '5.2.2' });
  });
  test('what says nothing of a delivery is kept on the ticket; about no mail of ours it is nothing', async () => {
    const set = await opened();
    const { id } = await letter(set);
    const about = `about the mail ${id} to ${ada}`;
    const away = await come(id, { from: ada, text: 'I am away.', fields: ['Auto-Submitted: auto-replied'] });
    expect(summary(away)).toEqual(['dsn', [about], [], '']);
    expect((await entriesOf(set.ticket!)).at(-1)).toBe('auto-reply: I am away.');
    const bare = await come(id, {
      text: 'x',
      fields: ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
    });
    expect(bare.disposition).toBe('dsn');
    const unknown = await come(newId(), report('failed', '5.1.1'));
    expect(summary(unknown)).toEqual(['ignored', ['about a mail that is not known here'], [], '']);
  });
});

describe('loops', () => {
  test('the same words for the third time in ten minutes are held, and agents hear of it once', async () => {
    const write = () =>
      desk.write({ from: 'echo@corp.test', subject: 'Out of paper', text: 'The printer.', fields: [] });
    const results: Result[] = [];
    for (const _ of [1, 2, 3, 4]) results.push(await write());
    const why = 'the same words from the same author for the third time in ten minutes';
    expect(results.map(({ disposition }) => disposition)).toEqual(['opened', 'opened', 'held', 'held']);
    expect(summary(results[2]!)).toEqual(['held', [why], [], 'lea=warning sam=warning']);
    expect(toWhom(results[2]!, sam).notice).toMatchObject({
      about: 'looping',
      why,
      who: { address: 'echo@corp.test' },
    });
    expect(summary(results[3]!)).toEqual(['held', [why], [], '']);
    const on = results[2]!.ticket!;
    expect(await entriesOf(on)).toContain(`event: loop: mail from echo@corp.test is not answered: ${why}`);
  });
  test('an agent may order the same thing again and again', async () => {
    const set = await opened();
    for (const _ of [1, 2, 3, 4]) {
      const { reasons } = await desk.write({ from: sam, text: '#undo', answers: threadOf(set, sam) });
      expect(reasons).toEqual(['commands, and nothing else']);
    }
  });

  const at = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const told = async (count: number, to: (n: number) => string, createdAt: Date) => {
    const ticket = withoutTicket({ subject: '', requester: { address: ada as Address, name: '' }, openedAt: '' });
    const rows = Array.from({ length: count }, (_, n) => ({
      ...rowOf(
        {
          to: { address: to(n) as Address, name: '' },
          role: 'requester',
          locale: 'en',
          notice: { kind: 'opened' },
          budgeted: true,
        },
        [],
        { ticket, support },
      ),
      createdAt,
    }));
    if (rows.length > 0) await desk.db.insert(outbox).values(rows);
  };
  test.each<[string, readonly [number, number, number], string | null]>([
    ['nothing', [0, 0, 0], null],
    ['four in an hour', [4, 0, 0], null],
    ['five in an hour', [5, 0, 0], '5 in an hour to x@budget.test'],
    ['nineteen in a day', [0, 19, 0], null],
    ['twenty in a day', [0, 20, 0], '20 in a day to x@budget.test'],
    ['a day ago', [0, 0, 20], null],
  ])('receipts to one address have a budget: %s', async (_, [hour, day, before], over) => {
    const author = `x@${newId()}.test` as Address;
    for (const [count, hours] of [
      [hour, 0.9],
      [day, 23],
      [before, 25],
    ] as const)
      await told(count, () => author, at(hours));
    const found = await desk.db.transaction(tx => overBudget(tx, author));
    expect(found?.replace(author, 'x@budget.test') ?? null).toBe(over);
  });
  test('and to a domain, and in all', async () => {
    const domain = `${newId()}.test`;
    const over = () => desk.db.transaction(tx => overBudget(tx, `x@${domain}` as Address));
    await told(49, n => `n${n}@${domain}`, at(0.9));
    expect(await over()).toBeNull();
    await told(1, () => `o@${domain}`, at(0.9));
    expect(await over()).toBe(`50 in an hour to ${domain}`);
    await desk.db.delete(outbox);
    await told(499, n => `n${n}@all.test`, at(0.9));
    expect(await over()).toBeNull();
    await told(1, () => 'o@all.test', at(0.9));
    expect(await over()).toBe('500 in an hour to anybody');
  });
});
