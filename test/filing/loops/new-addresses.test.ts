// Loops of machines that write from a new address each time, and what becomes of a receipt that may be part of a loop.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../../src/db/database.ts';
import { mails } from '../../../src/db/schema/mails.ts';
import { messages } from '../../../src/db/schema/messages.ts';
import { outbox } from '../../../src/db/schema/outbox.ts';
import { answerHelp } from '../../../src/filing/help.ts';
import { cautionAbout, doubtAbout, warnOfCaution } from '../../../src/filing/loops/caution.ts';
import { chainOfAnswers, suspicionInDomain } from '../../../src/filing/loops/new-addresses.ts';
import { suspicionAbout } from '../../../src/filing/loops/receipt-budget.ts';
import type { AuthoredMail } from '../../../src/filing/read-mail.ts';
import type { Address } from '../../../src/mail/address.ts';
import { newId } from '../../../src/mail/new-id.ts';
import { rowOf, withoutTicket } from '../../../src/outbox/outbox.ts';
import { lockTicket } from '../../../src/tickets/ticket.ts';
import { addEntry, openTicket } from '../../../src/tickets/write.ts';
import { openDesk, support, type TestDesk } from '../../support/desk.ts';
import { factsOf } from '../../support/memory-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([{ email: '@corp.test' }, { email: 'sam@desk.test', role: 'agent' }]);
});
afterAll(() => desk.close());
const inTx = <T>(work: (tx: Tx) => Promise<T>) => desk.db.transaction(work);

const now = new Date('2026-11-23T10:00:00.000Z');
const before = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

type Mail = Readonly<{
  author: string;
  answers?: string | null;
  subject?: string;
  at?: Date;
  text?: string;
  sentAt?: Date;
}>;
/** A ticket with the mail that opened it, and its receipt where one was sent. */
async function opened({ author, answers = null, subject = 'Portal', at = before(7_200), text = '', sentAt }: Mail) {
  const id = `<${newId()}@corp.test>`;
  const number = await inTx(async tx => {
    const row = { subject, requesterEmail: author, locale: 'en', createdAt: at };
    const ticket = await openTicket(tx, row as Parameters<typeof openTicket>[1]);
    const message = { kind: 'request', text, authorEmail: author, messageId: id } as const;
    await addEntry(tx, ticket.number, { message, attachments: [] });
    const mail = { id: newId(), receivedAt: at, rcptTo: [], size: 1, author, subject, ticketNumber: ticket.number };
    const awaitsMessageIds = answers === null ? null : [answers];
    await tx.insert(mails).values({ ...mail, disposition: 'opened', awaitsMessageIds });
    if (sentAt)
      await tx.insert(outbox).values({ ...receiptTo(author), ticketNumber: ticket.number, createdAt: at, sentAt });
    return ticket.number;
  });
  return { id, number };
}
function receiptTo(address: string, budgeted = false) {
  const ticket = withoutTicket({ subject: '', requester: { address: support, name: '' }, openedAt: '' });
  const to = { address: address as Address, name: '' };
  const letter = { to, role: 'requester', locale: 'en', notice: { kind: 'receipt' } as never, budgeted } as const;
  return rowOf(letter, [], { ticket, support });
}

/** Tickets, each opened by an answer to the one before; returns what names the last of them. */
async function chain(authors: readonly string[], byTag = false) {
  let last: Awaited<ReturnType<typeof opened>> | null = null;
  for (const author of authors)
    last = await opened({
      author,
      answers: byTag || last === null ? null : last.id,
      ...(byTag && last !== null ? { subject: `Re: [PT-${last.number}] Portal` } : {}),
    });
  return last!;
}
const [a, b, c, d, z] = ['a', 'b', 'c', 'd', 'z'].map(name => `${name}@corp.test`) as [
  string,
  string,
  string,
  string,
  string,
];
const mailBy = (from: string, names: { id?: string; subject?: string }, more: object = {}) =>
  factsOf({
    from: from as Address,
    subject: names.subject ?? 'Re: Portal',
    fields: names.id ? [`In-Reply-To: ${names.id}`] : [],
    ...more,
  });

describe('a chain of answers', () => {
  test.each<[string, readonly string[], boolean]>([
    ['of three before', [a, b, c], true],
    ['of four before', [d, a, b, c], true],
    ['of two before', [b, c], false],
    ['in which one wrote twice', [a, a, c], false],
    ['in which one wrote first and last', [c, b, c], false],
    ['to one of its own author', [z, b, c], false],
    ['that began in another domain', ['a@else.test', b, c], false],
    ['to another domain', [a, b, 'c@else.test'], false],
  ])('%s', async (_, authors, isChain) => {
    const byId = await mailBy(z, await chain(authors));
    expect(await inTx(tx => chainOfAnswers(tx, byId))).toBe(isChain);
    const { number } = await chain(authors, true);
    const byTag = await mailBy(z, { subject: `Re: [PT-${number}] Portal` });
    expect(await inTx(tx => chainOfAnswers(tx, byTag))).toBe(isChain);
  });
  test('needs a ticket that is named, and its mail', async () => {
    for (const names of [{ id: '<none@corp.test>' }, { subject: 'Re: [PT-4000000] Portal' }, {}]) {
      const mail = await mailBy(z, names);
      expect(await inTx(tx => chainOfAnswers(tx, mail))).toBe(false);
    }
  });
  test('is looked for only where the author is new here, and let in by the domain', async () => {
    const about = async (from: string, names: { id?: string; subject?: string }) => {
      const mail = await mailBy(from, names);
      return (await inTx(tx => suspicionAbout(tx, mail))).kind;
    };
    const names = await chain([a, b, c]);
    expect(await about('new@corp.test', names)).toBe('loop');
    await opened({ author: 'known@corp.test', at: before(1_800) });
    expect(await about('known@corp.test', names)).toBe('none');
    const { id } = await chain(['1@clinic.test', '2@clinic.test', '3@clinic.test']);
    expect(await about('bob@clinic.test', { id })).toBe('none');
  });
});

describe('mails of one domain, each of a new address', () => {
  const text = 'Many thanks, your request was received.';
  const each = (author: string, seconds: number, more: Partial<Mail> = {}) => ({
    author,
    ...{ subject: 'Re: Thanks', at: before(seconds), sentAt: before(seconds - 1), text, ...more },
  });
  /** What is suspected of the mail that comes now, after these; `%` is a domain of its own. */
  async function suspected(all: readonly Mail[], said = `Re: Thanks\n${text}`) {
    const domain = `${newId()}.test`;
    for (const mail of all) await opened({ ...mail, author: mail.author.replace('%', domain) });
    const author = `z@${domain}` as Address;
    return inTx(tx => suspicionInDomain(tx, { at: now, said }, { author, since: before(3_600) }));
  }
  const two = [each('a@%', 40), each('b@%', 25)];
  const wait = (ms: number) => ({ kind: 'wait', ms });
  test.each<[string, readonly Mail[], object]>([
    ['two receipts were answered', two, wait(48_000)],
    ['three, the last one fast', [...two, each('c@%', 4)], wait(10_000)],
    ['one was', two.slice(0, 1), { kind: 'none' }],
    ['none was', [], { kind: 'none' }],
    ['one of them long ago', [each('a@%', 3_700), each('b@%', 25)], { kind: 'none' }],
    ['one of them by another domain', [each('a@else.test', 40), each('b@%', 25)], { kind: 'none' }],
    ['one wrote twice', [each('a@%', 40), each('a@%', 25)], { kind: 'none' }],
    ['one was by the author', [each('z@%', 40), each('b@%', 25)], { kind: 'none' }],
    [
      'one said something else',
      [each('a@%', 40, { text: 'My fax prints nothing', subject: 'Fax' }), two[1]!],
      { kind: 'none' },
    ],
  ])('%s', async (_, all, suspicion) => {
    expect(await suspected(all)).toEqual(suspicion);
  });
  test('who says something else is not suspected', async () => {
    expect(await suspected(two, 'The fax on ward three prints nothing')).toEqual({ kind: 'none' });
  });
});

describe('the receipt', () => {
  const fresh = () => `${newId()}@corp.test` as Address;
  const doubtful = async (from: Address, is = true): Promise<AuthoredMail> => {
    const facts = await factsOf({ from });
    return { ...facts, classification: { ...facts.classification, doubtful: is } };
  };
  const caution = (facts: AuthoredMail) => inTx(tx => cautionAbout(tx, facts));
  const plain = { quiet: false, reasons: [], letter: {} };
  const loop = 'not answered: it answers each receipt of ours, and waits for it';

  test('goes at once to who is not suspected', async () => {
    expect(await caution(await doubtful(fresh(), false))).toEqual(plain);
  });
  test('does not go to who ends a chain; of mail that takes no answer nothing is asked', async () => {
    const mail = await mailBy(fresh(), await chain([a, b, c]));
    expect(await caution(mail)).toEqual({ quiet: true, reasons: [loop], letter: {} });
    const classification = { ...mail.classification, suppressAnswer: true };
    expect(await cautionAbout(null as never, { ...mail, classification })).toEqual(plain);
  });
  test('goes late to who may be a loop', async () => {
    const author = fresh();
    for (const seconds of [40, 25]) {
      const more = { at: before(seconds), sentAt: before(seconds - 1), text: 'Many thanks.' };
      await opened({ author, subject: 'Thanks', ...more });
    }
    const mail = await mailBy(author, { subject: 'Re: Thanks' }, { text: 'Many thanks.' });
    const reasons = ['the receipt waits 48 seconds: perhaps a loop'];
    expect(await caution(mail)).toEqual({ quiet: false, reasons, letter: { budgeted: true, heldBackMs: 48_000 } });
  });
  test('has a budget where a machine may have written, and only there', async () => {
    const author = fresh();
    expect(await caution(await doubtful(author))).toEqual({ ...plain, letter: { budgeted: true } });
    await desk.db.insert(outbox).values(Array.from({ length: 5 }, () => receiptTo(author, true)));
    const why = `not answered: receipts over budget, 5 in an hour to ${author}`;
    for (const about of [cautionAbout, doubtAbout]) {
      const facts = await doubtful(author);
      expect(await inTx(tx => about(tx, facts))).toEqual({ quiet: true, reasons: [why], letter: {} });
    }
    expect(await caution(await doubtful(author, false))).toEqual(plain);
    const [over, fine] = [await doubtful(author), await doubtful(fresh())];
    const guide = await inTx(tx => answerHelp(tx, over, desk.desk));
    expect(guide.outboxIds).toEqual([]);
    expect(guide.conclusion.reasons).toEqual(['asks how to write to us', why]);
    expect((await inTx(tx => answerHelp(tx, fine, desk.desk))).outboxIds).toHaveLength(1);
  });
  test('that does not go is an event, of which agents hear', async () => {
    const author = fresh();
    const facts = await doubtful(author);
    const { number } = await opened({ author });
    const warn = (quiet: boolean) =>
      inTx(async tx => {
        const ticket = (await lockTicket(tx, number))!;
        return warnOfCaution(tx, ticket, {
          caution: { quiet, reasons: ['one', 'two'], letter: {} },
          facts,
          desk: desk.desk,
        });
      });
    const events = async () => {
      const rows = await desk.db.select().from(messages).where(eq(messages.ticketNumber, number));
      return rows.flatMap(({ kind, text }) => (kind === 'event' ? [text] : []));
    };
    expect([await warn(false), await events()]).toEqual([[], []]);
    const [id] = await warn(true);
    expect(await events()).toEqual(['loop: one; two']);
    const [row] = await desk.db.select().from(outbox).where(eq(outbox.id, id!));
    expect(row).toMatchObject({ recipientEmail: 'sam@desk.test', role: 'agent', ticketNumber: number });
    expect(row!.notice).toEqual({ kind: 'warning', about: 'looping', who: facts.author, why: 'one; two' });
  });
});
