// What the database knows of mails that could go together makes them go alone: by that alone, without a database.
import { expect, test } from 'vitest';
import { plainOf } from '../../src/filing/together/ask.ts';
import { type Candidate, candidateOf } from '../../src/filing/together/candidate.ts';
import type { Address } from '../../src/mail/address.ts';
import type { Facts, FactsOfMail, OpeningRow } from '../../src/tickets/together/facts.ts';
import { ada, bob, desk, readable, sam, type Written } from '../support/memory-desk.ts';

const now = Date.parse('2026-11-23T10:00:00.000Z');
const at = (secondsAgo: number) => new Date(now - secondsAgo * 1_000).toISOString();
let turn = 0;
const candidate = async (written: Written = {}): Promise<Candidate> => {
  turn += 1;
  const read = await readable({ text: `Matter ${turn} of its own.`, fields: [`Message-ID: <${turn}@x>`], ...written });
  return candidateOf(read, desk)!;
};
const unknown = { disposition: null, copied: false, repeats: 0, answered: false };
type Known = Readonly<{
  mails?: readonly Partial<FactsOfMail>[];
  dead?: readonly string[];
  openings?: readonly OpeningRow[];
}>;

/** Which of these go together. `texts`: of the tickets that were opened before. */
async function plain(all: readonly Candidate[], { mails = [], dead = [], openings = [] }: Known = {}, text = '') {
  const rows = all.map((_, n) => ({ ...unknown, n, ...mails[n] })).toReversed();
  const asked: unknown[] = [];
  const tx = {
    execute: async (query: unknown) => {
      asked.push(query);
      return { rows: openings.map(({ number }) => ({ number: String(number), text })) };
    },
  };
  const facts: Facts = { mails: rows, dead, openings, samples: [] };
  const found = await plainOf(tx as never, all, { facts, handOf: () => ({ of: 0, seenIn: new Map() }) }, desk);
  return { went: all.map(each => found.includes(each)), asked: asked.length };
}
const goes = async (known: Partial<FactsOfMail>, dead: readonly string[] = []) => {
  const all = [await candidate(), await candidate({ from: bob, cc: 'zoe@corp.test' })];
  return (await plain(all, { mails: [{}, known], dead })).went[1];
};

test.each<[string, Partial<FactsOfMail>, readonly string[], boolean]>([
  ['has no row yet', {}, [], true],
  ['waits to be filed', { disposition: 'pending' }, [], true],
  ['was filed', { disposition: 'opened' }, [], false],
  ['is here already', { copied: true }, [], false],
  ['was said before', { repeats: 1 }, [], false],
  ['was answered already', { answered: true }, [], false],
  ['goes to who cannot be reached, in Cc', {}, ['zoe@corp.test'], false],
  ['is by who cannot be reached', {}, [bob], false],
  ['tells an agent who cannot be reached', {}, [sam], false],
  ['is by another than who cannot be reached', {}, [ada], true],
])('a mail that %s', async (_, known, dead, isPlain) => {
  expect(await goes(known, dead)).toBe(isPlain);
});

test('of two that are alike only the first goes: by their content, or as the same mail', async () => {
  const text = 'It is down.';
  const [first, again, other] = [await candidate({ text }), await candidate({ text }), await candidate()];
  expect((await plain([first, again, other])).went).toEqual([true, false, true]);
  const same = { ...other, contentHash: 'x' };
  expect((await plain([other, same, first])).went).toEqual([true, false, true]);
});

const receipt = (sent: number | null, heldBack = false) => ({
  at: at((sent ?? 0) + 1),
  sentAt: sent === null ? null : at(sent),
  heldBack,
});
const opening = (number: number, secondsAgo: number, more: Partial<OpeningRow> = {}): OpeningRow => ({
  ...{ author: ada, number, subject: 'Many thanks', at: at(secondsAgo), receipt: receipt(secondsAgo - 1), ...more },
});
const answers = [opening(3, 20), opening(2, 40), opening(1, 60), opening(4, 80), opening(5, 100), opening(6, 120)];
const thanks: Written = { subject: 'Many thanks', text: 'Noted.' };
test.each<[string, Written, readonly OpeningRow[], readonly [boolean, number]]>([
  ['answers each of our receipts with the same words', thanks, answers, [false, 1]],
  ['says something else, so far', { subject: 'Fax', text: 'It prints nothing at all today.' }, answers, [true, 1]],
  ['answers the second of them', thanks, answers.slice(0, 1), [true, 0]],
  ['comes long after', thanks, answers.map((row, n) => ({ ...row, at: at(1_000 + n * 20) })), [true, 0]],
  ['comes before them', thanks, answers.map(row => ({ ...row, at: at(-20) })), [true, 0]],
  ['is by another author', { ...thanks, from: bob }, answers, [true, 0]],
  ['takes no answer', { ...thanks, fields: ['Precedence: list', 'List-Id: <x.y>'] }, answers, [true, 0]],
  ['had no receipt before', thanks, answers.map(row => ({ ...row, receipt: null })), [true, 0]],
  ['had none that was sent', thanks, answers.map(row => ({ ...row, receipt: receipt(null) })), [true, 0]],
])('a mail that %s', async (_, written, openings, [isPlain, asked]) => {
  expect(await plain([await candidate(written)], { openings }, 'Noted.')).toEqual({ went: [isPlain], asked });
});
test('a receipt that was held back makes the next mail wait as well', async () => {
  const openings = [opening(1, 20, { receipt: receipt(19, true) }), opening(2, 40, { receipt: receipt(null, true) })];
  expect((await plain([await candidate(thanks)], { openings }, 'Noted.')).went).toEqual([false]);
});
test('the mails before it in the batch count as well, whose receipts are not sent yet', async () => {
  const from = 'zoe@corp.test' as Address;
  const all = [];
  for (const n of [3, 2, 1, 0]) {
    const mail = { receivedAt: at(n * 20), id: `m${n}` };
    all.push(await candidate({ ...thanks, from, text: `Noted, ${'abcd'[n]}.`, mail }));
  }
  expect(await plain(all)).toEqual({ went: [true, true, true, true], asked: 0 });
});
test('a receipt explains one mail, so a second one in the batch is no answer', async () => {
  const all = [await candidate({ subject: 'Fax', text: 'It prints nothing at all today.' }), await candidate(thanks)];
  const later = { ...all[1]!, mail: { ...all[1]!.mail, receivedAt: at(-1) } };
  expect((await plain([all[0]!, later], { openings: answers }, 'Noted.')).went).toEqual([true, true]);
  expect((await plain([later], { openings: answers }, 'Noted.')).went).toEqual([false]);
});
