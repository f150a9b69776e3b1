// Every mail, also those refused in the session: by address, Message-ID, id or peer; newest first, page by page.
import { isIP } from 'node:net';
import { and, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { mails } from '../../db/schema/mails.ts';
import { messages } from '../../db/schema/messages.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { refusals } from '../../db/schema/stories.ts';

export type MailRow = Readonly<typeof mails.$inferSelect>;
export type RefusalRow = Readonly<typeof refusals.$inferSelect>;
/** A mail, or one that was refused and has no more than this line. */
export type Found = Readonly<{ at: Date; id: string; mail: MailRow | null; refusal: RefusalRow | null }>;

const shown = 50;

/** `after`: the id of the last one of the page before; ids are in the order of time. */
export async function searchMails(
  db: Database,
  { q, after }: Readonly<{ q: string; after?: string | undefined }>,
): Promise<{ found: readonly Found[]; next: string | null }> {
  const asked = q.trim().slice(0, 400);
  const ours = await mailsOfOurs(db, asked);
  const [taken, refused] = await Promise.all([
    db
      .select()
      .from(mails)
      .where(and(asked === '' ? undefined : or(mailIs(asked), ours), after ? sql`${mails.id} < ${after}` : undefined))
      .orderBy(desc(mails.id))
      .limit(shown + 1),
    db
      .select()
      .from(refusals)
      .where(and(asked === '' ? undefined : refusalIs(asked), after ? sql`${refusals.id} < ${after}` : undefined))
      .orderBy(desc(refusals.id))
      .limit(shown + 1),
  ]);
  const all: Found[] = [
    ...taken.map(mail => ({ at: mail.receivedAt, id: mail.id, mail, refusal: null })),
    ...refused.map(refusal => ({ at: refusal.at, id: refusal.id, mail: null, refusal })),
  ].sort((a, b) => (a.id < b.id ? 1 : -1));
  const found = all.slice(0, shown);
  return { found, next: all.length > shown ? (found.at(-1)?.id ?? null) : null };
}

const isId = (asked: string) => /^[0-9a-z]{26}$/.test(asked);
const isMessageId = (asked: string) => /^<[^\s<>]+@[^\s<>]+>$/.test(asked);
const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');

function mailIs(asked: string): SQL | undefined {
  if (isId(asked)) return eq(mails.id, asked);
  if (isMessageId(asked)) return eq(mails.messageId, asked);
  const address = asked.toLowerCase();
  if (/^[^\s@]+@[^\s@]+$/.test(asked)) return or(eq(mails.author, address), eq(mails.mailFrom, address));
  if (isIP(asked)) return eq(mails.peer, asked);
  const part = `%${escaped(asked)}%`;
  return or(ilike(mails.subject, part), ilike(mails.author, part));
}

function refusalIs(asked: string): SQL | undefined {
  if (isId(asked)) return eq(refusals.id, asked);
  if (isMessageId(asked)) return eq(refusals.messageId, asked);
  const address = asked.toLowerCase();
  if (/^[^\s@]+@[^\s@]+$/.test(asked))
    return or(
      eq(refusals.author, address),
      eq(refusals.mailFrom, address),
      sql`${refusals.rcptTo} @> array[${address}]`,
    );
  return or(eq(refusals.peer, asked), ilike(refusals.author, `%${escaped(asked)}%`));
}

/** The mail that a mail of ours answers, or told of, by our Message-ID or that of the relay. */
async function mailsOfOurs(db: Database, asked: string): Promise<SQL | undefined> {
  if (!isMessageId(asked)) return undefined;
  const rows = await db
    .select({ id: messages.mailId })
    .from(outbox)
    .innerJoin(messages, eq(messages.id, outbox.entry))
    .where(or(eq(outbox.messageId, asked), eq(outbox.relayedAs, asked)))
    .limit(10);
  const ids = rows.flatMap(({ id }) => id ?? []);
  return ids.length > 0 ? or(...ids.map(id => eq(mails.id, id))) : undefined;
}

export type MailStory = Readonly<{
  mail: MailRow;
  entry: Readonly<{ id: number; text: string }> | null;
  deliveries: readonly Readonly<typeof outbox.$inferSelect>[];
}>;

export async function storyOf(db: Database, id: string): Promise<MailStory | null> {
  const [mail] = await db.select().from(mails).where(eq(mails.id, id));
  if (!mail) return null;
  const [entry] = await db
    .select({ id: messages.id, text: messages.text })
    .from(messages)
    .where(eq(messages.mailId, id));
  const deliveries = entry ? await db.select().from(outbox).where(eq(outbox.entry, entry.id)).orderBy(outbox.id) : [];
  return { mail, entry: entry ?? null, deliveries };
}

export async function refusalOf(db: Database, id: string): Promise<RefusalRow | null> {
  const [row] = await db.select().from(refusals).where(eq(refusals.id, id));
  return row ?? null;
}

export const countHeld = (db: Database): Promise<number> => db.$count(mails, eq(mails.disposition, 'held'));

/** Mail that waits for a decision, oldest first. */
export const heldMails = (db: Database): Promise<MailRow[]> =>
  db.select().from(mails).where(eq(mails.disposition, 'held')).orderBy(mails.id).limit(200);
