import { and, asc, desc, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { mails } from '../../db/schema/mails.ts';
import { type MailView, viewOf } from './mail-view.ts';

/** The newest `limit` of the mails that came at `since` or later, and before a time or before the mail of this id. */
export type MailRange = Readonly<{
  since?: Date | undefined;
  before?: Date | string | undefined;
  limit?: number | undefined;
}>;

const rowsAtOnce = 1_000;

/** Mails in the order of arrival, read page by page, so that memory never holds the whole table. */
export async function* mailsInOrder(db: Database, { since, before, limit }: MailRange): AsyncGenerator<MailView> {
  const inRange = and(since && gte(mails.receivedAt, since), before === undefined ? undefined : isBefore(before));
  const first = limit === undefined ? null : await newest(db, limit, inRange);
  let from = first ? sql`(${mails.receivedAt}, ${mails.id}) >= (${first.receivedAt}, ${first.id})` : undefined;
  while (true) {
    const rows = await db
      .select()
      .from(mails)
      .where(and(inRange, from))
      .orderBy(asc(mails.receivedAt), asc(mails.id))
      .limit(rowsAtOnce);
    const last = rows.at(-1);
    yield* rows.map(viewOf);
    if (!last || rows.length < rowsAtOnce) return;
    from = sql`(${mails.receivedAt}, ${mails.id}) > (${last.receivedAt}, ${last.id})`;
  }
}

const isBefore = (before: Date | string): SQL =>
  before instanceof Date
    ? lt(mails.receivedAt, before)
    : sql`(${mails.receivedAt}, ${mails.id}) < (select m.received_at, m.id from ${mails} m where m.id = ${before})`;

/** The row that is the `nth` counted from the newest; null where there are fewer. */
async function newest(db: Database, nth: number, inRange: SQL | undefined) {
  const [row] = await db
    .select({ receivedAt: mails.receivedAt, id: mails.id })
    .from(mails)
    .where(inRange)
    .orderBy(desc(mails.receivedAt), desc(mails.id))
    .offset(nth - 1)
    .limit(1);
  return row ?? null;
}
