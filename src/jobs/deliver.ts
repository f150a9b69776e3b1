// One job: sends an outbox row and records the smarthost's reply.
//
// The row stays locked while it is sent, so that two workers never both send it; the lock of a worker that dies
// is released. A crash between the smarthost's 250 and our commit causes a second copy (RFC 1047) with the same
// Message-ID and the same bytes.
import type { Database, Tx } from '../db/database.ts';
import type { Outcome } from '../delivery/relay/outcome.ts';
import type { Locale } from '../desk/locale.ts';
import type { OutgoingMail } from '../desk/notice.ts';
import type { Address } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import { lockOutboxRow, type OutboxChange, type OutboxRow, updateOutboxRow } from '../outbox/rows.ts';
import { signReplyAddress } from '../tokens/reply-address.ts';
import { signReturnPath } from '../tokens/return-path.ts';
import { signTicketToken } from '../tokens/ticket-token.ts';

export type DeliverPorts = Readonly<{
  db: Database;
  supports: readonly [Address, ...Address[]];
  /** Signs reply addresses and links. */
  key: string;
  /** The base of links; null where no web page is reachable. */
  publicUrl: string | null;
  send(mail: OutgoingMail): Promise<Outcome>;
  /** Tells agents that a mail has failed for good; returns the outbox rows of these warnings. */
  noteFailure(tx: Tx, row: OutboxRow, why: string): Promise<readonly string[]>;
  offer(outboxIds: readonly string[]): void;
}>;

const minuteMs = 60_000;
const maxWaitMs = 4 * 60 * minuteMs;
// RFC 5321 section 4.5.4.1: give up after four or five days.
const giveUpAfterMs = 5 * 24 * 60 * minuteMs;

export async function deliver(outboxId: string, ports: DeliverPorts): Promise<void> {
  const warnings = await ports.db.transaction(async tx => {
    const row = await lockOutboxRow(tx, outboxId, { skipLocked: true });
    if (row?.state !== 'queued') return [];
    const outcome = await ports.send(toMail(row, ports));
    const change = after(row, outcome, new Date());
    await updateOutboxRow(tx, outboxId, change);
    return change.state === 'failed' ? ports.noteFailure(tx, row, change.lastReply ?? '') : [];
  });
  if (warnings.length > 0) ports.offer(warnings);
}

function toMail(row: OutboxRow, ports: DeliverPorts): OutgoingMail {
  const { supports, key } = ports;
  const recipient = { address: row.recipientEmail as Address, name: row.recipientName ?? '' };
  const { ticketNumber } = row;
  // Dated by the row and not by today, so that a retry makes the same bytes.
  const replyTo =
    ticketNumber === null
      ? supports[0]
      : signReplyAddress({ support: supports[0], ticketNumber, recipient: recipient.address }, key, row.createdAt);
  return {
    id: row.id,
    notice: row.notice,
    locale: row.locale as Locale,
    from: { address: supports[0], name: '' },
    recipient,
    role: row.role,
    replyTo,
    returnPath: signReturnPath(supports[0], row.id, key),
    messageId: row.messageId as MessageId,
    inReplyTo: row.inReplyTo as MessageId | null,
    references: row.references as MessageId[],
    date: row.createdAt.toISOString(),
    unfollowUrl: unfollowUrlOf(row, ports),
    ticket: row.ticket,
  };
}

/** Only followers can leave. The link is dated by the row, too. */
function unfollowUrlOf(row: OutboxRow, { publicUrl, key }: DeliverPorts): string | null {
  const { ticketNumber, role, locale } = row;
  if (publicUrl === null || ticketNumber === null || role !== 'follower') return null;
  const recipient = row.recipientEmail as Address;
  const token = signTicketToken({ purpose: 'unfollow', ticketNumber, recipient }, key, row.createdAt);
  return `${publicUrl}/unfollow/${locale}/${token}`;
}

function after(row: OutboxRow, outcome: Outcome, now: Date): OutboxChange {
  const attempts = row.attempts + 1;
  if (outcome.kind === 'sent') {
    const { response: lastReply, relayedAs = null } = outcome;
    return { state: 'sent', attempts, sentAt: now, lastReply, relayedAs };
  }
  const tooLate = now.getTime() - row.createdAt.getTime() > giveUpAfterMs;
  if (outcome.kind === 'refused' || tooLate) {
    const enhancedStatus = outcome.kind === 'refused' ? outcome.enhancedStatus : null;
    return { state: 'failed', attempts, lastReply: replyOf(outcome), enhancedStatus };
  }
  const wait = Math.min(minuteMs * 2 ** row.attempts, maxWaitMs);
  // Up to a quarter of jitter, so that mails that failed together are not retried together.
  const nextAttemptAt = new Date(now.getTime() + wait * (1 + Math.random() / 4));
  return { attempts, nextAttemptAt, lastReply: replyOf(outcome) };
}

const replyOf = (outcome: Exclude<Outcome, { kind: 'sent' }>): string =>
  outcome.kind === 'later' ? outcome.reason : outcome.response;
