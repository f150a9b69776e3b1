// Who reacts? A mail that comes soon after an automatic mail of ours, again and again, and says nothing new. Pure.
import { wordsOf } from '../../triage/fold.ts';

/** An automatic mail of ours to that somebody: when it was written, and when it was on its way. */
export type Sent = Readonly<{ at: Date; sentAt: Date | null }>;

/** An answer may come before it is written down that our mail has left. */
const slackMs = 50;

/** How many of these mails react to one of ours each, within so long. */
export function reactions(events: readonly { at: Date }[], sent: readonly Sent[], withinMs: number): number {
  const open = sent.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let count = 0;
  for (const event of events.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const cause = open.findIndex(each => sinceLeft(event.at, each) <= withinMs && event.at >= each.at);
    if (cause < 0) continue;
    // Each of ours causes one: who writes five mails after one of ours does not react.
    open.splice(0, cause + 1);
    count += 1;
  }
  return count;
}

/** What has not left causes nothing. */
const sinceLeft = (at: Date, { sentAt }: Sent): number => {
  const since = sentAt ? at.getTime() - sentAt.getTime() : Number.POSITIVE_INFINITY;
  return since < -slackMs ? Number.POSITIVE_INFINITY : since;
};

/** A mail that opens a ticket. */
export type Opening = Readonly<{ at: Date; said: string }>;
/** `heldBack`: it was sent late on purpose. */
export type Receipt = Sent & Readonly<{ heldBack: boolean }>;
/** A ticket of somebody's, and the receipt that it was answered with; null where none was written. */
export type Opened = Opening & Readonly<{ receipt: Receipt | null }>;
/**
 * `wait`: it may be a loop, so the receipt goes out late. A person, or a script, writes on meanwhile; a machine
 * waits for it and answers then: `loop`.
 */
export type Suspicion = Readonly<{ kind: 'none' | 'loop' }> | Readonly<{ kind: 'wait'; ms: number }>;

// Who says something new with each mail reads our receipt and writes on, perhaps: of him it is believed late.
const promptMs = 30_000;
// Who says the same again may be polled for his mail.
const slowMs = 5 * 60_000;
/** In a row; the receipt of the last one waits. */
const enough = { answers: 2, alike: 5, any: 10, trusted: 25 };
/** Who answers with a thing or two to say may be in a hurry; who does not even say that he answers, too. */
const enoughOfHaste = { answers: 5, any: 10 };
/** So many mails that answer nothing, and somebody writes for reasons of his own; the more there are, the longer. */
const trustedAfter = 3;
const shortestWaitMs = 10_000;

/** What a mail says, to be compared: its words of three letters and more, so no numbers and hardly a random token. */
export const saidWords = (text: string): string[] => [
  ...new Set(wordsOf(text.slice(0, 2000)).filter(word => /^\p{L}{3,}$/u.test(word))),
];

/** `before`: what the author opened in the last hour, newest first. `isAnswer`: its subject says that it answers. */
export function suspicionOf(mail: Opening & { isAnswer: boolean }, before: readonly Opened[]): Suspicion {
  const { cause, run, independent } = followed([...before.toReversed(), { ...mail, receipt: null }]);
  const stillWaits = before.some(({ receipt }) => receipt?.heldBack && receipt.sentAt === null);
  if (!cause || (run < enough.answers && !stillWaits)) return { kind: 'none' };
  const words = saidWords(mail.said);
  const fresh = newWords(
    words,
    before.map(({ said }) => saidWords(said)),
  );
  const alike = isLittle(fresh, words);
  if (!alike && cause.since > promptMs) return { kind: 'none' };
  const trusted = independent.length >= trustedAfter ? Math.max(enough.trusted, 8 * independent.length) : 0;
  const answers = alike && mail.isAnswer;
  const toWait = trusted || (answers ? enough.answers : alike ? enough.alike : enough.any);
  const toEnd = Math.max(toWait, answers ? (fresh > 1 ? enoughOfHaste.answers : 0) : enoughOfHaste.any);
  const wroteMeanwhile = independent.some(at => at > cause.receipt.at);
  if (cause.receipt.heldBack && run >= toEnd && !wroteMeanwhile) return { kind: 'loop' };
  const ms = Math.max(shortestWaitMs, 2 * cause.since);
  return run >= toWait || (stillWaits && !trusted) ? { kind: 'wait', ms } : { kind: 'none' };
}

/** Whether the words have hardly anything new in them. */
export const saysLittleNew = (words: readonly string[], before: readonly (readonly string[])[]): boolean =>
  before.length > 0 && isLittle(newWords(words, before), words);

const isLittle = (fresh: number, words: readonly string[]): boolean => fresh * 3 < Math.max(1, words.length);

function newWords(words: readonly string[], before: readonly (readonly string[])[]): number {
  const said = new Set(before.flat());
  return words.filter(word => !said.has(word)).length;
}

type Cause = Readonly<{ receipt: Receipt; since: number }>;
type Followed = Readonly<{
  /** What the last mail reacts to. */
  cause: Cause | null;
  /** How many in a row react, up to the last one. */
  run: number;
  /** When mails came that react to nothing; the first one starts it all. */
  independent: readonly Date[];
}>;

function followed(mails: readonly Opened[]): Followed {
  const open: Receipt[] = [];
  const independent: Date[] = [];
  let last = { cause: null as Cause | null, run: 0 };
  for (const [index, { at, receipt }] of mails.entries()) {
    const cause = causeOf(at, open);
    if (cause) open.splice(open.indexOf(cause.receipt), 1);
    else if (index > 0) independent.push(at);
    last = { cause, run: cause ? last.run + 1 : 0 };
    if (receipt) open.push(receipt);
  }
  return { ...last, independent };
}

/**
 * The oldest receipt that had left by then: each causes one mail. So a mail that is left over reacts to nothing,
 * however many loops there are at once: they bring no more mails than there were receipts.
 */
function causeOf(at: Date, open: readonly Receipt[]): Cause | null {
  const causes = open
    .map(receipt => ({ receipt, since: sinceLeft(at, receipt) }))
    .filter(({ since }) => since <= slowMs);
  return causes.sort((a, b) => b.since - a.since)[0] ?? null;
}
