import { perform } from '../actions/act.ts';
import { notificationTo, peopleOn } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import type { Action } from '../desk/action.ts';
import { time } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { type Feedback, isAboutCopies } from '../desk/feedback.ts';
import { keyOf } from '../desk/ticket.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { without } from '../tickets/audience.ts';
import { addEvent } from '../tickets/events.ts';
import { bringAlong } from '../tickets/follow-up.ts';
import { openTicketsNear, vectorOf } from '../tickets/similar.ts';
import { followersOf, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addEntry, openTicket } from '../tickets/write.ts';
import { likeliest, type Profile } from '../triage/incident/likeness.ts';
import { actorOf } from './actor.ts';
import { commandsOf } from './commands.ts';
import { entryOf } from './entry-of.ts';
import type { FilingResult } from './filed.ts';
import { helpOn } from './help.ts';
import { cautionAbout, warnOfCaution } from './loops/caution.ts';
import { onBehalfOf } from './on-behalf.ts';
import {
  lettersFor,
  newTicket,
  type Origin,
  profileOfRequest,
  reasonsFor,
  type Similar,
  similarOf,
} from './opening.ts';
import { type AuthoredMail, blindCopy, copied } from './read-mail.ts';
import { releaseEarly } from './release-early.ts';
import { withoutDecoration } from './told.ts';

export async function openNewTicket(
  tx: Tx,
  asRead: AuthoredMail,
  { desk, origin }: { desk: Desk; origin?: Origin },
): Promise<FilingResult> {
  const asSent = { ...asRead, message: withoutDecoration(asRead.message, asRead.newText.text) };
  const behalf = origin ? null : onBehalfOf(asSent, desk);
  const isForCustomer = behalf !== null && behalf.facts !== null;
  const facts = behalf?.facts ?? asSent;
  const { message, classification } = facts;
  const caution = await cautionAbout(tx, facts);
  const opened = newTicket(facts, origin);
  const profile = profileOfRequest(opened, facts);
  const ticket = await openTicket(tx, { ...opened, words: vectorOf(profile) });
  const entry = await addEntry(tx, ticket.number, behalf?.request ?? entryOf(facts, 'request'));
  if (behalf?.note) await addEntry(tx, ticket.number, behalf.note);
  if (origin) await nameEachOther(tx, ticket, origin);
  if (origin?.how === 'follow-up') await bringAlong(tx, ticket, { from: origin.from, author: facts.author });
  const ordered = await applyCommands(tx, ticket, { facts: asSent, desk, origin });
  await releaseEarly(tx, facts, ordered.added);
  const following = !origin && ordered.added.length === 0 ? [] : await followersOf(tx, ticket.number);
  const all = peopleOn(desk, ordered.ticket, following);
  // The agent who forwarded it has the words, and hears what became of them.
  const everyone = isForCustomer ? without(all, [asSent.author.address]) : all;
  const isAnswered = !classification.suppressAnswer && !caution.quiet;
  const found = await sameIncident(tx, ticket, { profile, facts });
  const similar = found.filter(({ key }) => !origin || key !== keyOf(origin.from.number));
  const lines = [...(behalf?.lines ?? []), ...ordered.lines];
  const besides = { lines: isForCustomer ? [] : lines, origin, similar };
  const letters = lettersFor(everyone, facts, { ...besides, ticket, desk, isAnswered, letter: caution.letter });
  if (isForCustomer) {
    const forwarder = { mailbox: asSent.author, role: 'agent' } as const;
    letters.push(notificationTo(forwarder, { kind: 'done', lines }, { desk, ticket }));
  }
  const support = desk.supports[0];
  const occasion = { ticket: ticketOfMail(ordered.ticket, following), support, openedBy: message.messageId, entry };
  const outboxIds = await addToOutbox(tx, letters, occasion);
  const helped = ordered.help && isAnswered ? await helpOn(tx, ticket, { facts, desk }) : [];
  const warned = await warnOfCaution(tx, ticket, { caution, facts, desk });
  return {
    conclusion: {
      disposition: 'opened',
      ticketNumber: ticket.number,
      leftOut: isAnswered ? ordered.leftOut : [],
      reasons: [...reasonsFor(facts, besides), ...caution.reasons],
    },
    outboxIds: [...ordered.outboxIds, ...outboxIds, ...helped, ...warned],
  };
}

/** Open tickets that seem to be about the same incident; `isVisible` marks those that the requester may know of. */
async function sameIncident(
  tx: Tx,
  ticket: TicketRow,
  { profile, facts }: { profile: Profile; facts: AuthoredMail },
): Promise<Similar[]> {
  const near = await openTicketsNear(tx, ticket, { profile, admittedBy: facts.person?.email ?? null });
  return likeliest(profile, near.candidates, near.background).map(similarOf);
}

/** Applies the commands other than priority and instance, which are part of the new ticket. */
async function applyCommands(
  tx: Tx,
  ticket: TicketRow,
  { facts, desk, origin }: { facts: AuthoredMail; desk: Desk; origin: Origin | undefined },
) {
  const given = facts.mail.admitted.released ? [] : facts.meaning.given.filter(({ marked }) => marked);
  const { fields, words, mergeInto, bare, feedback } = commandsOf(given, facts.author.address);
  const { status, assignee } = fields;
  const now = { ...(status ? { status } : {}), ...(assignee ? { assignee } : {}) };
  const people = copied(facts, desk);
  const actions: Action[] = [
    ...(Object.keys(now).length > 0 ? [{ do: 'set', fields: now, words } as const] : []),
    ...(people.length > 0 ? [{ do: 'follow', people, copied: true } as const] : []),
  ];
  const done = await perform(tx, ticket, actions, { actor: actorOf(facts, ticket), desk });
  // `#not-this-ticket` has opened this ticket.
  const answered = origin?.how === 'split' ? ['help', 'note', 'separate'] : ['help', 'note'];
  const pointless: Feedback[] = [...bare]
    .filter(([name]) => !answered.includes(name))
    .map(([, said]) => ({ kind: 'no-such-entry', words: said }));
  if (mergeInto) pointless.push({ kind: 'no-such-entry', words: mergeInto.words });
  const changed = done.feedback.filter(line => !isAboutCopies(line));
  const lines = [
    ...changed,
    ...pointless,
    ...feedback,
    ...done.feedback.filter(isAboutCopies),
    ...blindCopy(facts, desk),
  ];
  return { ...done, lines, help: bare.has('help') };
}

async function nameEachOther(tx: Tx, ticket: TicketRow, { how, from }: Origin): Promise<void> {
  const [there, here] =
    how === 'follow-up' ? ['is followed up by', 'follows up on'] : ['had a mail that became', 'was meant by a mail to'];
  await addEvent(tx, from.number, { text: `${keyOf(from.number)} ${there} ${keyOf(ticket.number)}`, actor: time });
  await addEvent(tx, ticket.number, { text: `${keyOf(ticket.number)} ${here} ${keyOf(from.number)}`, actor: time });
}
