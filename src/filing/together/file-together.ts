// A batch is only a way to go together: whatever does not come out even rolls back, and each mail goes by itself.
import type { Database } from '../../db/database.ts';
import type { Desk } from '../../desk/desk.ts';
import type { Readable } from './candidate.ts';
import type { FiledTogether } from './filed-together.ts';
import { openTogether } from './open-together.ts';
import { replyTogether } from './reply-together.ts';

export type Lane = (
  db: Database,
  mails: readonly Readable[],
  options: Readonly<{ desk: Desk; leaseMs: number }>,
) => Promise<FiledTogether>;

/** Each files what it can in a transaction of its own, and leaves the rest. */
export const lanes: readonly Lane[] = [openTogether, replyTogether];
