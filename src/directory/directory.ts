// The directory in memory: who may write, without a question to the database.
//
// Every listener and worker holds all of it and reloads when anyone changes it, so mail from known
// people is taken while PostgreSQL is away, and a change counts within a second on every machine.
import { asc, inArray, or, sql } from 'drizzle-orm';
import type { Database, OpenDatabase } from '../db/database.ts';
import { people } from '../db/schema/people.ts';
import type { Directory, Person } from '../desk/person.ts';
import { type Address, domainOf } from '../mail/address.ts';

export const directoryChanged = 'postern_directory';

// A connection that died without a word says nothing any more, and some poolers pass no word on.
const reloadMs = 30_000;

/** Loads the directory and keeps it fresh until the connection ends. Rejects when it cannot be loaded at first. */
export async function watchDirectory(
  { db, listen }: OpenDatabase,
  onError: (cause: unknown) => void,
): Promise<Directory> {
  let entries = await load(db);
  let [asked, shown] = [0, 0];
  const reload = async () => {
    const turn = ++asked;
    const fresh = await load(db);
    // Of two at once the older one may come back last.
    if (turn > shown) [entries, shown] = [fresh, turn];
  };
  const refresh = () => reload().catch(onError);
  // Called again after every reconnection: what was said meanwhile was not heard.
  await listen(directoryChanged, refresh, refresh);
  const timer = setInterval(() => {
    reload().catch(cause => (poolHasEnded(cause) ? clearInterval(timer) : onError(cause)));
  }, reloadMs).unref();
  return directoryOf(() => entries);
}

/** What pg says of a question that comes after `close`. */
const poolHasEnded = (cause: { cause?: Error }): boolean => cause.cause?.message.includes('after calling end') ?? false;

/** As it stands now, for a call that ends soon. */
export async function loadDirectory(db: Database): Promise<Directory> {
  const entries = await load(db);
  return directoryOf(() => entries);
}

function directoryOf(current: () => ReadonlyMap<string, Person>): Directory {
  const active = () => [...current().values()].filter(person => person.active);
  return {
    find: address => find(current(), address),
    // Not by each of their addresses: they are told once.
    agents: () =>
      active().filter(({ role, email, aliasOf }) => role === 'agent' && aliasOf === null && !email.startsWith('@')),
    instances: () => new Set([...current().values()].flatMap(({ instances }) => instances)),
  };
}

async function load(db: Database): Promise<ReadonlyMap<string, Person>> {
  const rows = await db.select().from(people).orderBy(asc(people.email));
  return new Map(rows.map(person => [person.email, person]));
}

function find(entries: ReadonlyMap<string, Person>, address: Address): Person | null {
  const person = entries.get(address) ?? entries.get(`@${domainOf(address)}`);
  return person?.active ? person : null;
}

export type PersonEntry = Readonly<Partial<Person> & { email: string }>;

/**
 * Adds people or changes what the entries name; who was deactivated is active again. An entry belongs to
 * the source that made it, until somebody brings it back by hand.
 */
export async function putPeople(db: Database, entries: readonly PersonEntry[]): Promise<void> {
  await db.transaction(async tx => {
    for (const { email, createdAt: _, ...fields } of entries) {
      const values = { ...fields, active: true, updatedAt: new Date() };
      const source = fields.source ?? sql`case when ${people.active} then ${people.source} else 'manual' end`;
      await tx
        .insert(people)
        .values({ email, ...values })
        .onConflictDoUpdate({ target: people.email, set: { ...values, source } });
    }
    await tx.execute(`notify ${directoryChanged}`);
  });
}

/**
 * False when there is no such entry. Their aliases go with them. `source` says who decided, so that no
 * other source brings them back.
 */
export async function deactivate(
  db: Database,
  emails: readonly string[],
  source: Person['source'] = 'manual',
): Promise<boolean> {
  return db.transaction(async tx => {
    let changed = false;
    for (let at = 0; at < emails.length; at += batch) {
      const some = emails.slice(at, at + batch);
      const rows = await tx
        .update(people)
        .set({ active: false, source, updatedAt: new Date() })
        .where(or(inArray(people.email, some), inArray(people.aliasOf, some)))
        .returning({ email: people.email });
      changed ||= rows.length > 0;
    }
    await tx.execute(`notify ${directoryChanged}`);
    return changed;
  });
}

const batch = 1000;
