// Draws every page at 390 and 1280 px, light and dark, in English and German, with a subject of 300 characters,
// right-to-left text and a hostile mail on them, and says what axe finds, what was asked from elsewhere, which dialogs
// opened and which page scrolls sideways. The pictures are for a person's eye.
//
// `npm run screens FOLDER [WORD]` needs Chromium, such as Debian's (CHROMIUM names another one). With a word only
// pictures with it in their names are drawn.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { simpleParser } from 'mailparser';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { startGateway } from './gateway.ts';
import { fillDesk, long, startRelay } from './screens-desk.ts';

const [, , folder = 'screens', only = ''] = process.argv;

/** What is done on a page before it is drawn, and the name of the picture. */
type Step = Readonly<{ path: string; name: string; act(page: Page): Promise<unknown> }>;

const press = (page: Page, selector: string) => Promise.all([page.waitForEvent('load'), page.click(selector)]);
const openMenu: Step = {
  path: '/held',
  name: 'menu',
  act: page => page.locator('details.menu summary').press('Enter'),
};
const openDetails =
  (selector: string): Step['act'] =>
  page =>
    page.evaluate(`for (const each of document.querySelectorAll('${selector}')) each.open = true`);

const pages: Readonly<Record<string, readonly (string | Step)[]>> = {
  nobody: [
    '/sign-in',
    {
      path: '/sign-in',
      name: 'asked',
      act: async page => {
        await page.fill('main input[type=email], main input[name=email]', 'ada@clinic.example');
        await press(page, 'main button');
      },
    },
    '/guide',
    '/sign-in/k/wrong',
  ],
  'ada@clinic.example': [
    '/tickets',
    '/tickets?q=calendar',
    '/tickets?q=sttaus%3Aopen',
    '/tickets/PT-1',
    '/tickets/PT-2',
    '/tickets/PT-3',
    '/tickets/PT-4',
    '/tickets/PT-999',
    `/new?subject=${encodeURIComponent(long)}`,
    {
      path: '/new',
      name: 'faults',
      act: async page => {
        await page.fill('#cc', 'tom@clinic,example, iris@clinic.example');
        await page.fill('#subject', '');
        await press(page, 'button.primary');
      },
    },
    '/mails',
    '/sessions',
  ],
  'maria-magdalena.wolkenstein-hohenlohe.eisenhuettenstadt@universitaetsklinikum-sued.clinic.example': [
    '/tickets/PT-5',
    '/sessions',
    '/new',
  ],
  'sam@team.example': [
    '/tickets',
    '/tickets?q=from%3Aada%40clinic.example',
    '/tickets?q=nothing+like+this',
    '/tickets?q=sttaus%3Aopen',
    '/tickets/PT-1',
    '/tickets/PT-2',
    '/tickets/PT-3',
    '/tickets/PT-4',
    '/tickets/PT-5',
    '/tickets/PT-999',
    { path: '/tickets/PT-5', name: 'facts', act: openDetails('.factsmore, .sent, .quoted') },
    { path: '/tickets/PT-4', name: 'composer', act: page => page.focus('#answer') },
    {
      path: '/tickets/PT-4',
      name: 'note',
      act: async page => {
        await page.focus('#answer');
        await page.locator('label:has([value=note])').click();
      },
    },
    { path: '/tickets', name: 'selected', act: page => page.locator('.tickets input').first().check({ force: true }) },
    '/tickets/PT-1/split?message=1',
    '/tickets/PT-4/alike',
    '/m/1/sent',
    '/mail',
    '/mail?q=no+such+mail',
    { path: '/mail', name: 'story', act: page => press(page, 'main table tbody tr:last-child a') },
    '/held',
    openMenu,
    '/directory',
    '/directory/new',
    '/directory/import',
    '/directory/ada%40clinic.example',
    '/snippets',
    { path: '/charts', name: 'numbers', act: openDetails('main details') },
    '/charts',
    '/belt',
    '/settings',
    '/audit',
    '/tickets/bulk?changed=1&same=2&refused=3-no-place',
    '/sessions',
    '/new',
  ],
};

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const relay = await startRelay();
const gateway = await startGateway({
  RELAY_URL: relay.url,
  SUPPORT_ADDRESS: 'support@desk.example',
  GUIDE_VIDEO_URL: 'https://video.test/v',
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const findings: string[] = [];
const signedIn = new Map<string, Readonly<{ base: string; cookies: Awaited<ReturnType<BrowserContext['cookies']>> }>>();
let looked = 0;
try {
  await mkdir(folder, { recursive: true });
  await fillDesk(gateway, relay);
  for (const width of [390, 1280])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const locale of ['en-GB', 'de-DE'])
        for (const [who, paths] of Object.entries(pages))
          await walk(browser, { width, colorScheme, locale, who, paths });
  await drawMails(browser);
} finally {
  await browser.close();
  await gateway.remove();
  await relay.close();
}
for (const finding of findings) console.log(finding);
console.log(`${looked} pages drawn into ${folder}, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;

type Walk = Readonly<{
  width: number;
  colorScheme: 'light' | 'dark';
  locale: string;
  who: string;
  paths: readonly (string | Step)[];
}>;

async function walk(from: Browser, { width, colorScheme, locale, who, paths }: Walk): Promise<void> {
  const kind = `${width}-${colorScheme}-${locale.slice(0, 2)}`;
  const steps = paths
    .map(each => (typeof each === 'string' ? { path: each, name: each, act: undefined } : each))
    .map(step => ({ ...step, file: `${who.split('@')[0]!.slice(0, 6)}-${wordOf(step.name)}-${kind}` }))
    .filter(({ file }) => file.includes(only));
  if (steps.length === 0) return;
  const context = await from.newContext({ viewport: { width, height: 900 }, colorScheme, locale });
  const page = await context.newPage();
  const base = await signIn(context, page, who);
  page.on('request', request => {
    if (!/^(data|about|blob):/.test(request.url()) && !request.url().startsWith(base))
      findings.push(`asked elsewhere: ${request.url()}`);
  });
  page.on('dialog', dialog => {
    findings.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', message => {
    if (/Content Security Policy|Refused to/i.test(message.text())) findings.push(message.text());
  });
  page.on('pageerror', error => {
    // The window grows while a page fades in.
    if (!/Transition was aborted/.test(String(error))) findings.push(`script: ${error}`);
  });
  for (const { path, file, act } of steps) {
    await page.goto(base + path);
    await act?.(page).catch(cause => findings.push(`${file}: ${cause}`));
    await draw(page, file);
  }
  await context.close();
}

function wordOf(name: string): string {
  return name.replace(/^\W+/, '').replace(/\W+/g, '-').slice(0, 40);
}

/** Returns where the pages are. */
async function signIn(context: BrowserContext, page: Page, who: string): Promise<string> {
  const known = signedIn.get(who);
  if (known) {
    await context.addCookies(known.cookies);
    return known.base;
  }
  const link = (await gateway.postern('sign-in', who === 'nobody' ? 'ada@clinic.example' : who)).trim();
  const base = new URL(link).origin;
  if (who !== 'nobody') {
    await page.goto(link);
    await page.click('main button');
    await page.waitForURL(/tickets/);
    await page.goto('about:blank');
  }
  signedIn.set(who, { base, cookies: await context.cookies() });
  return base;
}

async function draw(page: Page, name: string): Promise<void> {
  looked += 1;
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  // In a world of its own, so that the page's policy stays as it is.
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  });
  await session.send('Runtime.evaluate', { contextId, expression: axe });
  const { result } = await session.send('Runtime.evaluate', {
    contextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `axe.run(document, { iframes: false }).then(({ violations }) => violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 3).join(' | ')))`,
  });
  await session.detach();
  findings.push(...(result.value as string[]).map(finding => `${name}: ${finding}`));
  const sideways = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
  if (sideways > 0) findings.push(`${name}: scrolls sideways by ${sideways} px`);
  await drawWhole(page, `${folder}/${name}.png`);
}

/** Our mails, as a program shows them that has nothing of its own. */
async function drawMails(from: Browser): Promise<void> {
  const parsed = await Promise.all(relay.mails.map(each => simpleParser(Buffer.from(each, 'latin1'))));
  for (const [at, { html, to }] of parsed.entries())
    for (const width of [390, 900])
      for (const colorScheme of ['light', 'dark'] as const) {
        const who = [to ?? []].flat()[0]?.text.replace(/\W+/g, '-').slice(0, 20);
        const name = `mail-${at}-${who}-${width}-${colorScheme}`;
        if (!html || !name.includes(only)) continue;
        looked += 1;
        const page = await from.newPage({ viewport: { width, height: 200 }, colorScheme });
        await page.setContent(html);
        const sideways = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
        if (sideways > 0) findings.push(`${name}: scrolls sideways by ${sideways} px`);
        await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
        await page.close();
      }
}

/** In a window as high as the page and its panes are, so that bars at its foot hide nothing. */
async function drawWhole(page: Page, path: string): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const whole = (await page.evaluate(
    'Math.max(document.documentElement.scrollHeight, ...[...document.querySelectorAll(".pane")].map(pane => pane.getBoundingClientRect().top + scrollY + pane.scrollHeight))',
  )) as number;
  await page.setViewportSize({ width, height: Math.max(height, Math.ceil(whole)) });
  await page.screenshot({ path, fullPage: true });
  await page.setViewportSize({ width, height });
}
