// Two answers to a mail that never reached us are one ticket: the second one names a mail that the first one named.
//
// A Message-ID can be stolen, so it joins people only who are on that ticket, or are colleagues of its requester.

import type { Tx } from '../db/database.ts';
import { domainOf } from '../mail/address.ts';
import { addEvent } from '../tickets/events.ts';
import { isOnTicket, lockLiving, standingOnThread } from '../tickets/find.ts';
import { setFollowing } from '../tickets/following.ts';
import { lockThread, openedByAnswerTo } from '../tickets/same-thread.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { actorOf } from './actor.ts';
import type { PersonMail } from './filed.ts';
import { type AuthoredMail, idsAnswered } from './read-mail.ts';

/** The ticket, with the author on it; null where this mail opens one of its own. */
export async function joinSameThread(tx: Tx, { facts }: Pick<PersonMail, 'facts'>): Promise<TicketRow | null> {
  const { author, person, mail, isAgent } = facts;
  const ids = idsAnswered(facts);
  if (ids.length === 0 || !person || mail.admitted.released) return null;
  await lockThread(tx, ids);
  if ((await standingOnThread(tx, author.address, ids)) !== 'unknown') return null;
  for (const number of await openedByAnswerTo(tx, ids)) {
    const ticket = await lockLiving(tx, number);
    if (!ticket) continue;
    if (isAgent || (await isOnTicket(tx, ticket.number, author.address))) return ticket;
    if (!isColleague(facts, ticket)) continue;
    await setFollowing(tx, ticket.number, { person: author, state: 'following' });
    const text = `${author.address} answers the same mail as its requester`;
    await addEvent(tx, ticket.number, { text, actor: actorOf(facts, ticket) });
    return ticket;
  }
  return null;
}

const isColleague = ({ author, person }: AuthoredMail, { requesterEmail, organisation }: TicketRow): boolean =>
  (person?.organisation != null && person.organisation === organisation) ||
  domainOf(author.address) === domainOf(requesterEmail as typeof author.address);
