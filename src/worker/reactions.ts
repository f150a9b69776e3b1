// Who reacts? A mail that comes within seconds of an automatic mail of ours, again and again. Pure.

/** A mail of somebody's: when it came, and what it says (loops.ts). */
export type Event = Readonly<{ at: Date; gist: string | null }>;
/** An automatic mail of ours to that somebody: when it was written, and when it was on its way. */
export type Sent = Readonly<{ at: Date; sentAt: Date | null }>;

// A machine answers in a second or two, and a busy one on either side takes longer.
const promptMs = 30_000;
/** An answer may come before our relay has finished saying 250. */
const slackMs = 1_000;

export const reactsTo = (event: Event, { at, sentAt }: Sent): boolean => {
  const since = event.at.getTime() - (sentAt ?? at).getTime();
  return event.at >= at && since >= -slackMs && since <= promptMs;
};

/** How many mails react to one of ours each: those that say the same as the last one, and all. */
export function reactions(
  events: readonly Event[],
  sent: readonly Sent[],
  gist: string,
): { alike: number; any: number } {
  const open = sent.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const counted = { alike: 0, any: 0 };
  for (const event of events.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const cause = open.findIndex(each => reactsTo(event, each));
    if (cause < 0) continue;
    // Each of ours causes one: who writes five mails after one of ours does not react.
    open.splice(0, cause + 1);
    counted.any += 1;
    if (event.gist === gist) counted.alike += 1;
  }
  return counted;
}

/** A ticket of somebody's, and the receipt that it was answered with; null where none was written. */
export type Opened = Event & Readonly<{ receipt: (Sent & Readonly<{ probe: boolean }>) | null }>;
/**
 * `probe`: it may be a loop, so the receipt waits a while. A person writes on meanwhile, a machine
 * waits for it: `loop`.
 */
export type Suspicion = 'none' | 'probe' | 'loop';

// Who opens one ticket after another in the same words, and reads each receipt first, may be a script of
// an admin's; of a mail that answers something it is sooner believed.
const enough = { alikeAnswers: 2, alike: 10, any: 30 };

/** `before`: what the author opened in the last hour, newest first. */
export function suspicionOf(mail: Event, before: readonly Opened[], isAnswer: boolean): Suspicion {
  const chain: Event[] = [];
  let later = mail;
  for (const opened of before) {
    if (!opened.receipt || !reactsTo(later, opened.receipt)) break;
    chain.push(later);
    later = opened;
  }
  // Who wrote while a receipt was still on its way writes for reasons of his own.
  const independent = before.some((opened, at) => {
    const next = before[at - 1] ?? mail;
    const { receipt } = opened;
    return receipt !== null && next.at.getTime() < leftAt(receipt) - slackMs;
  });
  if (independent) return 'none';
  const different = chain.findIndex(each => each.gist !== mail.gist);
  const alike = different < 0 ? chain.length : different;
  if (chain.length > 0 && before[0]?.receipt?.probe) return 'loop';
  return alike >= (isAnswer ? enough.alikeAnswers : enough.alike) || chain.length >= enough.any ? 'probe' : 'none';
}

/** A probe that has not left yet was answered by nobody. */
const leftAt = ({ at, sentAt, probe }: NonNullable<Opened['receipt']>): number =>
  sentAt?.getTime() ?? (probe ? Number.POSITIVE_INFINITY : at.getTime());
