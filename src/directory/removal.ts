// Removal from the directory: ends following, and drops mail that has not been sent yet.
import { and, eq, inArray, notExists, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { people } from '../db/schema/people.ts';
import { tickets } from '../db/schema/tickets.ts';

const batch = 1000;

/**
 * Takes people off the tickets that they follow, opened or work on; returns the number of tickets. `gone` are
 * their entries, already deactivated. A later `let in` or `follow` adds a person to one ticket again.
 */
export async function takeOffThreads(tx: Tx, gone: readonly string[]): Promise<number> {
  const threads = new Set<number>();
  for (let at = 0; at < gone.length; at += batch) {
    for (const number of await takeOff(tx, gone.slice(at, at + batch))) threads.add(number);
  }
  return threads.size;
}

async function takeOff(tx: Tx, gone: readonly string[]): Promise<number[]> {
  const left = await tx
    .update(followers)
    .set({ state: 'removed' })
    .where(and(eq(followers.state, 'following'), theirs(tx, followers.email, gone)))
    .returning({ number: followers.ticketNumber, email: followers.email });
  const open = sql`${tickets.status} <> 'closed'`;
  const requested = await tx
    .select({ number: tickets.number, email: tickets.requesterEmail })
    .from(tickets)
    .where(and(open, theirs(tx, tickets.requesterEmail, gone)));
  const assigned = await tx
    .update(tickets)
    .set({ assignee: null })
    .where(and(open, theirs(tx, tickets.assignee, gone)))
    .returning({ number: tickets.number });
  await tx
    .update(outbox)
    .set({ state: 'failed', lastReply: 'not sent: its recipient was removed from the directory' })
    .where(and(eq(outbox.state, 'queued'), theirs(tx, outbox.recipientEmail, gone)));
  const events = [...left, ...requested].map(({ number, email }) => ({
    ticketNumber: number,
    kind: 'event' as const,
    text: `${email} was removed from the directory, and is told no more`,
    actedAs: 'operator' as const,
  }));
  for (let at = 0; at < events.length; at += batch) await tx.insert(messages).values(events.slice(at, at + batch));
  return [...left, ...requested, ...assigned].map(({ number }) => number);
}

/** Addresses of these entries; of a whole domain all but those with an entry of their own. */
function theirs(tx: Tx, column: PgColumn, gone: readonly string[]): SQL {
  const addresses = gone.filter(email => !email.startsWith('@'));
  const domains = gone.filter(email => email.startsWith('@'));
  const own = tx
    .select({ one: sql`1` })
    .from(people)
    .where(and(eq(people.email, column), people.active));
  const ofDomains = domains.map(
    domain => sql`(right(${column}, ${domain.length}::int) = ${domain} and ${notExists(own)})`,
  );
  const named = addresses.length > 0 ? [inArray(column, addresses)] : [];
  const all = [...named, ...ofDomains];
  return all.length > 0 ? sql`(${sql.join(all, sql` or `)})` : sql`false`;
}
