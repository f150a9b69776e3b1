import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createResolver, withinDeadline } from '../../../src/admission/authenticity/resolver.ts';
import { type DnsServer, startDnsServer } from '../../support/dns-server.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.close());
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  dns.zone.clear();
  dns.asked.length = 0;
  dns.zone.set('TXT a.test', ['one', 'x'.repeat(300)]);
  dns.zone.set('A a.test', ['192.0.2.1']);
  dns.zone.set('MX a.test', [{ preference: 10, exchange: 'mx.a.test' }]);
});

const resolver = (options = {}) => createResolver({ servers: [dns.address], ...options });
const code = (answer: Promise<unknown>) =>
  answer.then(
    () => 'answered',
    error => error.code,
  );

test('answers as node:dns does', async () => {
  const resolve = resolver();
  expect(await resolve('a.test', 'TXT')).toEqual([['one'], ['x'.repeat(255), 'x'.repeat(45)]]);
  expect(await resolve('a.test', 'A')).toEqual(['192.0.2.1']);
  expect(await resolve('a.test', 'MX')).toMatchObject([{ priority: 10, exchange: 'mx.a.test' }]);
});
test('tells nothing from no answer', async () => {
  const resolve = resolver({ queryMs: 1_500 });
  dns.zone.set('TXT bad.test', 'SERVFAIL');
  dns.zone.set('TXT mute.test', 'silent');
  expect(await code(resolve('none.test', 'TXT'))).toBe('ENOTFOUND');
  expect(await code(resolve('a.test', 'AAAA'))).toBe('ENODATA');
  expect(await code(resolve('bad.test', 'TXT'))).toBe('ESERVFAIL');
  expect(await code(resolve('mute.test', 'TXT'))).toBe('ETIMEOUT');
  expect(await code(resolve(`${'a'.repeat(70)}.test`, 'TXT'))).toBe('EBADNAME');
});
test('asks a server that is named, and takes no answer from one that is not there', async () => {
  const named = createResolver({ servers: [dns.address.replace('127.0.0.1', 'localhost')] });
  expect(await named('a.test', 'A')).toEqual(['192.0.2.1']);
  expect(await code(createResolver({ servers: ['no-such-host.invalid:53'] })('a.test', 'A'))).toBe('ESERVFAIL');
  expect(await code(createResolver({ servers: ['[::1]:1'], queryMs: 400 })('a.test', 'A'))).not.toMatch(/^ERR_/);
  expect(await code(createResolver({ servers: ['not : a server'] })('a.test', 'A'))).not.toMatch(/ENOTFOUND|ENODATA/);
});
test('ends every question within its deadline', async () => {
  dns.zone.set('TXT mute.test', 'silent');
  const started = performance.now();
  expect(await code(resolver({ queryMs: 400 })('mute.test', 'TXT'))).toBe('ETIMEOUT');
  expect(performance.now() - started).toBeLessThan(1_500);
});
test('asks once for many, and each gets its own answer', async () => {
  const resolve = resolver();
  const answers = await Promise.all(Array.from({ length: 20 }, () => resolve('A.test', 'TXT')));
  answers[0]?.pop();
  expect(answers[1]).toHaveLength(2);
  await resolve('a.test', 'TXT');
  expect(dns.asked).toHaveLength(1);
});
test('keeps answers for a while, and failures never', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const resolve = resolver({ keepMs: 1_000, keepNothingMs: 0 });
  dns.zone.set('TXT bad.test', 'SERVFAIL');
  expect(await code(resolve('bad.test', 'TXT'))).toBe('ESERVFAIL');
  dns.zone.set('TXT bad.test', ['mended']);
  expect(await resolve('bad.test', 'TXT')).toEqual([['mended']]);
  dns.zone.set('TXT bad.test', ['newer']);
  expect(await resolve('bad.test', 'TXT')).toEqual([['mended']]);
  vi.setSystemTime(Date.now() + 999);
  expect(await resolve('bad.test', 'TXT')).toEqual([['mended']]);
  vi.setSystemTime(Date.now() + 1);
  expect(await resolve('bad.test', 'TXT')).toEqual([['newer']]);
});
test.each([
  ['there is no such name', 'none.test', 'ENOTFOUND'],
  ['the name has no such record', 'a.test', 'ENODATA'],
])('keeps for five seconds that %s', async (_, name, no) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const resolve = resolver();
  for (const later of [0, 4_999, 1]) {
    vi.setSystemTime(Date.now() + later);
    expect(await code(resolve(name, 'AAAA'))).toBe(no);
  }
  expect(dns.asked).toHaveLength(2);
});
test('a mail has a deadline of its own', async () => {
  dns.zone.set('TXT mute.test', 'silent');
  const resolve = withinDeadline(resolver(), 200);
  const started = performance.now();
  expect(await code(resolve('mute.test', 'TXT'))).toBe('ETIMEOUT');
  expect(await code(resolve('a.test', 'TXT'))).toBe('ETIMEOUT');
  expect(performance.now() - started).toBeLessThan(1_500);
});
