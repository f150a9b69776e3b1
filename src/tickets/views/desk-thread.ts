// A ticket as agents see it on pages: everything about it, read by a few queries.
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { followers } from '../../db/schema/followers.ts';
import { mails } from '../../db/schema/mails.ts';
import { attachments, messages } from '../../db/schema/messages.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { ticketReads } from '../../db/schema/ticket-reads.ts';
import { tickets } from '../../db/schema/tickets.ts';
import type { TicketRow } from '../ticket.ts';
import { namesOf } from './names.ts';

export type ThreadFile = Readonly<typeof attachments.$inferSelect>;
export type ThreadEntry = Readonly<Omit<typeof messages.$inferSelect, 'html'>> &
  Readonly<{ hasHtml: boolean; files: readonly ThreadFile[]; deliveries: readonly ThreadDelivery[] }>;
export type ThreadDelivery = Readonly<
  Pick<
    typeof outbox.$inferSelect,
    'id' | 'entry' | 'recipientEmail' | 'recipientName' | 'state' | 'enhancedStatus' | 'lastReply' | 'createdAt'
  >
>;
export type DeskThread = Readonly<{
  ticket: TicketRow;
  entries: readonly ThreadEntry[];
  followers: readonly Readonly<{ email: string; name: string | null }>[];
  /** The last delivery to each person, and what became of it. */
  reached: ReadonlyMap<string, ThreadDelivery>;
  held: readonly Readonly<{ id: string; author: string | null; subject: string | null }>[];
  /** The newest entry with words, for `seen`. */
  newest: number;
  /** The newest entry that this reader had seen. */
  seen: number;
}>;

export async function deskThread(db: Database, ticketNumber: number, reader: string): Promise<DeskThread | null> {
  const [ticket] = await db.select().from(tickets).where(eq(tickets.number, ticketNumber));
  if (!ticket) return null;
  const of = { columns: entryColumns };
  const [rows, files, sent, following, held, read] = await Promise.all([
    db
      .select(of.columns)
      .from(messages)
      .where(eq(messages.ticketNumber, ticketNumber))
      .orderBy(asc(messages.createdAt), asc(messages.id)),
    db
      .select({ file: attachments })
      .from(attachments)
      .innerJoin(messages, eq(messages.id, attachments.messageRow))
      .where(eq(messages.ticketNumber, ticketNumber))
      .orderBy(asc(attachments.id)),
    db
      .select(deliveryColumns)
      .from(outbox)
      .where(eq(outbox.ticketNumber, ticketNumber))
      .orderBy(asc(outbox.createdAt), asc(outbox.id)),
    db
      .select({ email: followers.email, name: followers.name })
      .from(followers)
      .where(and(eq(followers.ticketNumber, ticketNumber), eq(followers.state, 'following')))
      .orderBy(asc(followers.createdAt), asc(followers.email)),
    db
      .select({ id: mails.id, author: mails.author, subject: mails.subject })
      .from(mails)
      .where(and(eq(mails.heldForTicket, ticketNumber), eq(mails.disposition, 'held')))
      .orderBy(asc(mails.id)),
    db
      .select({ entry: ticketReads.entry })
      .from(ticketReads)
      .where(and(eq(ticketReads.ticketNumber, ticketNumber), eq(ticketReads.email, reader))),
  ]);
  const filesOf = Map.groupBy(files, ({ file }) => file.messageRow);
  const deliveriesOf = Map.groupBy(sent, ({ entry }) => entry);
  const nameOf = namesOf([...following, { email: ticket.requesterEmail, name: ticket.requesterName }]);
  return {
    ticket,
    entries: rows.map(row => ({
      ...row,
      authorName: nameOf({ email: row.authorEmail ?? '', name: row.authorName }),
      files: (filesOf.get(row.id) ?? []).map(({ file }) => file),
      deliveries: deliveriesOf.get(row.id) ?? [],
    })),
    followers: following,
    reached: new Map(sent.map(delivery => [delivery.recipientEmail, delivery])),
    held,
    newest: Math.max(0, ...rows.filter(({ kind }) => kind !== 'event').map(({ id }) => id)),
    seen: read[0]?.entry ?? 0,
  };
}

const { html: _html, ...plainColumns } = {
  id: messages.id,
  ticketNumber: messages.ticketNumber,
  kind: messages.kind,
  authorEmail: messages.authorEmail,
  authorName: messages.authorName,
  text: messages.text,
  quoted: messages.quoted,
  html: messages.html,
  changes: messages.changes,
  moved: messages.moved,
  undoes: messages.undoes,
  actedAs: messages.actedAs,
  via: messages.via,
  automatic: messages.automatic,
  messageId: messages.messageId,
  mailId: messages.mailId,
  createdAt: messages.createdAt,
};
const entryColumns = { ...plainColumns, hasHtml: sql<boolean>`${messages.html} is not null` };
const deliveryColumns = {
  id: outbox.id,
  entry: outbox.entry,
  recipientEmail: outbox.recipientEmail,
  recipientName: outbox.recipientName,
  state: outbox.state,
  enhancedStatus: outbox.enhancedStatus,
  lastReply: outbox.lastReply,
  createdAt: outbox.createdAt,
};

/** Notes that this person has seen the ticket up to the entry. */
export async function noteRead(
  db: Database,
  { email, ticketNumber, entry }: Readonly<{ email: string; ticketNumber: number; entry: number }>,
): Promise<void> {
  if (entry === 0) return;
  await db
    .insert(ticketReads)
    .values({ email, ticketNumber, entry })
    .onConflictDoUpdate({
      target: [ticketReads.email, ticketReads.ticketNumber],
      set: { entry },
      setWhere: sql`${ticketReads.entry} < ${entry}`,
    });
}

export type ListFlags = Readonly<{
  unread: ReadonlySet<number>;
  failing: ReadonlySet<number>;
  held: ReadonlySet<number>;
}>;

/** What a list says beside each of these tickets. One statement: a page is mostly made of round trips. */
export async function listFlags(db: Database, numbers: readonly number[], reader: string): Promise<ListFlags> {
  if (numbers.length === 0) return { unread: new Set(), failing: new Set(), held: new Set() };
  const { rows } = await db.execute<{ number: string } & Record<'unread' | 'failing' | 'held', boolean>>(sql`
    select n as number,
      coalesce((select max(id) from messages where ticket_number = n and kind <> 'event'), 0)
        > coalesce((select entry from ticket_reads where email = ${reader} and ticket_number = n), 0) as unread,
      exists (select from outbox where ticket_number = n and state in ('failed', 'undeliverable')) as failing,
      exists (select from mails where held_for = n and disposition = 'held') as held
    from unnest(${sql.param([...numbers])}::bigint[]) as n`);
  const those = (flag: 'unread' | 'failing' | 'held') =>
    new Set(rows.filter(row => row[flag]).map(({ number }) => Number(number)));
  return { unread: those('unread'), failing: those('failing'), held: those('held') };
}

export type EntryHtml = Readonly<{
  ticketNumber: number;
  html: string | null;
  mailId: string | null;
  files: readonly ThreadFile[];
}>;

/** An entry's HTML with the pictures that it shows. */
export async function entryHtml(db: Database, id: number): Promise<EntryHtml | null> {
  const [row] = await db
    .select({ ticketNumber: messages.ticketNumber, html: messages.html, mailId: messages.mailId })
    .from(messages)
    .where(eq(messages.id, id));
  if (!row) return null;
  return { ...row, files: await db.select().from(attachments).where(eq(attachments.messageRow, id)) };
}
