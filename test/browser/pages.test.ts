// The requester's pages in a real browser: axe, no sideways scroll, no report of the content policy, no request
// elsewhere, at two widths, light and dark, in English and in the language with the longest words.
import { mkdir, readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, ofColours } from '../support/chromium.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const executablePath = findChromium('the requester’s pages in a browser');

const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
const shots = process.env.SHOTS;
const longSubject = 'Verfügbarkeitsübersichtssynchronisierung '.repeat(8).trim().slice(0, 300);

let gateway: TestGateway;
let browser: Browser;
let key = '';
const problems: string[] = [];

describe.skipIf(!executablePath)('pages', () => {
  beforeAll(async () => {
    gateway = await startTestGateway({ LOG_LEVEL: 'warn', GUIDE_VIDEO_URL: 'https://video.test/guide' });
    for (const person of [
      [
        'ada@clinic.test',
        '--name',
        'Ada Ferri',
        '--org',
        'Centro San Rafael',
        '--instance',
        'tt_sanrafael',
        'tt_sanrafael_test',
      ],
      ['iris@clinic.test', '--name', 'Iris Vidal', '--org', 'Centro San Rafael'],
      ['tess@mx.test', '--name', 'Luca Marin', '--role', 'agent'],
    ])
      await gateway.cli('admin', 'add', ...person);
    browser = await launchChromium(executablePath!);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.remove();
  });

  async function open(
    settings: Parameters<Browser['newContext']>[0] = {},
  ): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Madrid', ...settings });
    const page = await context.newPage();
    page.on('request', request => {
      if (!request.url().startsWith(gateway.pages()) && !request.url().startsWith('data:'))
        problems.push(`elsewhere: ${request.url()}`);
    });
    page.on('console', message => {
      if (/Content Security Policy|Refused to/.test(message.text())) problems.push(message.text());
    });
    page.on('pageerror', error => problems.push(String(error)));
    return { context, page };
  }
  async function signIn(page: Page, email = 'ada@clinic.test'): Promise<void> {
    await page.goto(
      new URL((await gateway.cli('sign-in', email)).trim()).href.replace(/^http:\/\/[^/]+/, gateway.pages()),
    );
    await page.getByRole('button').last().click();
    await page.waitForURL(/\/tickets/);
  }
  async function look(page: Page, name: string): Promise<void> {
    const rules = name.includes('-dark-') ? { runOnly: ofColours } : {};
    const asked = JSON.stringify({ resultTypes: ['violations'], ...rules });
    await page.evaluate(axe);
    // As text: these run in the page, whose types are not those of Node.
    const found = (await page.evaluate(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the page fills the template in.
      'axe.run(document, ONLY).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary.slice(0, 300)}`))'.replace(
        'ONLY',
        asked,
      ),
    )) as string[];
    // The elements that stick out, where the page can be scrolled sideways.
    const wide = (await page.evaluate(
      'const { scrollWidth, clientWidth } = document.documentElement; scrollWidth > clientWidth ? [...document.body.querySelectorAll("*")].filter(each => each.getBoundingClientRect().right > clientWidth).map(each => each.outerHTML.slice(0, 80)) : []',
    )) as string[];
    if (shots) {
      await mkdir(shots, { recursive: true });
      await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
    }
    expect.soft(found, name).toEqual([]);
    expect.soft(wide, `${name} scrolls sideways`).toEqual([]);
  }

  test('a form is filled in by keyboard, read before it is sent, saved by itself, and sent', async () => {
    const { page, context } = await open();
    await signIn(page);
    await page.goto(`${gateway.pages()}/new`);
    await page.locator('#cc').focus();
    await page.keyboard.type('iris@clinic.test');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Calendar stays empty after login');
    await page.getByRole('button', { name: 'tt_sanrafael', exact: true }).click();
    await page.getByRole('button', { name: /Most functions, Few users: Medium/ }).click();
    await page
      .locator('#description')
      .fill(
        'Since 9:00 the calendar stays empty. Log in, open Agenda: "Could not load events (504)". We expect the 40 appointments of today.',
      );
    await expect.poll(() => page.locator('#reading .tag').textContent(), { timeout: 15_000 }).toBe('Medium');
    await expect.poll(() => page.locator('#prompts .done').count(), { timeout: 15_000 }).toBeGreaterThan(2);
    await expect.poll(() => page.locator('#saved').textContent(), { timeout: 15_000 }).toMatch(/Saved/);
    const { page: second } = { page: await context.newPage() };
    await second.goto(`${gateway.pages()}/new`);
    expect(await second.locator('#subject').inputValue()).toBe('Calendar stays empty after login');
    await second.close();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.waitForURL(/\/tickets\/PT-/);
    key = /PT-\d+/.exec(page.url())![0];
    await gateway.cli(
      'ticket',
      'reply',
      key,
      '--as',
      'tess@mx.test',
      '--text',
      'Good morning Ada, we see it too:\nhttps://status.test/504 tells more.\n\nIt should be back soon.',
    );
    await page.reload();
    await page.getByLabel('Your reply').fill('It loads again on two of three desks.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.said-line').waitFor();
    expect(await page.locator('.entry').count()).toBe(3);
    await context.close();
  });

  test('people in Cc stand as chips: each is seen, told where it is no address, and taken out by keyboard', async () => {
    const { page, context } = await open();
    await signIn(page);
    await page.goto(`${gateway.pages()}/new`);
    const chips = page.locator('#cc-chips .chip');
    expect(await page.locator('#cc-chips').isVisible()).toBe(false);
    await page.locator('#cc').fill('iris@clinic.test; "Ferri, Ugo" <ugo@clinic.test>, tom@clinic, zoe@clinic.test');
    await page.keyboard.press('Tab');
    const shown = async () => (await chips.allTextContents()).map(text => text.replace(/×$/, ''));
    expect(await shown()).toEqual([
      'iris@clinic.test',
      '"Ferri, Ugo" <ugo@clinic.test>',
      'tom@clinic',
      'zoe@clinic.test',
    ]);
    expect(await page.locator('#cc-chips .chip.bad').allTextContents()).toEqual(['tom@clinic×']);
    for (const name of ['tom@clinic', 'zoe@clinic.test']) {
      await page.getByRole('button', { name: `Remove ${name}` }).focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('cc');
    }
    expect(await page.locator('#cc').inputValue()).toBe('iris@clinic.test, "Ferri, Ugo" <ugo@clinic.test>');
    await expect.poll(() => page.locator('#saved').textContent(), { timeout: 15_000 }).toMatch(/Saved/);
    await page.reload();
    expect(await shown()).toEqual(['iris@clinic.test', '"Ferri, Ugo" <ugo@clinic.test>']);
    await page.locator('#subject').fill('Chips');
    await page.locator('#description').fill('Each of them is told.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.waitForURL(/\/tickets\/PT-/);
    const ticket = await gateway.json<{ followers: { email: string }[] }>(
      'ticket',
      'show',
      /PT-\d+/.exec(page.url())![0],
    );
    expect(ticket.followers.map(({ email }) => email).sort()).toEqual(['iris@clinic.test', 'ugo@clinic.test']);
    await context.close();
    const plain = await open({ javaScriptEnabled: false });
    await signIn(plain.page);
    await plain.page.goto(`${gateway.pages()}/new`);
    expect(await plain.page.locator('#cc-chips').isVisible()).toBe(false);
    expect(await plain.page.locator('#cc').isVisible()).toBe(true);
    await plain.context.close();
  });

  test('what is typed survives the end of the session', async () => {
    const { page, context } = await open();
    await signIn(page);
    await page.goto(`${gateway.pages()}/new`);
    await context.clearCookies();
    await page.locator('#subject').fill('Typed while signed out');
    await page.locator('#again').waitFor({ state: 'visible', timeout: 15_000 });
    await signIn(await context.newPage());
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(() => page.locator('#saved').textContent(), { timeout: 15_000 }).toMatch(/Saved/);
    await page.reload();
    expect(await page.locator('#subject').inputValue()).toBe('Typed while signed out');
    await page.getByRole('button', { name: 'Discard' }).click();
    await context.close();
  });

  for (const [width, height] of [
    [390, 844],
    [1280, 900],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      // The language with the longest words in the scheme that is rarer looked at; all four with SHOTS.
      for (const locale of shots ? ['en-GB', 'de-DE'] : [colorScheme === 'light' ? 'en-GB' : 'de-DE']) {
        test(`every page is right at ${width}, ${colorScheme}, ${locale}`, async () => {
          const name = (page: string) => `${page}-${width}-${colorScheme}-${locale.slice(0, 2)}`;
          const { page, context } = await open({ viewport: { width, height }, colorScheme, locale });
          const base = gateway.pages();
          await page.goto(`${base}/sign-in`);
          await look(page, name('sign-in'));
          await page.goto(`${base}/guide`);
          await look(page, name('guide'));
          await signIn(page);
          await look(page, name('list'));
          for (const [path, called] of [
            [`/tickets/${key}`, 'thread'],
            ['/sessions', 'sessions'],
            ['/mails', 'mails'],
            ['/tickets/PT-999', 'nothing'],
          ] as const) {
            await page.goto(base + path);
            await look(page, name(called));
          }
          await page.goto(`${base}/new?subject=${encodeURIComponent(longSubject)}`);
          await page.locator('#functions-most').check();
          await page.locator('#users-most').check();
          await page.locator('#cc').fill('tom@clinic,test');
          await look(page, name('new'));
          await page.locator('button[name="send"]').click();
          await page.locator('#summary').waitFor();
          await look(page, name('wrong'));
          await page.locator('.sendbar button').last().dispatchEvent('click');
          await context.close();
        });
      }
    }
  }
  test('nothing was asked from elsewhere, refused by the policy, or failed in a script', () => {
    expect(problems).toEqual([]);
  });
});
