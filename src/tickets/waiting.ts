// Held mail that waits for a decision of a person on a thread, or for the thread to arrive.
import { and, asc, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import type { Address } from '../mail/address.ts';
import { mailReleased } from './held.ts';

export type Waiting = Readonly<{ id: string; author: Address }>;

const isHeld = eq(mails.disposition, 'held');
const saying = (why: string) => sql`array_append(${mails.reasons}, ${why}::text)`;

/** Mail that waits for this ticket's requester to let its author in, oldest first. */
export async function waitingFor(tx: Tx, ticketNumber: number): Promise<Waiting[]> {
  const rows = await tx
    .select({ id: mails.id, author: mails.author })
    .from(mails)
    .where(and(isHeld, eq(mails.heldForTicket, ticketNumber), isNotNull(mails.author)))
    .orderBy(asc(mails.id));
  return rows as Waiting[];
}

/** Releases mail to be filed; a worker is notified when the transaction commits. */
export async function release(
  tx: Tx,
  ids: readonly string[],
  { by, why }: { by: 'requester' | 'thread' | 'author' | null; why: string },
): Promise<void> {
  if (ids.length === 0) return;
  const values = { disposition: 'pending' as const, releasedAt: new Date(), releasedBy: by, reasons: saying(why) };
  await tx
    .update(mails)
    .set({ ...values, attempts: 0, heldForTicket: null, awaitsMessageIds: null })
    .where(and(isHeld, inArray(mails.id, [...ids])));
  await tx.execute(sql.raw(`notify ${mailReleased}`));
}

/** `by`: who decided it, an address or `operator`; null where it was no decision of a person. */
export async function keepOut(
  tx: Tx,
  ids: readonly string[],
  { by, why }: { by: string | null; why: string },
): Promise<void> {
  if (ids.length === 0) return;
  const values = { disposition: 'ignored' as const, heldForTicket: null, keptOutBy: by, reasons: saying(why) };
  await tx
    .update(mails)
    .set(values)
    .where(and(isHeld, inArray(mails.id, [...ids])));
}

/** Held mail that answers one of these ids and is by one of these people. */
export async function answersTo(tx: Tx, ids: readonly string[], authors: readonly Address[]): Promise<string[]> {
  if (ids.length === 0 || authors.length === 0) return [];
  const named = or(...ids.map(id => sql`${mails.awaitsMessageIds} @> array[${id}]::text[]`));
  const rows = await tx
    .select({ id: mails.id })
    .from(mails)
    .where(and(isHeld, named, inArray(mails.author, [...authors])));
  return rows.map(({ id }) => id);
}

export type Awaiting = Waiting & Readonly<{ awaits: readonly string[] }>;

/** Mail whose thread was not known when it was held, newest first. */
export async function awaitingThread(db: Database | Tx, atMost: number): Promise<Awaiting[]> {
  const rows = await db
    .select({ id: mails.id, author: mails.author, awaits: mails.awaitsMessageIds })
    .from(mails)
    .where(and(isHeld, isNotNull(mails.awaitsMessageIds), isNotNull(mails.author)))
    .orderBy(sql`${mails.id} desc`)
    .limit(atMost);
  return rows.map(({ id, author, awaits }) => ({ id, author: author as Address, awaits: awaits ?? [] }));
}

/** Mail that has waited long enough for the thread that it answers, oldest first. */
export async function waitedOut(tx: Tx, now: Date, atMost: number): Promise<string[]> {
  const rows = await tx
    .select({ id: mails.id })
    .from(mails)
    .where(and(isHeld, isNotNull(mails.awaitsMessageIds), lt(mails.waitsUntil, now)))
    .orderBy(asc(mails.id))
    .limit(atMost);
  return rows.map(({ id }) => id);
}

/** Mail that has been held since before `then`, undecided, oldest first, with the ticket that it is for. */
export async function heldSince(
  tx: Tx,
  since: Date,
  atMost: number,
): Promise<{ id: string; author: string | null; heldForTicket: number | null }[]> {
  return tx
    .select({ id: mails.id, author: mails.author, heldForTicket: mails.heldForTicket })
    .from(mails)
    .where(and(isHeld, lt(mails.receivedAt, since)))
    .orderBy(asc(mails.receivedAt))
    .limit(atMost);
}

/** A held mail by its id; null where it is not held. */
export async function heldMail(tx: Tx, id: string): Promise<(Waiting & { heldForTicket: number | null }) | null> {
  const [row] = await tx
    .select({ id: mails.id, author: mails.author, heldForTicket: mails.heldForTicket })
    .from(mails)
    .where(and(isHeld, eq(mails.id, id)));
  return (row as (Waiting & { heldForTicket: number | null }) | undefined) ?? null;
}
