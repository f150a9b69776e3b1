import { expect, test } from 'vitest';
import { routeOf } from '../../src/admission/recipients.ts';
import { type Address, toAddress } from '../../src/mail/address.ts';
import { signReplyAddress } from '../../src/tokens/reply-address.ts';
import { signReturnPath } from '../../src/tokens/return-path.ts';

const support = 'support@mx.test' as Address;
const second = 'help@desk.test' as Address;
const key = 'a key that nobody guesses';
const now = new Date('2026-11-23T08:00:00Z');
const settings = { supports: [support, second], keys: [key] };
const outboxId = '01jd3x5k8m2n4p6q7r9s0t1v2w';
const reply = (own: Address, at = now) =>
  signReplyAddress({ support: own, ticketNumber: 7, recipient: 'alice@corp.test' as Address }, key, at);

test.each<[string, string | object]>([
  ['support@mx.test', { kind: 'support' }],
  ['SUPPORT@MX.TEST', { kind: 'support' }],
  ['help@desk.test', { kind: 'support' }],
  ['postmaster@mx.test', { kind: 'postmaster' }],
  ['Abuse@desk.test', { kind: 'postmaster' }],
  ['sales@mx.test', 'unknown-recipient'],
  ['help@mx.test', 'unknown-recipient'],
  ['postmaster@corp.test', 'relaying-denied'],
  ['support@mx.test.evil.test', 'relaying-denied'],
  ['support@sub.mx.test', 'relaying-denied'],
  ['support+7@mx.test', 'reply-address-invalid'],
  [signReturnPath(support, outboxId, key), { kind: 'report', outboxId }],
  [signReturnPath(support, outboxId, 'another key'), 'reply-address-invalid'],
  [signReturnPath(support, outboxId, key).replace('@mx.test', '@desk.test'), 'unknown-recipient'],
  [reply(support), { kind: 'thread', ticketNumber: 7 }],
  [reply(second), { kind: 'thread', ticketNumber: 7 }],
  [reply(support).toUpperCase(), { kind: 'thread', ticketNumber: 7 }],
  [reply(support, new Date('2025-01-01T00:00:00Z')), 'reply-address-invalid'],
  [reply(support).replace('@mx.test', '@desk.test'), 'unknown-recipient'],
  [reply(support).replace('@mx.test', '@evil.test'), 'relaying-denied'],
])('%s', (text, expected) => {
  const route = routeOf(toAddress(text) as Address, settings, now);
  if (typeof expected === 'string') expect(route).toBe(expected);
  else expect(route).toMatchObject(expected);
});
