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

/** `again`: a deactivated entry that becomes active; `gone`: an entry that `sync` deactivates. Those that stay are left out. */
export function differencesOf(
  people: readonly Person[],
  entries: readonly PersonEntry[],
  sync: boolean,
): EntryChange[] {
  const known = new Map(people.map(person => [person.email, person]));
  const changes = entries.flatMap((entry): EntryChange[] => {
    const person = known.get(entry.email);
    const changed = fields.flatMap((field): FieldChange[] => {
      const now = person && field === 'role' ? storedRoleOf(person) : person?.[field];
      const [from, to] = [shown(now), shown(entry[field])];
      return entry[field] === undefined || from === to ? [] : [{ field, from, to }];
    });
    if (person?.active && changed.length === 0) return [];
    const kind = person === undefined ? 'added' : person.active ? 'changed' : 'again';
    return [{ email: entry.email, kind, fields: changed }];
  });
  const named = new Set(entries.map(({ email }) => email));
  const gone = people.filter(({ email, active, aliasOf }) => sync && active && aliasOf === null && !named.has(email));
  return [...changes, ...gone.map(({ email }) => ({ email, kind: 'gone' as const, fields: [] }))];
}
