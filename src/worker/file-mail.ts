// What becomes of a mail: filed as what it is, in one transaction with the mail that it causes.
import type { Tx } from '../db/database.ts';
import type { Mailbox } from '../mail/address.ts';
import { fingerprintOf } from '../mail/fingerprint.ts';
import { fieldValue } from '../mail/header.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { findTicket, isOnTicket, isSentByUs } from '../tickets/find.ts';
import { type Conclusion, claimMail, concludeMail } from '../tickets/mail-record.ts';
import { keyOf, lockTicket, type TicketRow } from '../tickets/ticket.ts';
import { addEntry } from '../tickets/write.ts';
import { appendToTicket } from './append-to-ticket.ts';
import { type Desk, isOurs } from './desk.ts';
import { entryOf } from './entry-of.ts';
import { fileReport } from './file-report.ts';
import { reactsOnTicket, repeatedBefore, type Words, wordsOf } from './loops.ts';
import { openNewTicket } from './open-new-ticket.ts';
import { type Reading, readMail } from './read-mail.ts';
import { unfollow } from './unfollow.ts';
import { warnAgents } from './warn-agents.ts';

/** The outcome, and the outbox rows to offer once the transaction is committed. */
export type Filed = Readonly<{ conclusion: Conclusion; outboxIds: readonly string[] }>;

export async function fileMail(
  tx: Tx,
  mail: SpooledMail,
  message: IncomingMessage,
  options: Readonly<{ desk: Desk; bodyHash: string }>,
): Promise<readonly string[]> {
  const { subject, messageId } = message;
  const date = fieldValue(message.header, 'date');
  const fingerprint = fingerprintOf([mail.author?.address ?? null, messageId, date, options.bodyHash]);
  const claim = await claimMail(tx, mail, { subject, messageId, fingerprint });
  if (claim.kind === 'done') return [];
  const { conclusion, outboxIds } =
    claim.kind === 'duplicate'
      ? plain({ disposition: 'duplicate', ticketNumber: claim.ticketNumber, reasons: [`the same mail as ${claim.of}`] })
      : await fileFresh(tx, readMail(mail, message, options.desk), options.desk);
  await concludeMail(tx, mail, { ...conclusion, reasons: [...conclusion.reasons, ...message.problems] });
  return outboxIds;
}

async function fileFresh(tx: Tx, reading: Reading, desk: Desk): Promise<Filed> {
  const { mail, author, made } = reading;
  if (mail.admitted.hold) return plain({ disposition: 'held', reasons: [] });
  if (reading.reportsOn !== null) return fileReport(tx, reading, { outboxId: reading.reportsOn, desk });
  if ((author && isOurs(desk, author.address)) || (await isSentByUs(tx, ourIdsIn(reading)))) {
    return plain({ disposition: 'ignored', reasons: ['our own mail, come back'] });
  }
  const writer = author && { address: author.address, isAgent: reading.isAgent };
  const found = await findTicket(tx, reading.clues, writer);
  const ticket = found === null ? null : await lockTicket(tx, found);
  const letIn = mail.admitted.letIn ?? false;
  // Before machines: some mail programs send it by themselves and say so.
  const unfollowed = ticket && (await unfollow(tx, ticket, reading));
  if (unfollowed) return unfollowed;
  if (made.class !== 'person') return fileMachine(tx, reading, ticket?.number ?? null);
  if (!author || !writer) return plain({ disposition: 'held', reasons: ['it names no author'] });
  const words = wordsOf(reading, ticket?.number ?? null);
  const filed =
    (letIn ? null : await fileLoop(tx, reading, { ticket, words, desk })) ??
    (await filePerson(tx, { ...reading, author }, { ticket, words, desk }));
  return { ...filed, conclusion: { ...filed.conclusion, words } };
}

type Filing = Readonly<{ ticket: TicketRow | null; words: Words; desk: Desk }>;

async function filePerson(
  tx: Tx,
  reading: Reading & { author: Mailbox },
  { ticket, words, desk }: Filing,
): Promise<Filed> {
  const { author, isAgent, person, mail } = reading;
  if (ticket) {
    const entitled =
      mail.admitted.letIn ||
      reading.ownReplyAddress ||
      isAgent ||
      (await isOnTicket(tx, ticket.number, author.address));
    if (entitled) return appendToTicket(tx, ticket, { reading, desk });
    return plain({ disposition: 'held', reasons: [`its author is not on ${keyOf(ticket.number)}`] });
  }
  if (!person && !mail.admitted.letIn)
    return plain({
      disposition: 'held',
      reasons: ['its thread is not known here, and its author is not in the directory'],
    });
  return openNewTicket(tx, reading, { desk, gist: words.gist });
}

/** Null for a mail that is none of a loop. */
async function fileLoop(tx: Tx, reading: Reading, { ticket, words, desk }: Filing): Promise<Filed | null> {
  const repeated = await repeatedBefore(tx, reading, words);
  if (repeated) {
    const why = 'the same words from the same author for the third time in ten minutes';
    const on = ticket?.number ?? repeated.ticketNumber;
    const outboxIds = repeated.first && on !== null ? await warnOfLoop(tx, reading, { on, why, desk }) : [];
    return { conclusion: { disposition: 'held', ticketNumber: on, reasons: [why] }, outboxIds };
  }
  if (!ticket || !(await reactsOnTicket(tx, reading, { ticketNumber: ticket.number, gist: words.gist }))) return null;
  await addEntry(tx, ticket.number, entryOf(reading, 'auto-reply'));
  const why = 'it answers our automatic mail within seconds, again and again';
  const outboxIds = await warnOfLoop(tx, reading, { on: ticket.number, why, desk });
  return { conclusion: { disposition: 'auto-reply', ticketNumber: ticket.number, reasons: [why] }, outboxIds };
}

async function warnOfLoop(
  tx: Tx,
  { author }: Reading,
  { on, why, desk }: { on: number; why: string; desk: Desk },
): Promise<string[]> {
  const ticket = await lockTicket(tx, on);
  if (!ticket || !author) return [];
  const ids = await warnAgents(tx, ticket, { warning: { about: 'looping', who: author, why }, desk });
  const message = { kind: 'event' as const, text: `loop: mail from ${author.address} is not answered: ${why}` };
  if (ids.length > 0) await addEntry(tx, on, { message, attachments: [] });
  return ids;
}

/** Our own mail, come back as it was, or under the Message-ID that a relay gave it. */
const ourIdsIn = ({ message }: Reading) => ({
  messageId: message.messageId,
  outboxId: fieldValue(message.header, 'x-postern-id'),
});

/** Machines are never answered (RFC 3834 section 2); what they say of a ticket is kept with it. */
async function fileMachine(tx: Tx, reading: Reading, ticketNumber: number | null): Promise<Filed> {
  const { made } = reading;
  const reasons = [`written by a machine (${made.class})`, ...made.evidence];
  if (made.class === 'dsn') return plain({ disposition: 'dsn', ticketNumber, reasons });
  if (ticketNumber === null) return plain({ disposition: 'ignored', reasons });
  await addEntry(tx, ticketNumber, entryOf(reading, 'auto-reply'));
  return plain({ disposition: 'auto-reply', ticketNumber, reasons });
}

const plain = (conclusion: Conclusion): Filed => ({ conclusion, outboxIds: [] });
