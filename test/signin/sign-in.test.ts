// Sign-in by mail over a real gateway: what a person does, and what attackers try.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let base: string;
beforeAll(async () => {
  gateway = await startTestGateway({ LOG_LEVEL: 'info' });
  base = gateway.pages();
  await gateway.cli('admin', 'add', 'ada@clinic.test', '--name', 'Ada Ferri', '--locale', 'it');
  await gateway.cli('admin', 'add', 'tess@desk.test', '--name', 'Tess', '--role', 'agent');
});
afterAll(() => gateway.remove());

const plain = (mail: string) => mail.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
const mailsTo = async (address: string) =>
  (await gateway.outbox()).filter(mail => new RegExp(`^To: .*${address}`, 'm').test(mail)).map(plain);
async function mailed(address: string, before: number): Promise<{ path: string; code: string; mail: string }> {
  await expect.poll(async () => (await mailsTo(address)).length, { timeout: 20_000 }).toBeGreaterThan(before);
  const mail = (await mailsTo(address)).at(-1)!;
  const [, path = ''] = /http:\/\/[^/]+(\/sign-in\/k\/[0-9a-z.]+)/.exec(mail) ?? [];
  const [, code = ''] = /: (\d{8})\b/.exec(mail) ?? [];
  return { path, code, mail };
}
/** Asks for a link in a new browser. */
async function asking(address: string, browser = openBrowser(base)) {
  const before = (await mailsTo(address)).length;
  const page = await browser.send(await browser.get('/sign-in'), '/sign-in', { email: address });
  return { browser, page, ...(await mailed(address, before)) };
}
const isIn = async (browser: Browser) => (await browser.get('/sessions')).url === '/sessions';

describe('a person', () => {
  test('signs in by the link in the browser that asked, in the language of the directory, and out', async () => {
    const { browser, path, mail } = await asking('ada@clinic.test');
    expect(mail).toContain('Accesso');
    expect(mail).toMatch(/Firefox, Linux/);
    const shown = await browser.get(path);
    expect(await isIn(browser)).toBe(false);
    await browser.send(shown, path);
    const sessions = await browser.get('/sessions');
    expect(sessions.text).toContain('Ada Ferri');
    expect(sessions.text).toContain('lang="it"');
    const session = [...browser.cookies].find(([name]) => name === 'postern')!;
    await browser.send(sessions, '/sign-out');
    expect(await isIn(browser)).toBe(false);
    const stolen = openBrowser(base);
    stolen.cookies.set(...session);
    expect(await isIn(stolen)).toBe(false);
  });
  test('signs in by the code, and is led to the page that was asked for', async () => {
    const browser = openBrowser(base);
    const page = await browser.get('/sessions');
    expect(page.url).toMatch(/^\/sign-in\?to=/);
    const before = (await mailsTo('ada@clinic.test')).length;
    const sent = await browser.send(page, '/sign-in', { email: ' ADA@clinic.test ' });
    const { code } = await mailed('ada@clinic.test', before);
    const after = await browser.send(sent, '/sign-in/code', { code: `${code.slice(0, 4)}-${code.slice(4)}` });
    expect([after.status, after.url]).toEqual([200, '/sessions']);
  });
  test('is signed in by the link of the command line, once, in whichever browser opens it first', async () => {
    const link = new URL((await gateway.cli('sign-in', 'tess@desk.test')).trim());
    const [first, second] = [openBrowser(base), openBrowser(base)];
    for (const browser of [first, second]) expect((await browser.get(link.pathname)).status).toBe(200);
    await first.send(await first.get(link.pathname), link.pathname);
    const late = await second.send(await second.get(link.pathname), link.pathname);
    expect([await isIn(first), await isIn(second), late.status]).toEqual([true, false, 403]);
  });
  test('is out at once when removed from the directory', async () => {
    await gateway.cli('admin', 'add', 'leaver@clinic.test');
    const link = new URL((await gateway.cli('sign-in', 'leaver@clinic.test')).trim());
    const browser = openBrowser(base);
    await browser.send(await browser.get(link.pathname), link.pathname);
    expect(await isIn(browser)).toBe(true);
    await gateway.cli('admin', 'remove', 'leaver@clinic.test');
    await expect.poll(() => isIn(browser), { timeout: 10_000 }).toBe(false);
    await expect(gateway.cli('sign-in', 'leaver@clinic.test')).rejects.toThrow(/not in the directory/);
  });
});

describe('an attacker', () => {
  test('who opens and presses the link as a scanner does uses nothing up', async () => {
    const { browser, path } = await asking('ada@clinic.test');
    for (let turn = 0; turn < 20; turn += 1) {
      for (const method of ['GET', 'HEAD', 'POST']) {
        const response = await fetch(base + path, { method, redirect: 'manual' });
        expect(response.headers.getSetCookie().join()).not.toMatch(/^postern=[^;]/);
        if (method === 'POST') expect(response.status).toBe(403);
      }
    }
    await browser.send(await browser.get(path), path);
    expect(await isIn(browser)).toBe(true);
  });
  test('learns nothing from the answer about who is in the directory', async () => {
    const answer = async (email: string) => {
      const response = await fetch(`${base}/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ email }),
      });
      const cookie = response.headers
        .getSetCookie()
        .join()
        .replace(/=[\w-]+;/, '=;');
      const headers = [...response.headers].filter(([name]) => !['date', 'set-cookie'].includes(name));
      return { status: response.status, headers, cookie, body: await response.text() };
    };
    expect(await answer('nobody@nowhere.test')).toEqual(await answer('ada@clinic.test'));
  });
  test('learns nothing from how long the answer, or the one after it, takes', async () => {
    await gateway.cli('admin', 'add', '@known.test');
    const times = { known: [[], []], unknown: [[], []] } as Record<'known' | 'unknown', [number[], number[]]>;
    const timed = async (work: () => Promise<Response>): Promise<number> => {
      const since = performance.now();
      await (await work()).arrayBuffer();
      return performance.now() - since;
    };
    for (let at = 0; at < 120; at += 1) {
      const kind = Math.random() < 0.5 ? 'known' : 'unknown';
      const body = new URLSearchParams({ email: `person${at}@${kind}.test` });
      const [asks, looks] = times[kind];
      asks.push(await timed(() => fetch(`${base}/sign-in`, { method: 'POST', redirect: 'manual', body })));
      looks.push(await timed(() => fetch(`${base}/sign-in`)));
    }
    const quantile = (all: number[], part: number) => all.toSorted((a, b) => a - b)[Math.floor(all.length * part)]!;
    for (const which of [0, 1] as const) {
      const [known, unknown] = [times.known[which], times.unknown[which]];
      const all = [...known, ...unknown];
      const noise = quantile(all, 0.75) - quantile(all, 0.25);
      const apart = Math.abs(quantile(known, 0.5) - quantile(unknown, 0.5));
      console.info(
        `sign-in ${which === 0 ? 'answer' : 'next page'}: medians ${apart.toFixed(2)} ms apart, noise ${noise.toFixed(2)} ms`,
      );
      expect(apart).toBeLessThan(Math.max(noise, 2));
    }
  });
  test('who guesses the code has five tries, and then not even the right one counts', async () => {
    const { browser, page, code } = await asking('tess@desk.test');
    const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, '0');
    const tries = await Promise.all(
      Array.from({ length: 5 }, () => browser.send(page, '/sign-in/code', { code: wrong })),
    );
    expect(tries.map(({ url }) => url)).toEqual(Array(5).fill('/sign-in/sent?wrong=1'));
    expect((await browser.send(page, '/sign-in/code', { code })).url).toBe('/sign-in/sent?wrong=1');
    expect(await isIn(browser)).toBe(false);
  });
  test('who types the code of another browser is not let in', async () => {
    const { code } = await asking('tess@desk.test');
    const other = openBrowser(base);
    const page = await other.send(await other.get('/sign-in'), '/sign-in', { email: 'mallory@evil.test' });
    await other.send(page, '/sign-in/code', { code });
    expect(await isIn(other)).toBe(false);
  });
  test('who sets a session beforehand finds it ignored, and a new one made', async () => {
    const browser = openBrowser(base);
    browser.cookies.set('postern', 'chosen-by-mallory');
    const link = new URL((await gateway.cli('sign-in', 'ada@clinic.test')).trim());
    await browser.send(await browser.get(link.pathname), link.pathname);
    expect(browser.cookies.get('postern')).not.toBe('chosen-by-mallory');
    expect(await isIn(browser)).toBe(true);
  });
  test('who sends a form from another site is refused, whatever its type', async () => {
    const browser = openBrowser(base);
    const link = new URL((await gateway.cli('sign-in', 'ada@clinic.test')).trim());
    await browser.send(await browser.get(link.pathname), link.pathname);
    const evil = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    const types = [
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/json',
      'multipart/form-data; boundary=x',
    ];
    for (const type of types) {
      for (const headers of [evil, { origin: 'https://evil.test' }, { 'sec-fetch-site': 'same-site' }, {}]) {
        const tried = await browser.raw('/sign-out', {
          method: 'POST',
          headers: { ...headers, 'content-type': type },
          body: 'csrf=x',
        });
        expect(tried.status, JSON.stringify([type, headers])).toBe(403);
      }
    }
    expect(await isIn(browser)).toBe(true);
  });
  test('an altered path to go to leads no person elsewhere', async () => {
    const browser = openBrowser(base);
    const { url } = await browser.get('/sessions');
    const signed = new URLSearchParams(url.split('?')[1]).get('to')!;
    for (const to of [
      'https://evil.test/',
      '//evil.test',
      `${signed}/../evil`,
      `${signed.slice(0, 16)}//evil.test`,
      '/\\evil.test',
    ]) {
      const page = await browser.get(`/sign-in?to=${encodeURIComponent(to)}`);
      const sent = await browser.send(page, '/sign-in', { email: 'ada@clinic.test' });
      expect(sent.status).toBe(200);
    }
  });
  test('who asks for many mails to one address gets five there, and the same page', async () => {
    await gateway.cli('admin', 'add', 'target@clinic.test');
    const statuses: string[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const browser = openBrowser(base);
      const headers = { 'x-forwarded-for': `198.51.${turn}.7` };
      const sent = await browser.raw('/sign-in', {
        method: 'POST',
        headers,
        body: new URLSearchParams({ email: 'target@clinic.test' }),
      });
      statuses.push(`${sent.status} ${sent.headers.get('location')}`);
    }
    expect(new Set(statuses)).toEqual(new Set(['303 /sign-in/sent']));
    await expect.poll(async () => (await mailsTo('target@clinic.test')).length, { timeout: 20_000 }).toBe(5);
  });
});

test('every page has the header fields of a page, and no mail or log holds a secret of another', async () => {
  const response = await fetch(`${base}/sign-in`);
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(gateway.log()).not.toMatch(/sign-in\/k\/|ada@clinic/);
  const rows = await gateway.json<object[]>('outbox', 'list').catch(() => []);
  expect(JSON.stringify(rows)).not.toMatch(/\d{4} ?\d{4}"/);
});
