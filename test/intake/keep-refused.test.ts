// Which refused mail is kept in place of a bounce, and whose author may be answered.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isReportedAuthentic } from '../../src/admission/answerable.ts';
import { toNetworks } from '../../src/config/networks.ts';
import { keepRefused } from '../../src/intake/keep-refused.ts';
import type { Address } from '../../src/mail/address.ts';
import type { Arrival } from '../../src/mail/arrival.ts';
import { parseHeader } from '../../src/mail/header.ts';
import { isTemporary, type Refusal } from '../../src/mail/verdict.ts';
import { refused } from '../../src/smtp/replies.ts';

const arrival: Arrival = {
  via: 'smtp',
  ip: '192.0.2.1',
  heloName: null,
  tls: false,
  mailFrom: 'mallory@evil.test',
  rcptTo: ['support@mx.test' as Address],
};
const networks = toNetworks(['192.0.2.1']).networks;
const results = 'Authentication-Results: mx.corp; dmarc=pass header.from=evil.test\r\n';
const from = 'From: Mallory <mallory@evil.test>\r\n';

type Options = Partial<Arrival> & { header?: string; authservId?: string; relayRefusals?: 'keep' | 'reject' };

function keep(refusal: Refusal, { header = from, authservId, relayRefusals = 'keep', ...other }: Options = {}) {
  const isAuthenticated = (at: Arrival, of: ReturnType<typeof parseHeader>) =>
    isReportedAuthentic(at, of, { networks, authservId: authservId ?? null });
  const mail = { refusal, arrival: { ...arrival, ...other }, header: parseHeader(header), decision: null };
  return keepRefused(mail, { relayRefusals, trusted: networks, isAuthenticated });
}

test('every permanent refusal of a trusted relay is kept, and no temporary one', () => {
  const refusals = [...readFileSync('src/mail/verdict.ts', 'utf8').matchAll(/^ {2}\| '([a-z0-9-]+)'/gm)];
  expect(refusals.length).toBeGreaterThan(10);
  for (const [, name] of refusals as unknown as [string, Refusal][]) {
    expect(isTemporary(name), name).toBe(refused(name).responseCode < 500);
    const kept = keep(name);
    expect(kept?.verdict.reasons, name).toEqual(isTemporary(name) ? undefined : [`refused: ${name}`]);
  }
});

test('under reject, from another peer and from another way in, the refusal stands', () => {
  expect(keep('unknown-author', { relayRefusals: 'reject' })).toBeNull();
  expect(keep('unknown-author', { ip: '192.0.2.2' })).toBeNull();
  expect(keep('unknown-author', { ip: '' })).toBeNull();
  expect(keep('unknown-author', { via: 'api' })).toBeNull();
});

test('an author may be answered only if the relay wrote that it is authenticated', () => {
  const answerable = (options: Options) => keep('unknown-author', options)?.refused.answerable;
  expect(answerable({ header: results + from, authservId: 'mx.corp' })).toBe(true);
  // The relay is trusted, but checks nothing that it tells of.
  expect(answerable({ header: results + from })).toBe(false);
  expect(answerable({ header: from, authservId: 'mx.corp' })).toBe(false);
  expect(answerable({ header: results.replace('pass', 'fail') + from, authservId: 'mx.corp' })).toBe(false);
  expect(answerable({ header: results.replace('evil', 'other') + from, authservId: 'mx.corp' })).toBe(false);
  expect(answerable({ header: results + from + from, authservId: 'mx.corp' })).toBe(false);
});
