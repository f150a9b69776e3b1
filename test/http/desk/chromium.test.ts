// The agents' pages in Chromium: no finding of axe, no request to elsewhere, no dialog, no report of the CSP, and no
// sideways scroll, in light and dark, narrow and wide; with hostile mail on them. SCREENSHOTS=folder keeps pictures.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, launchChromium, ofColours } from '../../support/chromium.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hand, written } from '../../support/post.ts';

const program = findChromium('the agents’ pages in a browser');

const hostile = `<h1>Hello</h1><img src="https://evil.test/pixel.png" onerror="alert(1)"><script>alert(2)</script>
<a href="javascript:alert(3)">press</a><svg onload="alert(4)"></svg><iframe src="https://evil.test/f"></iframe>
<form action="https://evil.test/p"><input name="x"></form><meta http-equiv="refresh" content="0;url=https://evil.test/r">
<style>body{background:url(https://evil.test/b)}</style><link rel="stylesheet" href="https://evil.test/s.css">`;
const long = `Calendar ${'stays empty for everybody at the reception desk '.repeat(6)}`.slice(0, 300);
const rightToLeft = 'التقويم فارغ بعد تسجيل الدخول';

let gateway: TestGateway;
let browser: Browser;
let axe = '';

beforeAll(async () => {
  if (!program) return;
  gateway = await startTestGateway();
  for (const [email, role, name] of [
    ['ada@clinic.test', 'admin', 'Ada Ferri'],
    ['sam@desk.test', 'operator', 'Sam Vidal'],
  ] as const)
    await gateway.cli('admin', 'add', email, '--role', role, '--name', name);
  const send = (
    Subject: string,
    text: string,
    fields: Record<string, string> = {},
    From = 'Ada Ferri <ada@clinic.test>',
  ) => hand(gateway.smtpPort(), written({ to: 'support@mx.test', fields: { From, Subject, ...fields }, text }));
  await send('[HIGH] Hostile <b>subject</b>', hostile, { 'Content-Type': 'text/html; charset=utf-8' });
  await send(
    long,
    'A long subject.\n\nTwo paragraphs, and an address: https://portal.example/very/long/path?with=parameters',
  );
  await send(`=?utf-8?B?${Buffer.from(rightToLeft).toString('base64')}?=`, 'العربية في النص أيضا.');
  await send('[URGENT] Nobody can log in', 'Functions: all\nUsers: all\n\nSince nine.', {
    Cc: 'Iris Vidal <iris@clinic.test>',
  });
  await send('From outside', 'Let me in.', {}, 'Eve <eve@elsewhere.test>');
  for (let at = 0; at < 600 && (await gateway.json<unknown[]>('ticket', 'list')).length < 4; at += 1) await sleep(100);
  await gateway.cli('ticket', 'reply', 'PT-1', '--as', 'sam@desk.test', '--text', 'We look into it.');
  await gateway.cli(
    'ticket',
    'reply',
    'PT-1',
    '--as',
    'sam@desk.test',
    '--internal',
    '--text',
    'The pool is too small.',
  );
  await gateway.cli('ticket', 'set', 'PT-1', '--as', 'sam@desk.test', '--status', 'pending');
  browser = await launchChromium(program);
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await browser?.close();
  await gateway?.remove();
});

type Watched = { page: Page; elsewhere: string[]; dialogs: string[]; reports: string[] };

async function open(settings: Parameters<Browser['newContext']>[0]): Promise<Watched> {
  const context = await browser.newContext({ ...settings, bypassCSP: false });
  const page = await context.newPage();
  const watched: Watched = { page, elsewhere: [], dialogs: [], reports: [] };
  page.on('request', request => {
    const url = request.url();
    if (!url.startsWith(gateway.pages()) && !url.startsWith('data:') && !url.startsWith('about:'))
      watched.elsewhere.push(url);
  });
  page.on('dialog', dialog => {
    watched.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('console', message => {
    if (/Content Security Policy|Refused to/i.test(message.text())) watched.reports.push(message.text());
  });
  await page.goto((await gateway.cli('sign-in', 'sam@desk.test')).trim());
  await page.click('main button[type="submit"]');
  return watched;
}

/** Asks axe, which is in a world of its own, so that the page's CSP stays as it is. */
type Axe = (rules?: readonly string[]) => Promise<string[]>;

async function withAxe<T>(page: Page, work: (findings: Axe) => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  await session.send('Runtime.evaluate', { contextId, expression: axe });
  const answer = await work(async (rules = []) => {
    const only = rules.length > 0 ? `, runOnly: ${JSON.stringify(rules)}` : '';
    const { result } = await session.send('Runtime.evaluate', {
      contextId,
      awaitPromise: true,
      returnByValue: true,
      expression: `axe.run(document, { iframes: false, resultTypes: ['violations']${only} }).then(({ violations }) => violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 3).join(' | ')))`,
    });
    return result.value as string[];
  });
  await session.detach();
  return answer;
}

const folder = process.env.SCREENSHOTS;
const paths = [
  '/tickets',
  '/tickets?q=sttaus%3Aopen',
  '/tickets/PT-1',
  '/tickets/PT-2',
  '/tickets/PT-3',
  '/tickets/PT-1/split?message=1',
  '/m/1/sent',
  '/mail',
  '/held',
  '/directory',
  '/directory/new',
  '/directory/import',
  '/directory/ada%40clinic.test',
  '/snippets',
  '/sessions',
  '/settings',
  '/audit',
  '/tickets/bulk?changed=1&refused=2-no-place',
  '/charts',
  '/belt',
];

for (const width of [390, 1280])
  test.runIf(program)(`every page at ${width} px, light and dark`, async () => {
    // Without motion the colours of a scheme are there at once.
    const watched = await open({ viewport: { width, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' });
    const { page } = watched;
    const picture = async (path: string, scheme: string) =>
      folder && page.screenshot({ path: `${folder}/${path.replace(/\W+/g, '-')}-${width}-${scheme}.png` });
    for (const path of paths) {
      const answer = await page.goto(`${gateway.pages()}${path}`);
      expect(answer?.status(), path).toBe(200);
      await withAxe(page, async findings => {
        expect.soft(await findings(), `${path}, light`).toEqual([]);
        await picture(path, 'light');
        await page.emulateMedia({ colorScheme: 'dark' });
        expect.soft(await findings(ofColours), `${path}, dark`).toEqual([]);
        await picture(path, 'dark');
        await page.emulateMedia({ colorScheme: 'light' });
      });
      const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect.soft(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    expect({ ...watched, page: null }).toEqual({ page: null, elsewhere: [], dialogs: [], reports: [] });
    await page.context().close();
  });

test.runIf(program)('the menu of the desk opens by keyboard without script, and closes by Escape with it', async () => {
  for (const javaScriptEnabled of [false, true]) {
    const { page } = await open({ viewport: { width: 1280, height: 900 }, javaScriptEnabled });
    await page.goto(`${gateway.pages()}/held`);
    const bar = page.locator('.bar');
    expect((await bar.boundingBox())!.height).toBeLessThan(60);
    await page.locator('details.menu summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('href')).toBe('/directory');
    const belt = page.locator('.menu a[href="/belt"]');
    expect(await belt.isVisible()).toBe(true);
    if (javaScriptEnabled) {
      await page.keyboard.press('Escape');
      expect(await belt.isVisible()).toBe(false);
      await page.locator('details.menu summary').press('Enter');
    }
    await belt.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/belt$/);
    await page.context().close();
  }
});
test.runIf(program)('on a phone every page of the desk is reached by the tabs', async () => {
  const { page } = await open({ viewport: { width: 390, height: 844 } });
  await page.locator('.tabs a').last().click();
  const hrefs = (await page.evaluate(
    '[...document.querySelectorAll(".tabs a, main nav a")].map(link => link.pathname)',
  )) as string[];
  for (const path of [
    '/tickets',
    '/held',
    '/mail',
    '/directory',
    '/snippets',
    '/charts',
    '/belt',
    '/settings',
    '/audit',
    '/new',
    '/guide',
  ])
    expect(hrefs, path).toContain(path);
  await page.context().close();
});
test.runIf(program)('a snippet is put in by its name and Tab, or by its button, where the caret is', async () => {
  const { page } = await open({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${gateway.pages()}/snippets`);
  await page.fill('#name-new', ';hello');
  await page.fill('#text-new', 'Hello {given}, this is {ticket}.');
  await page.locator('form[action="/snippets"] button').first().click();
  await page.goto(`${gateway.pages()}/tickets/PT-2`);
  await page.locator('#answer').focus();
  await page.keyboard.type('Good day.\n;hello');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.inputValue('#answer')).toBe('Good day.\nHello Ada, this is PT-2.');
  await page.keyboard.type(' ;nothing');
  await page.keyboard.press('Tab');
  expect(await page.inputValue('#answer')).toBe('Good day.\nHello Ada, this is PT-2. ;nothing');
  await page.click('label:has([value="note"])');
  await page.locator('.as-note .snippets summary').click();
  await page.locator('.as-note .snippets button').click();
  await expect.poll(() => page.inputValue('#note')).toBe('Hello Ada, this is PT-2.');
  expect(page.url()).toMatch(/\/tickets\/PT-2$/);
  await page.context().close();
});
test.runIf(program)('a line under the field says what typed commands will do, and goes with them', async () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 900 },
  ]) {
    const { page, reports } = await open({ viewport });
    await page.goto(`${gateway.pages()}/tickets/PT-3`);
    const line = page.locator('.as-answer .commands');
    expect(await line.isVisible()).toBe(false);
    await page.locator('#answer').focus();
    const asked: string[] = [];
    page.on('request', request => void (request.url().endsWith('/commands') && asked.push(request.postData() ?? '')));
    await page.keyboard.type('#priority high #asign me');
    await line.filter({ hasText: 'Did you mean #assign?' }).waitFor();
    expect(await line.textContent()).toContain('Priority: High');
    // Once for each pause, not for each letter.
    expect(asked.length).toBeLessThan('#priority high #asign me'.length / 2);
    expect(await withAxe(page, findings => findings())).toEqual([]);
    await page.fill('#answer', 'Good morning.');
    await line.waitFor({ state: 'hidden' });
    await page.click('label:has([value="note"])');
    await page.fill('#note', '#resolved');
    await page.locator('.as-note .commands', { hasText: 'Status: Resolved' }).waitFor();
    expect(reports).toEqual([]);
    await page.context().close();
  }
});

test.runIf(program)('a requester who types sees the answer come, and keeps words and caret', async () => {
  const { page } = await open({ viewport: { width: 1280, height: 900 } });
  const ada = await browser.newContext();
  const hers = await ada.newPage();
  await hers.goto((await gateway.cli('sign-in', 'ada@clinic.test')).trim());
  await hers.click('main button[type="submit"]');
  await hers.goto(`${gateway.pages()}/tickets/PT-2`);
  await hers.locator('#text').focus();
  await hers.keyboard.type('It happens at the second desk, too');
  await hers.evaluate('document.querySelector("#text").setSelectionRange(3, 10)');
  await page.goto(`${gateway.pages()}/tickets/PT-2`);
  await page.fill('#answer', 'Is it only one desk?');
  const since = Date.now();
  await page.locator('.as-answer button.primary').click();
  await hers.locator('#entries', { hasText: 'Is it only one desk?' }).waitFor({ timeout: 10_000 });
  console.log(`an answer was seen by its requester ${Date.now() - since} ms after the press`);
  expect(
    await hers.evaluate('const t = document.activeElement; [t.id, t.value, t.selectionStart, t.selectionEnd]'),
  ).toEqual(['text', 'It happens at the second desk, too', 3, 10]);
  expect(await hers.locator('#entries #entries, ol.tickets ol').count()).toBe(0);
  expect(await hers.locator('#others').textContent()).toBe('1 new entry');
  expect(await hers.locator('#state').textContent()).toContain('your turn');
  await ada.close();
  await page.context().close();
});

test.runIf(program)(
  'an agent who types sees a reply and the list change, and keeps words, caret and open details',
  async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${gateway.pages()}/tickets/PT-1`);
    await page.locator('#entries details.sent summary').first().click();
    await page.locator('#answer').focus();
    await page.keyboard.type('We are on it, since nine');
    await page.evaluate('document.querySelector("#answer").setSelectionRange(3, 6)');
    const before = await page.locator('#entries article').count();
    const reply = await page.locator('ol.tickets li').count();
    await gateway.cli(
      'ticket',
      'reply',
      'PT-1',
      '--as',
      'sam@desk.test',
      '--internal',
      '--text',
      'Seen elsewhere, too.',
    );
    await page.locator('#entries', { hasText: 'Seen elsewhere, too.' }).waitFor({ timeout: 10_000 });
    expect(await page.locator('#entries article').count()).toBe(before + 1);
    expect(await page.locator('ol.tickets li').count()).toBe(reply);
    expect(await page.locator('#entries #entries, ol.tickets ol').count()).toBe(0);
    expect(await page.locator('#entries details.sent').first().getAttribute('open')).not.toBeNull();
    expect(
      await page.evaluate('const t = document.activeElement; [t.id, t.value, t.selectionStart, t.selectionEnd]'),
    ).toEqual(['answer', 'We are on it, since nine', 3, 6]);
    // The text that is still there is sent, after the guard has said that someone else wrote.
    await page.locator('.as-answer button.primary').click();
    await page.waitForURL(/PT-1/);
    await page.context().close();
  },
);
test.runIf(program)('single keys lead around, and are switched off on the reader’s own page', async () => {
  const { page } = await open({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${gateway.pages()}/tickets/PT-3`);
  await page.locator('#thread').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.waitForURL(/\/held$/);
  await page.goto(`${gateway.pages()}/sessions`);
  await page.locator('form[action="/sessions/keys"] button').click();
  expect(await page.locator('main').textContent()).toContain('off in this browser');
  await page.goto(`${gateway.pages()}/tickets/PT-3`);
  for (const key of ['n', 'j', '?', 'g', 'h']) await page.keyboard.press(key);
  expect(await page.locator('.as-note').isVisible()).toBe(false);
  expect(page.url()).toMatch(/PT-3$/);
  await page.goto(`${gateway.pages()}/sessions`);
  await page.locator('form[action="/sessions/keys"] button').click();
  await page.goto(`${gateway.pages()}/tickets/PT-3`);
  await page.keyboard.press('n');
  expect(await page.locator('.as-note').isVisible()).toBe(true);
  await page.context().close();
});
