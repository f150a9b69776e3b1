// What people have typed and not sent: a row each, so that nothing is lost with a session, a tab or a wrong field.
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { drafts } from '../db/schema/drafts.ts';
import type { DraftFields } from '../desk/draft.ts';
import { newId } from '../mail/new-id.ts';
import { onceFor } from '../once.ts';

export type DraftRow = Readonly<typeof drafts.$inferSelect>;
export type DraftOf = Readonly<Pick<DraftRow, 'owner' | 'kind' | 'ticketNumber'>>;

export const isDraftId = (text: string): boolean => /^[0-9a-z]{26}$/.test(text);

const mostShown = 5;

/** Drafts of this kind that are not sent, the newest first. */
export const unsentDrafts = (db: Database, { owner, kind, ticketNumber }: DraftOf): Promise<DraftRow[]> =>
  db
    .select()
    .from(drafts)
    .where(
      and(
        eq(drafts.owner, owner),
        eq(drafts.kind, kind),
        ticketNumber === null ? isNull(drafts.ticketNumber) : eq(drafts.ticketNumber, ticketNumber),
        isNull(drafts.sentMail),
      ),
    )
    .orderBy(desc(drafts.updatedAt))
    .limit(mostShown);

/** The newest one of each kind that this person has on a ticket. */
export const draftsOnTicket = (db: Database, owner: string, ticketNumber: number): Promise<DraftRow[]> =>
  onTicket(db).execute({ owner, ticketNumber });

const onTicket = onceFor((db: Database) => {
  const [owner, number] = [sql.placeholder('owner'), sql.placeholder('ticketNumber')];
  return db
    .selectDistinctOn([drafts.kind])
    .from(drafts)
    .where(and(eq(drafts.owner, owner), eq(drafts.ticketNumber, number), isNull(drafts.sentMail)))
    .orderBy(drafts.kind, desc(drafts.updatedAt))
    .prepare('drafts_on_ticket');
});

/** Null where there is none, or it is another person's. */
export async function findDraft(db: Database | Tx, id: string, owner: string): Promise<DraftRow | null> {
  if (!isDraftId(id)) return null;
  const [row] = await db
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, id), eq(drafts.owner, owner)));
  return row ?? null;
}

export type Kept =
  | Readonly<{ kind: 'kept'; row: DraftRow }>
  /** Another tab has changed the draft or sent it: these fields are a draft of their own now. */
  | Readonly<{ kind: 'forked'; row: DraftRow; from: DraftRow }>
  | Readonly<{ kind: 'none' }>;

/**
 * Keeps the fields, in a new row where there is none. `version`: of the draft that the page showed, 0 for none yet; a
 * draft that has another one by now keeps its own words, and these become a draft beside it. Without, the last words
 * count. `none`: the draft is another person's.
 */
export async function keepDraft(
  db: Database,
  id: string,
  draft: DraftOf & Readonly<{ fields: DraftFields; version?: number | undefined }>,
): Promise<Kept> {
  const row = (await insertDraft(db, id, draft)) ?? (await updateDraft(db, id, draft));
  if (row) return { kind: 'kept', row };
  const from = await findDraft(db, id, draft.owner);
  if (!from) return { kind: 'none' };
  // A second press of the same form, and a tab that says the same.
  if (isSame(from.fields, draft.fields)) return { kind: 'kept', row: from };
  return { kind: 'forked', row: (await insertDraft(db, newId(), draft))!, from };
}

async function insertDraft(
  db: Database,
  id: string,
  { owner, kind, ticketNumber, fields }: DraftOf & Readonly<{ fields: DraftFields }>,
): Promise<DraftRow | null> {
  const values = { owner, kind, ticketNumber, fields, id: isDraftId(id) ? id : newId() };
  const [row] = await db.insert(drafts).values(values).onConflictDoNothing().returning();
  return row ?? null;
}

/** Null for one whose sending has begun, too: what was sent may be in the spool already. */
async function updateDraft(
  db: Database,
  id: string,
  { owner, fields, version }: DraftOf & Readonly<{ fields: DraftFields; version?: number | undefined }>,
): Promise<DraftRow | null> {
  // The page showed none, so the row may hold no words: a file may have come before the first of them.
  const asShown = version === 0 ? sql`${drafts.fields} = '{}'` : version && eq(drafts.version, version);
  const [row] = await db
    .update(drafts)
    .set({ fields, version: sql`${drafts.version} + 1`, updatedAt: new Date() })
    .where(and(eq(drafts.id, id), eq(drafts.owner, owner), isNull(drafts.sentAt), asShown || undefined))
    .returning();
  return row ?? null;
}

/** An empty field says as much as none. */
function isSame(some: DraftFields, others: DraftFields): boolean {
  const said = (fields: DraftFields) =>
    Object.entries(fields)
      .filter(([, value]) => value)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(said(some)) === JSON.stringify(said(others));
}

/** For a file that comes before any word: the draft, or a new one without words. Null where it is another person's. */
export async function draftForFiles(db: Database, id: string, of: DraftOf): Promise<DraftRow | null> {
  return (await findDraft(db, id, of.owner)) ?? (await insertDraft(db, id, { ...of, fields: {} }));
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
