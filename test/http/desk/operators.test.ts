// What operators do on pages: the directory by hand and by file, the settings in force, and who did what.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db/database.ts';
import { type Browser, openBrowser } from '../../support/browser.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { signInAs } from '../../support/sign-in-as.ts';

type Entry = {
  email: string;
  name: string | null;
  role: string;
  organisation: string | null;
  instances: string[];
  active: boolean;
};
let gateway: TestGateway;
let ola: Browser;
let sam: Browser;
beforeAll(async () => {
  gateway = await startTestGateway({ SECRET: 's'.repeat(40), RELAY_URL: 'smtp://user:hidden-word@127.0.0.1:1' });
  await gateway.cli('admin', 'add', 'ola@desk.test', '--role', 'operator', '--name', 'Ola');
  await gateway.cli('admin', 'add', 'sam@desk.test', '--role', 'agent', '--name', 'Sam');
  await gateway.cli('admin', 'add', 'ada@clinic.test', '--name', 'Ada', '--org', 'Clinic');
  [ola, sam] = [openBrowser(gateway.pages()), openBrowser(gateway.pages())];
  await signInAs(gateway, ola, 'ola@desk.test');
  await signInAs(gateway, sam, 'sam@desk.test');
});
afterAll(() => gateway.remove());
const entries = () => gateway.json<Entry[]>('admin', 'list');
const entry = async (email: string) => (await entries()).find(each => each.email === email);

test('an operator is an agent, too, and is named so', async () => {
  expect((await entry('ola@desk.test'))?.role).toBe('operator');
  expect((await ola.get('/tickets')).status).toBe(200);
  for (const path of ['/settings', '/audit', '/directory/import', '/directory/new'])
    expect([(await ola.get(path)).status, (await sam.get(path)).status], path).toEqual([200, 404]);
});
test('an entry is added, changed and deactivated, and each is noted with who did it', async () => {
  await ola.send(await ola.get('/directory/new'), '/directory/new', {
    email: 'Bea@Clinic.test',
    name: 'Bea <b>',
    organisation: 'Clinic',
    instances: 'tt_one tt_two',
    see: 'all',
  });
  expect(await entry('bea@clinic.test')).toMatchObject({
    name: 'Bea <b>',
    role: 'admin',
    instances: ['tt_one', 'tt_two'],
  });
  await ola.send(await ola.get('/directory/new'), '/directory/new', { email: '@whole.test' });
  expect((await entry('@whole.test'))?.active).toBe(true);
  const wrong = await ola.send(await ola.get('/directory/new'), '/directory/new', { email: 'no address' });
  expect([wrong.status, wrong.text.includes('is not a mail address')]).toEqual([422, true]);
  const page = await ola.get('/directory/bea%40clinic.test');
  expect(page.text).toContain('Bea &lt;b&gt;');
  await ola.send(page, '/directory/bea%40clinic.test', { name: 'Bea', role: 'agent' });
  expect(await entry('bea@clinic.test')).toMatchObject({ name: 'Bea', role: 'agent' });
  await ola.send(await ola.get('/directory/bea%40clinic.test'), '/directory/bea%40clinic.test', { remove: '1' });
  expect((await entry('bea@clinic.test'))?.active).toBe(false);
  const deeds = (await ola.get('/audit?q=bea')).text;
  for (const words of ['Added to the directory', 'Directory changed', 'Deactivated', 'ola@desk.test'])
    expect(deeds, words).toContain(words);
  expect((await ola.get('/audit')).text).toContain('Command line');
});
test('a file is shown as what it would change, and changes that', async () => {
  const before = await entries();
  const csv =
    'email;name;organisation\nada@clinic.test;Ada Ferri;Clinic\ncarl@clinic.test;Carl;Clinic\nola@desk.test;Ola;\nsam@desk.test;Sam;\n';
  const shown = await ola.send(await ola.get('/directory/import'), '/directory/import', {
    file: new File([csv], 'people.csv', { type: 'text/csv' }),
    sync: 'yes',
  });
  for (const words of ['Ada → Ada Ferri', 'carl@clinic.test', '@whole.test', 'deactivated'])
    expect(shown.text, words).toContain(words);
  expect(shown.text).not.toContain('<td>sam@desk.test</td>');
  expect(await entries()).toEqual(before);
  await ola.send(shown, '/directory/import', { confirm: 'yes' });
  expect(await entry('ada@clinic.test')).toMatchObject({ name: 'Ada Ferri' });
  expect((await entry('carl@clinic.test'))?.active).toBe(true);
  expect((await entry('@whole.test'))?.active).toBe(false);
  // A file without the column leaves roles alone.
  expect((await entry('ola@desk.test'))?.role).toBe('operator');
  const bad = await ola.send(await ola.get('/directory/import'), '/directory/import', {
    file: new File(['name\nx\n'], 'x.csv'),
  });
  expect(bad.status).toBe(422);
  for (const empty of ['', 'email,name\n', 'email,name\n,\n']) {
    const file = new File([empty], 'empty.csv', { type: 'text/csv' });
    const refused = await ola.send(await ola.get('/directory/import'), '/directory/import', { file, sync: 'yes' });
    expect([refused.status, /role="alert"[^>]*>[^<]{10,}</.test(refused.text)], empty).toEqual([422, true]);
  }
});
test('the settings in force have their origin, and no secret', async () => {
  const { text } = await ola.get('/settings');
  expect(text).toMatch(/SUPPORT_ADDRESS<\/code><\/th><td dir="auto">support@mx\.test<\/td><td>environment/);
  expect(text).toMatch(/SMTP_MAX_MESSAGE_BYTES<\/code><\/th><td dir="auto">\d+<\/td><td>default/);
  for (const secret of ['hidden-word', 's'.repeat(40)]) expect(text).not.toContain(secret);
});

test('what is done to the desk is noted by every door, also what is no ticket', async () => {
  const token = (await gateway.cli('token', 'add', '--name', 'billing', '--scope', 'tickets:read')).trim();
  const [, id] = /^pst_(\w{12})_/.exec(token)!;
  await gateway.cli('token', 'remove', id!);
  await gateway.cli('admin', 'organisation', 'Clinic', '--see', 'own');
  await gateway.cli('admin', 'add', 'gone@clinic.test', '--name', 'Gone Soon');
  await gateway.cli('privacy', 'export', 'gone@clinic.test', join(await mkdtemp(join(tmpdir(), 'deeds-')), 'his.zip'));
  await gateway.cli('privacy', 'erase', 'gone@clinic.test');
  const { text } = await ola.get('/audit');
  for (const words of [
    `${id} billing: tickets:read`,
    'API token created',
    'API token removed',
    'Clinic: see own',
    'Data of a person exported',
    'Person erased',
    'Signed in',
    'Sign-in link created',
  ])
    expect(text, words).toContain(words);
  expect(text).not.toContain(token);
  expect(text).not.toContain('gone@clinic.test');
});

test('the belt shows each part, and to operators the findings with setting and command', async () => {
  const { text } = await ola.get('/belt');
  for (const part of ['Listener', 'Limits', 'Queue', 'Outgoing', 'Given up', 'Relay', 'Certificate', 'Free disk space'])
    expect(text, part).toMatch(new RegExp(`<th scope="row">${part}[^<]*</th><td><span class="tag ok">Fine`));
  expect(text).toContain('Messages by the hour');
  const found = async () => (await ola.get('/belt')).text;
  await expect.poll(found, { timeout: 20_000, interval: 500 }).toContain('the relay takes no mail from us');
  const late = (await ola.get('/belt')).text;
  expect(late).toMatch(
    /mail out<\/th><td><span class="tag bad">[\s\S]{1,200}<a href="\/settings#RELAY_URL"><code>RELAY_URL/,
  );
  expect((await ola.get('/settings')).text).toContain('<tr id="RELAY_URL">');
  expect(late).not.toContain('hidden-word');
  const agents = (await sam.get('/belt')).text;
  expect(agents).toContain('Messages by the hour');
  for (const told of ['RELAY_URL', gateway.home, 'id="doctor"']) expect(agents, told).not.toContain(told);
});

test('a browser in which someone signed in long ago changes the directory only after a new sign-in', async () => {
  const late = openBrowser(gateway.pages());
  await signInAs(gateway, late, 'ola@desk.test');
  const page = await late.get('/directory/new');
  const database = openDatabase(gateway.databaseUrl, 1);
  await database.db.execute(
    sql`update sessions set created_at = now() - interval '16 minutes' where email = 'ola@desk.test'`,
  );
  await database.close();
  const asked = await late.send(page, '/directory/new', { email: 'later@clinic.test', name: 'Later' });
  expect([asked.status, asked.text.includes('/sign-in?again=yes')]).toEqual([401, true]);
  expect(await entry('later@clinic.test')).toBeUndefined();
  expect((await late.get('/sign-in?again=yes')).url).toBe('/sign-in?again=yes');
  await signInAs(gateway, late, 'ola@desk.test');
  await late.send(asked, '/directory/new');
  expect(await entry('later@clinic.test')).toMatchObject({ name: 'Later' });
});
