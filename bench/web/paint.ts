// Largest Contentful Paint on a slow line and a slow machine, with an empty cache.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  path => path && existsSync(path),
);

/** `1.2 s, 3 requests, 11.1 kB`, the middle of three; null without Chromium. */
export async function firstPaint(base: string, path: string, cookie: string): Promise<string | null> {
  if (!executablePath) return null;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const seen: { seconds: number; requests: number; bytes: number }[] = [];
  try {
    for (let turn = 0; turn < 3; turn += 1) {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      await context.addCookies(cookiesOf(base, cookie));
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 150,
        downloadThroughput: 200_000,
        uploadThroughput: 94_000,
      });
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      let [requests, bytes] = [0, 0];
      session.on('Network.responseReceived', ({ response }) => {
        if (response.url.startsWith('http') && !response.url.endsWith('/events')) requests += 1;
      });
      session.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength;
      });
      await page.goto(`${base}${path}`, { waitUntil: 'load' });
      await page.waitForTimeout(500);
      const lcp = await page.evaluate(
        "new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))",
      );
      seen.push({ seconds: Number(lcp) / 1_000, requests, bytes });
      await context.close();
    }
  } finally {
    await browser.close();
  }
  const middle = seen.sort((a, b) => a.seconds - b.seconds)[1]!;
  return `${middle.seconds.toFixed(2)} s, ${middle.requests} requests, ${(middle.bytes / 1_000).toFixed(1)} kB`;
}

const cookiesOf = (url: string, header: string) =>
  header.split('; ').map(pair => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return { name, value, url };
  });
