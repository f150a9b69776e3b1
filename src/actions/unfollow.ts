import type { Database, Tx } from '../db/database.ts';
import type { Feedback } from '../desk/feedback.ts';
import { type FilingResult, type PersonMail, withoutLetters } from '../filing/filed.ts';
import type { MailFacts } from '../filing/read-mail.ts';
import type { Address } from '../mail/address.ts';
import { livingOf } from '../tickets/find.ts';
import { followingOf, setFollowing } from '../tickets/following.ts';
import { followersOf, lockTicket, type TicketRow } from '../tickets/ticket.ts';
import { addEntry } from '../tickets/write.ts';
import { isUnfollowing } from '../triage/commands/short-answer.ts';
import { enqueueNotifications, notificationTo, roleOf } from './tell.ts';

/**
 * What the link below our mail and its List-Unsubscribe field write (RFC 2369 section 3.2), whatever the mail program
 * puts below it. Only from the address that it was made for.
 */
export const asksToLeave = ({ ownReplyAddress, mail, message }: MailFacts): boolean =>
  ownReplyAddress && !mail.admitted.hold && !mail.admitted.released && isUnfollowing(message.subject);

/** Null for every other mail, and for who is told anyway. Nobody is answered: mail programs send it at one click. */
export async function leave(tx: Tx, ticket: TicketRow, reading: MailFacts): Promise<FilingResult | null> {
  const { author, mail } = reading;
  if (!author || !asksToLeave(reading)) return null;
  const [line] = await unfollow(tx, ticket, reading);
  if (line?.kind !== 'unfollowed') return null;
  await addLeaving(tx, ticket.number, { address: author.address, mailId: mail.id });
  return withoutLetters({ disposition: 'added', ticketNumber: ticket.number, reasons: ['asks to follow no more'] });
}

/** By the link in our mail, for whom it was made: once is enough, and twice does no harm. */
export async function unfollowByLink(
  db: Database,
  link: Readonly<{ ticketNumber: number; isFor(address: Address): boolean }>,
): Promise<'unfollowed' | 'stays'> {
  return db.transaction(async tx => {
    const ticket = await lockTicket(tx, await livingOf(tx, link.ticketNumber));
    if (!ticket) return 'unfollowed';
    const person = (await followersOf(tx, ticket.number)).find(({ address }) => link.isFor(address));
    // After a merge a follower of one ticket may be who opened the other.
    if (!person) return link.isFor(ticket.requesterEmail as Address) ? 'stays' : 'unfollowed';
    await setFollowing(tx, ticket.number, { person, state: 'left' });
    await addLeaving(tx, ticket.number, { address: person.address, mailId: null });
    return 'unfollowed';
  });
}

async function addLeaving(
  tx: Tx,
  ticketNumber: number,
  { address, mailId }: { address: Address; mailId: string | null },
): Promise<void> {
  const text = `${address} does not follow any more`;
  await addEntry(tx, ticketNumber, { message: { kind: 'event', text, mailId }, attachments: [] });
}

/** To who opened the ticket or works on it. Only a person writes this to such an address: there is no link to it. */
export async function tellWhoStays(tx: Tx, ticket: TicketRow, { reading, desk }: PersonMail): Promise<FilingResult> {
  const { author, isAgent, classification } = reading;
  const conclusion = {
    disposition: 'added',
    ticketNumber: ticket.number,
    reasons: ['asks to follow no more'],
  } as const;
  if (classification.suppressAnswer) return withoutLetters(conclusion);
  const participant = { mailbox: author, role: roleOf(author.address, ticket, isAgent) };
  const letter = notificationTo(participant, { kind: 'done', lines: [{ kind: 'stays' }] }, { desk, ticket });
  return { conclusion, outboxIds: await enqueueNotifications(tx, ticket, { letters: [letter], desk }) };
}

/** The row stays, so that another copy does not bring the person back. */
export async function unfollow(tx: Tx, ticket: TicketRow, { author, isAgent }: MailFacts): Promise<Feedback[]> {
  if (!author) return [];
  const follows = (await followingOf(tx, ticket.number, author.address)) === 'following';
  if (!follows && (isAgent || author.address === ticket.requesterEmail)) return [{ kind: 'stays' }];
  await setFollowing(tx, ticket.number, { person: author, state: 'left' });
  return [{ kind: 'unfollowed' }];
}
