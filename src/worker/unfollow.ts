import type { Tx } from '../db/database.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { addEntry, removeFollower } from '../tickets/write.ts';
import type { Filed } from './file-mail.ts';
import type { Reading } from './read-mail.ts';

/**
 * What the link below our mail and its List-Unsubscribe field write (RFC 2369 section 3.2), whatever the mail program
 * puts below it. Only from the address that it was made for: null for every other mail, which is filed
 * as what it is.
 */
export async function unfollow(tx: Tx, ticket: TicketRow, reading: Reading): Promise<Filed | null> {
  const { author, message, ownReplyAddress } = reading;
  if (!author || !ownReplyAddress || message.subject.trim().toLowerCase() !== 'unfollow') return null;
  if (!(await removeFollower(tx, ticket.number, author.address))) return null;
  const text = `${author.address} does not follow any more`;
  await addEntry(tx, ticket.number, { message: { kind: 'event', text, mailId: reading.mail.id }, attachments: [] });
  return {
    conclusion: {
      disposition: 'added',
      ticketNumber: ticket.number,
      reasons: ['a follower asks not to be told any more'],
    },
    outboxIds: [],
  };
}
