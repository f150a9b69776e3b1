import { expect, test } from 'vitest';
import { routeOf } from '../../src/admission/recipients.ts';
import type { Address } from '../../src/mail/address.ts';
import { signReplyAddress } from '../../src/tokens/reply-address.ts';
import { signReturnPath } from '../../src/tokens/return-path.ts';

const support = 'support@mx.test' as Address;
const recipient = 'ada@corp.test' as Address;
const key = 'a key of sixteen or more';
const settings = { supports: [support], keys: [key] };
const now = new Date('2026-11-23T09:00:00Z');

test('the reply address of every ticket leads to it, also where its number reads as the mark of a return path', () => {
  for (let ticketNumber = 1; ticketNumber < 2_000; ticketNumber++) {
    const address = signReplyAddress({ support, ticketNumber, recipient }, key, now);
    expect(routeOf(address, settings, now)).toMatchObject({ kind: 'thread', ticketNumber });
  }
});

test('a return path leads to its outbox row, and an altered one of either kind nowhere', () => {
  const path = signReturnPath(support, '01jd3x5k8m2n4p6q7r9s0t1v2w', key);
  expect(routeOf(path, settings, now)).toEqual({ kind: 'report', outboxId: '01jd3x5k8m2n4p6q7r9s0t1v2w' });
  for (const altered of [path.replace('01jd', '01je'), 'support+b.x@mx.test', 'support+b.@mx.test']) {
    expect(routeOf(altered as Address, settings, now), altered).toBe('reply-address-invalid');
  }
});
