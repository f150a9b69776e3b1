// Reactions: mails that come soon after each automatic mail of ours and say nothing new. Pure.
import { wordsOf } from '../../triage/fold.ts';

/** An automatic mail of ours to the author. `at`: written to the outbox; `sentAt`: taken by the smarthost. */
export type Sent = Readonly<{ at: Date; sentAt: Date | null }>;

/** An answer may come before we have recorded that our mail was sent. */
const slackMs = 50;

/** How many of these mails came within `withinMs` of a mail of ours, each of another one. */
export function reactions(events: readonly { at: Date }[], sent: readonly Sent[], withinMs: number): number {
  const open = sent.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let count = 0;
  for (const event of events.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const cause = open.findIndex(each => sinceLeft(event.at, each) <= withinMs && event.at >= each.at);
    if (cause < 0) continue;
    // A mail of ours causes one reaction: the other four of five mails after it are no reactions.
    open.splice(0, cause + 1);
    count += 1;
  }
  return count;
}

/** Milliseconds since our mail was sent; infinite where it was not, so that it causes no reaction. */
const sinceLeft = (at: Date, { sentAt }: Sent): number => {
  const since = sentAt ? at.getTime() - sentAt.getTime() : Number.POSITIVE_INFINITY;
  return since < -slackMs ? Number.POSITIVE_INFINITY : since;
};

/** A mail that opens a ticket. */
export type Opening = Readonly<{ at: Date; said: string }>;
/** `heldBack`: it was sent late on purpose. */
export type Receipt = Sent & Readonly<{ heldBack: boolean }>;
/** A ticket of the author with its receipt; null where none was written. */
export type Opened = Opening & Readonly<{ receipt: Receipt | null }>;
/**
 * `wait`: it may be a loop, so the receipt goes out late. People and scripts write more mail meanwhile. A machine
 * waits for the receipt and answers it: `loop`.
 */
export type Suspicion = Readonly<{ kind: 'none' | 'loop' }> | Readonly<{ kind: 'wait'; ms: number }>;

// For mail that says something new: a person may have read our receipt and written on, so only fast reactions count.
const promptMs = 30_000;
// For mail that says the same again: the machine may poll its mailbox every few minutes.
const slowMs = 5 * 60_000;
/** So many reactions in a row, and the next receipt is sent late. */
const enough = { answers: 2, alike: 5, any: 10, trusted: 25 };
/** A loop needs this many where the author may be a person in a hurry: the mail has new words, or is no answer. */
const enoughOfHaste = { answers: 5, any: 10 };
/** With this many mails that are no reactions the author is trusted longer, and the longer the more there are. */
const trustedAfter = 3;
const shortestWaitMs = 10_000;

/** The words of a mail for comparison: those of three or more letters, which leaves out numbers and most tokens. */
export function saidWords(text: string): readonly string[] {
  const words = known.get(text) ?? [...new Set(wordsOf(text.slice(0, 2000)).filter(word => /^\p{L}{3,}$/u.test(word)))];
  if (known.size >= maxKnown) known.clear();
  known.set(text, words);
  return words;
}
// An author who writes again and again is compared with the same mails each time.
const known = new Map<string, readonly string[]>();
const maxKnown = 1_000;

/** `before`: the author's tickets of the last hour, newest first. `isAnswer`: the subject has a reply prefix. */
export function suspicionOf(mail: Opening & { isAnswer: boolean }, before: readonly Opened[]): Suspicion {
  const { cause, run, independent, stillWaits } = timed(mail, before);
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

/** False where the times alone show that the mail is no reaction. The words of `before` are not looked at. */
export function maySuspect(mail: Pick<Opening, 'at'>, before: readonly Omit<Opened, 'said'>[]): boolean {
  const { cause, run, stillWaits } = timed(mail, before);
  return cause !== null && (run >= enough.answers || stillWaits);
}

function timed({ at }: Pick<Opening, 'at'>, before: readonly Omit<Opened, 'said'>[]) {
  const stillWaits = before.some(({ receipt }) => receipt?.heldBack && receipt.sentAt === null);
  return { ...followed([...before.toReversed(), { at, receipt: null }]), stillWaits };
}

/** Whether fewer than a third of the words are new. */
export const saysLittleNew = (words: readonly string[], before: readonly (readonly string[])[]): boolean =>
  before.length > 0 && isLittle(newWords(words, before), words);

const isLittle = (fresh: number, words: readonly string[]): boolean => fresh * 3 < Math.max(1, words.length);

function newWords(words: readonly string[], before: readonly (readonly string[])[]): number {
  const said = new Set(before.flat());
  return words.filter(word => !said.has(word)).length;
}

type Cause = Readonly<{ receipt: Receipt; since: number }>;
type Followed = Readonly<{
  /** The receipt to which the last mail reacts. */
  cause: Cause | null;
  /** The number of reactions in a row, up to the last mail. */
  run: number;
  /** The times of mails that react to nothing, without the first mail. */
  independent: readonly Date[];
}>;

function followed(mails: readonly Omit<Opened, 'said'>[]): Followed {
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
 * The oldest receipt that was sent by then and has caused no mail yet. Loops, also several at once, bring no more mails
 * than there were receipts, so every further mail is no reaction.
 */
function causeOf(at: Date, open: readonly Receipt[]): Cause | null {
  const causes = open
    .map(receipt => ({ receipt, since: sinceLeft(at, receipt) }))
    .filter(({ since }) => since <= slowMs);
  return causes.sort((a, b) => b.since - a.since)[0] ?? null;
}
