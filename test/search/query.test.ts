import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery, searchKeys } from '../../src/search/query.ts';

const now = new Date('2026-11-30T12:00:00Z');
const parse = (text: string) => parseQuery(text, now);

describe('words', () => {
  const table: [string, Partial<ReturnType<typeof parse>>][] = [
    ['calendar empty ', { words: ['calendar', 'empty'], prefix: null }],
    ['calendar emp', { words: ['calendar'], prefix: 'emp' }],
    ['"stays empty" calendar ', { words: ['calendar'], phrases: ['stays empty'], prefix: null }],
    ['"never closed', { words: [], phrases: ['never closed'], prefix: null }],
    ['calendar -agenda', { prefix: null, words: ['calendar'], without: ['agenda'] }],
    ['-"white page" login ', { words: ['login'], without: ['white page'] }],
    ['https://portal.example/x at 10:30 ', { words: ['https://portal.example/x', 'at', '10:30'], faults: [] }],
    ['Re: calendar ', { words: ['Re:', 'calendar'], faults: [] }],
    ['ada@clinic.example ', { words: ['ada@clinic.example'] }],
    ['… — ', { words: [], prefix: null }],
    ['', { words: [], prefix: null, straight: null, faults: [] }],
  ];
  test.each(table)('%s', (text, expected) => {
    expect(parse(text)).toMatchObject(expected);
  });
});

describe('keys', () => {
  const table: [string, unknown][] = [
    ['status:open,new', { key: 'status', values: ['open', 'new'], not: false }],
    ['STATUS:Waiting', { key: 'status', values: ['pending'], not: false }],
    ['-status:closed', { key: 'status', values: ['closed'], not: true }],
    ['priority:none,high', { key: 'priority', values: [null, 'high'], not: false }],
    ['instance:tt_x', { key: 'instance', values: ['tt_x'], not: false }],
    ['organisation:"Centro San Rafael"', { key: 'organisation', values: ['Centro San Rafael'], not: false }],
    ['from:ada@clinic.example', { key: 'from', values: ['ada@clinic.example'], not: false }],
    ['agent:me', { key: 'agent', values: ['me'], not: false }],
    ['has:file', { key: 'has', values: ['file'], not: false }],
    ['is:held', { key: 'is', values: ['held'], not: false }],
    ['after:2026-11-01', { key: 'after', at: new Date('2026-11-01T00:00:00Z'), not: false }],
    ['before:2026-11-01T08:30', { key: 'before', at: new Date('2026-11-01T08:30:00Z'), not: false }],
    ['after:7d', { key: 'after', at: new Date('2026-11-23T12:00:00Z'), not: false }],
  ];
  test.each(table)('%s', (text, filter) => {
    expect(parse(text)).toMatchObject({ filters: [filter], faults: [] });
  });
});

describe('what is not understood is said', () => {
  test.each(['sttaus:open', 'foo:bar', 'subject:calendar', '-type:x'])('%s', text => {
    expect(parse(text)).toMatchObject({ filters: [], faults: [{ kind: 'unknown-key', words: text }] });
  });
  test.each(['status:opne', 'priority:asap', 'is:big', 'has:cake', 'before:soon', 'after:2026-13-45', 'status:,'])(
    '%s',
    text => {
      expect(parse(text)).toMatchObject({ filters: [], faults: [{ kind: 'wrong-value', words: text }] });
    },
  );
});

describe('keys and ids lead straight there', () => {
  test.each([
    ['PT-42', { ticket: 42 }],
    [' pt-42 ', { ticket: 42 }],
    ['[PT-42]', { ticket: 42 }],
    ['<abc.def@mail.example>', { messageId: '<abc.def@mail.example>' }],
    ['Message-ID: <a@b>', { messageId: '<a@b>' }],
    ['01kbb6mz0c2v1x5w8e7r9t3y4u', { mail: '01kbb6mz0c2v1x5w8e7r9t3y4u' }],
  ])('%s', (text, straight) => {
    expect(parse(text).straight).toEqual(straight);
  });
  test('but not among other words', () => {
    expect(parse('PT-42 again ').straight).toBeNull();
  });
});

test('any text is read, without loss of a known key, in linear time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...searchKeys), (text, key) => {
      const { filters, faults } = parse(`${key}:zzz ${text}`);
      expect(filters.length + faults.length).toBeGreaterThan(0);
    }),
  );
  const started = performance.now();
  for (const text of ['"'.repeat(1e6), '-'.repeat(1e6), 'a:'.repeat(5e5), 'status:'.repeat(2e5)]) parse(text);
  expect(performance.now() - started).toBeLessThan(500);
});
