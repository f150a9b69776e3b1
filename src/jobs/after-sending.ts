// What becomes of an outbox row after an attempt to send it.
import type { Outcome } from '../delivery/relay/outcome.ts';
import type { OutboxChange, OutboxRow } from '../outbox/rows.ts';

type NotSent = Exclude<Outcome, { kind: 'sent' }>;

const minuteMs = 60_000;
const maxWaitMs = 4 * 60 * minuteMs;
// RFC 5321 section 4.5.4.1: give up after four or five days.
const giveUpAfterMs = 5 * 24 * 60 * minuteMs;
/** While the relay is away its mails wait no longer than this, so that they go soon after it is back. */
const waitForRelayMs = 30_000;

/** `relayAway`: the relay and not the mail was the cause. */
export function changeAfter(row: OutboxRow, outcome: NotSent, relayAway: boolean): OutboxChange {
  const now = Date.now();
  const attempts = row.attempts + 1;
  const lastReply = outcome.kind === 'later' ? outcome.reason : outcome.response;
  if (outcome.kind === 'refused' || now - row.createdAt.getTime() > giveUpAfterMs) {
    const enhancedStatus = outcome.kind === 'refused' ? outcome.enhancedStatus : null;
    return { state: 'failed', attempts, lastReply, enhancedStatus };
  }
  const wait = relayAway ? waitForRelayMs : Math.min(minuteMs * 2 ** row.attempts, maxWaitMs);
  // Up to a quarter of jitter, so that mails that failed together are not retried together.
  return { attempts, nextAttemptAt: new Date(now + wait * (1 + Math.random() / 4)), lastReply };
}
