// A mail that asks to unfollow: by the link below our mail, or by its List-Unsubscribe field.
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
 * Whether the mail is what that link and that field write (RFC 2369 section 3.2), with any signature below it. It
 * counts only from the person whom the reply address was made for.
 */
export const asksToLeave = ({ ownReplyAddress, mail, message }: MailFacts): boolean =>
  ownReplyAddress && !mail.admitted.hold && !mail.admitted.released && isUnfollowing(message.subject);

/** Null for other mail, and for a requester or agent who does not follow. No answer: mail programs do it at one click. */
export async function leave(
  tx: Tx,
  ticket: TicketRow,
  { facts, desk }: { facts: MailFacts; desk: PersonMail['desk'] },
): Promise<FilingResult | null> {
  const { author, mail, isAgent } = facts;
  if (!author || !asksToLeave(facts)) return null;
  const follows = (await followingOf(tx, ticket.number, author.address)) === 'following';
  if (!follows && (isAgent || author.address === ticket.requesterEmail)) return null;
  const actor = { as: 'follower', mailbox: author, via: 'mail', mailId: mail.id } as const;
  await act(tx, ticket.number, [{ do: 'unfollow', people: [author] }], actor, desk);
  return withoutLetters({ disposition: 'added', ticketNumber: ticket.number, reasons });
}

/** Answers a requester or an agent, who cannot unfollow. Their mails have no such link, so a person wrote this. */
export async function tellWhoStays(tx: Tx, ticket: TicketRow, { facts, desk }: PersonMail): Promise<FilingResult> {
  const { author, isAgent, classification } = facts;
  const conclusion = { disposition: 'added', ticketNumber: ticket.number, reasons } as const;
  if (classification.suppressAnswer) return withoutLetters(conclusion);
  const participant = { mailbox: author, role: roleOf(author.address, ticket, isAgent) };
  const letter = notificationTo(participant, { kind: 'done', lines: [{ kind: 'stays' }] }, { desk, ticket });
  return { conclusion, outboxIds: await enqueueNotifications(tx, ticket, { letters: [letter], desk }) };
}
