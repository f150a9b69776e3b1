import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Opened, reactions, suspicionOf } from '../../../src/filing/loops/reactions.ts';

const after = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 9) + seconds * 1000);

/** Somebody who writes: mails at certain times, or an answer to each receipt. */
type Writer = Readonly<{
  at: readonly number[];
  latency?: () => number;
  text: (n: number) => string;
  isAnswer?: boolean;
}>;

/** What a gateway does to a writer, by the rule alone: how many receipts, and how late the last one was. */
function play(
  { at, latency, text, isAnswer = true }: Writer,
  most = 200,
): { receipts: number; mails: number; unanswered: number } {
  const arrivals = [...at];
  const tickets: (Opened & { leaves: number | null })[] = [];
  for (let mails = 0; arrivals.length > 0 && mails < most; mails += 1) {
    arrivals.sort((a, b) => a - b);
    const now = arrivals.shift()!;
    const seen = tickets
      .filter(ticket => now - seconds(ticket.at) < 3600)
      .map(ticket => ({
        ...ticket,
        receipt: ticket.receipt && { ...ticket.receipt, sentAt: leftBy(ticket.leaves, now) },
      }));
    const said = text(mails);
    const suspicion = suspicionOf({ at: after(now), said, isAnswer }, seen.toReversed().slice(0, 100));
    const waits = suspicion.kind === 'wait' ? suspicion.ms / 1000 + 2 : 0;
    const leaves = suspicion.kind === 'loop' ? null : now + waits + 0.1;
    const receipt = leaves === null ? null : { at: after(now), sentAt: null, heldBack: waits > 0 };
    tickets.push({ at: after(now), said, receipt, leaves });
    if (leaves !== null && latency) arrivals.push(leaves + latency());
  }
  const unanswered = tickets.filter(({ receipt }) => receipt === null).length;
  return { receipts: tickets.length - unanswered, mails: tickets.length, unanswered };
}
const seconds = (at: Date) => (at.getTime() - after(0).getTime()) / 1000;
const leftBy = (leaves: number | null, now: number) => (leaves !== null && leaves <= now ? after(leaves) : null);

const random = () => Math.random().toString(36).slice(2);
const bots: [string, (n: number) => string][] = [
  ['with the same words', n => (n === 0 ? 'The calendar is empty' : 'Noted with thanks.')],
  [
    'with random subjects',
    n => (n === 0 ? 'The calendar is empty' : `Re: Thing ${random()}\nNoted with thanks, ${n}.`),
  ],
  ['without a word', n => (n === 0 ? 'The calendar is empty' : `${n}`)],
  ['with random tokens', n => (n === 0 ? 'The calendar is empty' : `${n} ${n * 7919} x${n}9`)],
  [
    'that keeps the subject',
    n => `The calendar is empty\n${n === 0 ? '' : 'I have got your mail and will look into it soon.'}`,
  ],
];
const incidents = [
  'The calendar of the north clinic is empty since nine',
  'Doctor Rossi sees no patients in her agenda',
  'Reminders went out twice yesterday evening',
  'An invoice shows the wrong tax number',
  'The waiting room screen stays black',
  'Nobody at reception can print labels',
  'Video visits break off after a minute',
  'The search finds deleted bookings',
  'New colleague needs access to reports',
  'Please change our opening hours for summer',
  'Import of laboratory results hangs',
  'Mobile login asks for a password again and again',
];

test.each(bots)('a machine %s gets three receipts, at any pace', (_, text) => {
  const latency = fc.double({ min: 0.05, max: 240, noNaN: true });
  fc.assert(
    fc.property(latency, pace => {
      const { receipts, mails } = play({ at: [0], latency: () => pace, text });
      expect([receipts <= 3, mails < 200], `${receipts} receipts`).toEqual([true, true]);
    }),
  );
});
test.each(bots)('a machine %s without a reply prefix gets ten receipts, half of them late', (_, text) => {
  const { receipts, mails } = play({ at: [0], latency: () => 1, text, isAnswer: false });
  expect([receipts, mails]).toEqual([10, 11]);
});
test('a machine that is now fast and now slow gets three as well', () => {
  const text = bots[1]![1];
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0.05, max: 25, noNaN: true })), stream => {
      const { receipts } = play({ at: [0], latency: () => stream.next().value, text });
      expect(receipts).toBeLessThanOrEqual(3);
    }),
  );
});
test('several loops of one author at the same time end, too', () => {
  for (const [sparks, pace] of [2, 3, 4, 6, 9].flatMap(count => [0.2, 1, 5, 20].map(each => [count, each] as const))) {
    const at = Array.from({ length: sparks }, (_, n) => n / 10);
    const { receipts } = play({
      at,
      latency: () => pace,
      text: n => (n < sparks ? incidents[n]! : 'Noted with thanks.'),
    });
    expect(receipts, `${sparks} loops, ${pace} s`).toBeLessThanOrEqual((sparks < 4 ? 5 : 25) * sparks);
  }
});
test('a machine that says something new each time is believed for longer, but it ends', () => {
  const text = (n: number) => `${incidents[n % incidents.length]} ${'abcdefghij'.at(n % 10)?.repeat(5)}`;
  expect(play({ at: [0], latency: () => 2, text }).receipts).toBeLessThanOrEqual(14);
});

test('an author of many incidents in nearly the same words gets five receipts, the last ones late', () => {
  const things = [
    'Calendar stays empty',
    'Invoices are lost',
    'Reminders go missing',
    'Printing hangs',
    'Video breaks',
    'Login turns white',
  ];
  const text = (n: number) =>
    `${things[n]}\nSince this morning nobody at the reception desk of the clinic can work with it.`;
  expect(play({ at: [0], latency: () => 2, text }, 6)).toMatchObject({ receipts: 5, mails: 6 });
});
test('a person who opens ten different tickets gets ten receipts, also after reading each of them first', () => {
  const text = (n: number) => incidents[n]!;
  const pauses = fc.array(fc.double({ min: 2, max: 120, noNaN: true }), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(pauses, waits => {
      let now = 0;
      const at = waits.map(wait => (now += wait));
      expect(play({ at, text })).toEqual({ receipts: 10, mails: 10, unanswered: 0 });
    }),
  );
  let left = 9;
  expect(play({ at: [0], latency: () => (left-- > 0 ? 3 : 1e9), text: n => text(n % 10) }, 10).receipts).toBe(10);
});
test.each([0.02, 0.5, 1, 3, 5, 7, 11, 13, 20, 29, 31, 60, 100, 200, 290, 600])(
  'a script that writes the same every %d seconds, without waiting for receipts, is rarely taken for a loop',
  pace => {
    const at = Array.from({ length: 40 }, (_, n) => n * pace);
    const { mails, unanswered } = play({ at, text: n => `Disk full on host ${n}` });
    expect([mails, unanswered <= 3], `${unanswered} unanswered`).toEqual([40, true]);
  },
);
test('a script with irregular pauses loses hardly any receipts', () => {
  const pauses = fc.array(fc.double({ min: 0.02, max: 90, noNaN: true }), { minLength: 50, maxLength: 50 });
  let unanswered = 0;
  fc.assert(
    fc.property(pauses, waits => {
      let now = 0;
      unanswered += play({ at: waits.map(wait => (now += wait)), text: n => `Disk full on host ${n}` }).unanswered;
    }),
    { numRuns: 100, seed: 7 },
  );
  // Of five thousand.
  expect(unanswered).toBeLessThanOrEqual(150);
});
test('bursts of a script, one after another, are all answered', () => {
  const at = Array.from({ length: 60 }, (_, n) => Math.floor(n / 20) * 15 + n * 0.05);
  expect(play({ at, text: n => `Disk full on host ${n}` })).toMatchObject({ mails: 60, unanswered: 0 });
});

test('each automatic mail explains one answer', () => {
  const sent = [0, 100, 200].map(start => ({ at: after(start), sentAt: after(start + 1) }));
  const mails = (...at: number[]) => at.map(start => ({ at: after(start) }));
  expect(reactions(mails(2, 3, 4), sent, 30_000)).toBe(1);
  expect(reactions(mails(2, 102, 203), sent, 30_000)).toBe(3);
  expect(reactions(mails(20, 102, 203), sent, 10_000)).toBe(2);
});

/** The last of some mails in a row, each `every` seconds after the one before and a second less after its receipt. */
type Row = Readonly<{ run: number; every?: number; fresh?: number; isAnswer?: boolean; late?: boolean; old?: number }>;
function judged({ run, every = 20, fresh = 0, isAnswer = true, late = true, old = 0 }: Row) {
  const said = 'Many thanks for your kind words today everyone';
  const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'].slice(0, fresh);
  const before: Opened[] = Array.from({ length: run }, (_, n) => {
    const at = after(-every * (n + 1));
    return { at, said, receipt: { at, sentAt: after(-every * (n + 1) + 1), heldBack: late && n === 0 } };
  });
  const alone = Array.from({ length: old }, (_, n) => ({ at: after(-3_000 - n), said, receipt: null }));
  const found = suspicionOf({ at: after(0), said: [said, ...words].join(' '), isAnswer }, [...before, ...alone]);
  return found.kind === 'wait' ? found.ms / 1_000 : found.kind;
}
test.each<[string, Row, 'none' | 'loop' | number]>([
  ['the first answer', { run: 1 }, 'none'],
  ['the second', { run: 2 }, 'loop'],
  ['the second to a receipt in time', { run: 2, late: false }, 38],
  ['a fast one', { run: 2, late: false, every: 3 }, 10],
  ['with one new word', { run: 2, fresh: 1 }, 'loop'],
  ['with two new words', { run: 2, fresh: 2 }, 38],
  ['the fourth with two new words', { run: 4, fresh: 2 }, 38],
  ['the fifth with two new words', { run: 5, fresh: 2 }, 'loop'],
  ['that does not say that it answers', { run: 4, isAnswer: false }, 'none'],
  ['the fifth such', { run: 5, isAnswer: false }, 38],
  ['the ninth such', { run: 9, isAnswer: false }, 38],
  ['the tenth such', { run: 10, isAnswer: false }, 'loop'],
  ['with a third of new words', { run: 9, fresh: 4 }, 'none'],
  ['the tenth of these', { run: 10, fresh: 4 }, 'loop'],
  ['the tenth of these, to a receipt in time', { run: 10, fresh: 4, late: false }, 38],
  ['with new words, half a minute later', { run: 10, fresh: 4, every: 31 }, 'loop'],
  ['with new words, and later', { run: 10, fresh: 4, every: 32 }, 'none'],
  ['five minutes later', { run: 2, every: 301 }, 'loop'],
  ['and later', { run: 2, every: 302 }, 'none'],
  ['of who wrote twice on their own before', { run: 2, old: 2 }, 'loop'],
  ['of who did so three times', { run: 2, old: 3 }, 'none'],
])('an answer %s: %j is %j', (_, row, expected) => {
  expect(judged(row)).toBe(expected);
});
