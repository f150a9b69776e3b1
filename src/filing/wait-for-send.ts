// An agent's mail waits if its first `#word` is no command: a misspelt command must not reach the requester.
import { enqueueNotifications, notificationTo } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import { heldMailAskedIn } from '../outbox/asked.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { heldMail, keepOut, release } from '../tickets/waiting.ts';
import { unknownIn } from '../triage/commands/command.ts';
import { spelt } from '../triage/commands/names.ts';
import { isSending } from '../triage/commands/short-answer.ts';
import { type FilingResult, type PersonMail, withoutLetters } from './filed.ts';
import type { AuthoredMail } from './read-mail.ts';

/** The unknown `#word` for which an agent's mail waits; null for mail that need not wait. */
export const waitsFor = ({ isAgent, mail, meaning }: AuthoredMail): ReturnType<typeof unknownIn> =>
  isAgent && !mail.admitted.released && !mail.admitted.confirmed && startsUnknown(meaning.given)
    ? unknownIn(meaning.given)
    : null;

const startsUnknown = (given: AuthoredMail['meaning']['given']): boolean =>
  given.find(({ marked }) => marked)?.command.kind === 'unknown';

/** Holds the mail and tells its author the nearest command, and how to send the mail as it is. */
export async function waitForSend(
  tx: Tx,
  ticket: TicketRow,
  { facts, desk }: Pick<PersonMail, 'facts' | 'desk'>,
): Promise<FilingResult> {
  const unknown = waitsFor(facts)!;
  const words = unknown.words.slice(0, 100);
  const conclusion = {
    disposition: 'held',
    ticketNumber: ticket.number,
    reasons: [`not sent: ${words} is no command; its author is asked`],
  } as const;
  if (facts.classification.suppressAnswer) return withoutLetters(conclusion);
  const lines = [{ kind: 'waits', words, nearest: unknown.nearest && spelt(unknown.nearest) }] as const;
  const letter = notificationTo({ mailbox: facts.author, role: 'agent' }, { kind: 'done', lines }, { desk, ticket });
  const letters = [{ ...letter, heldMail: facts.mail.id }];
  return { conclusion, outboxIds: await enqueueNotifications(tx, ticket, { letters, desk }) };
}

/**
 * Null unless an agent answers that their waiting mail is to be sent. Any other answer is the corrected mail, so the
 * waiting one is put aside.
 */
export async function sendWaiting(
  tx: Tx,
  ticket: TicketRow,
  { facts, desk }: PersonMail,
): Promise<FilingResult | null> {
  const { author, isAgent, message, mail, newText } = facts;
  const asked = isAgent && !mail.admitted.released ? await heldMailAskedIn(tx, message.inReplyTo) : null;
  const waiting = asked === null ? null : await heldMail(tx, asked);
  if (!waiting || waiting.heldForTicket !== null) return null;
  const isOwn = (desk.directory.find(waiting.author)?.aliasOf ?? waiting.author) === author.address;
  if (!isOwn) return null;
  if (!isSending(newText.text)) {
    await keepOut(tx, [waiting.id], { by: null, why: `written again as ${mail.id}` });
    return null;
  }
  await release(tx, [waiting.id], { by: 'author', why: `sent as it is, by ${author.address}` });
  const conclusion = {
    disposition: 'added',
    ticketNumber: ticket.number,
    reasons: ['sends a mail that waited'],
  } as const;
  const back = { mailbox: author, role: 'agent' } as const;
  const letter = notificationTo(back, { kind: 'done', lines: [{ kind: 'sent-as-is' }] }, { desk, ticket });
  return { conclusion, outboxIds: await enqueueNotifications(tx, ticket, { letters: [letter], desk }) };
}
