// Loops on the thread of one ticket: the same words again and again, or an answer to each automatic mail of ours.
import { describe, expect, test } from 'vitest';
import { closedTx, type Known } from '../../../src/db/known.ts';
import { contentOf, reactsOnTicket, repeatedBefore } from '../../../src/filing/loops/loops.ts';
import { ada, bob, factsOf, type Written } from '../../support/memory-desk.ts';

const now = Date.parse('2026-11-23T10:00:00.000Z');
const before = (seconds: number) => new Date(now - seconds * 1_000);
const txOf = (known: Partial<Known>) => closedTx({ ticket: { number: 7 }, ...known } as Known).tx;

describe('reactions on a ticket', () => {
  /** Our mails, each `latency` seconds before a mail of the author; the last of these is the mail that comes now. */
  type Talk = Readonly<{ count: number; latency: number; pause?: number; text?: (n: number) => string }>;
  const thanks = () => 'Many thanks for this, we have got it.';
  const fresh = (n: number) =>
    `Word${'abcdefghijklmnop'[n]} other${'abcdefghijklmnop'[n]} than${'abcdefghijklmnop'[n]}`;
  async function reacts({ count, latency, pause = 150, text = thanks }: Talk, written: Written = {}, said = text(15)) {
    const times = Array.from({ length: count }, (_, n) => n * pause);
    const automatic = times.map(ago => ({ at: before(ago + latency), sentAt: before(ago + latency) }));
    const words = times.slice(1).map((ago, n) => ({ at: before(ago), text: text(n) }));
    const facts = await factsOf({ text: said, ...written });
    return reactsOnTicket(txOf({ automatic, words }), facts, 7);
  }
  test.each<[string, Talk, boolean]>([
    ['three times the same, within two minutes', { count: 3, latency: 120 }, true],
    ['three times the same, later', { count: 3, latency: 121, pause: 300 }, false],
    ['twice the same', { count: 2, latency: 5 }, false],
    ['six times something new, within ten seconds', { count: 6, latency: 10, text: fresh }, true],
    ['six times something new, later', { count: 6, latency: 11, text: fresh }, false],
    ['five times something new, at once', { count: 5, latency: 1, text: fresh }, false],
    ['twelve times something new, within half a minute', { count: 12, latency: 30, text: fresh }, true],
    ['twelve times something new, later', { count: 12, latency: 31, text: fresh }, false],
    ['eleven times something new', { count: 11, latency: 29, text: fresh }, false],
  ])('%s', async (_, talk, isLoop) => {
    expect(await reacts(talk)).toBe(isLoop);
  });
  test('an author of commands is no machine, but one of unknown words may be', async () => {
    const talk = { count: 3, latency: 5 };
    expect(await reacts(talk, {}, '#high\nMany thanks for this, we have got it.')).toBe(false);
    expect(await reacts(talk, {}, '#zzzzzzzz\nMany thanks for this, we have got it.')).toBe(true);
    expect(await reacts(talk, {}, '#priority soon\nMany thanks for this, we have got it.')).toBe(true);
  });
  test('nothing is a reaction to few mails, and mail that was not sent causes none', async () => {
    const facts = await factsOf({ text: thanks() });
    const words = [10, 20, 30].map(ago => ({ at: before(ago), text: thanks() }));
    const sent = (count: number, sentAt: Date | null) =>
      Array.from({ length: count }, (_, n) => ({ at: before(n * 10 + 2), sentAt: sentAt && before(n * 10 + 2) }));
    expect(await reactsOnTicket(txOf({ automatic: sent(3, before(0)), words }), facts, 7)).toBe(true);
    expect(await reactsOnTicket(txOf({ automatic: sent(2, before(0)), words }), facts, 7)).toBe(false);
    expect(await reactsOnTicket(txOf({ automatic: sent(3, null), words }), facts, 7)).toBe(false);
  });
});

test.each<[readonly (number | null)[], object | null]>([
  [[], null],
  [[7], null],
  [[null, 7], { first: true, ticketNumber: 7 }],
  [[null, null], { first: true, ticketNumber: null }],
  [[7, 8, 9], { first: false, ticketNumber: 7 }],
])('the same words were on %j before', async (numbers, expected) => {
  const repeats = numbers.map(ticketNumber => ({ ticketNumber }));
  expect(await repeatedBefore(txOf({ repeats }), await factsOf(), { contentHash: '' })).toEqual(expected);
});

describe('the content of a mail', () => {
  const hash = async (written: Written = {}, ticketNumber: number | null = 7) =>
    contentOf(await factsOf(written), ticketNumber).contentHash;
  const long = 'word '.repeat(4_000);
  test.each<[string, Written, Written]>([
    ['spaces', { text: 'It is\n  down.' }, { text: 'It is down.' }],
    ['the prefix of the subject', { subject: 'RE: Portal' }, { subject: 'portal' }],
    ['what stands far below', { text: `${long}one` }, { text: `${long}two` }],
  ])('%s makes no other', async (_, one, other) => {
    expect(await hash(one)).toBe(await hash(other));
  });
  test.each<[string, Written, number | null]>([
    ['author', { from: bob }, 7],
    ['text', { text: 'It is up.' }, 7],
    ['subject', { subject: 'Fax' }, 7],
    ['ticket', {}, 8],
    ['lack of a ticket', {}, null],
    ['lack of an author', { mail: { author: null } }, 7],
  ])('another %s makes another', async (_, written, ticketNumber) => {
    expect(await hash(written, ticketNumber)).not.toBe(await hash({ from: ada }));
  });
});
