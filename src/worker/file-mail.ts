// What becomes of a mail: filed as what it is, in one transaction with the mail that it causes.
import type { Tx } from '../db/database.ts';
import type { Mailbox } from '../mail/address.ts';
import { fingerprintOf } from '../mail/fingerprint.ts';
import { fieldValue } from '../mail/header.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { findTicket, isOnTicket } from '../tickets/find.ts';
import { followingOf } from '../tickets/following.ts';
import { type Conclusion, claimMail, concludeMail } from '../tickets/mail-record.ts';
import { followersOf, keyOf, lockTicket, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addEntry } from '../tickets/write.ts';
import { isCallForHelp, isUnfollowing } from '../triage/short-answer.ts';
import { appendToTicket } from './append-to-ticket.ts';
import { unfollow } from './carry-out.ts';
import type { Desk } from './desk.ts';
import { entryOf } from './entry-of.ts';
import { followUpOf, isLongClosed } from './follow-up.ts';
import { askRequester, decideHeld } from './held-question.ts';
import { answerHelp } from './help.ts';
import { letterTo, roleOf } from './letters.ts';
import { openNewTicket } from './open-new-ticket.ts';
import { type Reading, readMail } from './read-mail.ts';

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
  const { mail, author, made, person, meaning } = reading;
  const { hold, forThread, letIn } = mail.admitted;
  if (hold && !forThread) return plain({ disposition: 'held', reasons: [] });
  if (author && desk.supports.includes(author.address)) {
    return plain({ disposition: 'ignored', reasons: ['our own mail, come back'] });
  }
  const writer = author && { address: author.address, isAgent: reading.isAgent };
  const found = await findTicket(tx, reading.clues, writer);
  const ticket = found === null ? null : await lockTicket(tx, found);
  if (ticket && author && unfollows(reading)) return leave(tx, ticket, { reading: { ...reading, author }, desk });
  if (made.class !== 'person') return fileMachine(tx, reading, ticket?.number ?? null);
  if (!author || !writer) return plain({ disposition: 'held', reasons: ['it names no author'] });
  const written = { reading: { ...reading, author }, desk };
  if (ticket) return fileOnTicket(tx, ticket, written);
  if (!person && !letIn) {
    const reasons = ['its thread is not known here, and its author is not in the directory'];
    const { inReplyTo, references } = reading.clues;
    return plain({ disposition: 'held', reasons, awaits: [...inReplyTo, ...references] });
  }
  const calls = meaning.description === '' && meaning.commands.some(({ kind }) => kind === 'help');
  if (calls || isCallForHelp(reading.message.subject, reading.split.text)) return answerHelp(tx, written.reading, desk);
  return openNewTicket(tx, written.reading, { desk });
}

type Written = Readonly<{ reading: Reading & { author: Mailbox }; desk: Desk }>;

async function fileOnTicket(tx: Tx, ticket: TicketRow, written: Written): Promise<Filed> {
  const { reading, desk } = written;
  const { author, mail, isAgent, person, meaning } = reading;
  const isOn = isAgent || (await isOnTicket(tx, ticket.number, author.address));
  if (!isOn && !reading.ownReplyAddress && !mail.admitted.letIn) return fileStranger(tx, ticket, written);
  const decided = mail.admitted.letIn ? null : await decideHeld(tx, ticket, written);
  if (decided) return decided;
  const isElsewhere = !isAgent && person !== null && meaning.commands.some(({ kind }) => kind === 'separate');
  if (isElsewhere && !mail.admitted.letIn) {
    return openNewTicket(tx, reading, { desk, origin: { how: 'split', from: ticket } });
  }
  if (isAgent || !isLongClosed(ticket, desk, new Date(mail.receivedAt))) return appendToTicket(tx, ticket, written);
  const goingOn = await followUpOf(tx, ticket);
  if (goingOn) return fileOnTicket(tx, goingOn, written);
  return openNewTicket(tx, reading, { desk, origin: { how: 'follow-up', from: ticket } });
}

/** Somebody who is not on the ticket, but holds an address of it: its requester is asked. */
async function fileStranger(tx: Tx, ticket: TicketRow, written: Written): Promise<Filed> {
  const { author } = written.reading;
  if ((await followingOf(tx, ticket.number, author.address)) === 'barred') {
    return plain({ disposition: 'ignored', reasons: [`its author is kept out of ${keyOf(ticket.number)}`] });
  }
  return askRequester(tx, ticket, written);
}

/** Our links and List-Unsubscribe say it in the subject; mail programs send that on their own, and some say so. */
const unfollows = ({ ownReplyAddress, mail, message }: Reading): boolean =>
  ownReplyAddress && !mail.admitted.hold && !mail.admitted.letIn && isUnfollowing(message.subject);

async function leave(tx: Tx, ticket: TicketRow, { reading, desk }: Written): Promise<Filed> {
  const lines = await unfollow(tx, ticket, reading);
  const { author, isAgent, made } = reading;
  const participant = { mailbox: author, role: roleOf(author.address, ticket, isAgent) };
  const letter = letterTo(participant, { kind: 'done', lines }, { desk, ticket });
  const occasion = { ticket: ticketOfMail(ticket, await followersOf(tx, ticket.number)), support: desk.supports[0] };
  return {
    conclusion: { disposition: 'added', ticketNumber: ticket.number, reasons: ['asks to follow no more'] },
    outboxIds: made.class === 'person' && !made.suppressAnswer ? await addToOutbox(tx, [letter], occasion) : [],
  };
}

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
