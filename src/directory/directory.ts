// The directory in memory: the people who may write, without a query to the database.
//
// Every listener and worker holds all of it and reloads when it changes, so mail from known people is
// taken while PostgreSQL is down, and a change takes effect within a second on every machine.
import { asc, inArray, or, sql } from 'drizzle-orm';
import type { Database, OpenDatabase } from '../db/database.ts';
import { people } from '../db/schema/people.ts';
import type { Directory, Person, StoredRole } from '../desk/person.ts';
import { type Address, domainOf, localPartOf } from '../mail/address.ts';
import { onceFor } from '../once.ts';
import { takeOffThreads } from './removal.ts';

export const directoryChanged = 'postern_directory';

// Reloads also by time: a notification is missed when the connection died unnoticed, or a pooler drops it.
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
    // Two reloads may run at once, and the older one may end last.
    if (turn > shown) [entries, shown] = [fresh, turn];
  };
  const refresh = () => reload().catch(onError);
  // Called again after every reconnection: notifications in between were missed.
  await listen(directoryChanged, refresh, refresh);
  const timer = setInterval(() => {
    reload().catch(cause => (poolHasEnded(cause) ? clearInterval(timer) : onError(cause)));
  }, reloadMs).unref();
  return directoryOf(() => entries);
}

/** What pg throws for a query after `close`. */
const poolHasEnded = (cause: { cause?: Error }): boolean => cause.cause?.message.includes('after calling end') ?? false;

/** Loads the directory once, for a short-lived command. */
export async function loadDirectory(db: Database): Promise<Directory> {
  const entries = await load(db);
  return directoryOf(() => entries);
}

function directoryOf(current: () => ReadonlyMap<string, Person>): Directory {
  return {
    find: address => find(current(), address),
    isRemoved: address => isRemoved(current(), address),
    agents: () => sumOf(current()).agents,
    instances: () => sumOf(current()).instances,
    domains: () => sumOf(current()).domains,
  };
}

type Sum = Readonly<{
  /** One entry for each person, not each address: each is notified once. */
  agents: readonly Person[];
  /** In the order of the alphabet. */
  instances: ReadonlySet<string>;
  domains: ReadonlySet<string>;
}>;

/** Made once for each load of the directory: every mail and page asks. */
const sumOf = onceFor((entries: ReadonlyMap<string, Person>): Sum => {
  const all = [...entries.values()];
  const active = all.filter(person => person.active);
  return {
    agents: active.filter(({ role, email, aliasOf }) => role === 'agent' && aliasOf === null && !email.startsWith('@')),
    instances: new Set(all.flatMap(({ instances }) => instances).sort()),
    domains: new Set(active.map(({ email }) => domainOf(email as Address))),
  };
});

/** Every entry, deactivated ones too, by address. */
export const listPeople = async (db: Database): Promise<Person[]> => [...(await load(db)).values()];

async function load(db: Database): Promise<ReadonlyMap<string, Person>> {
  const rows = await db.select().from(people).orderBy(asc(people.email));
  return new Map(rows.map(row => [row.email, personOf(row)]));
}

/** A row as everybody else sees it. */
export const personOf = ({ role, ...row }: Omit<Person, 'role' | 'isOperator'> & { role: StoredRole }): Person => ({
  ...row,
  ...asRole(role),
});

const asRole = (role: StoredRole): Pick<Person, 'role' | 'isOperator'> =>
  role === 'operator' ? { role: 'agent', isOperator: true } : { role };

function find(entries: ReadonlyMap<string, Person>, address: Address): Person | null {
  const person = entries.get(address) ?? (wasRemoved(entries, address) ? null : entries.get(`@${domainOf(address)}`));
  return person?.active ? person : null;
}

function isRemoved(entries: ReadonlyMap<string, Person>, address: Address): boolean {
  if (find(entries, address) !== null) return false;
  return (
    (entries.get(address) ?? entries.get(`@${domainOf(address)}`))?.active === false || wasRemoved(entries, address)
  );
}

/** Whether the address without its subaddress (RFC 5233), such as `x` of `x+1`, belongs to a deactivated person. */
function wasRemoved(entries: ReadonlyMap<string, Person>, address: Address): boolean {
  const [local, domain] = [localPartOf(address), domainOf(address)];
  for (let plus = local.indexOf('+', 1); plus > 0; plus = local.indexOf('+', plus + 1)) {
    if (entries.get(`${local.slice(0, plus)}@${domain}`)?.active === false) return true;
  }
  return false;
}

export type PersonEntry = Readonly<Partial<Omit<Person, 'role' | 'isOperator'>> & { email: string; role?: StoredRole }>;

/**
 * Adds people, or changes the fields that the entries name; a deactivated person becomes active again. An entry
 * belongs to the source that made it, until an operator reactivates it.
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

/** Carries out what `planImport` says. */
export async function importPeople(
  db: Database,
  { entries, gone }: Readonly<{ entries: readonly PersonEntry[]; gone: readonly string[] }>,
): Promise<Deactivated> {
  await putPeople(
    db,
    entries.map(entry => ({ ...entry, source: 'csv' })),
  );
  return deactivate(db, gone, 'csv');
}

/** `threads`: the number of threads that the people were taken off. */
export type Deactivated = Readonly<{ known: boolean; threads: number }>;

/**
 * `known` is false when there is no such entry. Aliases are deactivated with their person. `source` is kept, so
 * that no other source reactivates them.
 */
export async function deactivate(
  db: Database,
  emails: readonly string[],
  source: Person['source'] = 'manual',
): Promise<Deactivated> {
  return db.transaction(async tx => {
    const gone: string[] = [];
    for (let at = 0; at < emails.length; at += batch) {
      const some = emails.slice(at, at + batch);
      const rows = await tx
        .update(people)
        .set({ active: false, source, updatedAt: new Date() })
        .where(or(inArray(people.email, some), inArray(people.aliasOf, some)))
        .returning({ email: people.email });
      gone.push(...rows.map(({ email }) => email));
    }
    const threads = await takeOffThreads(tx, gone);
    await tx.execute(`notify ${directoryChanged}`);
    return { known: gone.length > 0, threads };
  });
}

const batch = 1000;
