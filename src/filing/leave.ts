// A mail that asks to follow no more: from the link below our mail, or by its List-Unsubscribe field.
import { act } from '../actions/act.ts';
import { enqueueNotifications, notificationTo, roleOf } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import { followingOf } from '../tickets/following.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { isUnfollowing } from '../triage/commands/short-answer.ts';
import { type FilingResult, type PersonMail, withoutLetters } from './filed.ts';
import type { MailFacts } from './read-mail.ts';

const reasons = ['asks to follow no more'];

/**
 * What the link below our mail and its List-Unsubscribe field write (RFC 2369 section 3.2), whatever the mail program
 * puts below it. Only from the address that it was made for.
 */
export const asksToLeave = ({ ownReplyAddress, mail, message }: MailFacts): boolean =>
  ownReplyAddress && !mail.admitted.hold && !mail.admitted.released && isUnfollowing(message.subject);

/** Null for every other mail, and for a person who is told anyway. No answer: mail programs send it at one click. */
export async function leave(
  tx: Tx,
  ticket: TicketRow,
  { reading, desk }: { reading: MailFacts; desk: PersonMail['desk'] },
): Promise<FilingResult | null> {
  const { author, mail, isAgent } = reading;
  if (!author || !asksToLeave(reading)) return null;
  const follows = (await followingOf(tx, ticket.number, author.address)) === 'following';
  if (!follows && (isAgent || author.address === ticket.requesterEmail)) return null;
  const actor = { as: 'follower', mailbox: author, via: 'mail', mailId: mail.id } as const;
  await act(tx, ticket.number, [{ do: 'unfollow', people: [author] }], actor, desk);
  return withoutLetters({ disposition: 'added', ticketNumber: ticket.number, reasons });
}

/** To the requester, or an agent on the ticket. Only a person writes this to such an address: there is no link to it. */
export async function tellWhoStays(tx: Tx, ticket: TicketRow, { reading, desk }: PersonMail): Promise<FilingResult> {
  const { author, isAgent, classification } = reading;
  const conclusion = { disposition: 'added', ticketNumber: ticket.number, reasons } as const;
  if (classification.suppressAnswer) return withoutLetters(conclusion);
  const participant = { mailbox: author, role: roleOf(author.address, ticket, isAgent) };
  const letter = notificationTo(participant, { kind: 'done', lines: [{ kind: 'stays' }] }, { desk, ticket });
  return { conclusion, outboxIds: await enqueueNotifications(tx, ticket, { letters: [letter], desk }) };
}
