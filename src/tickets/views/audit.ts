// Who did what, by any door: on tickets, from their entries, and to the desk itself, from `audit`. Newest first.
import { and, desc, ilike, inArray, lt, or } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { audit } from '../../db/schema/audit.ts';
import { messages } from '../../db/schema/messages.ts';
import { people } from '../../db/schema/people.ts';
import { keyOf } from '../../desk/ticket.ts';

export type Deed = Readonly<{
  at: Date;
  who: string | null;
  via: string | null;
  /** Such as `answer`, `event` or `directory: changed`. */
  act: string;
  about: string;
  ticketNumber: number | null;
}>;

const shown = 100;
const mostPeople = 50;

/** Whole addresses: entries of tickets are found by them, with an index. */
async function addressesOf(db: Database, asked: string, part: string): Promise<string[]> {
  const known = await db
    .select({ email: people.email })
    .from(people)
    .where(ilike(people.email, part))
    .limit(mostPeople);
  return [asked, ...known.map(({ email }) => email)];
}

/** `q`: an address, or a part of one of the directory; `before`: the time of the last one of the page before. */
export async function deedsOf(
  db: Database,
  { q, before }: Readonly<{ q: string; before: Date | null }>,
): Promise<{ deeds: readonly Deed[]; next: string | null }> {
  const asked = q.trim().toLowerCase().slice(0, 200);
  const part = `%${asked.replace(/[\\%_]/g, '\\$&')}%`;
  const named = asked === '' ? [] : await addressesOf(db, asked, part);
  const [onTickets, toDesk] = await Promise.all([
    db
      .select({
        at: messages.createdAt,
        who: messages.authorEmail,
        via: messages.via,
        kind: messages.kind,
        text: messages.text,
        number: messages.ticketNumber,
      })
      .from(messages)
      .where(
        and(
          inArray(messages.kind, ['event', 'answer', 'note']),
          before ? lt(messages.createdAt, before) : undefined,
          asked === '' ? undefined : inArray(messages.authorEmail, named),
        ),
      )
      .orderBy(desc(messages.id))
      .limit(shown),
    db
      .select()
      .from(audit)
      .where(
        and(
          before ? lt(audit.at, before) : undefined,
          asked === '' ? undefined : or(ilike(audit.who, part), ilike(audit.about, part)),
        ),
      )
      .orderBy(desc(audit.id))
      .limit(shown),
  ]);
  const deeds: Deed[] = [
    ...onTickets.map(({ at, who, via, kind, text, number }) => ({
      ...{ at, who, via, act: kind, ticketNumber: number },
      about: kind === 'event' ? text.slice(0, 300) : keyOf(number),
    })),
    ...toDesk.map(({ at, who, via, act, about }) => ({ at, who, via, act, about, ticketNumber: null })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
  const page = deeds.slice(0, shown);
  return { deeds: page, next: deeds.length > shown ? page.at(-1)!.at.toISOString() : null };
}
