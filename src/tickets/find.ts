import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database, Tx } from '../db/database.ts';
import { closedOn } from '../db/known.ts';
import { followers } from '../db/schema/followers.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { ticketColumns, tickets } from '../db/schema/tickets.ts';
import type { Address } from '../mail/address.ts';
import { type MessageId, withSesForms } from '../mail/message-id.ts';
import { sentAs } from '../outbox/sent-as.ts';
import { lockTicket, type TicketRow } from './ticket.ts';

/** What in a mail points to its thread, the most trusted first. */
export type ThreadClues = Readonly<{
  /** The tickets of the signed reply addresses that the mail was sent to. */
  addressed: readonly number[];
  inReplyTo: readonly MessageId[];
  /** Oldest first. */
  references: readonly MessageId[];
  /** The number in a `[PT-42]` tag of the subject. */
  tagged: number | null;
}>;
export type Writer = Readonly<{
  address: Address;
  isAgent: boolean;
  /**
   * Whether a Message-ID leads to a ticket that has it from a mail of this author. It need not, since an author can
   * write the Message-ID of another person's mail. Without this function every Message-ID counts.
   */
  believes?(author: string | null): boolean;
}>;

/**
 * The ticket that a mail belongs to, or null. Only a signed reply address is enough by itself. A Message-ID can be
 * stolen and a number guessed, so they count only for people who are on the ticket already, and for agents.
 */
export async function findTicket(tx: Database | Tx, clues: ThreadClues, writer: Writer | null): Promise<number | null> {
  const [addressed] = clues.addressed;
  if (addressed !== undefined) return livingOf(tx, addressed);
  if (!writer) return null;
  const ids = [...clues.inReplyTo, ...clues.references.toReversed()];
  const candidates = await ticketsNaming(tx, ids, writer.believes);
  for (const candidate of candidates) {
    if (writer.isAgent || (await mayReturn(tx, candidate, writer.address))) return candidate;
  }
  for (const candidate of candidates) {
    const home = await partedFrom(tx, candidate, writer.address);
    if (home !== null) return home;
  }
  const tagged = clues.tagged === null ? null : await livingOf(tx, clues.tagged);
  const mayTag =
    tagged !== null &&
    ((await isOnTicket(tx, tagged, writer.address, writer.isAgent)) || (await hasLeft(tx, tagged, writer.address)));
  return mayTag ? tagged : null;
}

/** The tickets on which one of these Message-IDs stands, in our mail or theirs, in the order of the ids. */
export async function ticketsNaming(
  tx: Database | Tx,
  ids: readonly string[],
  believes: NonNullable<Writer['believes']> = () => true,
): Promise<number[]> {
  if (ids.length === 0) return [];
  const wanted = [...new Set(withSesForms(ids))];
  const received = tx
    .select({ id: messages.messageId, ticketNumber: messages.ticketNumber, author: messages.authorEmail })
    .from(messages)
    .where(inArray(messages.messageId, wanted));
  const sent = tx
    .select({ id: outbox.messageId, relayedAs: outbox.relayedAs, ticketNumber: outbox.ticketNumber })
    .from(outbox)
    .where(sentAs(wanted));
  const ours = (await sent).flatMap(({ id, relayedAs, ticketNumber }) => [
    { id, ticketNumber },
    { id: relayedAs, ticketNumber },
  ]);
  const rows = [...(await received).filter(({ author }) => believes(author)), ...ours].filter(
    ({ id }) => id !== null && wanted.includes(id),
  );
  const inOrder = rows.sort((a, b) => wanted.indexOf(a.id ?? '') - wanted.indexOf(b.id ?? ''));
  const named = new Set(inOrder.map(row => row.ticketNumber).filter(ticketNumber => ticketNumber !== null));
  const living = new Set<number>();
  for (const ticketNumber of named) living.add(await livingOf(tx, ticketNumber));
  return [...living];
}

/** The ticket at the end of this one's chain of merges, where its mail lands; the ticket itself if never merged. */
export async function livingOf(tx: Database | Tx, ticketNumber: number): Promise<number> {
  if (closedOn(tx, ticketNumber)) return ticketNumber;
  const { rows } = await tx.execute<{ living: string }>(sql`
    with recursive chain as (
      select number, merged_into from tickets where number = ${ticketNumber}
      union select tickets.number, tickets.merged_into from tickets join chain on tickets.number = chain.merged_into
    ) select number as living from chain where merged_into is null`);
  return rows[0] ? Number(rows[0].living) : ticketNumber;
}

/** The same, locked; waits for a merge that is under way. */
export async function lockLiving(tx: Tx, ticketNumber: number): Promise<TicketRow | null> {
  const closed = closedOn(tx, ticketNumber);
  if (closed) return closed.collected.ticket;
  // Most tickets were never merged.
  const alive = and(eq(tickets.number, ticketNumber), isNull(tickets.mergedInto));
  const [row] = await tx.select(ticketColumns).from(tickets).where(alive).for('update');
  if (row) return row;
  const ticket = await lockTicket(tx, await livingOf(tx, ticketNumber));
  return ticket === null || ticket.mergedInto === null ? ticket : lockLiving(tx, ticket.mergedInto);
}

/**
 * The ticket that went apart from this one when a merge was undone, and has this person on it. While the two were
 * merged they got mail of this ticket, so they may still answer here although they are no longer on it.
 */
export async function partedFrom(tx: Database | Tx, ticketNumber: number, address: Address): Promise<number | null> {
  const undoing = alias(messages, 'undoing');
  const [row] = await tx
    .select({ from: sql<string>`${messages.moved} ->> 'from'` })
    .from(messages)
    .innerJoin(undoing, eq(undoing.undoes, messages.id))
    .where(
      and(
        eq(messages.ticketNumber, ticketNumber),
        eq(undoing.ticketNumber, ticketNumber),
        sql`${messages.moved} @> ${JSON.stringify({ how: 'merge', people: [address] })}::jsonb`,
      ),
    )
    .orderBy(desc(undoing.id))
    .limit(1);
  const home = row && (await livingOf(tx, Number(row.from)));
  return home !== undefined && home !== ticketNumber && (await isOnTicket(tx, home, address)) ? home : null;
}

/** True for the requester and followers, and for an agent on every ticket that exists. */
export async function isOnTicket(
  tx: Database | Tx,
  ticketNumber: number,
  address: Address,
  isAgent = false,
): Promise<boolean> {
  const known = closedOn(tx, ticketNumber)?.known;
  if (known) {
    const follows = known.followers.some(({ email, state }) => email === address && state === 'following');
    return isAgent || known.ticket.requesterEmail === address || follows;
  }
  const [ticket] = await tx
    .select({ requester: tickets.requesterEmail, follower: followers.email })
    .from(tickets)
    .leftJoin(
      followers,
      and(eq(followers.ticketNumber, tickets.number), eq(followers.email, address), eq(followers.state, 'following')),
    )
    .where(eq(tickets.number, ticketNumber));
  return ticket !== undefined && (isAgent || ticket.requester === address || ticket.follower === address);
}

/** True for a follower who left by an own wish. By writing again this person follows again. */
export async function hasLeft(tx: Database | Tx, ticketNumber: number, address: Address): Promise<boolean> {
  const own = and(eq(followers.ticketNumber, ticketNumber), eq(followers.email, address), eq(followers.state, 'left'));
  return (await tx.select({ email: followers.email }).from(followers).where(own)).length > 0;
}

const mayReturn = async (tx: Database | Tx, ticketNumber: number, address: Address): Promise<boolean> =>
  (await isOnTicket(tx, ticketNumber, address)) || (await hasLeft(tx, ticketNumber, address));

/** The same for a mail that may name its ticket by a tag only; null where nothing in it names one of this person. */
export async function standingByClues(
  db: Database | Tx,
  address: Address,
  { ids, tagged }: Readonly<{ ids: readonly string[]; tagged: number | null }>,
): Promise<'member' | 'known' | 'unknown' | null> {
  const byIds = ids.length > 0 ? await standingOnThread(db, address, ids) : null;
  if (byIds === 'member' || tagged === null) return byIds;
  return (await mayReturn(db, await livingOf(db, tagged), address)) ? 'member' : byIds;
}

/** `member`: on a ticket with one of these ids; `known`: such a ticket exists, without this person; `unknown`: none. */
export async function standingOnThread(
  db: Database | Tx,
  address: Address,
  ids: readonly string[],
): Promise<'member' | 'known' | 'unknown'> {
  const named = await ticketsNaming(db, ids);
  for (const ticketNumber of named) if (await mayReturn(db, ticketNumber, address)) return 'member';
  return named.length > 0 ? 'known' : 'unknown';
}

/** Whether a mail is one of ours: by its Message-ID, or by the outbox row that it names. */
export async function isSentByUs(
  tx: Tx,
  { messageId, outboxId }: Readonly<{ messageId: MessageId | null; outboxId: string | null }>,
): Promise<boolean> {
  // Our Message-IDs contain the id of the outbox row, so most mail needs no look-up.
  const inId = messageId && /^<([0-9a-z]{26})@/.exec(messageId)?.[1];
  const ids = [inId, outboxId].filter(id => typeof id === 'string' && id.length === 26) as string[];
  if (ids.length === 0) return false;
  const [row] = await tx.select({ id: outbox.id }).from(outbox).where(inArray(outbox.id, ids)).limit(1);
  return row !== undefined;
}
