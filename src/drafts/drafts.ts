// What people have typed and not sent: a row each, so that nothing is lost with a session, a tab or a wrong field.
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { drafts } from '../db/schema/drafts.ts';
import type { DraftFields } from '../desk/draft.ts';
import { newId } from '../mail/new-id.ts';

export type DraftRow = Readonly<typeof drafts.$inferSelect>;
export type DraftOf = Readonly<Pick<DraftRow, 'owner' | 'kind' | 'ticketNumber'>>;

export const isDraftId = (text: string): boolean => /^[0-9a-z]{26}$/.test(text);

/** The newest draft of this kind that is not sent; null where there is none. */
export async function unsentDraft(db: Database, { owner, kind, ticketNumber }: DraftOf): Promise<DraftRow | null> {
  const about = ticketNumber === null ? isNull(drafts.ticketNumber) : eq(drafts.ticketNumber, ticketNumber);
  const [row] = await db
    .select()
    .from(drafts)
    .where(and(eq(drafts.owner, owner), eq(drafts.kind, kind), about, isNull(drafts.sentMail)))
    .orderBy(desc(drafts.updatedAt))
    .limit(1);
  return row ?? null;
}

/** Null where there is none, or it is another person's. */
export async function findDraft(db: Database | Tx, id: string, owner: string): Promise<DraftRow | null> {
  if (!isDraftId(id)) return null;
  const [row] = await db
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, id), eq(drafts.owner, owner)));
  return row ?? null;
}

/**
 * Keeps the fields, in a new row where `id` is none of this person's. A draft whose sending has begun keeps its own:
 * what was sent may be in the spool already. `version`: only if the draft still has it.
 */
export async function saveDraft(
  db: Database,
  id: string,
  draft: DraftOf & Readonly<{ fields: DraftFields; version?: number }>,
): Promise<DraftRow | null> {
  const { fields, version, ...of } = draft;
  const [made] = await db
    .insert(drafts)
    .values({ ...of, fields, id: isDraftId(id) ? id : newId() })
    .onConflictDoNothing()
    .returning();
  if (made) return made;
  const [row] = await db
    .update(drafts)
    .set({ fields, version: sql`${drafts.version} + 1`, updatedAt: new Date() })
    .where(
      and(
        eq(drafts.id, id),
        eq(drafts.owner, of.owner),
        isNull(drafts.sentAt),
        version === undefined ? undefined : eq(drafts.version, version),
      ),
    )
    .returning();
  return row ?? null;
}

/** From now on the fields stay, so that each press of Send makes the same mail. */
export async function beginSending(db: Database, id: string, owner: string): Promise<DraftRow | null> {
  await db
    .update(drafts)
    .set({ sentAt: new Date() })
    .where(and(eq(drafts.id, id), eq(drafts.owner, owner), isNull(drafts.sentAt)));
  return findDraft(db, id, owner);
}

/** The mail was not taken: the draft may be changed again. */
export const endSending = async (db: Database, id: string): Promise<void> =>
  void (await db
    .update(drafts)
    .set({ sentAt: null })
    .where(and(eq(drafts.id, id), isNull(drafts.sentMail))));

/** One at a time for each draft: a second press waits for the first, and finds what became of it. */
export async function sendOnce(
  db: Database,
  id: string,
  send: (draft: DraftRow) => Promise<string>,
): Promise<DraftRow | null> {
  return db.transaction(async tx => {
    const [draft] = await tx.select().from(drafts).where(eq(drafts.id, id)).for('update');
    if (!draft || draft.sentMail !== null) return draft ?? null;
    const [sent] = await tx
      .update(drafts)
      .set({ sentMail: await send(draft), updatedAt: new Date() })
      .where(eq(drafts.id, id))
      .returning();
    return sent ?? null;
  });
}

export const dropDraft = async (db: Database, id: string, owner: string): Promise<void> =>
  void (await db.delete(drafts).where(and(eq(drafts.id, id), eq(drafts.owner, owner))));
