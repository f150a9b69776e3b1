// The directory by the command line: by hand, from CSV, from LDAP.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';
import { openDatabase } from '../../src/db/database.ts';
import { people } from '../../src/db/schema/people.ts';
import type { Address } from '../../src/mail/address.ts';
import type { NewTicket } from '../../src/tickets/ticket.ts';
import { addFollowers, openTicket } from '../../src/tickets/write.ts';
import { cloneDatabase } from '../support/database.ts';
import { startTestGateway } from '../support/gateway.ts';
import { base, root, startSlapd, type TestSlapd, withoutSlapd } from '../support/slapd.ts';

const missing = withoutSlapd('postern admin sync');
let home: string;
let slapd: TestSlapd | undefined;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-admin-'));
  slapd = missing ? undefined : await startSlapd();
});
afterAll(async () => {
  await slapd?.close();
  await rm(home, { recursive: true, force: true });
});

/** What a command writes and its exit status, with a database of its own. */
async function commandLine(settings: Record<string, string> = {}) {
  const env = { POSTERN_HOME: home, DATABASE_URL: await cloneDatabase(), ...settings };
  const database = openDatabase(env.DATABASE_URL, 1);
  onTestFinished(() => database.close());
  return { run, rows, db: database.db };

  async function run(...args: string[]) {
    const written = { stdout: '', stderr: '' };
    const spies = (['stdout', 'stderr'] as const).map(name =>
      vi.spyOn(process[name], 'write').mockImplementation(chunk => {
        written[name] += chunk;
        return true;
      }),
    );
    try {
      return { status: await runCommandLine(['node', 'postern', 'admin', ...args], env), ...written };
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }
  async function rows() {
    const all = await database.db.select().from(people);
    return Object.fromEntries(all.map(({ email, source, active }) => [email, active ? source : `${source}, inactive`]));
  }
}
const csv = async (...lines: string[]) => {
  const file = join(home, 'people.csv');
  await writeFile(file, ['email,name,role,organisation,instances,locale', ...lines].join('\n'));
  return file;
};

test('an import deactivates who is not in the file, added by hand or by another file', async () => {
  const { run, rows } = await commandLine();
  await run('add', 'zoe@corp.test');
  await run('import', await csv('ada@corp.test,Ada,admin,Clinic,tt_a tt_b,it', 'bob@corp.test,,,,,'));
  expect(await rows()).toEqual({ 'zoe@corp.test': 'manual', 'ada@corp.test': 'csv', 'bob@corp.test': 'csv' });
  const { stdout } = await run('import', await csv('ada@corp.test,Ada,admin,Clinic,tt_a tt_b,it'), '--sync');
  expect(stdout).toBe('1 entry imported, 2 deactivated.\n');
  expect(await rows()).toMatchObject({ 'zoe@corp.test': 'csv, inactive', 'bob@corp.test': 'csv, inactive' });
  await run('add', 'bob@corp.test');
  expect(await rows()).toMatchObject({ 'bob@corp.test': 'manual' });
  await run('add', 'ada@corp.test', '--name', 'Ada Love');
  expect(await rows()).toMatchObject({ 'ada@corp.test': 'csv' });
});
test('an import leaves people who come from LDAP alone, named in the file or not', async () => {
  const { run, db, rows } = await commandLine();
  const ofLdap = { source: 'ldap', name: 'Lea', role: 'agent' } as const;
  await db.insert(people).values(['lea@corp.test', 'leo@corp.test'].map(email => ({ ...ofLdap, email })));
  await db.insert(people).values({ ...ofLdap, email: 'lea.old@corp.test', aliasOf: 'lea@corp.test' });
  await run('add', 'zoe@corp.test');
  const file = await csv('LEA@corp.test,Other,admin,,,', 'ada@corp.test,,,,,');
  expect((await run('import', file, '--sync')).stdout).toBe(
    '1 entry imported, 1 deactivated. Left to LDAP: lea@corp.test.\n',
  );
  expect(await rows()).toEqual({
    'ada@corp.test': 'csv',
    'lea.old@corp.test': 'ldap',
    'lea@corp.test': 'ldap',
    'leo@corp.test': 'ldap',
    'zoe@corp.test': 'csv, inactive',
  });
  const [lea] = await db.select().from(people).where(eq(people.email, 'lea@corp.test'));
  expect(lea).toMatchObject({ name: 'Lea', role: 'agent' });
});
test('an import says how many threads it took people off', async () => {
  const { run, db } = await commandLine();
  await run('import', await csv('ada@corp.test,,,,,', 'bob@corp.test,,,,,'));
  await db.transaction(async tx => {
    const { number } = await openTicket(tx, { subject: 'Portal', requesterEmail: 'ada@corp.test' } as NewTicket);
    await addFollowers(tx, number, [{ address: 'bob@corp.test' as Address, name: '' }]);
  });
  const { stdout } = await run('import', await csv('ada@corp.test,,,,,'), '--sync');
  expect(stdout).toBe('1 entry imported, 1 deactivated and taken off 1 thread.\n');
});
test('a bad file changes nothing', async () => {
  const { run, rows } = await commandLine();
  for (const line of ['nobody,,,,,', 'ada@corp.test,,owner,,,', '"ada@corp.test']) {
    expect((await run('import', await csv('bob@corp.test,,,,,', line), '--sync')).status, line).toBe(1);
  }
  expect(await run('import', await csv(), '--sync')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('nobody'),
  });
  expect(await rows()).toEqual({});
});
test('whom only his domain admits can be kept out', async () => {
  const { run, rows } = await commandLine();
  await run('add', '@corp.test');
  expect(await run('remove', 'Mallory@corp.test')).toMatchObject({
    status: 0,
    stdout: 'mallory@corp.test may not write any more, and was taken off 0 threads.\n',
  });
  expect(await rows()).toEqual({ '@corp.test': 'manual', 'mallory@corp.test': 'manual, inactive' });
  expect(await run('remove', 'mallory@lab.test')).toMatchObject({ status: 1 });
  expect(await run('remove', '@corp.test')).toMatchObject({ status: 0 });
  expect(await run('remove', 'bob@corp.test')).toMatchObject({ status: 1 });
});
test('what a file does not know stays as it is, and what it leaves empty is unset', async () => {
  const { run } = await commandLine();
  await run('add', 'ada@corp.test', '--name', 'Ada', '--role', 'agent', '--instance', 'tt_a', '--org', 'Clinic');
  const file = join(home, 'some.csv');
  await writeFile(file, 'Email;Organisation;Telephone\nADA@corp.test;;1\n;;\n');
  expect((await run('import', file)).stdout).toBe('1 entry imported. Not read: the columns telephone.\n');
  const [ada] = JSON.parse((await run('list', '--json')).stdout);
  expect(ada).toMatchObject({ name: 'Ada', role: 'agent', instances: ['tt_a'], organisation: null });
});
test('there is nothing to sync from without LDAP_URL', async () => {
  const { run } = await commandLine();
  expect(await run('sync')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^postern: LDAP_URL is not set.*\n$/),
  });
});
test.skipIf(missing)('a sync says what it would do, does it, and says why it does not', async () => {
  const { run, rows } = await commandLine({
    ...{ LDAP_URL: slapd!.url, LDAP_BIND_DN: root.dn, LDAP_BIND_PASSWORD: root.password },
    ...{ LDAP_ATTRIBUTES: 'organisation=o' },
  });
  expect(await run('sync')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'postern: nothing was changed: the answer names nobody\n',
  });
  const dns = ['ada', 'bob', 'cy'].map(name => [`cn=${name},${base}`, name] as const);
  await slapd!.addAll(
    dns.map(([dn, cn]) => [dn, { objectClass: 'inetOrgPerson', cn, sn: cn, mail: `${cn}@corp.test` }]),
  );
  await run('add', 'bob@corp.test');
  const would = await run('sync', '--dry-run');
  expect(would.stdout.split('\n')).toEqual([
    '+ ada@corp.test admin ada',
    '+ cy@corp.test admin cy',
    '= bob@corp.test is left to another source',
    'Would be: 2 added, 0 changed, 0 deactivated, 1 left to another source.',
    '',
  ]);
  expect(await rows()).toEqual({ 'bob@corp.test': 'manual' });
  expect((await run('sync')).status).toBe(0);
  await slapd!.remove(dns[0]![0], dns[2]![0]);
  expect(await run('sync')).toMatchObject({ status: 1, stderr: expect.stringContaining('deactivate 2 of 2') });
  expect(await run('sync', '--dry-run', '--force')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('- ada@corp.test\n'),
  });
  expect(await run('sync', '--force')).toMatchObject({ stdout: expect.stringContaining('2 deactivated') });
  expect(await rows()).toMatchObject({ 'ada@corp.test': 'ldap, inactive', 'bob@corp.test': 'manual' });
  expect((await run('list')).stdout).toMatch(/ada@corp\.test +ada .*ldap +no/);
});

test('an organisation has followers of its own, or those of the setting', async () => {
  const { run } = await commandLine({ FOLLOWERS: 'directory' });
  await run('add', 'ada@corp.test', '--org', 'Clinic of the Lakes');
  expect((await run('organisation')).stdout).toBe('As FOLLOWERS says: directory.\n');
  expect(await run('organisation', 'Clinic of the Lakes', '--followers', 'Lab.test, anyone')).toMatchObject({
    status: 0,
    stdout: 'Who follows tickets of Clinic of the Lakes: lab.test, anyone.\n',
  });
  expect((await run('organisation', 'Clinc', '--followers', 'directory')).stdout).toContain('No one in the directory');
  expect((await run('organisation')).stdout).toMatch(/^clinic of the lakes +lab\.test, anyone +own$/m);
  expect(JSON.parse((await run('organisation', 'CLINIC of the lakes', '--json')).stdout)).toEqual([
    { organisation: 'clinic of the lakes', followers: ['lab.test', 'anyone'], see: 'own' },
  ]);
  expect((await run('organisation', 'Clinic of the Lakes', '--see', 'all')).stdout).toContain('all tickets');
  expect(JSON.parse((await run('organisation', '--json')).stdout)).toContainEqual({
    organisation: 'clinic of the lakes',
    followers: ['lab.test', 'anyone'],
    see: 'all',
  });
  for (const followers of ['', 'the lab', 'anyone,@lab.test']) {
    expect(await run('organisation', 'Clinc', '--followers', followers), followers).toMatchObject({ status: 2 });
  }
  expect(await run('organisation', '--followers', 'anyone')).toMatchObject({ status: 1 });
  expect((await run('organisation', 'Clinc', '--followers', 'default')).stdout).toContain(
    'as FOLLOWERS says: directory',
  );
  expect(JSON.parse((await run('organisation', '--json')).stdout)).toHaveLength(1);
});
test.skipIf(missing)('a worker syncs by itself', async () => {
  await slapd!.addAll([
    [`cn=dan,${base}`, { objectClass: 'inetOrgPerson', cn: 'dan', sn: 'dan', mail: 'dan@corp.test' }],
  ]);
  const gateway = await startTestGateway({ LDAP_URL: slapd!.url, LDAP_SYNC_MINUTES: '1' });
  onTestFinished(() => gateway.remove());
  const database = openDatabase(gateway.databaseUrl, 1);
  onTestFinished(() => database.close());
  const found = () => database.db.select().from(people);
  await vi.waitFor(
    async () =>
      expect(
        (await found()).map(({ email }) => email),
        gateway.log(),
      ).toContain('dan@corp.test'),
    { timeout: 45_000, interval: 100 },
  );
  expect(gateway.log()).not.toMatch(/directory sync: (failed|refused)/);
  await gateway.stop();
});
