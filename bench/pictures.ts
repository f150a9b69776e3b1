// Draws docs/receipt.png, the picture of README: a receipt of a real gateway, as a browser shows it.
// `npm run pictures` needs Chromium, such as Debian's (CHROMIUM names another one).
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { chromium } from 'playwright-core';
import { startGateway } from './gateway.ts';

const gateway = await startGateway({ SUPPORT_ADDRESS: 'support@desk.example' });
const html = await receipt().finally(gateway.remove);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 560, height: 200 } });
await page.setContent(html);
await page.screenshot({ path: 'docs/receipt.png', fullPage: true });
await browser.close();

async function receipt(): Promise<string> {
  await gateway.postern('admin', 'add', 'ada@clinic.example', '--name', 'Ada Rossi', '--instance', 'tt_lakes');
  const text = `Functions: online booking
Users: all

Since 9:00 today patients see an empty calendar. We expected forty free slots, as yesterday.
To reproduce: open the booking page, then choose Cardiology.`;
  await gateway.postern(
    ...['mail', 'send', '--from', 'ada@clinic.example', '--cc', 'bruno@clinic.example'],
    ...['--subject', '[tt_lakes] Online booking shows no free slots', '--text', text],
  );
  for (let waited = 0; waited < 60_000; waited += 100) {
    const mails = await Promise.all((await gateway.outbox()).map(each => simpleParser(each)));
    const found = mails.find(({ to }) => [to ?? []].flat()[0]?.text.includes('ada@clinic.example'));
    if (found) return String(found.html);
    await sleep(100);
  }
  throw new Error('no receipt came within a minute');
}
