import { and, count, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { closedOn } from '../db/known.ts';
import { followers } from '../db/schema/followers.ts';
import type { Actor } from '../desk/actor.ts';
import type { MovedFollowers } from '../desk/moved.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { addEvent } from './events.ts';

type State = (typeof followers.$inferSelect)['state'];

/** All people who follow, have left or are kept out. */
export const followingsOf = async (tx: Tx, ticketNumber: number): Promise<readonly (typeof followers.$inferSelect)[]> =>
  closedOn(tx, ticketNumber)?.known.followers ??
  (await tx.select().from(followers).where(eq(followers.ticketNumber, ticketNumber)));

/** Null for a person who never followed. */
export async function followingOf(tx: Tx, ticketNumber: number, address: Address): Promise<State | null> {
  const known = closedOn(tx, ticketNumber)?.known.followers;
  if (known) return known.find(({ email }) => email === address)?.state ?? null;
  const [row] = await tx
    .select({ state: followers.state })
    .from(followers)
    .where(and(eq(followers.ticketNumber, ticketNumber), eq(followers.email, address)));
  return row?.state ?? null;
}

/** Sets the state, whatever it was. The row stays, so that a later copy does not add a person who left. */
export async function setFollowing(
  tx: Tx,
  ticketNumber: number,
  { person, state }: { person: Mailbox; state: State },
): Promise<void> {
  await tx
    .insert(followers)
    .values({ ticketNumber, email: person.address, name: person.name || null, state })
    .onConflictDoUpdate({ target: [followers.ticketNumber, followers.email], set: { state } });
}

/** Undoes that followers were added or removed. */
export async function setFollowersBack(
  tx: Tx,
  ticketNumber: number,
  { moved: { added, removed }, actor, undoes }: Readonly<{ moved: MovedFollowers; actor: Actor; undoes: number }>,
): Promise<void> {
  const put = (state: State, emails: readonly string[]) =>
    tx
      .update(followers)
      .set({ state })
      .where(and(eq(followers.ticketNumber, ticketNumber), inArray(followers.email, [...emails])));
  await put('removed', added);
  await put('following', removed);
  const text = `followers as before: ${[...added, ...removed].join(', ')}`;
  await addEvent(tx, ticketNumber, { text, actor, undoes });
}

const dayMs = 86_400_000;

export type Newcomers = Readonly<{ onTicket: number; inAll: number; threads: ReadonlyMap<string, number> }>;

/** Followers from outside the directory, added in the last day: on this ticket, in all, and threads for each person. */
export async function newcomersLately(tx: Tx, ticketNumber: number, people: readonly Address[]): Promise<Newcomers> {
  const lately = and(sql`${followers.outside}`, gt(followers.createdAt, new Date(Date.now() - dayMs)));
  const [sums] = await tx
    .select({
      inAll: count(),
      onTicket: sql<number>`count(*) filter (where ${followers.ticketNumber} = ${ticketNumber})::int`,
    })
    .from(followers)
    .where(lately);
  const rows = await tx
    .select({ email: followers.email, threads: count() })
    .from(followers)
    .where(and(lately, inArray(followers.email, [...people])))
    .groupBy(followers.email);
  const threads = new Map(rows.map(row => [row.email, row.threads]));
  return { onTicket: sums?.onTicket ?? 0, inAll: sums?.inAll ?? 0, threads };
}

export async function markOutside(tx: Tx, ticketNumber: number, people: readonly Address[]): Promise<void> {
  if (people.length === 0) return;
  const theirs = and(eq(followers.ticketNumber, ticketNumber), inArray(followers.email, [...people]));
  await tx.update(followers).set({ outside: true }).where(theirs);
}
