import { expect, test } from 'vitest';
import { relayOf } from '../../../src/admission/authenticity/trusted-relays.ts';
import { type Verification, verify } from '../../../src/admission/authenticity/verify.ts';
import { toNetworks } from '../../../src/config/networks.ts';
import { authorOf } from '../../../src/mail/author.ts';
import { parseHeader } from '../../../src/mail/header.ts';

const { networks } = toNetworks(['127.0.0.0/8', '::1', '192.0.2.7', '2001:db8::/32']);

test.each([
  ['127.0.0.1', true],
  ['::ffff:127.8.9.1', true],
  ['::1', true],
  ['192.0.2.7', true],
  ['192.0.2.8', false],
  ['2001:db8:1::5', true],
  ['2001:db9::1', false],
  ['::ffff:192.0.2.8', false],
  ['not an address', false],
  ['', false],
])('%s is trusted: %s', (ip, trusted) => {
  const { kind } = relayOf({ ip, mailFrom: null }, [], { networks, authservId: null });
  expect(kind).toBe(trusted ? 'trusted' : 'none');
});
test('an empty list trusts no peer, and what is no block is named', () => {
  expect(
    relayOf({ ip: '127.0.0.1', mailFrom: null }, [], { networks: toNetworks([]).networks, authservId: null }).kind,
  ).toBe('none');
  expect(toNetworks(['10.0.0.0/33', 'host.test', '::/129', '10.0.0.0/8', '1.2.3.4/', '']).malformed).toEqual([
    '10.0.0.0/33',
    'host.test',
    '::/129',
    '1.2.3.4/',
    '',
  ]);
});

function through(
  ip: string,
  results: readonly string[],
  authservId: string | null = 'MX.test',
  mailFrom: string | null = 'alice@corp.test',
): Verification {
  const fields = results.map(value => `Authentication-Results: ${value}\r\n`).join('');
  const header = parseHeader(`Received: from a by b\r\n${fields}From: Alice <alice@corp.test>\r\n`);
  const relay = relayOf({ ip, mailFrom }, header, { networks, authservId });
  return verify({ author: authorOf(header), authentication: null, relay, sealers: [], now: new Date() });
}

test('what a trusted relay passes on is authenticated, whatever stands in it', () => {
  expect(through('127.0.0.1', ['mx.test; dmarc=fail header.from=corp.test'], null)).toMatchObject({
    kind: 'authenticated',
    how: 'a trusted relay',
    covers: 'every',
  });
});

test.each([
  ['authenticated', ['mx.test; dmarc=pass header.from=corp.test']],
  ['authenticated', ['mx.test; dmarc=pass header.from=CORP.test.', 'mx.test; dmarc=fail header.from=corp.test']],
  ['authenticated', ['other.test; dmarc=fail header.from=corp.test', 'mx.test; dmarc=pass header.from=corp.test']],
  ['authenticated', ['mx.test; dmarc=none header.from=corp.test; dkim=pass header.d=corp.test']],
  ['authenticated', ['mx.test; dkim=fail header.d=corp.test; dkim=pass header.i=@mail.corp.test']],
  ['authenticated', ['mx.test; spf=pass smtp.mailfrom=bounce@corp.test']],
  ['authenticated', ['mx.test; auth=pass smtp.auth=Alice@corp.test smtp.mailfrom=alice@corp.test']],
  ['authenticated', ['mx.test; dkim=pass header.d=corp.test; dmarc=bestguesspass action=none header.from=corp.test']],
  ['authenticated', ['mx.test; spf=none smtp.mailfrom=; dmarc=pass header.from=corp.test']],
  ['unauthenticated', ['mx.test; auth=pass smtp.auth=bob@corp.test']],
  ['unauthenticated', ['mx.test; auth=pass smtp.auth=alice']],
  ['unauthenticated', ['mx.test; auth=fail smtp.auth=alice@corp.test']],
  ['unauthenticated', ['mx.test; auth=pass smtp.auth=alice@corp.test; dmarc=fail header.from=corp.test']],
  ['unauthenticated', ['mx.test; spf=none; dmarc=bestguesspass action=none header.from=corp.test']],
  ['unauthenticated', ['mx.test; spf=fail (of <a(>); dmarc=fail', 'mx.test; dmarc=pass header.from=corp.test']],
  ['unauthenticated', ['mx.test 2; none', 'mx.test; dmarc=pass header.from=corp.test']],
  ['unauthenticated', ['(a) "mx.test" ; dmarc=', 'mx.test; dmarc=pass header.from=corp.test']],
  ['unauthenticated', []],
  ['unauthenticated', ['mx.test; none']],
  ['unauthenticated', ['evil.test; dmarc=pass header.from=corp.test']],
  ['unauthenticated', ['mx.test; dmarc=fail header.from=corp.test', 'mx.test; dmarc=pass header.from=corp.test']],
  ['unauthenticated', ['mx.test; none', 'mx.test; dmarc=pass header.from=corp.test']],
  ['unauthenticated', ['mx.test; dmarc=pass header.from=evil.test']],
  ['unauthenticated', ['mx.test; dmarc=pass']],
  ['unauthenticated', ['mx.test; dmarc=pass header.from=corp.test; dmarc=fail header.from=evil.test']],
  ['unauthenticated', ['mx.test; dmarc=fail header.from=corp.test; dkim=pass header.d=corp.test']],
  ['unauthenticated', ['mx.test; spf=pass smtp.helo=corp.test']],
  ['unauthenticated', ['mx.test; dkim=pass header.d=evil.test; spf=pass smtp.mailfrom=x@evil.test']],
  ['unauthenticated', ['mx.test; dmarc=temperror header.from=corp.test']],
  ['unauthenticated', ['mx.test (dmarc=pass header.from=corp.test); none']],
])('a relay that reports: %s by %j', (kind, results) => {
  expect(through('127.0.0.1', results).kind).toBe(kind);
});
test.each([[[]], [['mx.test; dmarc=']], [['other.test; dmarc=pass header.from=corp.test']]])(
  'a relay that reports nothing that can be read is named: %j',
  results => {
    const why = 'no Authentication-Results of MX.test that can be read';
    expect(through('127.0.0.1', results)).toEqual({ kind: 'unauthenticated', why });
  },
);

test.each([
  ['mx.test; dmarc=temperror header.from=corp.test', true],
  ['mx.test; dkim=temperror header.d=corp.test; dmarc=fail header.from=corp.test', true],
  ['mx.test; spf=temperror smtp.mailfrom=corp.test', true],
  ['mx.test; spf=permerror smtp.mailfrom=corp.test; dmarc=fail header.from=corp.test', undefined],
])('DNS that did not answer a relay is no verdict: %j', (said, undecided) => {
  expect(through('127.0.0.1', [said])).toEqual({
    kind: 'unauthenticated',
    why: undecided ? 'DNS did not answer MX.test' : 'MX.test does not vouch for it',
    ...(undecided && { undecided }),
  });
});
test('what a relay wrote too long to be read is nothing, and what stands below it, too', () => {
  const tooLong = `mx.test; ${'x'.repeat(21_000)}`;
  expect(through('127.0.0.1', [tooLong, 'mx.test; dmarc=pass header.from=corp.test']).kind).toBe('unauthenticated');
});
test('the same words from anyone else say nothing', () => {
  expect(through('192.0.2.8', ['mx.test; dmarc=pass header.from=corp.test']).kind).toBe('unauthenticated');
});
test('an author who cannot be read is refused from a relay too', () => {
  const header = parseHeader('From: a@corp.test\r\nFrom: b@corp.test');
  const facts = { author: authorOf(header), authentication: null, sealers: [], now: new Date() };
  expect(verify({ ...facts, relay: { kind: 'trusted' } })).toEqual({ kind: 'refuse', refusal: 'malformed-author' });
});

test.each([
  '"x; dkim=pass header.d=corp.test"@evil.test',
  'x; dkim=pass header.d=corp.test; y=z@evil.test',
  'x;dkim=pass@evil.test',
  'corp.test auth=pass smtp.auth=alice@corp.test x=y@evil.test',
  'x(@evil.test',
  'x"@evil.test',
])('a reverse-path that a relay writes without quotes injects no result: %s', mailFrom => {
  const fields = [`mx.test; spf=pass smtp.mailfrom=${mailFrom}; dmarc=none header.from=corp.test`];
  expect(through('127.0.0.1', fields, 'mx.test', mailFrom).kind).toBe('unauthenticated');
  expect(through('127.0.0.1', ['mx.test; dkim=pass header.d=corp.test'], 'mx.test', mailFrom).kind).toBe(
    'unauthenticated',
  );
});
test('long reverse-paths of forwarders are none of those', () => {
  const mailFrom = `alice+caf_=support=${'m'.repeat(60)}.test@corp.test`;
  expect(through('127.0.0.1', ['mx.test; dkim=pass header.d=corp.test'], 'mx.test', mailFrom).kind).toBe(
    'authenticated',
  );
});

const signature = (tags: string) => `DKIM-Signature: v=1; a=rsa-sha256; ${tags}; bh=x; b=AbCdEfGh12345\r\n ij==\r\n`;
const now = new Date('2026-11-30T12:00:00Z');
const seconds = now.getTime() / 1000;

function signedThrough(results: string, fields: string): Verification {
  const rest = 'From: Alice <alice@corp.test>\r\nTo: support@mx.test\r\nSubject: x\r\n';
  const header = parseHeader(`Authentication-Results: mx.test; ${results}\r\n${fields}${rest}`);
  const relay = relayOf({ ip: '127.0.0.1', mailFrom: 'x@else.test' }, header, { networks, authservId: 'mx.test' });
  return verify({ author: authorOf(header), authentication: null, relay, sealers: [], now });
}
const recent = `t=${seconds - 60}`;
const dkim = 'dkim=pass header.d=corp.test header.b=AbCdEfGh';
const dmarc = 'dmarc=pass header.from=corp.test';

test.each([
  [
    'SPF of the author',
    `spf=pass smtp.mailfrom=a@corp.test; ${dkim}; ${dmarc}`,
    `d=corp.test; h=from; ${recent}`,
    'every',
  ],
  ['the author logged in', 'auth=pass smtp.auth=alice@corp.test', `d=corp.test; h=from; ${recent}`, 'every'],
  [
    'DKIM only',
    `spf=pass smtp.mailfrom=x@else.test; ${dkim}; ${dmarc}`,
    `d=corp.test; h=From:To; ${recent}`,
    ['from', 'to'],
  ],
  ['DKIM without DMARC', dkim, `d=corp.test; h=from:to; ${recent}`, ['from', 'to']],
  ['DMARC alone, with a signature', dmarc, `d=corp.test; h=from:subject; ${recent}`, ['from', 'subject']],
  ['DMARC alone, without one', dmarc, `d=else.test; h=from; ${recent}`, 'every'],
])('what a relay saw decides what is covered: %s', (_, results, tags, covers) => {
  expect(signedThrough(results, signature(tags))).toMatchObject({ kind: 'authenticated', covers });
});

test('a signature field that was added covers nothing more', () => {
  const added = signature(`d=corp.test; h=from:to:subject:cc; ${recent}`);
  const own = signature(`d=corp.test; h=from; ${recent}`);
  expect(signedThrough('dkim=pass header.d=corp.test', added + own)).toMatchObject({ covers: ['from'] });
  const other = added.replace('AbCd', 'zzzz');
  expect(signedThrough(dkim, other + own)).toMatchObject({ covers: ['from'] });
});

test('so many added signatures that the true one is not looked at vouch for nothing', () => {
  const added = signature(`d=corp.test; h=from:to:subject:cc; ${recent}`).replace('AbCd', 'zzzz');
  const own = signature(`d=corp.test; h=from; ${recent}`);
  expect(signedThrough(dkim, added.repeat(20) + own)).toMatchObject({ kind: 'unauthenticated' });
  expect(signedThrough(dkim, added.repeat(19) + own)).toMatchObject({ covers: ['from'] });
});

test.each([
  ['old', `d=corp.test; h=from; t=${seconds - 9 * 86_400}`],
  ['of a part of the body', `d=corp.test; h=from; ${recent}; l=20`],
  ['without a time', 'd=corp.test; h=from'],
])('a signature %s, which a relay saw pass, does not vouch', (_, tags) => {
  expect(signedThrough(dkim, signature(tags))).toMatchObject({ kind: 'unauthenticated' });
});
