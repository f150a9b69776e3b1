import { and, eq, inArray } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { tickets } from '../db/schema/tickets.ts';
import type { Address } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';

/** What a mail says of the thread that it belongs to, in the order in which it counts. */
export type ThreadClues = Readonly<{
  /** Tickets whose signed reply address it was sent to. */
  addressed: readonly number[];
  inReplyTo: readonly MessageId[];
  /** Oldest first. */
  references: readonly MessageId[];
  /** The number in a `[PT-42]` tag of the subject. */
  tagged: number | null;
}>;
export type Writer = Readonly<{ address: Address; isAgent: boolean }>;

/**
 * The ticket that a mail belongs to, or null. Only a reply address opens a thread by itself: an id can
 * be stolen and a number guessed, so those count only for who is on the ticket already, and for agents.
 */
export async function findTicket(tx: Database | Tx, clues: ThreadClues, writer: Writer | null): Promise<number | null> {
  const [addressed] = clues.addressed;
  if (addressed !== undefined) return livingOf(tx, addressed);
  if (!writer) return null;
  for (const candidate of await ticketsNaming(tx, [...clues.inReplyTo, ...clues.references.toReversed()])) {
    if (writer.isAgent || (await isOnTicket(tx, candidate, writer.address))) return candidate;
  }
  const tagged = clues.tagged === null ? null : await livingOf(tx, clues.tagged);
  const mayTag = tagged !== null && (await isOnTicket(tx, tagged, writer.address, writer.isAgent));
  return mayTag ? tagged : null;
}

/** Tickets that one of these ids stands on, ours or theirs; the ids' order is the order of trust. */
async function ticketsNaming(tx: Database | Tx, ids: readonly string[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const wanted = [...new Set(ids)];
  const received = tx
    .select({ id: messages.messageId, ticketNumber: messages.ticketNumber })
    .from(messages)
    .where(inArray(messages.messageId, wanted));
  const sent = tx
    .select({ id: outbox.messageId, ticketNumber: outbox.ticketNumber })
    .from(outbox)
    .where(inArray(outbox.messageId, wanted));
  const rows = [...(await received), ...(await sent)];
  const inOrder = rows.sort((a, b) => wanted.indexOf(a.id ?? '') - wanted.indexOf(b.id ?? ''));
  const named = new Set(inOrder.map(row => row.ticketNumber).filter(ticketNumber => ticketNumber !== null));
  const living = new Set<number>();
  for (const ticketNumber of named) living.add(await livingOf(tx, ticketNumber));
  return [...living];
}

// A merge into a merged ticket goes on to where that one went, so chains are short.
const maxMerges = 10;

/** The ticket that this one was merged into, if it was: mail for it lands there. */
export async function livingOf(tx: Database | Tx, ticketNumber: number): Promise<number> {
  let living = ticketNumber;
  for (let merges = 0; merges < maxMerges; merges += 1) {
    const [row] = await tx.select({ into: tickets.mergedInto }).from(tickets).where(eq(tickets.number, living));
    if (!row || row.into === null) break;
    living = row.into;
  }
  return living;
}

/** Requester or follower; an agent is on every ticket that there is. */
export async function isOnTicket(
  tx: Database | Tx,
  ticketNumber: number,
  address: Address,
  isAgent = false,
): Promise<boolean> {
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

/** `member`: on a ticket that one of these ids stands on; `known`: there is one, for others; `unknown`: there is none. */
export async function standingOnThread(
  db: Database | Tx,
  address: Address,
  ids: readonly string[],
): Promise<'member' | 'known' | 'unknown'> {
  const named = await ticketsNaming(db, ids);
  for (const ticketNumber of named) if (await isOnTicket(db, ticketNumber, address)) return 'member';
  return named.length > 0 ? 'known' : 'unknown';
}

/** Whether a mail is one of ours: by its Message-ID, or by the outbox row that it names. */
export async function isSentByUs(
  tx: Tx,
  { messageId, outboxId }: Readonly<{ messageId: MessageId | null; outboxId: string | null }>,
): Promise<boolean> {
  // Ours hold the id of their row, so that most mail is not even looked up.
  const inId = messageId && /^<([0-9a-z]{26})@/.exec(messageId)?.[1];
  const ids = [inId, outboxId].filter(id => typeof id === 'string' && id.length === 26) as string[];
  if (ids.length === 0) return false;
  const [row] = await tx.select({ id: outbox.id }).from(outbox).where(inArray(outbox.id, ids)).limit(1);
  return row !== undefined;
}
