import type { LdapAttributes } from '../../config/ldap-attributes.ts';
import { type Address, toAddress } from '../../mail/address.ts';
import { normalDn } from './distinguished-name.ts';
import { membersOf } from './groups.ts';
import { type LdapEntry, withLdap } from './reader.ts';
import type { LdapSettings } from './settings.ts';

/** One address that may write. Fields without a mapped attribute are left out and stay as they are. */
export type LdapPerson = Readonly<{
  email: Address;
  /** The person's first address, where this is another one. */
  aliasOf: Address | null;
  role: 'admin' | 'agent';
  name?: string | null;
  organisation?: string | null;
  instances?: string[];
  locale?: string | null;
}>;
type Groups = Readonly<{ admins: ReadonlySet<string> | null; agents: ReadonlySet<string> | null }>;

const maxLength = 250;
// Bit 2 of userAccountControl is ACCOUNTDISABLE (Active Directory). 389 Directory Server has nsAccountLock.
// OpenLDAP has pwdAccountLockedTime, where this value means that an administrator locked the account.
const accountAttributes = ['userAccountControl', 'accountExpires', 'nsAccountLock', 'pwdAccountLockedTime', 'uid'];
const lockedForGood = '000001010000Z';

/** All people who may write; rejects with an LdapProblem where the server's answer is incomplete. */
export function readPeople(settings: LdapSettings): Promise<LdapPerson[]> {
  return withLdap(settings, async reader => {
    const { filter, group, agentGroup, attributes } = settings;
    const wanted = new Set([...Object.values(attributes).flat(), ...accountAttributes]);
    const people = await reader.search(filter, [...wanted]);
    const members = (name: string | null) => (name === null ? null : membersOf(reader, name, { people, filter }));
    return toPeople(people, attributes, { admins: await members(group), agents: await members(agentGroup) });
  });
}

/** Each address once: a first address wins over an alias, then the entry whose name sorts first. */
export function toPeople(entries: readonly LdapEntry[], map: LdapAttributes, groups: Groups): LdapPerson[] {
  const sorted = entries.filter(isEnabled).toSorted((a, b) => (normalDn(a.dn) < normalDn(b.dn) ? -1 : 1));
  const all = sorted.flatMap(entry => addressesOf(entry, map, groups));
  const people = new Map<Address, LdapPerson>();
  for (const aliases of [false, true]) {
    for (const person of all.filter(({ aliasOf }) => (aliasOf !== null) === aliases)) {
      if (!people.has(person.email)) people.set(person.email, person);
    }
  }
  return [...people.values()];
}

function addressesOf(entry: LdapEntry, map: LdapAttributes, { admins, agents }: Groups): LdapPerson[] {
  const dn = normalDn(entry.dn);
  const isAgent = agents?.has(dn) || first(entry, map.role)?.toLowerCase() === 'agent';
  if (admins && !admins.has(dn) && !isAgent) return [];
  const [own, ...others] = allAddresses(entry, map);
  if (!own) return [];
  const fields = { role: isAgent ? ('agent' as const) : ('admin' as const), ...fieldsOf(entry, map) };
  return [{ email: own, aliasOf: null, ...fields }, ...others.map(email => ({ email, aliasOf: own, ...fields }))];
}

/** The first one is the person's own. Exchange writes `SMTP:` before the first address and `smtp:` before others. */
function allAddresses(entry: LdapEntry, { email, aliases }: LdapAttributes): Address[] {
  const mail = email.map(name => entry.values(name)).find(values => values.length > 0) ?? [];
  const also = aliases.flatMap(name => entry.values(name));
  const primary = also.filter(value => value.startsWith('SMTP:'));
  const written = [...mail, ...primary, ...also].map(value => value.replace(/^smtp:/i, '').trim());
  return [...new Set(written.map(toAddress).filter(address => address !== null))];
}

function fieldsOf(
  entry: LdapEntry,
  map: LdapAttributes,
): Pick<LdapPerson, 'name' | 'organisation' | 'instances' | 'locale'> {
  const text = (names: readonly string[]) => first(entry, names)?.slice(0, maxLength) ?? null;
  const language = text(map.locale)?.match(/^[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*/i)?.[0] ?? null;
  const instances = map.instances.flatMap(name => entry.values(name)).flatMap(value => value.split(/[\s,;]+/));
  return {
    ...(map.name.length > 0 ? { name: text(map.name) } : {}),
    ...(map.organisation.length > 0 ? { organisation: text(map.organisation) } : {}),
    ...(map.instances.length > 0 ? { instances: [...new Set(instances.map(lower))].filter(each => each !== '') } : {}),
    ...(map.locale.length > 0 ? { locale: language } : {}),
  };
}

const lower = (text: string): string => text.toLowerCase();

function first(entry: LdapEntry, names: readonly string[]): string | null {
  const values = names.flatMap(name => entry.values(name)).map(value => value.replace(/[\s\p{Cc}]+/gu, ' ').trim());
  return values.find(value => value !== '') ?? null;
}

function isEnabled(entry: LdapEntry): boolean {
  const value = (name: string) => entry.values(name)[0] ?? '';
  const disabled = (Number(value('userAccountControl')) & 2) !== 0 || value('nsAccountLock').toLowerCase() === 'true';
  return !disabled && value('pwdAccountLockedTime') !== lockedForGood && !isPast(Number(value('accountExpires')));
}

/** In steps of 100 ns since 1601; 0 and values beyond all dates mean never. */
const isPast = (fileTime: number): boolean => fileTime > 0 && fileTime / 10_000 - 11_644_473_600_000 < Date.now();
