import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';

/** How many mails of ours were given up. */
export const countFailed = (db: Database): Promise<number> => db.$count(outbox, eq(outbox.state, 'failed'));
