// Files a mail according to its kind, in one transaction with the notifications that it causes.

import type { Tx } from '../db/database.ts';
import { type Desk, isOurs } from '../desk/desk.ts';
import type { Address } from '../mail/address.ts';
import { isComposedByUs } from '../mail/arrival.ts';
import { fingerprintOf } from '../mail/fingerprint.ts';
import { fieldValue } from '../mail/header.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { findTicket, isSentByUs, lockLiving, standingOnThread } from '../tickets/find.ts';
import { claimMail, concludeMail } from '../tickets/mail-record.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { addEntry } from '../tickets/write.ts';
import { isCallForHelp } from '../triage/commands/short-answer.ts';
import { decideHeldList } from './decide-held-list.ts';
import { machineEntryOf } from './entry-of.ts';
import { fileOnTicket } from './file-on-ticket.ts';
import { fileRefused } from './file-refused.ts';
import { fileReport, reportedBy } from './file-report.ts';
import { type Filed, type FilingResult, type PersonMail, withoutLetters } from './filed.ts';
import { decidesHeld } from './held-question.ts';
import { answerHelp } from './help.ts';
import { joinSameThread } from './join-thread.ts';
import { leave } from './leave.ts';
import { fileLoop } from './loops/file-loop.ts';
import { contentOf } from './loops/loops.ts';
import { openNewTicket } from './open.ts';
import { copied, idsAnswered, type MailFacts, othersAddressed, readMail } from './read-mail.ts';
import type { ReadMail } from './reading/reader.ts';
import { isHeld } from './reading/words.ts';
import { isRobot, opensNoTicket, waitsAsRobot } from './robots.ts';

export async function fileMail(
  tx: Tx,
  mail: SpooledMail,
  { message, words }: ReadMail,
  options: Readonly<{ desk: Desk; bodyHash: string }>,
): Promise<Filed> {
  const { refused } = mail.admitted;
  if (refused) return fileRefused(tx, { mail, read: { message, words }, refusal: refused.refusal }, options.desk);
  const { subject, messageId } = message;
  const fingerprint = fingerprintFor(mail, message, options.bodyHash);
  const claim = await claimMail(tx, mail, { subject, messageId, fingerprint });
  if (claim.kind === 'done') return { conclusion: null, outboxIds: [] };
  const { conclusion, outboxIds } =
    claim.kind === 'duplicate'
      ? withoutLetters({
          disposition: 'duplicate',
          ticketNumber: claim.ticketNumber,
          reasons: [`the same mail as ${claim.of}`],
        })
      : await fileRead(tx, mail, { message, words }, options.desk);
  await concludeMail(tx, mail, {
    ...conclusion,
    reasons: [...conclusion.reasons, ...message.problems],
    reports: reportedBy({ mail, message, words }, options.desk),
  });
  return { conclusion, outboxIds };
}

/** The same for all deliveries of one mail. */
export const fingerprintFor = (mail: SpooledMail, message: IncomingMessage, bodyHash: string): string =>
  fingerprintOf([...identityOf(mail, message), bodyHash]);

/**
 * The parts that are equal in two deliveries of one mail. Scripts and devices write neither Message-ID nor Date, so
 * text alone does not make two of their mails the same.
 */
function identityOf(mail: SpooledMail, { header, messageId }: IncomingMessage): (string | null)[] {
  const value = (name: string) => fieldValue(header, name) || null;
  const id = messageId ?? value('message-id');
  const inItsPlace = id ? [] : ['subject', 'to', 'cc', 'references'].map(value);
  return [mail.author?.address ?? null, id, value('date'), ...inItsPlace];
}

function fileRead(tx: Tx, mail: SpooledMail, { message, words }: ReadMail, desk: Desk): Promise<FilingResult> {
  if (words === null || isHeld(mail)) return Promise.resolve(withoutLetters({ disposition: 'held', reasons: [] }));
  return fileFresh(tx, readMail(mail, { message, words }, desk), desk);
}

async function fileFresh(tx: Tx, facts: MailFacts, desk: Desk): Promise<FilingResult> {
  const { mail, author, classification } = facts;
  if (facts.reportsOn !== null) return fileReport(tx, facts, { outboxId: facts.reportsOn, desk });
  if ((author && isOurs(desk, author.address)) || (await isSentByUs(tx, ourIdsIn(facts)))) {
    return withoutLetters({ disposition: 'ignored', reasons: ['our own mail, come back'] });
  }
  // An attacker may have sent this signed mail again to us, so it names no thread and copies no person in.
  if (facts.waitsSigned) return withoutLetters({ disposition: 'held', reasons: [facts.waitsSigned] });
  const writer = author && {
    address: author.address,
    isAgent: facts.isAgent,
    ...(facts.isAgent ? { believes: believedBy(facts, desk) } : {}),
  };
  const found = await findTicket(tx, facts.clues, writer);
  const ticket = found === null ? null : await lockLiving(tx, found);
  // Before the test for machines, since some mail programs send an unsubscribe mail marked as automatic.
  const left = ticket && (await leave(tx, ticket, { facts, desk }));
  if (left) return left;
  const waits = opensNoTicket(ticket, facts) ? null : await waitsAsRobot(tx, ticket, facts);
  if (waits) return withoutLetters({ disposition: 'held', reasons: [waits] });
  const isOpening = mail.admitted.released && ticket === null && isRobot(facts);
  if (classification.class !== 'person' && !isOpening) return fileMachine(tx, facts, ticket?.number ?? null);
  if (!author) return withoutLetters({ disposition: 'held', reasons: ['it names no author'] });
  const content = contentOf(facts, ticket?.number ?? null);
  const written = { facts: { ...facts, author }, content, desk };
  const filed = (await loopOf(tx, ticket, written)) ?? (await filePerson(tx, ticket, written));
  return { ...filed, conclusion: { ...filed.conclusion, ...content } };
}

/**
 * An agent is on every ticket, so an agent's answer would go to any ticket whose author wrote the answered Message-ID
 * into their own mail. So the id counts only if its mail is by an agent, or if the answer is addressed to that mail's
 * author, or only to us and agents.
 */
function believedBy(facts: MailFacts, desk: Desk) {
  const isAgent = (address: string) => desk.directory.find(address as Address)?.role === 'agent';
  const others = othersAddressed(facts, desk).filter(({ address }) => !isAgent(address));
  return (author: string | null): boolean =>
    others.length === 0 || (author !== null && (isAgent(author) || others.some(({ address }) => address === author)));
}

/** Null where there is no loop, and for answers to our questions: "let in" may come many times. */
async function loopOf(tx: Tx, ticket: TicketRow | null, written: PersonMail): Promise<FilingResult | null> {
  if (written.facts.mail.admitted.released || isComposedByUs(written.facts.mail.via)) return null;
  if (ticket && (await decidesHeld(tx, ticket, written))) return null;
  return fileLoop(tx, ticket, written);
}

async function filePerson(tx: Tx, ticket: TicketRow | null, written: PersonMail): Promise<FilingResult> {
  const { facts, desk } = written;
  if (ticket) return fileOnTicket(tx, ticket, written);
  if (!facts.person && !facts.mail.admitted.released) {
    const reasons = ['its thread is not known here, and its author is not in the directory'];
    return withoutLetters({ disposition: 'held', reasons, awaitsMessageIds: idsAnswered(facts) });
  }
  const decided = await decideHeldList(tx, written);
  if (decided) return decided;
  if (callsForHelp(facts)) return answerHelp(tx, facts, desk);
  const joined = await joinSameThread(tx, written);
  if (joined) return fileOnTicket(tx, joined, written);
  return (await waitForThread(tx, written)) ?? openAwaiting(tx, written);
}

/** Records which mails it answers, so that another answer to them finds its ticket (join-thread.ts). */
async function openAwaiting(tx: Tx, { facts, desk }: PersonMail): Promise<FilingResult> {
  const { conclusion, outboxIds } = await openNewTicket(tx, facts, { desk });
  const awaitsMessageIds = idsAnswered(facts);
  return { conclusion: { ...conclusion, ...(awaitsMessageIds.length > 0 ? { awaitsMessageIds } : {}) }, outboxIds };
}

const minuteMs = 60_000;

/**
 * The answer of a person who was copied in may arrive before the mail that it answers, and then waits for it. Null
 * where it need not wait or has waited, and where no person in To or Cc may open a ticket: then an old thread was
 * used to write to us.
 */
async function waitForThread(tx: Tx, { facts, desk }: PersonMail): Promise<FilingResult | null> {
  const { mail, author } = facts;
  const minutes = desk.rules.earlyReplyMinutes;
  const awaitsMessageIds = idsAnswered(facts);
  if (minutes === 0 || awaitsMessageIds.length === 0 || mail.admitted.released || mail.admitted.hasWaited) return null;
  if (!copied(facts, desk).some(({ address }) => desk.directory.find(address))) return null;
  if ((await standingOnThread(tx, author.address, awaitsMessageIds)) !== 'unknown') return null;
  const waitsUntil = new Date(Date.now() + minutes * minuteMs);
  const reasons = [`it answers a mail that is not here yet: it waits ${minutes} minutes for it`];
  return withoutLetters({ disposition: 'held', reasons, awaitsMessageIds, waitsUntil });
}

/** Who fills in a form wants a ticket, whatever its words. */
export const callsForHelp = ({ mail, meaning, message, newText }: MailFacts): boolean =>
  !isComposedByUs(mail.via) &&
  ((meaning.description === '' && meaning.commands.some(({ kind }) => kind === 'help')) ||
    isCallForHelp(message.subject, newText.text));

/** Finds our own mail that came back, also under the Message-ID that a relay gave it. */
export const ourIdsIn = ({ message }: MailFacts) => ({
  messageId: message.messageId,
  outboxId: fieldValue(message.header, 'x-postern-id'),
});

/** Machines get no answer (RFC 3834 section 2). Their mail about a ticket is kept on it. */
async function fileMachine(tx: Tx, facts: MailFacts, ticketNumber: number | null): Promise<FilingResult> {
  const { classification } = facts;
  const reasons = [`written by a machine (${classification.class})`, ...classification.evidence];
  if (classification.class === 'dsn') return withoutLetters({ disposition: 'dsn', ticketNumber, reasons });
  if (ticketNumber === null) return withoutLetters({ disposition: 'ignored', reasons });
  await addEntry(tx, ticketNumber, machineEntryOf(facts));
  return withoutLetters({ disposition: 'auto-reply', ticketNumber, reasons });
}
