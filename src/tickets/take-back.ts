// Takes back a merge or a split, from what its event recorded. What was written since stays where it was written.
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import type { Actor } from '../desk/actor.ts';
import type { MovedByMerge, MovedBySplit } from '../desk/moved.ts';
import { keyOf } from '../desk/ticket.ts';
import { addEvent, type PastAct } from './events.ts';
import { lockLiving } from './find.ts';
import { moveAll } from './merge.ts';
import { followersOf, lockTicket, type TicketRow } from './ticket.ts';
import { updateTicket } from './write.ts';

type Last<M> = Readonly<{ last: PastAct; moved: M; actor: Actor }>;

/**
 * Makes the merged ticket independent again. `stay` counts the entries that people have written on this one since.
 * Null where this ticket has been merged further: the last merge is undone first.
 */
export async function unmerge(
  tx: Tx,
  here: TicketRow,
  { last, moved, actor }: Last<MovedByMerge>,
): Promise<{ ticket: TicketRow; stay: number } | null> {
  const { from, status, entries } = moved;
  const merged = await lockTicket(tx, from);
  if (merged?.mergedInto !== here.number) return null;
  const writers = await writersSince(tx, here, last);
  const back = { ticketNumber: from };
  await tx
    .update(messages)
    .set(back)
    .where(and(eq(messages.ticketNumber, here.number), inArray(messages.id, [...entries])));
  await tx
    .update(mails)
    .set(back)
    .where(and(eq(mails.ticketNumber, here.number), inArray(mails.id, [...moved.mails])));
  const asked = and(eq(mails.heldForTicket, here.number), inArray(mails.id, [...moved.held]));
  await tx.update(mails).set({ heldForTicket: from }).where(asked);
  await letGo(tx, here, { people: moved.people, writers });
  const statusSince = merged.status === 'closed' ? { status, statusSince: new Date() } : {};
  await updateTicket(tx, from, { mergedInto: null, ...statusSince });
  const text = `${keyOf(from)} is a ticket of its own again`;
  await addEvent(tx, from, { text, actor });
  await addEvent(tx, here.number, { text, actor, undoes: last.event });
  return { ticket: (await lockTicket(tx, from))!, stay: writers.length };
}

/** The authors of the entries since the event, one element per entry. */
async function writersSince(tx: Tx, here: TicketRow, { event }: PastAct): Promise<(string | null)[]> {
  const rows = await tx
    .select({ author: messages.authorEmail })
    .from(messages)
    .where(
      and(eq(messages.ticketNumber, here.number), gt(messages.id, event), inArray(messages.kind, ['reply', 'answer'])),
    );
  return rows.map(({ author }) => author);
}

/** Removes the followers that the merge brought, except those who have written here since. */
async function letGo(
  tx: Tx,
  here: TicketRow,
  { people, writers }: { people: readonly string[]; writers: readonly (string | null)[] },
): Promise<void> {
  const leaving = people.filter(email => !writers.includes(email));
  await tx
    .delete(followers)
    .where(
      and(
        eq(followers.ticketNumber, here.number),
        eq(followers.state, 'following'),
        inArray(followers.email, [...leaving]),
      ),
    );
}

/**
 * Moves the ticket that the reply became back to the ticket that it was taken from, with all later entries.
 * Null where one of the two has been merged with another ticket.
 */
export async function unsplit(
  tx: Tx,
  here: TicketRow,
  { moved: { from, to, entry }, actor }: Last<MovedBySplit>,
): Promise<{ ticket: TicketRow; ended: TicketRow } | null> {
  const ended = here.number === to ? here : await lockTicket(tx, to);
  const ticket = here.number === to ? await lockLiving(tx, from) : here;
  if (!ended || !ticket || ended.mergedInto !== null || ended.number === ticket.number) return null;
  const pair = sql`${messages.moved} = ${JSON.stringify({ how: 'split', from, to, entry })}::jsonb`;
  const events = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(inArray(messages.ticketNumber, [ended.number, ticket.number]), pair));
  // The requester does not move: they are on that ticket, or were let in there for this one mail.
  await moveAll(tx, ended, { into: ticket, people: await followersOf(tx, ended.number) });
  await tx
    .update(messages)
    .set({ kind: 'reply' })
    .where(and(eq(messages.id, entry), eq(messages.ticketNumber, ticket.number)));
  const text = `${keyOf(ended.number)} is part of ${keyOf(ticket.number)} again`;
  for (const { id } of events) await addEvent(tx, ticket.number, { text, actor, undoes: id });
  await addEvent(tx, ended.number, { text, actor });
  return { ticket, ended };
}
