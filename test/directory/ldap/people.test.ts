import { expect, test } from 'vitest';
import { ldapAttributes } from '../../../src/config/ldap-attributes.ts';
import type { Person } from '../../../src/desk/person.ts';
import { normalDn } from '../../../src/directory/ldap/distinguished-name.ts';
import { nestedFilter } from '../../../src/directory/ldap/groups.ts';
import { toPeople } from '../../../src/directory/ldap/people.ts';
import { objectionTo, planSync, summaryOf } from '../../../src/directory/ldap/plan.ts';
import type { LdapEntry } from '../../../src/directory/ldap/reader.ts';

const map = ldapAttributes.parse('role=title');
const nobody = { admins: null, agents: null };
const entry = (dn: string, attributes: Record<string, string[]>): LdapEntry => ({
  dn,
  values: name => attributes[name] ?? [],
});
const emails = (...entries: LdapEntry[]) =>
  toPeople(entries, map, nobody).map(({ email, aliasOf }) => (aliasOf ? `${email} of ${aliasOf}` : email));

test.each<[string, string[], Record<string, string[]>]>([
  [
    'the first address is mail',
    ['a@x.test', 'b@x.test of a@x.test'],
    { mail: ['A@x.test'], proxyAddresses: ['SMTP:b@x.test'] },
  ],
  [
    'else the one that Exchange names first',
    ['b@x.test', 'c@x.test of b@x.test'],
    { proxyAddresses: ['smtp:c@x.test', 'SMTP:b@x.test'] },
  ],
  [
    'what is no mail address is none',
    ['a@x.test'],
    { mail: ['a@x.test'], proxyAddresses: ['X500:/o=x', 'sip:a@x.test', 'EUM:7@x.test;a'] },
  ],
  [
    'of several in mail the others are aliases',
    ['a@x.test', 'b@x.test of a@x.test'],
    { mail: ['a@x.test', 'b@x.test'] },
  ],
  ['without any there is nobody', [], { displayName: ['A'] }],
  ['a disabled account is nobody', [], { mail: ['a@x.test'], userAccountControl: ['66050'] }],
  ['a locked account is nobody', [], { mail: ['a@x.test'], nsAccountLock: ['TRUE'] }],
  ['an account that has ended is nobody', [], { mail: ['a@x.test'], accountExpires: ['133485408000000000'] }],
  ['one that ends later is somebody', ['a@x.test'], { mail: ['a@x.test'], accountExpires: ['233485408000000000'] }],
  ['one without an end is somebody', ['a@x.test'], { mail: ['a@x.test'], accountExpires: ['9223372036854775807'] }],
  ['and so is one with 0 for it', ['a@x.test'], { mail: ['a@x.test'], accountExpires: ['0'] }],
  ['who was locked for good is nobody', [], { mail: ['a@x.test'], pwdAccountLockedTime: ['000001010000Z'] }],
  [
    'who mistyped his password is somebody',
    ['a@x.test'],
    { mail: ['a@x.test'], pwdAccountLockedTime: ['20261123080000Z'] },
  ],
  ['an ordinary account is somebody', ['a@x.test'], { mail: ['a@x.test'], userAccountControl: ['66048'] }],
  ['a whole domain cannot come in', [], { mail: ['@x.test'] }],
])('%s', (_, expected, attributes) => {
  expect(emails(entry('cn=a', attributes))).toEqual(expected);
});

test('an address that two have belongs to whose first one it is, else to the first by name', () => {
  const first = entry('cn=a', { mail: ['a@x.test'], proxyAddresses: ['smtp:b@x.test', 'smtp:both@x.test'] });
  const second = entry('cn=b', { mail: ['b@x.test'], proxyAddresses: ['smtp:both@x.test'] });
  const expected = ['a@x.test', 'b@x.test', 'both@x.test of a@x.test'];
  expect(emails(first, second)).toEqual(expected);
  expect(emails(second, first)).toEqual(expected);
});

test('an agent is who is named so, or is in the group', () => {
  const people = [
    entry('CN=A, DC=x', { mail: ['a@x.test'] }),
    entry('cn=b,dc=x', { mail: ['b@x.test'], title: ['Agent'] }),
  ];
  const roles = (agents: Set<string> | null) => toPeople(people, map, { admins: null, agents }).map(({ role }) => role);
  expect(roles(null)).toEqual(['admin', 'agent']);
  expect(roles(new Set(['cn=a,dc=x']))).toEqual(['agent', 'agent']);
});

test.each([
  ['CN=Ada Love, OU=People,DC=corp', 'cn=ada love,ou=people,dc=corp'],
  ['cn = Love\\, Ada ,dc=corp', 'cn=Love\\2c Ada,dc=corp'],
  ['cn=caf\\C3\\A9,dc=corp', 'CN=caf\\c3\\a9,DC=corp'],
  ['cn=a\\', 'cn=a\\'],
])('%s and %s are one name', (a, b) => {
  expect(normalDn(a)).toBe(normalDn(b));
});
test('a comma within a name is no separator', () => {
  expect(normalDn('cn=a\\,b,dc=x')).not.toBe(normalDn('cn=a,b,dc=x'));
});

test('Active Directory is asked to follow groups itself, with the name escaped', () => {
  expect(nestedFilter('(mail=*)', 'CN=Help (all),DC=x')).toBe(
    '(&(mail=*)(memberOf:1.2.840.113556.1.4.1941:=CN=Help \\28all\\29,DC=x))',
  );
});

test.each(['email', 'email=', 'toString=mail', 'nothing=mail', 'email=a b', 'email=mail=x', 'name=(cn)'])(
  '%s is no attribute map',
  text => {
    expect(ldapAttributes.safeParse(text).success).toBe(false);
  },
);
test('an attribute map replaces what it names and may name nothing', () => {
  const parsed = ldapAttributes.parse(' organisation = department|company , locale= ');
  expect(parsed).toMatchObject({ organisation: ['department', 'company'], locale: [], email: ['mail'] });
});

const row = (email: string, more: Partial<Person> = {}) =>
  ({ email, aliasOf: null, role: 'admin', name: null, source: 'ldap', active: true, instances: [], ...more }) as Person;
const found = (email: string) => ({ email, aliasOf: null, role: 'admin', name: null }) as never;

test('half may leave at once, and more only by force', () => {
  const rows = ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test'].map(email => row(email));
  const objection = (left: string[], force = false) => {
    const people = left.map(found);
    return objectionTo(planSync(rows, people), { rows, found: people, force });
  };
  expect(objection(['a@x.test', 'b@x.test'])).toBeNull();
  expect(objection(['a@x.test'])).toMatch(/deactivate 3 of 4/);
  expect(objection(['a@x.test'], true)).toBeNull();
  expect(objection([], true)).toMatch(/names nobody/);
});
test('a plan touches only what came from there, and of it only what differs', () => {
  const rows = [
    row('a@x.test', { instances: ['tt_kept'] }),
    row('b@x.test', { name: 'B' }),
    row('c@x.test', { active: false }),
    row('gone@x.test'),
    row('left@x.test', { active: false }),
    row('hand@x.test', { source: 'manual', name: 'H' }),
    row('other@x.test', { source: 'csv' }),
  ];
  const plan = planSync(rows, ['a@x.test', 'b@x.test', 'c@x.test', 'hand@x.test', 'new@x.test'].map(found));
  expect(plan).toMatchObject({
    added: [{ email: 'new@x.test' }],
    changed: [{ words: 'name B -> (none)' }, { words: 'active again' }],
    gone: ['gone@x.test'],
    left: ['hand@x.test'],
  });
  expect(summaryOf(plan)).toBe('1 added, 2 changed, 1 deactivated, 1 left to another source');
});
