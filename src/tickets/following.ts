import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import type { Actor } from '../desk/actor.ts';
import type { MovedFollowers } from '../desk/moved.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { addEvent } from './events.ts';

type State = (typeof followers.$inferSelect)['state'];

/** Everyone who follows, has left or is kept out. */
export const followingsOf = (tx: Tx, ticketNumber: number): Promise<(typeof followers.$inferSelect)[]> =>
  tx.select().from(followers).where(eq(followers.ticketNumber, ticketNumber));

/** Null for a person who never followed. */
export async function followingOf(tx: Tx, ticketNumber: number, address: Address): Promise<State | null> {
  const [row] = await tx
    .select({ state: followers.state })
    .from(followers)
    .where(and(eq(followers.ticketNumber, ticketNumber), eq(followers.email, address)));
  return row?.state ?? null;
}

/** Whatever it was before. The row stays, so that another copy adds nobody who left. */
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

/** Takes back that followers were added or removed. */
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
  await put('left', added);
  await put('following', removed);
  const text = `followers as before: ${[...added, ...removed].join(', ')}`;
  await addEvent(tx, ticketNumber, { text, actor, undoes });
}
