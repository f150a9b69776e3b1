// Draws every page at 390 and 1280 px, light and dark, in English and German, with a subject of 300 characters,
// right-to-left text and a hostile mail on them, and says what axe finds, what was asked from elsewhere, which dialogs
// opened and which page scrolls sideways. The pictures are for a person's eye.
//
// `npm run screens FOLDER` needs Chromium, such as Debian's (CHROMIUM names another one).
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { startGateway } from './gateway.ts';

const folder = process.argv[2] ?? 'screens';
const long =
  `Verfügbarkeitsübersichtssynchronisierung ${'stays empty for everybody at the reception desk '.repeat(6)}`.slice(
    0,
    300,
  );
const rightToLeft = 'التقويم فارغ بعد تسجيل الدخول';
const hostile = `<h1>Hello</h1><img src="https://evil.test/pixel.png" onerror="alert(1)"><script>alert(2)</script>
<a href="javascript:alert(3)">press</a><svg onload="alert(4)"></svg><iframe src="https://evil.test/f"></iframe>
<form action="https://evil.test/p"><input name="x"></form><meta http-equiv="refresh" content="0;url=https://evil.test/r">
<style>body{background:url(https://evil.test/b)}</style><link rel="stylesheet" href="https://evil.test/s.css">`;

/** `PT-1` hostile, `PT-2` long, `PT-3` right to left, `PT-4` urgent with a follower. */
const pages = {
  nobody: ['/sign-in', '/guide', '/sign-in/k/wrong'],
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
    '/mails',
    '/sessions',
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
    '/tickets/PT-1/split?message=1',
    '/tickets/PT-4/alike',
    '/m/1/sent',
    '/mail',
    '/held',
    '/directory',
    '/directory/new',
    '/directory/import',
    '/directory/ada%40clinic.example',
    '/snippets',
    '/charts',
    '/belt',
    '/settings',
    '/audit',
    '/tickets/bulk?changed=1&same=2&refused=3-no-place',
    '/sessions',
    '/new',
  ],
} as const;

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const gateway = await startGateway({
  SUPPORT_ADDRESS: 'support@desk.example',
  GUIDE_VIDEO_URL: 'https://video.test/v',
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const findings: string[] = [];
let looked = 0;
try {
  await mkdir(folder, { recursive: true });
  await fillDesk();
  for (const width of [390, 1280])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const locale of ['en-GB', 'de-DE'])
        for (const [who, paths] of Object.entries(pages))
          await walk(browser, { width, colorScheme, locale, who, paths });
} finally {
  await browser.close();
  await gateway.remove();
}
for (const finding of findings) console.log(finding);
console.log(`${looked} pages drawn into ${folder}, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;

async function fillDesk(): Promise<void> {
  await gateway.postern(
    'admin',
    'add',
    'ada@clinic.example',
    '--name',
    'Ada Ferri',
    '--instance',
    'tt_lakes',
    'tt_lakes_test',
  );
  await gateway.postern('admin', 'add', 'sam@team.example', '--name', 'Sam Vidal', '--role', 'operator');
  await send('[HIGH] Hostile <b>subject</b>', hostile, { html: true });
  await send(
    long,
    `A long subject.\n\nAn address: https://portal.example/${'very/long/path/'.repeat(12)}?with=parameters`,
  );
  await send(rightToLeft, `${'العربية في النص أيضا. '.repeat(12)}\n\nשלום.`);
  await send('[URGENT] Nobody can log in', 'Functions: all\nUsers: all\n\nSince nine.', { cc: 'iris@clinic.example' });
  await send('From outside', `Let me in.\n\n${'A line of words that goes on. '.repeat(20)}`, {
    from: 'eve@elsewhere.example',
  });
  await send('A stranger on the thread', 'I am a colleague of Ada.', {
    from: 'eve@elsewhere.example',
    to: await replyAddress(),
  });
  const set = ['--as', 'sam@team.example'];
  await gateway.postern('ticket', 'reply', 'PT-1', ...set, '--text', 'We look into it.\n\nPlease try once more.');
  await gateway.postern('ticket', 'reply', 'PT-1', ...set, '--internal', '--text', 'The pool is too small.');
  await gateway.postern('ticket', 'set', 'PT-1', ...set, '--status', 'pending');
  await gateway.postern('ticket', 'reply', 'PT-2', ...set, '--text', long);
}

/** Where answers on a ticket go. */
async function replyAddress(): Promise<string> {
  for (const mail of await gateway.outbox()) {
    const [, address] = /^(?:Reply-To|From): [^\n]*?(support\+[^\s<>]+@desk\.example)/m.exec(mail) ?? [];
    if (address) return address;
  }
  throw new Error('no mail names a reply address');
}

type Sent = Readonly<{ from?: string; to?: string; cc?: string; html?: boolean }>;

/** By the listener, as a mail program does; waits until it is filed. */
async function send(
  subject: string,
  text: string,
  { from = 'ada@clinic.example', to = 'support@desk.example', cc, html }: Sent = {},
): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ host: '127.0.0.1', port: gateway.smtpPort, tls: { rejectUnauthorized: false } });
  const count = async () => JSON.parse(await gateway.postern('mail', 'list', '--json')).length as number;
  const before = await count();
  const body = html ? { html: text } : { text };
  await transport.sendMail({ from, to, subject, ...(cc ? { cc } : {}), ...body }).catch(() => {});
  transport.close();
  for (let waited = 0; waited < 10_000 && (await count()) === before; waited += 100) await sleep(100);
}

type Walk = Readonly<{
  width: number;
  colorScheme: 'light' | 'dark';
  locale: string;
  who: string;
  paths: readonly string[];
}>;

async function walk(from: Browser, { width, colorScheme, locale, who, paths }: Walk): Promise<void> {
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
  page.on('pageerror', error => findings.push(`script: ${error}`));
  for (const path of paths) {
    await page.goto(base + path);
    await draw(
      page,
      `${who.split('@')[0]}${path.replace(/\W+/g, '-').slice(0, 40)}-${width}-${colorScheme}-${locale.slice(0, 2)}`,
    );
    const menu = page.locator('details.menu summary');
    if (path !== '/held' || !(await menu.isVisible())) continue;
    await menu.press('Enter');
    await draw(page, `${who.split('@')[0]}-menu-${width}-${colorScheme}-${locale.slice(0, 2)}`);
  }
  await context.close();
}

/** Returns where the pages are. */
async function signIn(context: BrowserContext, page: Page, who: string): Promise<string> {
  const link = (await gateway.postern('sign-in', who === 'nobody' ? 'ada@clinic.example' : who)).trim();
  if (who !== 'nobody') {
    await page.goto(link);
    await page.click('main button');
    await page.goto('about:blank');
  } else await context.clearCookies();
  return new URL(link).origin;
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
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
