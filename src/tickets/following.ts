import { and, eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import type { Address, Mailbox } from '../mail/address.ts';

type State = (typeof followers.$inferSelect)['state'];

/** Null for who never followed. */
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
