import { eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Line } from '../outbox/notice.ts';
import { addEvent } from '../tickets/change.ts';
import { followersAllowedBy } from '../tickets/follow-policy.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { answersTo, release } from '../tickets/waiting.ts';
import { addFollowers } from '../tickets/write.ts';
import type { Desk } from './desk.ts';
import { copied, type Reading } from './read-mail.ts';
import { whoMayFollow } from './who-may-follow.ts';

/** Who was copied in follows, as far as that is allowed; answers who is new, and what there is to say of the others. */
export async function copyIn(
  tx: Tx,
  ticket: TicketRow,
  { reading, desk }: { reading: Reading; desk: Desk },
): Promise<{ added: Mailbox[]; lines: Line[] }> {
  const people = copied(reading, desk);
  if (people.length === 0) return { added: [], lines: [] };
  const rows = await tx.select().from(followers).where(eq(followers.ticketNumber, ticket.number));
  const inDirectory = (address: Address) => desk.directory.find(address) !== null;
  const { follow, lines } = whoMayFollow(people, {
    followers: (await followersAllowedBy(tx, ticket.organisation)) ?? desk.rules.followers,
    inDirectory,
    known: new Set([...rows.map(({ email }) => email as Address), ticket.requesterEmail as Address]),
    following: rows.filter(({ state }) => state === 'following').length,
  });
  const added = await addFollowers(tx, ticket.number, follow);
  await noteOutsiders(tx, ticket, {
    added: added.filter(({ address }) => !inDirectory(address)),
    by: reading.author,
  });
  const { messageId } = reading.message;
  if (messageId) {
    // Somebody copied in may have answered before this mail was here.
    const early = await answersTo(
      tx,
      [messageId],
      added.map(({ address }) => address),
    );
    await release(tx, early, { by: 'thread', why: 'the thread that it answers has arrived' });
  }
  return { added, lines };
}

/** Somebody of no directory reads along from here on: who asks later finds since when, and by whom. */
async function noteOutsiders(
  tx: Tx,
  ticket: TicketRow,
  { added, by }: { added: readonly Mailbox[]; by: Mailbox | null },
): Promise<void> {
  if (added.length === 0) return;
  const names = added.map(({ address }) => address).join(', ');
  await addEvent(tx, ticket.number, { text: `copied in from outside the directory: ${names}`, by });
}
