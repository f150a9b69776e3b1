// One job: sends an outbox row and records the smarthost's reply.
//
// The row stays locked while it is sent, so that two workers never both send it; the lock of a worker that dies
// is released. A crash between the smarthost's 250 and our commit causes a second copy (RFC 1047) with the same
// Message-ID and the same bytes.
import { noteUnreachable } from '../actions/unreachable.ts';
import type { Database } from '../db/database.ts';
import { type Carried, compose } from '../delivery/compose.ts';
import { carryFiles } from '../delivery/files.ts';
import type { Outcome } from '../delivery/relay/outcome.ts';
import type { Relay } from '../delivery/relay/send.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import type { Desk } from '../desk/desk.ts';
import type { Locale } from '../desk/locale.ts';
import type { OutgoingMail } from '../desk/notice.ts';
import type { Log } from '../log/log.ts';
import type { Address } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import { lockOutboxRow, type OutboxChange, type OutboxRow, updateOutboxRow } from '../outbox/rows.ts';
import { codeOf, linkToken } from '../signin/secrets.ts';
import type { Store } from '../store/store.ts';
import { signFilePath } from '../tokens/file-link.ts';
import { signReplyAddress } from '../tokens/reply-address.ts';
import { signReturnPath } from '../tokens/return-path.ts';
import { signTicketToken } from '../tokens/ticket-token.ts';

/** What the job works with. */
export type DeliverRooms = Readonly<{
  db: Database;
  desk: Desk;
  /** What links start with; null where none would work. */
  publicUrl: string | null;
  relay: Pick<Relay, 'send'>;
  templates: Templates;
  store: Pick<Store, 'get' | 'has'>;
  /** How many bytes of files travel with one mail. */
  mailFilesBytes: number;
  /** Of outbox rows that were written. */
  offer(...outboxIds: string[]): void;
}>;

const minuteMs = 60_000;
const maxWaitMs = 4 * 60 * minuteMs;
// RFC 5321 section 4.5.4.1: give up after four or five days.
const giveUpAfterMs = 5 * 24 * 60 * minuteMs;

/** Never rejects: what fails is tried again. */
export const deliverOrExplain = (outboxId: string, rooms: DeliverRooms, log: Log): Promise<void> =>
  deliver(outboxId, rooms).catch(cause => log.error({ outbox: outboxId, err: cause }, 'outbox: not sent, is retried'));

export async function deliver(outboxId: string, rooms: DeliverRooms): Promise<void> {
  const warnings = await rooms.db.transaction(async tx => {
    const row = await lockOutboxRow(tx, outboxId, { skipLocked: true });
    if (row?.state !== 'queued') return [];
    const mail = toMail(row, rooms);
    const outcome = await rooms.relay.send(compose(mail, rooms.templates, await carriedBy(mail, row, rooms)));
    const change = after(row, outcome, new Date());
    await updateOutboxRow(tx, outboxId, change);
    if (change.state !== 'failed') return [];
    return noteUnreachable(tx, row, { why: change.lastReply ?? '', desk: rooms.desk });
  });
  if (warnings.length > 0) rooms.offer(...warnings);
}

function toMail(row: OutboxRow, rooms: DeliverRooms): OutgoingMail {
  const { supports, keys } = rooms.desk;
  const key = keys[0]!;
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
    from: { address: supports[0], name: rooms.desk.name },
    recipient,
    role: row.role,
    replyTo,
    returnPath: signReturnPath(supports[0], row.id, key),
    messageId: row.messageId as MessageId,
    inReplyTo: row.inReplyTo as MessageId | null,
    references: row.references as MessageId[],
    date: row.createdAt.toISOString(),
    unfollowUrl: unfollowUrlOf(row, rooms),
    ...signInOf(row, rooms),
    ticket: { ...row.ticket, url: pageOf(row, rooms) },
  };
}

/** The ticket's page; a mail without a ticket has none. */
const pageOf = ({ ticketNumber, ticket }: OutboxRow, { publicUrl }: DeliverRooms): string | null =>
  publicUrl === null || ticketNumber === null ? null : `${publicUrl}/tickets/${ticket.key}`;

/** Link and code of a mail to sign in. */
function signInOf({ notice }: OutboxRow, { publicUrl, desk }: DeliverRooms): Pick<OutgoingMail, 'signIn'> {
  if (notice.kind !== 'sign-in') return {};
  const key = desk.keys[0]!;
  const url = publicUrl === null ? '' : `${publicUrl}/sign-in/k/${linkToken(notice.signIn, key)}`;
  return { signIn: { url, code: codeOf(notice.signIn, key) } };
}

/** The files of the mail; links are dated by the row, so that a retry makes the same. */
async function carriedBy(mail: OutgoingMail, row: OutboxRow, rooms: DeliverRooms): Promise<Carried> {
  const { store, publicUrl, desk, mailFilesBytes } = rooms;
  const { ticketNumber, createdAt } = row;
  const recipient = mail.recipient.address;
  const files = await carryFiles(mail.notice, {
    maxBytes: mailFilesBytes,
    has: store.has,
    linkTo: ({ key }) =>
      publicUrl === null || ticketNumber === null
        ? null
        : `${publicUrl}${signFilePath({ ticketNumber, recipient, key }, desk.keys[0]!, createdAt)}`,
  });
  return { files, bytesOf: store.get };
}

/** Only followers can leave. The link is dated by the row, too. */
function unfollowUrlOf(row: OutboxRow, { publicUrl, desk }: DeliverRooms): string | null {
  const { ticketNumber, role, locale } = row;
  if (publicUrl === null || ticketNumber === null || role !== 'follower') return null;
  const recipient = row.recipientEmail as Address;
  const token = signTicketToken({ purpose: 'unfollow', ticketNumber, recipient }, desk.keys[0]!, row.createdAt);
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
