import type { Tx } from '../db/database.ts';
import type { Line } from '../outbox/notice.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { followingOf, setFollowing } from '../tickets/following.ts';
import { followersOf, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addEntry } from '../tickets/write.ts';
import { isUnfollowing } from '../triage/short-answer.ts';
import type { Filed, Written } from './filed.ts';
import { letterTo, roleOf } from './letters.ts';
import type { Reading } from './read-mail.ts';

/**
 * What the link below our mail and its List-Unsubscribe field write (RFC 2369 section 3.2), whatever the mail program
 * puts below it. Only from the address that it was made for.
 */
export const asksToLeave = ({ ownReplyAddress, mail, message }: Reading): boolean =>
  ownReplyAddress && !mail.admitted.hold && !mail.admitted.letIn && isUnfollowing(message.subject);

/** Null for every other mail, and for who is told anyway. Nobody is answered: mail programs send it at one click. */
export async function leave(tx: Tx, ticket: TicketRow, reading: Reading): Promise<Filed | null> {
  const { author, mail } = reading;
  if (!author || !asksToLeave(reading)) return null;
  const [line] = await unfollow(tx, ticket, reading);
  if (line?.kind !== 'unfollowed') return null;
  const text = `${author.address} does not follow any more`;
  await addEntry(tx, ticket.number, { message: { kind: 'event', text, mailId: mail.id }, attachments: [] });
  return {
    conclusion: { disposition: 'added', ticketNumber: ticket.number, reasons: ['asks to follow no more'] },
    outboxIds: [],
  };
}

/** To who opened the ticket or works on it. Only a person writes this to such an address: there is no link to it. */
export async function tellWhoStays(tx: Tx, ticket: TicketRow, { reading, desk }: Written): Promise<Filed> {
  const { author, isAgent, made } = reading;
  const conclusion = {
    disposition: 'added',
    ticketNumber: ticket.number,
    reasons: ['asks to follow no more'],
  } as const;
  if (made.suppressAnswer) return { conclusion, outboxIds: [] };
  const participant = { mailbox: author, role: roleOf(author.address, ticket, isAgent) };
  const letter = letterTo(participant, { kind: 'done', lines: [{ kind: 'stays' }] }, { desk, ticket });
  const occasion = { ticket: ticketOfMail(ticket, await followersOf(tx, ticket.number)), support: desk.supports[0] };
  return { conclusion, outboxIds: await addToOutbox(tx, [letter], occasion) };
}

/** The row stays, so that another copy does not bring the person back. */
export async function unfollow(tx: Tx, ticket: TicketRow, { author, isAgent }: Reading): Promise<Line[]> {
  if (!author) return [];
  const follows = (await followingOf(tx, ticket.number, author.address)) === 'following';
  if (!follows && (isAgent || author.address === ticket.requesterEmail)) return [{ kind: 'stays' }];
  await setFollowing(tx, ticket.number, { person: author, state: 'left' });
  return [{ kind: 'unfollowed' }];
}
