// Draws the pictures of README from a real gateway, as a browser shows them: docs/receipt.png and docs/desk.png.
// `npm run pictures` needs Chromium, such as Debian's (CHROMIUM names another one).
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { type Browser, chromium } from 'playwright-core';
import { startGateway } from './gateway.ts';

const gateway = await startGateway({ SUPPORT_ADDRESS: 'support@desk.example' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  await fillDesk();
  await drawReceipt(browser, await receipt());
  await drawDesk(browser);
} finally {
  await browser.close();
  await gateway.remove();
}

async function fillDesk(): Promise<void> {
  await gateway.postern('admin', 'add', 'ada@clinic.example', '--name', 'Ada Rossi', '--instance', 'tt_lakes');
  await gateway.postern('admin', 'add', 'luis@hospital.example', '--name', 'Luis Prado', '--instance', 'tt_brezo');
  await gateway.postern('admin', 'add', 'sam@team.example', '--name', 'Sam Moreau', '--role', 'agent');
  await send(
    'luis@hospital.example',
    '[LOW] [tt_brezo] One reminder went out twice',
    'Patient 4711 got two messages on Monday.',
  );
  await send(
    'luis@hospital.example',
    '[MEDIUM] [tt_brezo] The dossier opens slowly',
    'Since Friday each page takes ten seconds.',
  );
  await send(
    'ada@clinic.example',
    '[tt_lakes] Online booking shows no free slots',
    `Functions: online booking
Users: all

Since 9:00 today patients see an empty calendar. We expected forty free slots, as yesterday.
To reproduce: open the booking page, then choose Cardiology.`,
    'bruno@clinic.example',
  );
}

async function send(from: string, subject: string, text: string, cc?: string): Promise<void> {
  const before = (await gateway.outbox()).length;
  const copied = cc === undefined ? [] : ['--cc', cc];
  await gateway.postern('mail', 'send', '--from', from, ...copied, '--subject', subject, '--text', text);
  for (let waited = 0; waited < 60_000; waited += 100) {
    if ((await gateway.outbox()).length >= before + 2) return;
    await sleep(100);
  }
  throw new Error(`no answer to ${from} came within a minute`);
}

async function receipt(): Promise<string> {
  const mails = await Promise.all((await gateway.outbox()).map(each => simpleParser(each)));
  const found = mails.find(({ to }) => [to ?? []].flat()[0]?.text.includes('ada@clinic.example'));
  if (!found) throw new Error('there is no receipt');
  return String(found.html);
}

async function drawReceipt(browser: Browser, html: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 560, height: 200 } });
  await page.setContent(html);
  await page.screenshot({ path: 'docs/receipt.png', fullPage: true });
}

async function drawDesk(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
  const link = (await gateway.postern('sign-in', 'sam@team.example')).trim();
  await page.goto(link);
  await page.click('main button');
  await page.goto(`${new URL(link).origin}/tickets/PT-3`);
  await page.screenshot({ path: 'docs/desk.png' });
}
