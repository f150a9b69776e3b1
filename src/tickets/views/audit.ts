// Who did what, by any door: on tickets, from their entries, and to the desk itself, from `audit`. Newest first.
import { and, desc, ilike, inArray, lt, or } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { audit } from '../../db/schema/audit.ts';
import { messages } from '../../db/schema/messages.ts';
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

/** `q`: an address or a part of one; `before`: the time of the last one of the page before. */
export async function deedsOf(
  db: Database,
  { q, before }: Readonly<{ q: string; before: Date | null }>,
): Promise<{ deeds: readonly Deed[]; next: string | null }> {
  const part = `%${q
    .trim()
    .slice(0, 200)
    .replace(/[\\%_]/g, '\\$&')}%`;
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
          q.trim() === '' ? undefined : ilike(messages.authorEmail, part),
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
          q.trim() === '' ? undefined : or(ilike(audit.who, part), ilike(audit.about, part)),
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
