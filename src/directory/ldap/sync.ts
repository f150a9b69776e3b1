// One sync: reads everything, then changes what differs in one transaction, or changes nothing and says why.
import { eq, inArray, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { directorySyncs } from '../../db/schema/directory-syncs.ts';
import { people } from '../../db/schema/people.ts';
import type { StoredRole } from '../../desk/person.ts';
import { directoryChanged, personOf } from '../directory.ts';
import { takeOffThreads } from '../removal.ts';
import type { LdapPerson } from './people.ts';
import { objectionTo, planSync, type SyncPlan, summaryOf } from './plan.ts';
import { LdapProblem } from './reader.ts';

export type SyncOptions = Readonly<{
  dryRun: boolean;
  /** Allow it even where more than half of the synced people would be deactivated. */
  force: boolean;
  /** Sync only where the last attempt of any machine is at least this old. */
  olderThanMs: number;
}>;
export type SyncResult =
  | Readonly<{ kind: 'done'; plan: SyncPlan; line: string }>
  | Readonly<{ kind: 'refused'; line: string }>
  /** Another machine is syncing, or has just synced. */
  | Readonly<{ kind: 'not-due' }>;

/** An arbitrary number, the same in every release: one machine syncs at a time. */
const syncKey = 7_673_839;

export async function syncDirectory(
  db: Database,
  read: () => Promise<LdapPerson[]>,
  options: SyncOptions,
): Promise<SyncResult> {
  return db.transaction(async tx => {
    // Held while the server is read; PostgreSQL releases it if this machine dies.
    const { rows } = await tx.execute<{ taken: boolean }>(sql`select pg_try_advisory_xact_lock(${syncKey}) as taken`);
    if (!rows[0]?.taken || !(await isDue(tx, options.olderThanMs))) return { kind: 'not-due' };
    const result = await attempt(tx, read, options);
    if (!options.dryRun) await remember(tx, result.line);
    return result;
  });
}

async function attempt(tx: Tx, read: () => Promise<LdapPerson[]>, { dryRun, force }: SyncOptions) {
  const found = await read().catch((cause: unknown) => {
    if (cause instanceof LdapProblem) return cause;
    throw cause;
  });
  if (found instanceof LdapProblem) return refused(found.message);
  const rows = (await tx.select().from(people)).map(personOf);
  const plan = planSync(rows, found);
  const objection = objectionTo(plan, { rows, found, force });
  if (objection !== null) return refused(objection);
  const threads = dryRun ? 0 : await apply(tx, plan);
  const taken = threads === 0 ? '' : `, taken off ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return { kind: 'done', plan, line: summaryOf(plan) + taken } as const;
}

const refused = (why: string) => ({ kind: 'refused', line: `nothing was changed: ${why}` }) as const;

/** Returns the number of threads that people were taken off. */
async function apply(tx: Tx, { added, changed, gone }: SyncPlan): Promise<number> {
  const updatedAt = new Date();
  for (const person of [...added, ...changed.map(each => each.person)]) {
    // Who runs the desk is decided here, and not by the groups of the LDAP directory.
    const { role, ...others } = person;
    const stays = sql<StoredRole>`case when ${people.role} = 'operator' and ${role} = 'agent' then 'operator' else ${role} end`;
    const values = { ...others, source: 'ldap', active: true, updatedAt } as const;
    await tx
      .insert(people)
      .values({ ...values, role, email: person.email })
      .onConflictDoUpdate({
        target: people.email,
        set: { ...values, role: stays },
        setWhere: sql`${people.source} = 'ldap'`,
      });
  }
  for (let at = 0; at < gone.length; at += 1000) {
    const some = inArray(people.email, gone.slice(at, at + 1000));
    await tx.update(people).set({ active: false, updatedAt }).where(some);
  }
  const threads = await takeOffThreads(tx, gone);
  if (added.length + changed.length + gone.length > 0) await tx.execute(sql.raw(`notify ${directoryChanged}`));
  return threads;
}

async function isDue(tx: Tx, olderThanMs: number): Promise<boolean> {
  const recent = sql`${directorySyncs.triedAt} > clock_timestamp() - make_interval(secs => ${olderThanMs / 1000})`;
  return (await tx.select().from(directorySyncs).where(recent)).length === 0;
}

async function remember(tx: Tx, outcome: string): Promise<void> {
  const values = { triedAt: sql`clock_timestamp()`, outcome };
  await tx
    .insert(directorySyncs)
    .values({ source: 'ldap', ...values })
    .onConflictDoUpdate({ target: directorySyncs.source, set: values });
}

export type LastSync = Readonly<{ triedAt: Date; outcome: string }>;

/** Null before the first one. */
export async function lastSync(db: Database): Promise<LastSync | null> {
  const [row] = await db.select().from(directorySyncs).where(eq(directorySyncs.source, 'ldap'));
  return row ?? null;
}
