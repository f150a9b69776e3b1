// A directory that comes from LDAP, on pages: what a sync would change, the sync, and fields that are changed elsewhere.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openBrowser } from '../../support/browser.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { signInAs } from '../../support/sign-in-as.ts';
import { base, root, startSlapd, type TestSlapd, withoutSlapd } from '../../support/slapd.ts';

const missing = withoutSlapd('LDAP on pages');
let slapd: TestSlapd;
let gateway: TestGateway;
let ola: Browser;
let sam: Browser;

beforeAll(async () => {
  if (missing) return;
  slapd = await startSlapd();
  gateway = await startTestGateway({
    ...{ LDAP_URL: slapd.url, LDAP_BIND_DN: root.dn, LDAP_BIND_PASSWORD: root.password, LDAP_SYNC_MINUTES: '0' },
  });
  await gateway.cli('admin', 'add', 'ola@desk.test', '--role', 'operator');
  await gateway.cli('admin', 'add', 'sam@desk.test', '--role', 'agent');
  await gateway.cli('admin', 'add', 'bob@corp.test', '--name', 'By Hand');
  [ola, sam] = [openBrowser(gateway.pages()), openBrowser(gateway.pages())];
  await signInAs(gateway, ola, 'ola@desk.test');
  await signInAs(gateway, sam, 'sam@desk.test');
});
afterAll(async () => {
  await gateway?.remove();
  await slapd?.close();
});

const entries = () => gateway.json<{ email: string; source: string; active: boolean }[]>('admin', 'list');
const dnOf = (name: string) => `cn=${name},${base}`;
const rowOf = (email: string, became: string) => new RegExp(`<td>${email}</td><td>${became}</td>`);

test.skipIf(missing)('what would change is shown, done when an operator says so, and noted', async () => {
  const before = await entries();
  expect((await ola.get('/directory/sync')).text).toMatch(
    /role="alert"[^>]*>nothing was changed: the answer names nobody/,
  );
  await slapd.addAll(
    ['ada', 'bob', 'cy'].map(cn => [dnOf(cn), { objectClass: 'inetOrgPerson', cn, sn: cn, mail: `${cn}@corp.test` }]),
  );
  const would = await ola.get('/directory/sync');
  expect(would.text).toMatch(rowOf('ada@corp.test', 'added'));
  expect(would.text).toMatch(rowOf('cy@corp.test', 'added'));
  expect(would.text).toMatch(/do not come from LDAP: bob@corp\.test/);
  expect(await entries()).toEqual(before);
  const done = await ola.send(would, '/directory/sync');
  expect(done.text).toContain('Nothing would change.');
  expect(done.text).toMatch(/Last sync[\s\S]*2 added, 0 changed, 0 deactivated, 1 left to another source/);
  expect((await entries()).filter(({ source }) => source === 'ldap').map(({ email }) => email)).toEqual([
    'ada@corp.test',
    'cy@corp.test',
  ]);
  await slapd.remove(dnOf('cy'));
  expect((await ola.get('/directory/sync')).text).toMatch(rowOf('cy@corp.test', 'deactivated'));
  expect((await ola.get('/audit?q=ola')).text).toMatch(/Synced with LDAP[\s\S]*2 added/);
  expect((await ola.get('/belt')).text).toMatch(/Last LDAP sync<\/th><td><span class="tag ok">/);
});

test.skipIf(missing)(
  'an entry of LDAP is shown locked with the reason, and cannot be changed past the page',
  async () => {
    const page = await ola.get('/directory/ada%40corp.test');
    expect(page.text).toContain('This entry comes from your LDAP directory. Change it there');
    expect(page.text).toMatch(/id="name"[^>]*readonly/);
    expect(page.text).not.toContain('name="remove"');
    const forced = await ola.send(page, '/directory/ada%40corp.test', { name: 'Other', role: 'agent' });
    expect(forced.status).toBe(422);
    expect((await ola.get('/directory/ada%40corp.test')).text).not.toContain('value="Other"');
  },
);

test.skipIf(missing)('only operators sync', async () => {
  expect((await sam.get('/directory/sync')).status).toBe(404);
  expect((await sam.get('/directory')).text).not.toContain('/directory/sync');
  const headers = { origin: gateway.pages() };
  expect((await sam.raw('/directory/sync', { method: 'POST', headers })).status).toBe(404);
});

test.skipIf(missing)('a server that does not answer is told as such', async () => {
  await slapd.stop();
  const { status, text } = await ola.get('/directory/sync');
  expect([status, /role="alert"[^>]*>nothing was changed: /.test(text)]).toEqual([200, true]);
});
