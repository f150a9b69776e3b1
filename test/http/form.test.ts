// The whole life of a ticket on pages, with a browser that runs no script, over a real gateway.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, formsOf, openBrowser } from '../support/browser.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { sendPlain } from '../support/smtp-client.ts';

type Ticket = {
  key: string;
  status: string;
  priority: string | null;
  instance: string | null;
  subject: string;
  requester: { email: string };
  followers: { email: string }[];
  messages: {
    kind: string;
    text: string;
    author: { email: string } | null;
    attachments: { name: string; size: number }[];
    mailId: string | null;
  }[];
};
type Mail = { id: string; via: string; disposition: string; ticket: string | null; reasons: string[] };

const patiently = { timeout: 30_000, interval: 100 };
let gateway: GatewayProcess;
let base: string;
beforeAll(async () => {
  gateway = await startGatewayProcess({ LOG_LEVEL: 'warn', GUIDE_VIDEO_URL: 'https://video.test/guide' });
  base = gateway.pages();
  const people = [
    ['ada@clinic.test', '--name', 'Ada Ferri', '--org', 'Clinic', '--instance', 'tt_lugano', 'tt_milano'],
    ['bea@clinic.test', '--name', 'Bea', '--org', 'Clinic'],
    ['max@other.test', '--name', 'Max'],
    ['tess@mx.test', '--name', 'Tess', '--role', 'agent'],
  ];
  for (const person of people) await gateway.cli('admin', 'add', ...person);
});
afterAll(() => gateway.remove());

async function signedIn(email: string, language = 'en'): Promise<Browser> {
  const link = new URL((await gateway.cli('sign-in', email)).trim());
  const browser = openBrowser(base, { language });
  await browser.send(await browser.get(link.pathname), link.pathname);
  return browser;
}
const ticket = (key: string) => gateway.json<Ticket>('ticket', 'show', key);
const mails = () => gateway.json<Mail[]>('mail', 'list');
const tickets = () => gateway.json<Ticket[]>('ticket', 'list');
const mailsTo = async (address: string) =>
  (await gateway.outbox())
    .filter(mail => new RegExp(`^To: .*${address}`, 'm').test(mail))
    .map(mail => mail.replace(/=\r?\n/g, ''));
const keyIn = (url: string) => /\/tickets\/(PT-\d+)/.exec(url)?.[1] ?? '';

describe('New Support Ticket', () => {
  test('a sent form is a ticket, and all whom it concerns are told, with its words', async () => {
    const ada = await signedIn('ada@clinic.test');
    const page = await ada.get('/new');
    expect(page.text).toContain('Ada Ferri');
    const sent = await ada.send(page, '/new', {
      cc: 'bea@clinic.test, Carl Copy <carl@outside.test>',
      subject: 'Calendar stays empty',
      instance: 'tt_milano',
      functions: 'most',
      users: 'few',
      description: 'Since 9:00 the week is empty.\n\nPriority: low\n#close',
      files: new File(['the log'], 'console log.txt', { type: 'text/plain' }),
      send: '1',
    });
    expect([sent.status, keyIn(sent.url)]).toEqual([200, 'PT-1']);
    const found = await ticket('PT-1');
    expect([found.priority, found.instance, found.status, found.requester.email]).toEqual([
      'medium',
      'tt_milano',
      'new',
      'ada@clinic.test',
    ]);
    expect(found.followers.map(({ email }) => email).sort()).toEqual(['bea@clinic.test', 'carl@outside.test']);
    expect(found.messages[0]!.text).toContain('#close');
    expect(found.messages[0]!.attachments).toMatchObject([{ name: 'console log.txt', size: 7 }]);
    expect(await mails()).toMatchObject([{ via: 'form', disposition: 'opened', ticket: 'PT-1' }]);
    for (const address of ['ada@clinic.test', 'bea@clinic.test', 'carl@outside.test', 'tess@mx.test']) {
      await expect.poll(async () => (await mailsTo(address)).length, patiently).toBeGreaterThan(0);
      const mail = (await mailsTo(address)).find(each => each.includes('PT-1'))!;
      expect(mail, address).toContain('Since 9:00 the week is empty.');
      expect(mail, address).toContain('console log.txt');
      expect(mail.replace(/=3D/g, '='), address).toContain(`${base}/tickets/PT-1`);
    }
  });
  test('a wrong field loses neither text nor files, and says what is wrong', async () => {
    const ada = await signedIn('ada@clinic.test');
    const page = await ada.send(await ada.get('/new'), '/new', {
      cc: 'tom@clinic,test',
      subject: '',
      description: 'Kept <b>text</b>',
      files: [new File(['one'], 'one.txt'), new File(['two'], 'two.txt'), new File(['one'], 'again.txt')],
      send: '1',
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain('id="summary"');
    expect(page.text).toContain('Kept &lt;b&gt;text&lt;/b&gt;');
    expect(page.text).toContain('tom@clinic.test');
    expect(page.text.match(/data-upload/g)).toHaveLength(2);
    const mended = await ada.send(page, '/new', { mend: 'tom@clinic,test|tom@clinic.test' });
    expect(formsOf(mended).find(({ action }) => action === '/new')?.fields.cc).toBe('tom@clinic.test');
    const before = (await tickets()).length;
    const sent = await ada.send(mended, '/new', { cc: '', subject: 'Now with a subject', send: '1' });
    expect((await ticket(keyIn(sent.url))).messages[0]!.attachments.map(({ name }) => name)).toEqual([
      'one.txt',
      'two.txt',
    ]);
    expect((await tickets()).length).toBe(before + 1);
  });
  test('what was typed waits for the next visit, by another session, and can be discarded', async () => {
    const ada = await signedIn('ada@clinic.test');
    await ada.send(await ada.get('/new'), '/new', { subject: 'Half a thought', impact: 'all few', save: '1' });
    const other = await signedIn('ada@clinic.test');
    const page = await other.get('/new');
    expect(formsOf(page).find(({ action }) => action === '/new')?.fields).toMatchObject({
      subject: 'Half a thought',
      functions: 'all',
      users: 'few',
    });
    const anew = await other.send(page, '/discard');
    expect(formsOf(anew).find(({ action }) => action === '/new')?.fields.subject).toBe('');
  });
  test('pressed many times at once, and once more later, it is one ticket', async () => {
    const ada = await signedIn('ada@clinic.test');
    const page = await ada.get('/new');
    const before = (await tickets()).length;
    const fields = { subject: 'Pressed twice', description: 'Only once, please.', send: '1' };
    const presses = await Promise.all(Array.from({ length: 6 }, () => ada.send(page, '/new', fields)));
    presses.push(await ada.send(page, '/new', fields));
    // A page that says that the mail was taken leads to its ticket once that is filed.
    const ends = await Promise.all(presses.map(({ url }) => ada.get(url)));
    expect(new Set(ends.map(({ url }) => keyIn(url))).size).toBe(1);
    expect((await tickets()).length).toBe(before + 1);
  });
  test('killed between the commit and the answer, it is one ticket', async () => {
    const ada = await signedIn('ada@clinic.test');
    const page = await ada.get('/new');
    const before = (await tickets()).length;
    const fields = { subject: 'Killed meanwhile', description: 'Once.', send: '1' };
    const pressed = ada.send(page, '/new', fields).catch(() => null);
    await expect
      .poll(async () => (await mails()).filter(({ via }) => via === 'form').length, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(before);
    await gateway.stop('SIGKILL');
    await pressed;
    await gateway.start();
    base = gateway.pages();
    const again = openBrowser(base);
    for (const [name, value] of ada.cookies) again.cookies.set(name, value);
    const sent = await again.send(page, '/new', fields);
    await expect
      .poll(async () => (await tickets()).filter(({ subject }) => subject === 'Killed meanwhile').length, patiently)
      .toBe(1);
    expect(sent.status).toBe(200);
    await expect
      .poll(async () => (await mails()).filter(({ disposition }) => disposition === 'pending').length, patiently)
      .toBe(0);
    expect((await tickets()).filter(({ subject }) => subject === 'Killed meanwhile')).toHaveLength(1);
  });
  test('an upload that was cut at 70 % goes on in another process, and is one whole file of the ticket', async () => {
    const ada = await signedIn('ada@clinic.test');
    const fields = formsOf(await ada.get('/new')).find(({ action }) => action === '/new')!.fields;
    const bytes = randomBytes(300_000);
    const cut = 210_000;
    const tus = { 'tus-resumable': '1.0.0', origin: base, 'sec-fetch-site': 'same-origin' };
    const named = { draft: fields.draft!, filename: 'long film.mov', filetype: 'video/quicktime' };
    const metadata = Object.entries(named).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`);
    const made = await ada.raw('/uploads', {
      method: 'POST',
      headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata.join(',') },
    });
    expect(made.status).toBe(201);
    const path = made.headers.get('location')!;
    const piece = { ...tus, 'content-type': 'application/offset+octet-stream' };
    const first = await ada.raw(path, {
      method: 'PATCH',
      headers: { ...piece, 'upload-offset': '0' },
      body: bytes.subarray(0, cut),
    });
    expect(first.status).toBe(204);
    const max = await signedIn('max@other.test');
    expect((await max.raw(path, { method: 'HEAD', headers: tus })).status).toBe(404);
    await gateway.stop('SIGKILL');
    await gateway.start();
    base = gateway.pages();
    const again = openBrowser(base);
    for (const [name, value] of ada.cookies) again.cookies.set(name, value);
    const ours = { 'tus-resumable': '1.0.0', 'sec-fetch-site': 'same-origin' };
    expect((await again.get('/new')).text).toContain('long film.mov');
    const at = await again.raw(path, { method: 'HEAD', headers: ours });
    expect(at.headers.get('upload-offset')).toBe(String(cut));
    const rest = await again.raw(path, {
      method: 'PATCH',
      headers: { ...ours, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(cut) },
      body: bytes.subarray(cut),
    });
    expect(rest.status).toBe(204);
    const sent = await again.send(await again.get('/new'), '/new', {
      subject: 'With a film',
      description: 'See it.',
      send: '1',
    });
    expect(sent.status).toBe(200);
    // Right after its start a gateway may need more than the two seconds that the page waits for the number.
    const filmed = async () => (await tickets()).find(({ subject }) => subject === 'With a film')?.key;
    await expect.poll(filmed, patiently).toBeDefined();
    const [file] = (await ticket((await filmed())!)).messages[0]!.attachments;
    expect(file).toMatchObject({ name: 'long film.mov', size: bytes.length });
    const big = { ...ours, 'upload-length': '90000000', 'upload-metadata': metadata.join(',') };
    const fresh = formsOf(await again.get('/new')).find(({ action }) => action === '/new')!.fields.draft!;
    const meta = big['upload-metadata'].replace(/draft [^,]+/, `draft ${Buffer.from(fresh).toString('base64')}`);
    expect((await again.raw('/uploads', { method: 'POST', headers: { ...big, 'upload-metadata': meta } })).status).toBe(
      413,
    );
  });
  test('speaks the language of the browser, and the guide is there for everybody', async () => {
    const stranger = openBrowser(base, { language: 'de-CH, en;q=0.5' });
    const guide = await stranger.get('/guide');
    expect([guide.status, guide.text.includes('So erreichen Sie uns')]).toEqual([200, true]);
    expect(guide.text).toContain('href="https://video.test/guide"');
    expect((await (await signedIn('bea@clinic.test', 'fr')).get('/new')).text).toContain('Nouveau ticket');
  });
});

describe('a ticket on its page', () => {
  test('is answered, resolved, opened again and shared, each as by mail', async () => {
    const ada = await signedIn('ada@clinic.test');
    const key = keyIn(
      (await ada.send(await ada.get('/new'), '/new', { subject: 'One life', description: 'It begins.', send: '1' }))
        .url,
    );
    await gateway.cli('ticket', 'reply', key, '--as', 'tess@mx.test', '--text', 'We look at it.');
    const list = await ada.get('/tickets');
    expect(list.text).toContain('We answered – your turn');
    const answered = await ada.get(`/tickets/${key}`);
    expect(answered.text).toContain('We look at it.');
    const replied = await ada.send(answered, '/reply', {
      text: 'Thank you, it is still so.\n#not a command',
      files: new File(['x'], 'shot.png', { type: 'image/png' }),
    });
    expect(replied.text).toContain('it is still so.');
    expect((await ticket(key)).messages.at(-1)).toMatchObject({ kind: 'reply', author: { email: 'ada@clinic.test' } });
    const [, file] = new RegExp(`href="(/tickets/${key}/files/\\d+/shot.png)"`).exec(replied.text)!;
    const download = await ada.raw(file!);
    expect([download.status, download.headers.get('content-disposition'), await download.text()]).toEqual([
      200,
      "attachment; filename*=UTF-8''shot.png",
      'x',
    ]);
    const resolved = await ada.send(replied, '/resolve');
    expect((await ticket(key)).status).toBe('resolved');
    const reopened = await ada.send(resolved, '/reopen');
    expect((await ticket(key)).status).toBe('open');
    const shared = await ada.send(reopened, '/followers', { people: 'bea@clinic.test' });
    expect((await ticket(key)).followers).toMatchObject([{ email: 'bea@clinic.test' }]);
    const bea = await signedIn('bea@clinic.test');
    expect((await bea.get('/tickets')).text).toContain('One life');
    await bea.send(await bea.get(`/tickets/${key}`), '/unfollow');
    expect((await ticket(key)).followers).toEqual([]);
    expect((await bea.get(`/tickets/${key}`)).status).toBe(404);
    expect(shared.text).toContain('Bea');
  });
  test('a note is for the team only, and a stranger finds the same as where there is nothing', async () => {
    const ada = await signedIn('ada@clinic.test');
    const key = keyIn(
      (await ada.send(await ada.get('/new'), '/new', { subject: 'Secret', description: 'x', send: '1' })).url,
    );
    await gateway.cli('ticket', 'reply', key, '--as', 'tess@mx.test', '--text', 'Only for us.', '--internal');
    expect((await ada.get(`/tickets/${key}`)).text).not.toContain('Only for us.');
    expect((await (await signedIn('tess@mx.test')).get(`/tickets/${key}`)).text).toContain('Only for us.');
    const max = await signedIn('max@other.test');
    const [other, none] = [await max.get(`/tickets/${key}`), await max.get('/tickets/PT-99999')];
    expect([other.status, none.status]).toEqual([404, 404]);
    expect(other.text).toBe(none.text);
    for (const path of ['reply', 'resolve', 'set', 'followers', 'unfollow', 'let-in', 'keep-out']) {
      const tried = await max.raw(`/tickets/${key}/${path}`, {
        method: 'POST',
        headers: { origin: base },
        body: new URLSearchParams({ text: 'mine', status: 'resolved', people: 'max@other.test', mail: 'x' }),
      });
      expect(tried.status, path).toBe(404);
    }
    expect((await ticket(key)).messages).toHaveLength(2);
  });
  test('colleagues see it where their organisation sees all, and not before', async () => {
    const ada = await signedIn('ada@clinic.test');
    const key = keyIn(
      (await ada.send(await ada.get('/new'), '/new', { subject: 'For all of us', description: 'x', send: '1' })).url,
    );
    const bea = await signedIn('bea@clinic.test');
    expect((await bea.get(`/tickets/${key}`)).status).toBe(404);
    await gateway.cli('admin', 'organisation', 'Clinic', '--see', 'all');
    const page = await bea.get(`/tickets/${key}`);
    expect(page.text).toContain('For all of us');
    expect(page.text).not.toContain('/resolve"');
    await gateway.cli('admin', 'organisation', 'Clinic', '--see', 'own');
    expect((await bea.get(`/tickets/${key}`)).status).toBe(404);
  });
  test('mail of a person who is not on it is let in or kept out by its requester', async () => {
    const ada = await signedIn('ada@clinic.test');
    const key = keyIn(
      (await ada.send(await ada.get('/new'), '/new', { subject: 'Passed on', description: 'x', send: '1' })).url,
    );
    await expect
      .poll(async () => (await mailsTo('ada@clinic.test')).some(mail => mail.includes(`[${key}]`)), patiently)
      .toBe(true);
    const receipt = (await mailsTo('ada@clinic.test')).find(mail => mail.includes(`[${key}]`))!;
    const [, to] = /^Reply-To: .*?<?(support\+[^>\s]+@mx\.test)/m.exec(receipt)!;
    await sendPlain(gateway.smtpPort(), { from: 'zoe@else.test', id: 'zoe1', subject: `Re: [${key}] Passed on` }, to!);
    await expect
      .poll(async () => (await ada.get(`/tickets/${key}`)).text.includes('zoe@else.test'), patiently)
      .toBe(true);
    await ada.send(await ada.get(`/tickets/${key}`), '/let-in');
    await expect
      .poll(async () => (await ticket(key)).messages.some(({ author }) => author?.email === 'zoe@else.test'), patiently)
      .toBe(true);
    expect((await ada.get('/mails')).text).toContain('Became ticket');
  });
});

describe('what is typed', () => {
  const formOf = (page: Parameters<typeof formsOf>[0], action: string) =>
    formsOf(page).find(each => each.action.endsWith(action))!.fields;
  const put = async (browser: Browser, id: string, version: number, fields: object) => {
    const response = await browser.raw(`/drafts/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': `"${version}"`, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(fields),
    });
    // biome-ignore lint/suspicious/noExplicitAny: answers of two shapes.
    return { status: response.status, body: (await response.json()) as any };
  };
  const cleared = async (browser: Browser) => {
    for (let page = await browser.get('/new'); page.text.includes('/discard'); page = await browser.get('/new'))
      await browser.send(page, '/discard');
    return browser;
  };

  test('in two tabs with script is kept twice, and each tab is told', async () => {
    const bea = await cleared(await signedIn('bea@clinic.test'));
    const { draft: id = '', version } = formOf(await bea.get('/new'), '/new');
    expect(version).toBe('0');
    expect(await put(bea, id, 0, { subject: 'One', description: 'From the first tab' })).toMatchObject({ status: 200 });
    const second = await put(bea, id, 0, { subject: 'Two', description: 'From the second tab' });
    expect(second).toMatchObject({ status: 409, body: { version: 1, other: { id, subject: 'One' } } });
    // Each goes on with its own, without another conflict.
    expect((await put(bea, id, 1, { subject: 'One', description: 'From the first tab, more' })).status).toBe(200);
    expect((await put(bea, second.body.id, 1, { subject: 'Two', description: 'More' })).status).toBe(200);
    const page = await bea.get('/new');
    expect(page.text).toContain(`/new/${id}`);
    expect((await bea.get(`/new/${id}`)).text).toContain('From the first tab, more');
    expect((await bea.get(`/new/${second.body.id}`)).text).toContain('More</textarea>');
    // The same words are no conflict, whatever the version.
    expect((await put(bea, id, 0, { subject: 'One', description: 'From the first tab, more' })).status).toBe(200);
  });
  test('in two tabs without script is kept twice, with its files, and what is sent is not sent over', async () => {
    const bea = await cleared(await signedIn('bea@clinic.test'));
    const saved = await bea.send(await bea.get('/new'), '/new', {
      subject: 'Two tabs',
      description: 'Before both',
      files: new File(['the log'], 'both.txt'),
      save: '1',
    });
    const [left, right] = [saved, await bea.get('/new')];
    await bea.send(left, '/new', { description: 'Of the left tab', save: '1' });
    const told = await bea.send(right, '/new', { description: 'Of the right tab', send: '1' });
    expect(told.status).toBe(409);
    expect(told.text).toContain('Of the right tab</textarea>');
    expect(told.text).toContain('both.txt');
    const other = /href="(\/new\/[0-9a-z]{26})"/.exec(told.text)?.[1] ?? '';
    expect((await bea.get(other)).text).toContain('Of the left tab</textarea>');
    const sent = await bea.send(told, '/new', { send: '1' });
    const first = await ticket(keyIn(sent.url));
    expect([first.messages[0]!.text.includes('Of the right tab'), first.messages[0]!.attachments.length]).toEqual([
      true,
      1,
    ]);
    // A tab that still shows the sent one and says something else.
    const late = await bea.send(told, '/new', { description: 'A late thought', send: '1' });
    expect([late.status, late.text.includes('A late thought</textarea>')]).toEqual([409, true]);
    expect((await tickets()).filter(({ subject }) => subject === 'Two tabs')).toHaveLength(1);
  });
  test('is still there when the session has ended, and is sent after signing in again', async () => {
    const bea = await cleared(await signedIn('bea@clinic.test'));
    const page = await bea.get('/new');
    await bea.raw('/sign-out', { method: 'POST', headers: { origin: base } });
    bea.cookies.clear();
    const kept = await bea.send(page, '/new', {
      subject: 'Long & <well>',
      description: 'Line one\n\n</textarea> "two"',
      send: '1',
    });
    expect(kept.status).toBe(401);
    expect(formOf(kept, '/new')).toMatchObject({
      subject: 'Long & <well>',
      description: 'Line one\n\n</textarea> "two"',
      send: '1',
    });
    const again = await signedIn('bea@clinic.test');
    for (const [name, value] of again.cookies) bea.cookies.set(name, value);
    const sent = await bea.send(kept, '/new');
    expect((await ticket(keyIn(sent.url))).messages[0]!.text).toContain('</textarea> "two"');
    const key = keyIn(sent.url);
    bea.cookies.clear();
    const reply = await bea.send(sent, '/reply', { text: 'One more thing' });
    expect([reply.status, formOf(reply, '/reply').text]).toEqual([401, 'One more thing']);
    for (const [name, value] of again.cookies) bea.cookies.set(name, value);
    await bea.send(reply, '/reply');
    await expect.poll(async () => (await ticket(key)).messages.at(-1)?.text, patiently).toBe('One more thing');
  });
  test('as a reply waits on the ticket for its author alone', async () => {
    const bea = await signedIn('bea@clinic.test');
    const [found] = (await tickets()).filter(({ requester }) => requester.email === 'bea@clinic.test');
    const key = found!.key;
    const { draft: id = '' } = formOf(await bea.get(`/tickets/${key}`), '/reply');
    expect((await put(bea, id, 0, { kind: 'reply', ticket: key, text: 'Half a reply' })).status).toBe(200);
    const later = await bea.get(`/tickets/${key}`);
    expect(formOf(later, '/reply')).toMatchObject({ draft: id, version: '1', text: 'Half a reply' });
    expect((await put(bea, id, 0, { kind: 'note', ticket: key, text: 'x' })).status).toBe(404);
    expect((await put(await signedIn('max@other.test'), id, 0, { kind: 'reply', ticket: key, text: 'x' })).status).toBe(
      404,
    );
    const tess = await signedIn('tess@mx.test');
    expect((await tess.get(`/tickets/${key}`)).text).not.toContain('Half a reply');
    const { draft: note = '' } = formOf(await tess.get(`/tickets/${key}`), '/note');
    expect((await put(tess, note, 0, { kind: 'note', ticket: key, text: 'Half a note' })).status).toBe(200);
    expect(formOf(await tess.get(`/tickets/${key}`), '/note').text).toBe('Half a note');
    await tess.send(await tess.get(`/tickets/${key}`), '/note');
    expect(formOf(await tess.get(`/tickets/${key}`), '/note').text).toBe('');
  });
});
