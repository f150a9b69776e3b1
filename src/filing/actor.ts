import type { Actor } from '../desk/actor.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import type { AuthoredMail } from './read-mail.ts';

/** The author of a mail as an actor on this ticket. */
export function actorOf({ author, isAgent, mail }: AuthoredMail, ticket: TicketRow): Actor {
  const as = isAgent ? 'agent' : author.address === ticket.requesterEmail ? 'requester' : 'follower';
  return { as, mailbox: author, via: 'mail', mailId: mail.id };
}
