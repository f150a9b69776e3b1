import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, localPartOf, toAddress } from '../../src/mail/address.ts';
import { maxSupportLocalPart, readReplyAddress, signReplyAddress } from '../../src/tokens/reply-address.ts';

const support = 'support@mx.test' as Address;
const alice = 'alice@corp.test' as Address;
const [oldKey, newKey] = ['the key of last year', 'the key of this year'] as const;
const now = new Date('2026-11-23T08:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

const sign = (recipient = alice, key: string = oldKey, ticketNumber = 42) =>
  signReplyAddress({ support, ticketNumber, recipient }, key, now);
const read = (address: string, { keys = [oldKey] as readonly string[], at = now } = {}) =>
  readReplyAddress(toAddress(address) as Address, { supports: [support], keys, now: at });

describe('a reply address', () => {
  test('names its ticket and is for its recipient alone', () => {
    const found = read(sign());
    expect(found).toMatchObject({ kind: 'valid', ticketNumber: 42 });
    const isFor = (address: string) => found.kind === 'valid' && found.isFor(address as Address);
    expect(isFor(alice)).toBe(true);
    expect(isFor('bob@corp.test')).toBe(false);
    expect(isFor('alice@corp.test.evil.test')).toBe(false);
  });
  test('survives a mail program or a gateway that changes the case', () => {
    expect(sign()).toBe(sign().toLowerCase());
    expect(read(sign().toUpperCase())).toMatchObject({ kind: 'valid', ticketNumber: 42 });
    const mixed = sign().replace(/[a-z]/g, (letter, at) => (at % 2 ? letter.toUpperCase() : letter));
    expect(read(mixed)).toMatchObject({ kind: 'valid' });
  });
  test('ends after 400 days and not before', () => {
    expect(read(sign(), { at: later(30) })).toMatchObject({ kind: 'valid' });
    expect(read(sign(), { at: later(399) })).toMatchObject({ kind: 'valid' });
    expect(read(sign(), { at: later(402) })).toEqual({ kind: 'expired' });
  });
  test('of an older key goes on working until the key is taken away', () => {
    const [before, after] = [sign(alice, oldKey), sign(alice, newKey)];
    const found = read(before, { keys: [newKey, oldKey], at: later(30) });
    expect(found).toMatchObject({ kind: 'valid', ticketNumber: 42 });
    expect(found.kind === 'valid' && found.isFor(alice)).toBe(true);
    expect(read(after, { keys: [newKey, oldKey] })).toMatchObject({ kind: 'valid' });
    expect(read(before, { keys: [newKey] })).toEqual({ kind: 'altered' });
  });
  test('is altered by any other character, anywhere', () => {
    const address = sign();
    const [start, end] = ['support+'.length, address.indexOf('@')];
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: end - 1 }),
        fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789.'),
        (at, letter) => {
          fc.pre(address[at] !== letter);
          const other = `${address.slice(0, at)}${letter}${address.slice(at + 1)}`;
          expect(toAddress(other) === null || read(other).kind === 'altered').toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
  test.each([
    ['altered', 'support+42@mx.test'],
    ['altered', 'support+@mx.test'],
    ['altered', 'support+a.b.c.d@mx.test'],
    ['none', 'support@mx.test'],
    ['none', 'sales+16.aaaaaaaa.gt2.aaaaaaaaaaaaaaaa@mx.test'],
    ['none', sign().replace('@mx.test', '@evil.test')],
  ])('is %s: %s', (kind, address) => {
    expect(read(address)).toEqual({ kind });
  });
  test('fits into 64 octets with the longest support address and a number of nine digits', () => {
    const long = `${'s'.repeat(maxSupportLocalPart)}@mx.test` as Address;
    const address = signReplyAddress(
      { support: long, ticketNumber: 36 ** 9 - 1, recipient: alice },
      oldKey,
      later(100_000),
    );
    expect(localPartOf(address).length).toBeLessThanOrEqual(64);
    const found = readReplyAddress(address, { supports: [support, long], keys: [oldKey], now });
    expect(found).toMatchObject({ kind: 'valid', ticketNumber: 36 ** 9 - 1 });
  });
  test('made by a stranger with another key, or of another recipient, tells nothing', () => {
    expect(read(sign(alice, 'a guess of somebody'))).toEqual({ kind: 'altered' });
    const [mine, his] = [sign(alice), sign('bob@corp.test' as Address)];
    const swapped = mine.split('.').with(1, his.split('.')[1]!).join('.');
    expect(read(swapped)).toEqual({ kind: 'altered' });
  });
});
