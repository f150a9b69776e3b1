// What a real slapd answers, and what becomes of the directory.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ldapAttributes } from '../../../src/config/ldap-attributes.ts';
import { type OpenDatabase, openDatabase } from '../../../src/db/database.ts';
import { directorySyncs } from '../../../src/db/schema/directory-syncs.ts';
import { people } from '../../../src/db/schema/people.ts';
import { deactivate, loadDirectory, putPeople } from '../../../src/directory/directory.ts';
import { readPeople } from '../../../src/directory/ldap/people.ts';
import type { LdapSettings } from '../../../src/directory/ldap/settings.ts';
import { syncDirectory } from '../../../src/directory/ldap/sync.ts';
import type { Address } from '../../../src/mail/address.ts';
import { cloneDatabase } from '../../support/database.ts';
import { base, root, startSlapd, type TestSlapd, withoutSlapd } from '../../support/slapd.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';

const missing = withoutSlapd('syncing the directory from LDAP');

let slapd: TestSlapd;
let database: OpenDatabase;
let settings: LdapSettings;

const dnOf = (name: string) => `cn=${name},${base}`;
type Entry = [dn: string, attributes: Record<string, string | string[]>];
const person = (name: string, more: Record<string, string | string[]> = {}): Entry => [
  dnOf(name),
  { objectClass: ['inetOrgPerson', 'exchangePerson'], cn: name, sn: name, mail: `${name}@corp.test`, ...more },
];
const group = (name: string, members: string[]): Entry => [
  dnOf(name),
  { objectClass: 'groupOfNames', cn: name, member: members.map(dnOf) },
];

const now = { dryRun: false, force: false, olderThanMs: 0 };
const sync = (changed: Partial<LdapSettings> = {}, options: Partial<typeof now> = {}) =>
  syncDirectory(database.db, () => readPeople({ ...settings, ...changed }), { ...now, ...options });
const rows = async () => {
  const all = await database.db.select().from(people);
  return Object.fromEntries(all.map(({ email, active, source }) => [email, active ? source : `${source}, inactive`]));
};
const row = async (email: string) => (await database.db.select().from(people).where(eq(people.email, email)))[0];

describe.skipIf(missing)('a directory in LDAP', () => {
  beforeAll(async () => {
    slapd = await startSlapd();
    settings = {
      ...{ url: slapd.url, caFile: null, bindDn: root.dn, password: root.password, baseDn: null },
      ...{ group: null, agentGroup: null, attributes: ldapAttributes.parse('instances=extensionAttribute1') },
      filter: '(|(&(objectCategory=person)(objectClass=user))(objectClass=inetOrgPerson))',
    };
    await slapd.addAll([
      person('ada', {
        displayName: 'Ada Love',
        o: 'Clinic',
        preferredLanguage: 'it-IT, it;q=0.8',
        extensionAttribute1: 'tt_one TT_two',
        mail: 'Ada@Corp.test',
        uid: 'ada.l',
      }),
      person('bob', { proxyAddresses: ['SMTP:bob@corp.test', 'smtp:robert@corp.test', 'X500:/o=corp'] }),
      person('cy', { mailAlternateAddress: ['c.y@corp.test', 'not an address'] }),
      person('dee', { userAccountControl: '514' }),
      [dnOf('eve'), { objectClass: 'inetOrgPerson', cn: 'eve', sn: 'no mail' }],
      group('inner', ['cy', 'outer']),
      group('outer', ['bob', 'inner', 'nobody any more']),
      [dnOf('posix'), { objectClass: 'posixGroup', cn: 'posix', gidNumber: '7', memberUid: 'ada.l' }],
    ]);
  });
  afterAll(() => slapd?.close());
  beforeEach(async () => {
    database = openDatabase(await cloneDatabase(), 3);
    return () => database.close();
  });

  test('brings in everyone with every address, and none that is disabled', async () => {
    expect(await sync()).toMatchObject({ kind: 'done', line: '5 added, 0 changed, 0 deactivated' });
    expect(await rows()).toEqual({
      'ada@corp.test': 'ldap',
      'bob@corp.test': 'ldap',
      'robert@corp.test': 'ldap',
      'cy@corp.test': 'ldap',
      'c.y@corp.test': 'ldap',
    });
    expect(await row('ada@corp.test')).toMatchObject({
      ...{ name: 'Ada Love', organisation: 'Clinic', locale: 'it-IT', role: 'admin', instances: ['tt_one', 'tt_two'] },
      aliasOf: null,
    });
    expect(await row('robert@corp.test')).toMatchObject({ name: 'bob', aliasOf: 'bob@corp.test' });
    const directory = await loadDirectory(database.db);
    expect(directory.find('robert@corp.test' as Address)?.name).toBe('bob');
    expect(await sync()).toMatchObject({ line: '0 added, 0 changed, 0 deactivated' });
  });
  test('knows agents by their group, also by a group within it, and groups that contain each other', async () => {
    await sync({ agentGroup: dnOf('outer') });
    const directory = await loadDirectory(database.db);
    expect(directory.agents().map(({ email }) => email)).toEqual(['bob@corp.test', 'cy@corp.test']);
    expect(directory.find('robert@corp.test' as Address)?.role).toBe('agent');
    expect(await sync()).toMatchObject({ line: '0 added, 4 changed, 0 deactivated' });
  });
  test('admits only the members of a group, where one is named, and the agents', async () => {
    await sync({ group: `CN=Inner, ${base}`, agentGroup: dnOf('posix'), attributes: ldapAttributes.parse('aliases=') });
    expect(Object.keys(await rows()).sort()).toEqual(['ada@corp.test', 'bob@corp.test', 'cy@corp.test']);
  });
  test('deactivates who vanished and what came from there, and brings back who returns', async () => {
    await putPeople(database.db, [{ email: 'zoe@corp.test' }, { email: 'csv@corp.test', source: 'csv' }]);
    await slapd.addAll([person('fay')]);
    await sync();
    await slapd.remove(dnOf('fay'));
    const dry = await sync({}, { dryRun: true });
    expect(dry).toMatchObject({ kind: 'done', plan: { gone: ['fay@corp.test'] } });
    expect(await rows()).toMatchObject({ 'fay@corp.test': 'ldap' });
    expect(await sync()).toMatchObject({ line: '0 added, 0 changed, 1 deactivated' });
    const after = { 'fay@corp.test': 'ldap, inactive', 'zoe@corp.test': 'manual', 'csv@corp.test': 'csv' };
    expect(await rows()).toMatchObject(after);
    await slapd.addAll([person('fay')]);
    expect(await sync()).toMatchObject({ plan: { changed: [{ words: 'active again' }] } });
    await slapd.remove(dnOf('fay'));
  });
  test('leaves alone what was decided by hand', async () => {
    await putPeople(database.db, [{ email: 'ada@corp.test', name: 'By hand' }]);
    expect(await sync()).toMatchObject({ plan: { left: ['ada@corp.test'] } });
    await deactivate(database.db, ['bob@corp.test']);
    await sync();
    expect(await row('ada@corp.test')).toMatchObject({ name: 'By hand', source: 'manual' });
    expect(await rows()).toMatchObject({
      'bob@corp.test': 'manual, inactive',
      'robert@corp.test': 'manual, inactive',
    });
  });
  test('reads more than one page, also where the last one is full', async () => {
    const many = Array.from({ length: 520 }, (_, n) => `p${n}`);
    await slapd.addAll(many.map(name => person(name)));
    expect(await sync()).toMatchObject({ line: '525 added, 0 changed, 0 deactivated' });
    const whole = many.slice(0, 500).map(name => `(sn=${name})`);
    expect(await readPeople({ ...settings, filter: `(|${whole.join('')})` })).toHaveLength(500);
    await slapd.remove(...many.map(dnOf));
    const result = await sync();
    expect(result).toMatchObject({ kind: 'refused', line: expect.stringContaining('deactivate 520 of 525') });
    expect(Object.values(await rows())).not.toContain('ldap, inactive');
    expect(await sync({}, { force: true })).toMatchObject({ line: '0 added, 0 changed, 520 deactivated' });
  });

  describe('changes nothing and says why in one line', () => {
    beforeEach(async () => {
      await sync();
      await slapd.restart();
    });
    const unchanged = async (changed: Partial<LdapSettings>, why: RegExp, options: Partial<typeof now> = {}) => {
      const before = await rows();
      const result = await sync(changed, options);
      expect(result.kind).toBe('refused');
      const { line } = result as { line: string };
      expect(line).toMatch(why);
      expect(line).not.toContain('\n');
      expect(await rows()).toEqual(before);
      expect(await database.db.select().from(directorySyncs)).toMatchObject([{ source: 'ldap', outcome: line }]);
    };

    test('where no person is found, even by force', () =>
      unchanged({ filter: '(cn=nobody)' }, /names nobody/, { force: true }));
    test('where most would go', () => unchanged({ filter: '(cn=ada)' }, /deactivate 4 of 5.*--force/));
    test('where the server limits the answer', async () => {
      await slapd.restart(['sizelimit size=1 size.prtotal=1', `limits dn.exact="cn=cy,${base}" size=1`]);
      await unchanged({ bindDn: null }, /size|limit/i, { force: true });
    });
    test('where a part lies elsewhere', async () => {
      const referral = dnOf('elsewhere');
      await slapd.restart();
      const attributes = {
        objectClass: ['referral', 'extensibleObject'],
        cn: 'elsewhere',
        ref: 'ldap://other.test/dc=x',
      };
      await slapd.addAll([[referral, attributes]]);
      await unchanged({}, /another server \(ldap:\/\/other\.test/, { force: true });
      await slapd.restart();
      await unchanged({ baseDn: referral }, /./, { force: true });
      await slapd.remove(referral);
    });
    test('where the password is wrong', () => unchanged({ password: 'wrong' }, /credentials/i));
    test('where the group is not there', () => unchanged({ group: dnOf('misspelt') }, /no group cn=misspelt/));
    test('where the base is not there', () => unchanged({ baseDn: 'dc=none,dc=test' }, /./));
    test('where the filter cannot be read', () => unchanged({ filter: '(cn=' }, /./));
    test('where the CA file is not there', () => unchanged({ url: slapd.secureUrl, caFile: '/none' }, /LDAP_CA_FILE/));
    test('where no authority vouches for the certificate', () => unchanged({ url: slapd.secureUrl }, /self-signed/));
    test('where the connection is lost, wherever in the answer', async () => {
      const proxy = await startTcpProxy('127.0.0.1', Number(new URL(slapd.url).port));
      const url = `ldap://127.0.0.1:${proxy.port}?tls=off`;
      await sync({ url });
      const whole = proxy.passed();
      for (const bytes of [1, 20, ...[0.2, 0.4, 0.6, 0.8].map(part => Math.round(part * whole)), whole - 1]) {
        proxy.cutAfter(bytes);
        await unchanged({ url }, /connection|socket/i, { force: true });
      }
      proxy.restore();
      expect(await sync({ url })).toMatchObject({ kind: 'done' });
      proxy.close();
    });
    test('where the server is away', async () => {
      await slapd.stop();
      await unchanged({}, /./);
      await slapd.restart();
    });
  });

  test('speaks TLS from the start and by STARTTLS, and reads nothing where that fails', async () => {
    const { caFile } = slapd;
    const upgraded = slapd.url.replace('?tls=off', '');
    expect(await sync({ url: slapd.secureUrl, caFile })).toMatchObject({ kind: 'done' });
    await slapd.restart(['security ssf=128']);
    expect(await sync({ url: upgraded, caFile })).toMatchObject({ kind: 'done' });
    expect(await sync({ url: upgraded })).toMatchObject({
      kind: 'refused',
      line: expect.stringMatching(/self-signed/),
    });
    const wrongName = upgraded.replace('localhost', '127.0.0.2');
    expect(await sync({ url: wrongName, caFile })).toMatchObject({ kind: 'refused' });
    expect(await sync()).toMatchObject({ kind: 'refused', line: expect.stringMatching(/confidentiality/i) });
    await slapd.restart();
  });
  test('is synced by one of many, once in its time', async () => {
    let reads = 0;
    const read = () => {
      reads++;
      return readPeople(settings);
    };
    const options = { ...now, olderThanMs: 60_000 };
    const machines = Array.from({ length: 3 }, () => syncDirectory(database.db, read, options));
    const kinds = (await Promise.all(machines)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['done', 'not-due', 'not-due']);
    expect(await syncDirectory(database.db, read, options)).toEqual({ kind: 'not-due' });
    expect(reads).toBe(1);
  });
});
