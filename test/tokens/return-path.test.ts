import { expect, test } from 'vitest';
import { type Address, localPartOf } from '../../src/mail/address.ts';
import { maxSupportLocalPart, readReplyAddress } from '../../src/tokens/reply-address.ts';
import { readReturnPath, signReturnPath } from '../../src/tokens/return-path.ts';

const support = 'support@desk.test' as Address;
const id = '01jd3x5k8m2n4p6q7r9s0t1v2w';
const settings = { supports: [support], keys: ['the newer secret', 'the older secret'] };

test('a return path names its outbox row, under an older key as well', () => {
  for (const key of settings.keys)
    expect(readReturnPath(signReturnPath(support, id, key), settings)).toEqual({ kind: 'valid', outboxId: id });
  expect(readReturnPath(signReturnPath(support, id, 'a third secret'), settings)).toEqual({ kind: 'altered' });
});
test('with any other letter it is valid no more, and what is no return path is none', () => {
  const path = signReturnPath(support, id, settings.keys[0]!);
  const local = localPartOf(path);
  for (let at = 'support+b.'.length; at < local.length; at++) {
    const other = local[at] === 'a' ? 'b' : 'a';
    const changed = `${local.slice(0, at)}${other}${local.slice(at + 1)}@desk.test` as Address;
    expect(readReturnPath(changed, settings).kind, changed).not.toBe('valid');
  }
  expect(readReturnPath(support, settings)).toEqual({ kind: 'none' });
  expect(readReturnPath('support+b.x@other.test' as Address, settings)).toEqual({ kind: 'none' });
});
test('it is no reply address, and fits where the longest support mailbox stands', () => {
  const now = new Date(Date.UTC(2026, 10, 23));
  const path = signReturnPath(support, id, settings.keys[0]!);
  expect(readReplyAddress(path, { ...settings, now }).kind).toBe('altered');
  const longest = `${'s'.repeat(maxSupportLocalPart)}@desk.test` as Address;
  expect(localPartOf(signReturnPath(longest, id, settings.keys[0]!)).length).toBeLessThanOrEqual(64);
});
