// What a file of people would change, before it is done.
import { type Person, storedRoleOf } from '../desk/person.ts';
import type { PersonEntry } from './directory.ts';

export type FieldChange = Readonly<{ field: string; from: string; to: string }>;
export type EntryChange = Readonly<{
  email: string;
  kind: 'added' | 'changed' | 'again' | 'gone';
  fields: readonly FieldChange[];
}>;

const fields = ['name', 'role', 'organisation', 'instances', 'locale'] as const;
const shown = (value: unknown): string => (Array.isArray(value) ? value.join(' ') : String(value ?? ''));

export type ImportPlan = Readonly<{
  /** What is put into the directory. */
  entries: readonly PersonEntry[];
  /** Entries that stay as they are do not stand here. */
  changes: readonly EntryChange[];
  gone: readonly string[];
  /** People of the file who come from LDAP: they are changed there, and a file leaves them alone. */
  left: readonly string[];
}>;

/** What a file would change; `sync` deactivates whom it does not name, except people who come from LDAP. */
export function planImport(people: readonly Person[], file: readonly PersonEntry[], sync: boolean): ImportPlan {
  const known = new Map(people.map(person => [person.email, person]));
  const isOfLdap = (email: string): boolean => {
    const person = known.get(email);
    return person?.source === 'ldap' && person.active;
  };
  const entries = file.filter(({ email }) => !isOfLdap(email));
  const left = file.map(({ email }) => email).filter(isOfLdap);
  const named = new Set(file.map(({ email }) => email));
  const gone = people
    .filter(({ email, active, aliasOf }) => sync && active && aliasOf === null && !named.has(email))
    .map(({ email }) => email)
    .filter(email => !isOfLdap(email));
  const changes = entries.flatMap(entry => changeOf(known.get(entry.email), entry));
  return {
    entries,
    changes: [...changes, ...gone.map(email => ({ email, kind: 'gone' as const, fields: [] }))],
    gone,
    left,
  };
}

/** `again`: a deactivated entry that becomes active. None for an entry that stays as it is. */
function changeOf(person: Person | undefined, entry: PersonEntry): EntryChange[] {
  const changed = fields.flatMap((field): FieldChange[] => {
    const now = person && field === 'role' ? storedRoleOf(person) : person?.[field];
    const [from, to] = [shown(now), shown(entry[field])];
    return entry[field] === undefined || from === to ? [] : [{ field, from, to }];
  });
  if (person?.active && changed.length === 0) return [];
  const kind = person === undefined ? 'added' : person.active ? 'changed' : 'again';
  return [{ email: entry.email, kind, fields: changed }];
}
