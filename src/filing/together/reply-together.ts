// Files several mails on threads in one transaction of a few statements: one that locks their tickets, three that ask,
// one that writes. In between each of them is filed as it would be alone, by the same function, on what was read.
import { peopleOn } from '../../actions/tell.ts';
import type { Database, Tx } from '../../db/database.ts';
import { type Collected, closedTx, type Known, NotKnown } from '../../db/known.ts';
import { type Desk, isOurs } from '../../desk/desk.ts';
import { organisationKey } from '../../directory/organisations.ts';
import type { Address, Mailbox } from '../../mail/address.ts';
import { threadsOf } from '../../outbox/thread.ts';
import { signatureIdsOf } from '../../tickets/mail-record.ts';
import type { TicketRow } from '../../tickets/ticket.ts';
import { failingAmong, lockContents } from '../../tickets/together/facts.ts';
import { lockFree, type ReplyFacts, replyFactsOf } from '../../tickets/together/thread-facts.ts';
import { writeReplies } from '../../tickets/together/write-replies.ts';
import { fileMail, fingerprintFor } from '../file-mail.ts';
import { contentOf, fewestSent } from '../loops/loops.ts';
import { type AuthoredMail, readMail } from '../read-mail.ts';
import { isPlainlyAdmitted, type Readable } from './candidate.ts';
import { asWritten, type FiledAs, type FiledTogether, none } from './filed-together.ts';

/** A mail to a reply address of ours, with what is known of it without the database. */
type Reply = Readonly<{
  readable: Readable;
  facts: AuthoredMail;
  ticketNumber: number;
  fingerprint: string;
  contentHash: string;
}>;

/** `leaseMs`: for so long the letters are the caller's to send. Rejects where all of them have to go one by one. */
export async function replyTogether(
  db: Database,
  mails: readonly Readable[],
  { desk, leaseMs }: Readonly<{ desk: Desk; leaseMs: number }>,
): Promise<FiledTogether> {
  const replies = firstOnEach(mails.flatMap(mail => replyOf(mail, desk) ?? []));
  if (replies.length === 0) return none;
  return db.transaction(async tx => {
    const filed: Collected[] = [];
    for (const [reply, known] of await knownOf(tx, replies, desk)) {
      const collected = await filedOn(reply, known, desk);
      if (collected) filed.push(collected);
    }
    if (filed.length === 0) return none;
    const until = await writeReplies(tx, filed, leaseMs);
    return {
      filed: new Map(filed.map(({ mail }) => [mail!.id, filedAs(mail!)])),
      letters: filed.flatMap(({ letters }) => letters).map(row => asWritten(row, until)),
    };
  });
}

const filedAs = ({ disposition, ticketNumber }: NonNullable<Collected['mail']>): FiledAs => ({
  disposition: disposition!,
  ticketNumber: ticketNumber ?? null,
});

/** Null for a mail that has to be filed by itself. */
function replyOf(readable: Readable, desk: Desk): Reply | null {
  const { mail, read, bodyHash } = readable;
  const { message, words } = read;
  if (words === null || !isPlainlyAdmitted(mail)) return null;
  const facts = readMail(mail, { message, words }, desk);
  const { author, reportsOn, waitsSigned } = facts;
  const [ticketNumber] = facts.clues.addressed;
  if (author === null || ticketNumber === undefined || isOurs(desk, author.address)) return null;
  if (reportsOn !== null || waitsSigned !== null) return null;
  const { contentHash } = contentOf(facts, ticketNumber);
  const fingerprint = fingerprintFor(mail, message, bodyHash);
  return { readable, facts: { ...facts, author }, ticketNumber, fingerprint, contentHash };
}

/** One for each ticket, since the next one is to find what it has changed; and of two that are alike the first. */
function firstOnEach(replies: readonly Reply[]): Reply[] {
  const taken = new Set<string | number>();
  return replies.filter(({ readable: { mail }, ticketNumber, fingerprint, contentHash }) => {
    const keys = [ticketNumber, fingerprint, contentHash, ...signatureIdsOf(mail)];
    const isFirst = keys.every(key => !taken.has(key));
    for (const key of keys) taken.add(key);
    return isFirst;
  });
}

/** What was read for each reply that is new. */
async function knownOf(tx: Tx, all: readonly Reply[], desk: Desk): Promise<(readonly [Reply, Known])[]> {
  const hashes = all.map(({ contentHash }) => contentHash);
  await lockContents(tx, hashes);
  const tickets = await lockFree(tx, [...new Set(all.map(({ ticketNumber }) => ticketNumber))]);
  const replies = all.flatMap(reply => {
    const ticket = tickets.get(reply.ticketNumber);
    return ticket ? [{ ...reply, ticket }] : [];
  });
  if (replies.length === 0) return [];
  const facts = await replyFactsOf(tx, replies.map(asked), fewestSent);
  const fresh = facts
    .filter(({ disposition, copied }) => (disposition === null || disposition === 'pending') && !copied)
    .map(each => ({ ...replies[each.n]!, read: each, people: peopleIn(replies[each.n]!, each, desk) }));
  if (fresh.length === 0) return [];
  const threads = await threadsOf(tx, fresh);
  const failing = await failingAmong(tx, [...new Set(fresh.flatMap(({ people }) => people))]);
  return fresh.map(reply => {
    const { read, readable, ticket, ticketNumber } = reply;
    const said = threads.get(ticketNumber)!;
    return [reply, { ...read, mailId: readable.mail.id, ticket, said, failing }] as const;
  });
}

function asked(
  {
    readable: { mail },
    facts,
    ticketNumber,
    fingerprint,
    contentHash,
    ticket,
  }: Reply & Readonly<{ ticket: TicketRow }>,
  n: number,
) {
  const { author, message } = facts;
  return {
    ...{ n, id: mail.id, fingerprint, contentHash, at: mail.receivedAt, ticket: ticketNumber },
    signatures: signatureIdsOf(mail),
    author: author.address,
    answers: message.inReplyTo,
    files: message.attachments.map(({ sha256 }) => sha256),
    organisation: ticket.organisation === null ? null : organisationKey(ticket.organisation),
  };
}

/** All who may get a letter. */
function peopleIn(
  { facts: { author }, ticket }: Pick<Reply, 'facts'> & Readonly<{ ticket: TicketRow }>,
  facts: ReplyFacts,
  desk: Desk,
): Address[] {
  const following = facts.followers.filter(({ state }) => state === 'following').map(mailboxOf);
  return [...new Set([author.address, ...peopleOn(desk, ticket, following).map(({ mailbox }) => mailbox.address)])];
}
const mailboxOf = ({ email, name }: ReplyFacts['followers'][number]): Mailbox => ({
  address: email as Address,
  name: name ?? '',
});

/** Null where it turns out that more has to be read for it. */
async function filedOn({ readable }: Reply, known: Known, desk: Desk): Promise<Collected | null> {
  const { tx, collected } = closedTx(known);
  try {
    await fileMail(tx, readable.mail, readable.read, { desk, bodyHash: readable.bodyHash });
    return collected;
  } catch (cause) {
    if (cause instanceof NotKnown) return null;
    throw cause;
  }
}
