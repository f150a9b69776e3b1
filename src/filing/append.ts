import { copiedInBy, copyIn, noCopies } from '../actions/followers.ts';
import { agentsOn, notificationTo, roleOf, saysSomething } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import type { Change } from '../desk/change.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Notice } from '../desk/notice.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import { audienceOf, type Participant, without } from '../tickets/audience.ts';
import { changeTicket } from '../tickets/change.ts';
import { filesOnTicket } from '../tickets/known-files.ts';
import { followersOf, lockTicket, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addEntry, updateTicket } from '../tickets/write.ts';
import { isOnlyFarewell, isOnlySignature } from '../triage/commands/courtesy.ts';
import { isReopening } from '../triage/commands/names.ts';
import { foldDecoration } from '../triage/incident/decoration.ts';
import { carryOut } from './carry-out.ts';
import { entryOf } from './entry-of.ts';
import type { FilingResult, PersonMail } from './filed.ts';
import { stillAsked } from './held-question.ts';
import { type Commands, commandsOf, keptAsNote, noCommands } from './orders.ts';
import { copied, filesOf, type MailFacts } from './read-mail.ts';

/** What the mail is on its thread. An answer is an agent's word to the requester; an order says nothing but commands. */
type Kind = Readonly<{ isAnswer: boolean; isNote: boolean; isOrder: boolean }>;

export async function appendToTicket(
  tx: Tx,
  found: TicketRow,
  { reading: asRead, desk }: PersonMail,
): Promise<FilingResult> {
  const reading = { ...asRead, message: await withoutRepetition(tx, found.number, asRead.message) };
  const { author, classification, mail } = reading;
  const orders = ordersIn(reading);
  const kind = kindOf(found, reading, orders);
  const { isAnswer, isNote, isOrder } = kind;
  const carried = await carryOut(tx, found, { reading, desk, orders });
  const { ticket } = carried;
  const entry = await addEntry(tx, ticket.number, entryOf(reading, entryKind(kind)));
  await updateTicket(tx, ticket.number, {});
  const copies = isNote ? noCopies : await copyIn(tx, ticket, { reading, desk });
  const moved =
    isOrder || isNote || orders.status || orders.acts.has('undo') || orders.acts.has('unfollow')
      ? []
      : await changeTicket(tx, ticket, { status: statusAfter(ticket, isAnswer), by: author });
  const changes = [...carried.changes, ...moved];
  const isNoted = isNote && !carried.lines.some(line => line.kind === 'kept-as-note');
  const asked = mail.admitted.released ? [] : await stillAsked(tx, ticket, reading);
  const noted: Feedback[] = isNoted ? [{ kind: 'noted' }] : [];
  const done = moved.some(({ to }) => to === 'open')
    ? carried.lines.filter(line => !asksToReopen(line))
    : carried.lines;
  const lines: Feedback[] = [...noted, ...done, ...copies.lines, ...asked];

  const following = await followersOf(tx, ticket.number);
  const had = [author.address, ...copied(reading, desk).map(({ address }) => address)];
  const agents = agentsOn(desk, ticket.assignee);
  const others = without(audienceOf(ticket, following, agents), had);
  const notice = noticeOf(reading, kind, changes);
  const now = (await lockTicket(tx, ticket.number))!;
  const letter = (to: Participant, about: Notice) => notificationTo(to, about, { desk, ticket: now });
  const letters = [
    ...others.map(participant => letter(participant, notice)),
    ...copies.added.map(mailbox => letter({ mailbox, role: 'follower' }, copiedInBy(author, ticket))),
  ].filter(saysSomething);
  const back = { mailbox: author, role: roleOf(author.address, ticket, reading.isAgent) };
  if (lines.length > 0 && !classification.suppressAnswer) letters.push(letter(back, { kind: 'done', lines }));
  const occasion = { ticket: ticketOfMail(now, following), support: desk.supports[0], entry };
  return {
    conclusion: {
      disposition: 'added',
      ticketNumber: ticket.number,
      leftOut: copies.leftOut,
      reasons: [reasonOf(kind), ...copies.lines.map(wordsOf), ...unheeded(mail.admitted.released, reading)],
    },
    outboxIds: [...carried.outboxIds, ...(await addToOutbox(tx, letters, occasion))],
  };
}

/** Nobody has vouched for the author of a mail that was let in by hand, so nothing that it says is an order. */
function ordersIn({ mail, meaning: { given }, isAgent }: MailFacts): Commands {
  if (mail.admitted.released) return noCommands;
  return isAgent ? keptAsNote(commandsOf(given, 'agent'), given) : commandsOf(given, 'member');
}

const unheeded = (letIn: boolean | undefined, { meaning }: MailFacts): string[] =>
  letIn && meaning.given.length > 0 ? ['its commands were not carried out: it was let in by hand'] : [];

function kindOf(
  ticket: TicketRow,
  { author, isAgent, meaning, message, mail }: PersonMail['reading'],
  orders: Commands,
): Kind {
  const isNote = orders.acts.has('note');
  // An agent's thanks are an answer; a member's, below a command, are for us.
  const isThanks = !isAgent && isOnlyFarewell(meaning.description, author.name);
  const isSignature = isThanks || isOnlySignature(meaning.description, author.name);
  const says = (meaning.description !== '' && !isSignature) || filesOf(message).length > 0;
  const ordered = meaning.given.length > 0 && !mail.admitted.released;
  return {
    isAnswer: isAgent && author.address !== ticket.requesterEmail,
    isNote,
    isOrder: !isNote && ordered && !says,
  };
}

/** The logo that comes with every reply is told of once. */
async function withoutRepetition(tx: Tx, ticketNumber: number, message: IncomingMessage): Promise<IncomingMessage> {
  const seen = await filesOnTicket(
    tx,
    ticketNumber,
    message.attachments.map(({ sha256 }) => sha256),
  );
  return { ...message, attachments: foldDecoration(message.attachments, seen) };
}

/** What agents order is not for the requester's eyes; what a member orders stays as it was written. */
function entryKind({ isAnswer, isNote, isOrder }: Kind): 'note' | 'answer' | 'reply' {
  if (isNote || (isAnswer && isOrder)) return 'note';
  return isAnswer ? 'answer' : 'reply';
}

/** An answer takes a new ticket up; a reply opens one again that was waiting or done. */
function statusAfter({ status }: TicketRow, isAnswer: boolean): TicketRow['status'] {
  if (isAnswer) return status === 'new' ? 'open' : status;
  return status === 'new' ? 'new' : 'open';
}

function noticeOf(reading: PersonMail['reading'], kind: Kind, changes: readonly Change[]): Notice {
  const { author, message, meaning, newText } = reading;
  if (kind.isNote || kind.isOrder) return { kind: 'change', changes, by: byOf(reading, kind) };
  // The agent's own words, clean; a member's commands are what he said.
  const text = kind.isAnswer && !reading.mail.admitted.released ? meaning.description : newText.text;
  const status = changes.find(change => change.field === 'status') ?? null;
  if (kind.isAnswer) {
    const rest = changes.filter(({ field }) => field !== 'status');
    return { kind: 'answer', authorName: author.name, text, status, changes: rest };
  }
  const attachments = filesOf(message).map(({ name }) => name);
  return { kind: 'reply', author, text, attachments, changes };
}

const byOf = ({ author }: PersonMail['reading'], { isAnswer }: Kind) => ({
  role: isAnswer ? ('agent' as const) : ('requester' as const),
  name: author.name || (isAnswer ? '' : author.address),
});

const reasonOf = ({ isAnswer, isNote, isOrder }: Kind): string => {
  if (isNote) return 'a note for agents';
  if (isOrder) return 'commands, and nothing else';
  return isAnswer ? 'an agent answers' : 'a reply on the thread';
};

/** `Not solved!` has opened the ticket again, as every reply does. */
const asksToReopen = (line: Feedback): boolean =>
  line.kind === 'not-understood' && !line.words.startsWith('#') && line.nearest !== null && isReopening(line.nearest);

/** For the mail's reasons. */
const wordsOf = (line: Feedback): string =>
  Object.values(line)
    .map(value => String(value))
    .join(' ');
