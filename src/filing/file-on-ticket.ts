import type { Tx } from '../db/database.ts';
import { keyOf } from '../desk/ticket.ts';
import { isOnTicket, partedFrom } from '../tickets/find.ts';
import { followUpOf, isLongClosed } from '../tickets/follow-up.ts';
import { followingOf } from '../tickets/following.ts';
import { lockTicket, type TicketRow } from '../tickets/ticket.ts';
import { appendToTicket } from './append.ts';
import { type FilingResult, type PersonMail, withoutLetters } from './filed.ts';
import { askAboutStranger, decideHeld } from './held-question.ts';
import { asksToLeave, tellWhoStays } from './leave.ts';
import { openNewTicket } from './open.ts';
import { sendWaiting } from './wait-for-send.ts';

/** Files a person's mail that names a ticket: on that ticket, on its follow-up, or on a new ticket. */
export async function fileOnTicket(tx: Tx, ticket: TicketRow, written: PersonMail): Promise<FilingResult> {
  const { facts, desk } = written;
  const { author, mail, isAgent, person, meaning } = facts;
  const state = await followingOf(tx, ticket.number, author.address);
  if (desk.directory.isRemoved(author.address) && !mail.admitted.released && state !== 'following')
    return fileStranger(tx, ticket, written);
  const isOn = isAgent || state === 'left' || (await isOnTicket(tx, ticket.number, author.address));
  if (!isOn && !mail.admitted.released) {
    const home = facts.ownReplyAddress ? await partedFrom(tx, ticket.number, author.address) : null;
    const parted = home === null ? null : await lockTicket(tx, home);
    if (parted) return fileOnTicket(tx, parted, written);
    if (!facts.ownReplyAddress || state === 'removed') return fileStranger(tx, ticket, written);
  }
  if (asksToLeave(facts)) return tellWhoStays(tx, ticket, written);
  const sent = await sendWaiting(tx, ticket, written);
  if (sent) return sent;
  const decided = mail.admitted.released ? null : await decideHeld(tx, ticket, written);
  if (decided) return decided;
  const isElsewhere = !isAgent && person !== null && meaning.commands.some(({ kind }) => kind === 'separate');
  if (isElsewhere && !mail.admitted.released) {
    return openNewTicket(tx, facts, { desk, origin: { how: 'split', from: ticket } });
  }
  if (isAgent || !isLongClosed(ticket, desk.rules, new Date(mail.receivedAt)))
    return appendToTicket(tx, ticket, written);
  const goingOn = await followUpOf(tx, ticket);
  if (goingOn) return fileOnTicket(tx, goingOn, written);
  return openNewTicket(tx, facts, { desk, origin: { how: 'follow-up', from: ticket } });
}

/** Mail to a ticket's reply address by a person not on it, or removed: its requester or the agents are asked. */
async function fileStranger(tx: Tx, ticket: TicketRow, written: PersonMail): Promise<FilingResult> {
  const { author } = written.facts;
  if ((await followingOf(tx, ticket.number, author.address)) === 'barred') {
    return withoutLetters({ disposition: 'ignored', reasons: [`its author is kept out of ${keyOf(ticket.number)}`] });
  }
  return askAboutStranger(tx, ticket, written);
}
