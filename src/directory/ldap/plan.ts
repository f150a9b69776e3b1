// What a sync would change: a pure comparison of our directory with the one that was read.
import { isDeepStrictEqual } from 'node:util';
import type { Person } from '../../desk/person.ts';
import type { LdapPerson } from './people.ts';

export type SyncPlan = Readonly<{
  added: readonly LdapPerson[];
  changed: readonly Readonly<{ person: LdapPerson; words: string }>[];
  /** Deactivated, never deleted. */
  gone: readonly string[];
  /** Entries of another source, which stay as they are. */
  left: readonly string[];
}>;

export function planSync(rows: readonly Person[], found: readonly LdapPerson[]): SyncPlan {
  const here = new Map(rows.map(row => [row.email, row]));
  const there = new Set<string>(found.map(({ email }) => email));
  const ours = found.filter(({ email }) => here.get(email)?.source === 'ldap');
  return {
    added: found.filter(({ email }) => !here.has(email)),
    changed: ours
      .map(person => ({ person, words: differences(here.get(person.email)!, person) }))
      .filter(({ words }) => words !== ''),
    gone: active(rows)
      .map(({ email }) => email)
      .filter(email => !there.has(email)),
    left: found.map(({ email }) => email).filter(email => (here.get(email)?.source ?? 'ldap') !== 'ldap'),
  };
}

/** Why the plan must not be carried out, or null. `force` allows to deactivate many people, but never all. */
export function objectionTo(
  plan: SyncPlan,
  { rows, found, force }: Readonly<{ rows: readonly Person[]; found: readonly LdapPerson[]; force: boolean }>,
): string | null {
  if (found.length === 0) return 'the answer names nobody';
  const synced = active(rows).length;
  if (force || plan.gone.length * 2 <= synced) return null;
  return `it would deactivate ${plan.gone.length} of ${synced}: postern admin sync --force does it all the same`;
}

const active = (rows: readonly Person[]) => rows.filter(row => row.source === 'ldap' && row.active);

function differences(row: Person, person: LdapPerson): string {
  const fields = ['aliasOf', 'role', 'name', 'organisation', 'instances', 'locale'] as const;
  const changed = fields.filter(field => field in person && !isDeepStrictEqual(row[field], person[field]));
  const words = changed.map(field => `${field} ${shown(row[field])} -> ${shown(person[field])}`);
  return [...(row.active ? [] : ['active again']), ...words].join(', ');
}

const shown = (value: unknown): string => (Array.isArray(value) ? value.join(' ') : String(value ?? '')) || '(none)';

export const summaryOf = ({ added, changed, gone, left }: SyncPlan): string =>
  [
    `${added.length} added`,
    `${changed.length} changed`,
    `${gone.length} deactivated`,
    ...(left.length > 0 ? [`${left.length} left to another source`] : []),
  ].join(', ');
