import { describe, expect, test } from 'vitest';
import { loadTemplates } from '../../src/delivery/templates/templates.ts';
import type { Locale } from '../../src/desk/locale.ts';
import { locales } from '../../src/desk/locale.ts';
import { createApp } from '../../src/http/app.ts';
import type { UnfollowPage } from '../../src/http/unfollow.ts';
import type { Address } from '../../src/mail/address.ts';
import { signTicketToken } from '../../src/tokens/ticket-token.ts';

const [oldKey, newKey] = ['the key of last year', 'the key of this year'];
const bob = 'bob@lab.test' as Address;
const dayMs = 86_400_000;
const templates = loadTemplates(null);

let followed: { ticketNumber: number; isFor(address: Address): boolean }[] = [];
let became: () => Promise<'unfollowed' | 'stays'>;
let unforeseen: unknown[] = [];
const app = createApp({
  keys: [newKey!, oldKey!],
  unfollow(follower) {
    followed.push(follower);
    return became();
  },
  render: ({ locale, ticketNumber, ...page }: UnfollowPage) =>
    templates.page('unfollow', {
      ...page,
      locale: (locales.find(known => known === locale) ?? 'en') as Locale,
      key: ticketNumber === null ? '' : `PT-${ticketNumber}`,
    }),
  onUnforeseen: cause => unforeseen.push(cause),
});

const sign = (key = newKey!, daysAgo = 0, ticketNumber = 42) =>
  signTicketToken({ purpose: 'unfollow', ticketNumber, recipient: bob }, key, new Date(Date.now() - daysAgo * dayMs));
async function ask(path: string, init: RequestInit = {}) {
  [followed, unforeseen] = [[], []];
  became ??= async () => 'unfollowed';
  const response = await app.request(path, init);
  return { status: response.status, header: response.headers, text: await response.text() };
}
const click = (token: string, locale = 'en') =>
  ask(`/unfollow/${locale}/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
const withoutNonce = (text: string) => text.replace(/nonce="[^"]+"/, '');

describe('the link', () => {
  test('shows one page with one button when it is followed, and does nothing (RFC 8058 section 3.1)', async () => {
    for (const method of ['GET', 'HEAD']) {
      const { status, text } = await ask(`/unfollow/en/${sign()}`, { method });
      expect([status, followed.length]).toEqual([200, 0]);
      if (method === 'HEAD') continue;
      expect(text.match(/<button/g)).toHaveLength(1);
      expect(text).toContain('<form method="post">');
      expect(text).toContain('Stop following ticket PT-42?');
    }
  });
  test('acts at once when it is posted to, for whom it was made, without a cookie', async () => {
    const { status, header, text } = await click(sign());
    expect([status, header.get('location'), header.get('set-cookie')]).toEqual([200, null, null]);
    expect(followed.map(({ ticketNumber, isFor }) => [ticketNumber, isFor(bob), isFor('b@x.test' as Address)])).toEqual(
      [[42, true, false]],
    );
    expect(text).toContain('You no longer follow ticket PT-42.');
    expect(text).not.toContain('<button');
  });
  test('acts on multipart and on no body at all, as mail programs send it', async () => {
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    expect((await ask(`/unfollow/en/${sign()}`, { method: 'POST', body })).status).toBe(200);
    expect(followed).toHaveLength(1);
    expect((await ask(`/unfollow/en/${sign()}`, { method: 'POST' })).status).toBe(200);
    expect(followed).toHaveLength(1);
  });
  test('says so where its holder opened the ticket', async () => {
    became = async () => 'stays';
    expect((await click(sign())).text).toContain('You still receive emails about ticket PT-42.');
    became = async () => 'unfollowed';
  });
  test('of an older key holds as long as the key is there', async () => {
    expect((await click(sign(oldKey))).status).toBe(200);
    expect((await click(sign('a key that has been dropped'))).status).toBe(404);
  });
  test('that is altered, too old, of another purpose or no token at all is one and the same page', async () => {
    const valid = sign();
    const reply = signTicketToken({ purpose: 'reply-address', ticketNumber: 42, recipient: bob }, newKey!, new Date());
    const bad = [
      valid.replace(/^16/, '17'),
      `${valid.slice(0, -1)}${valid.endsWith('a') ? 'b' : 'a'}`,
      valid.toUpperCase(),
      sign(newKey, 402),
      reply,
      'x',
      '%00',
      '%ff',
      '..%2f..%2f',
      'a'.repeat(3000),
    ];
    const pages = new Set<string>();
    for (const token of bad) {
      for (const page of [await click(token), await ask(`/unfollow/en/${token}`)]) {
        expect([page.status, followed.length, unforeseen.length], token).toEqual([404, 0, 0]);
        pages.add(withoutNonce(page.text));
      }
    }
    expect([...pages]).toHaveLength(1);
    expect([...pages][0]).toContain('This link does not work any more.');
    expect([...pages][0]).not.toMatch(/<button|PT-/);
  });
  test('says come again while it cannot be done, and not why', async () => {
    became = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.5:5432'));
    const { status, header, text } = await click(sign());
    became = async () => 'unfollowed';
    expect([status, header.get('retry-after'), unforeseen.length]).toEqual([503, '60', 1]);
    expect(text).toContain('That did not work just now.');
    expect(text).toContain('<button');
    expect(text).not.toMatch(/ECONN|5432|Error/);
  });
  test.each(locales)('speaks %s', async locale => {
    const words = templates.words(locale).unfollow as Record<string, string>;
    const { text } = await ask(`/unfollow/${locale}/${sign()}`);
    expect(text).toContain(`<html lang="${locale}">`);
    expect(text).toContain(words.ask!.replace('{key}', 'PT-42'));
    expect(text).toContain(words.button);
  });
  test('speaks English where the language is none', async () => {
    expect((await ask(`/unfollow/%3Cb%3E/${sign()}`)).text).toContain('<html lang="en">');
  });
});

test('every answer forbids foreign scripts, frames, loads, shared caches and referrers', async () => {
  for (const path of [`/unfollow/it/${sign()}`, '/unfollow/it/x', '/livez', '/nowhere']) {
    const { header } = await ask(path);
    const policy = header.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy, path).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    if (path.startsWith('/unfollow/')) expect(policy).not.toContain('script-src');
    expect(header.get('x-content-type-options')).toBe('nosniff');
    expect(header.get('referrer-policy')).toBe('no-referrer');
    expect(header.get('cache-control')).toBe(path.startsWith('/unfollow/') ? 'no-store' : 'private, no-cache');
    expect(header.get('x-robots-tag')).toContain('noindex');
  }
});
test('a page loads nothing, needs no script, and its styles are the ones that its header allows', async () => {
  const { text, header } = await ask(`/unfollow/de/${sign()}`);
  expect(text).not.toMatch(/<script|<link|<img|@import|url\(|https?:|\son\w+=|style="/);
  const nonce = /'nonce-([^']+)'/.exec(header.get('content-security-policy') ?? '')?.[1];
  expect(text).toContain(`<style nonce="${nonce}">`);
  const again = await ask(`/unfollow/de/${sign()}`);
  expect(again.text).not.toContain(nonce);
});
test('other methods, other paths and big bodies are turned away', async () => {
  const put = await ask(`/unfollow/en/${sign()}`, { method: 'PUT', body: 'x' });
  expect([put.status, put.header.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  expect((await ask('/unfollow/en')).status).toBe(404);
  expect((await ask('/')).status).toBe(404);
  const big = { method: 'POST', body: 'x'.repeat(5_000), headers: { 'content-length': '5000' } };
  expect((await ask(`/unfollow/en/${sign()}`, big)).status).toBe(413);
  expect(followed).toHaveLength(0);
});
test('it says that it lives', async () => {
  expect(await ask('/livez')).toMatchObject({ status: 200, text: 'ok\n' });
});
