// A ticket as agents see it on pages: everything about it, read by one statement.
import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows.ts';
import { followers } from '../../db/schema/followers.ts';
import { mails } from '../../db/schema/mails.ts';
import { attachments, messages } from '../../db/schema/messages.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { ticketReads } from '../../db/schema/ticket-reads.ts';
import { ticketColumns, tickets } from '../../db/schema/tickets.ts';
import { onceFor } from '../../once.ts';
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

/** Null where there is no such ticket. */
export async function deskThread(db: Database, ticketNumber: number, reader: string): Promise<DeskThread | null> {
  const [found] = await threadStatement(db).execute({ ticketNumber, reader });
  if (!found) return null;
  const { ticket, rows, files, sent, following, held, seen } = found;
  const filesOf = Map.groupBy(files, ({ messageRow }) => messageRow);
  const deliveriesOf = Map.groupBy(sent, ({ entry }) => entry);
  const nameOf = namesOf([...following, { email: ticket.requesterEmail, name: ticket.requesterName }]);
  return {
    ticket,
    entries: rows.map(row => ({
      ...row,
      authorName: nameOf({ email: row.authorEmail ?? '', name: row.authorName }),
      files: filesOf.get(row.id) ?? [],
      deliveries: deliveriesOf.get(row.id) ?? [],
    })),
    followers: following,
    reached: new Map(sent.map(delivery => [delivery.recipientEmail, delivery])),
    held,
    newest: Math.max(0, ...rows.filter(({ kind }) => kind !== 'event').map(({ id }) => id)),
    seen,
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
const entryColumns = { ...plainColumns, hasHtml: sql<boolean>`${messages.html} is not null`.as('has_html') };
const fileColumns = getTableColumns(attachments);
const followerColumns = { email: followers.email, name: followers.name };
const heldColumns = { id: mails.id, author: mails.author, subject: mails.subject };
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

const threadStatement = onceFor((db: Database) => {
  const number = sql.placeholder('ticketNumber');
  const of = {
    rows: db
      .select(entryColumns)
      .from(messages)
      .where(eq(messages.ticketNumber, number))
      .orderBy(asc(messages.createdAt), asc(messages.id)),
    files: db
      .select(fileColumns)
      .from(attachments)
      .innerJoin(messages, eq(messages.id, attachments.messageRow))
      .where(eq(messages.ticketNumber, number))
      .orderBy(asc(attachments.id)),
    sent: db
      .select(deliveryColumns)
      .from(outbox)
      .where(eq(outbox.ticketNumber, number))
      .orderBy(asc(outbox.createdAt), asc(outbox.id)),
    following: db
      .select(followerColumns)
      .from(followers)
      .where(and(eq(followers.ticketNumber, number), eq(followers.state, 'following')))
      .orderBy(asc(followers.createdAt), asc(followers.email)),
    held: db
      .select(heldColumns)
      .from(mails)
      .where(and(eq(mails.heldForTicket, number), eq(mails.disposition, 'held')))
      .orderBy(asc(mails.id)),
    read: db
      .select({ entry: ticketReads.entry })
      .from(ticketReads)
      .where(and(eq(ticketReads.ticketNumber, number), eq(ticketReads.email, sql.placeholder('reader')))),
  };
  return db
    .select({
      ticket: ticketColumns,
      rows: rowsOf(of.rows, entryColumns),
      files: rowsOf(of.files, fileColumns),
      sent: rowsOf(of.sent, deliveryColumns),
      following: rowsOf(of.following, followerColumns),
      held: rowsOf(of.held, heldColumns),
      seen: sql<number>`coalesce((${of.read}), 0)::int8`.mapWith(Number),
    })
    .from(tickets)
    .where(eq(tickets.number, number))
    .prepare('desk_thread');
});

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
