// Files a mail on an existing ticket: its commands become actions, its text an entry.
import { type Acted, act } from '../actions/act.ts';
import { mayDo } from '../actions/rights.ts';
import { enqueueNotifications, notificationTo, roleOf } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import type { Action, Say } from '../desk/action.ts';
import { type Feedback, isAboutCopies } from '../desk/feedback.ts';
import { isComposedByUs } from '../mail/arrival.ts';
import { filesOnTicket } from '../tickets/known-files.ts';
import { replyNamed } from '../tickets/split.ts';
import { lockTicket, type TicketRow } from '../tickets/ticket.ts';
import { isOnlyFarewell, isOnlySignature } from '../triage/commands/courtesy.ts';
import { isReopening } from '../triage/commands/names.ts';
import { actorOf } from './actor.ts';
import { actionsOf, type Commands, commandsOf, keptAsNote, noCommands } from './commands.ts';
import type { FilingResult, PersonMail } from './filed.ts';
import { stillAsked } from './held-question.ts';
import { helpOn } from './help.ts';
import { type AuthoredMail, blindCopy, copied, filesOf } from './read-mail.ts';
import { releaseEarly } from './release-early.ts';
import { toldOf, withoutDecoration } from './told.ts';
import { waitForSend, waitsFor } from './wait-for-send.ts';

/** The kind of a mail. An answer is an agent's text to the requester; an order consists of commands only. */
type Kind = Readonly<{ isAnswer: boolean; isNote: boolean; isOrder: boolean }>;

export async function appendToTicket(
  tx: Tx,
  found: TicketRow,
  { facts: asRead, desk }: PersonMail,
): Promise<FilingResult> {
  const facts = { ...asRead, message: await withoutRepetition(tx, found.number, asRead) };
  const { author, classification, mail } = facts;
  const actor = actorOf(facts, found);
  const commands = commandsIn(facts);
  const kind = kindOf(found, facts, { commands, isNote: commands.bare.has('note') && mayDo('note', actor) });
  if (kind.isAnswer && !kind.isNote && !kind.isOrder && waitsFor(facts)) {
    return waitForSend(tx, found, { facts, desk });
  }
  const split = await splitIn(tx, found, { facts, commands, mayUse: mayDo('split', actor) });
  const people = kind.isNote ? [] : copied(facts, desk);
  const leaves = commands.bare.has('unfollow');
  const actions: Action[] = [
    ...(leaves || mail.admitted.released ? [] : [{ do: 'follow', people: [author], again: true } as const]),
    ...actionsOf(commands, author.address).filter(({ do: what }) => what === 'merge'),
    ...split.actions,
    ...actionsOf(commands, author.address).filter(({ do: what }) => what !== 'merge'),
    sayOf(
      facts,
      kind,
      copied(facts, desk).map(({ address }) => address),
    ),
    ...(people.length > 0 ? [{ do: 'follow', people, copied: true } as const] : []),
  ];
  const acted = await act(tx, found.number, actions, actor, desk);
  if ('refused' in acted) throw new Error(`the locked ticket ${found.number} cannot be acted on`);
  await releaseEarly(tx, facts, acted.added);
  const helped = commands.bare.has('help') ? await helpOn(tx, acted.ticket, { facts, desk }) : [];
  const asked = mail.admitted.released ? [] : await stillAsked(tx, acted.ticket, facts);
  const blind = kind.isNote ? [] : blindCopy(facts, desk);
  const lines = linesOf(acted, {
    commands,
    split: split.feedback,
    actor,
    asked: [...blind, ...filesDropped(facts), ...asked],
  });
  return {
    conclusion: {
      disposition: 'added',
      ticketNumber: acted.ticket.number,
      leftOut: classification.suppressAnswer ? [] : acted.leftOut,
      reasons: [
        reasonOf(kind),
        ...(acted.leftOut.length > 0 ? [`not added as followers: ${acted.leftOut.join(', ')}`] : []),
        ...unheeded(facts),
      ],
    },
    outboxIds: [...acted.outboxIds, ...helped, ...(await sayBack(tx, acted, { facts, desk, lines }))],
  };
}

/** Sends the author the feedback on their commands. */
async function sayBack(
  tx: Tx,
  { ticket, entry }: Acted,
  { facts, desk, lines }: Pick<PersonMail, 'facts' | 'desk'> & { lines: readonly Feedback[] },
): Promise<string[]> {
  if (lines.length === 0 || facts.classification.suppressAnswer) return [];
  const now = (await lockTicket(tx, ticket.number)) ?? ticket;
  const back = { mailbox: facts.author, role: roleOf(facts.author.address, ticket, facts.isAgent) };
  const letters = [notificationTo(back, { kind: 'done', lines }, { desk, ticket: now })];
  return enqueueNotifications(tx, now, { letters, desk, ...(entry === null ? {} : { entry }) });
}

const filesDropped = ({ message: { dropped } }: AuthoredMail): Feedback[] =>
  dropped.length > 0 ? [{ kind: 'files-dropped', names: dropped.map(({ name }) => name).join(', ') }] : [];

/** The author of a mail that was let in by hand is not authenticated, so it has no commands. */
function commandsIn({ mail, meaning: { given, answers }, isAgent, author }: AuthoredMail): Commands {
  if (mail.admitted.released) return noCommands;
  // A bare `High` of a requester or follower answers the receipt's question; an agent's is text for the requester.
  const ordered = isAgent ? given : [...answers, ...given];
  const known = mail.admitted.confirmed ? ordered.filter(({ command }) => command.kind !== 'unknown') : ordered;
  const commands = commandsOf(known, author.address);
  return isAgent ? keptAsNote(commands, given) : commands;
}

const unheeded = ({ mail, meaning }: AuthoredMail): string[] =>
  mail.admitted.released && meaning.given.length > 0
    ? ['its commands were not carried out: it was let in by hand']
    : [];

/** `#split` and `#not-this-ticket` apply to the reply that the mail answers. */
async function splitIn(
  tx: Tx,
  ticket: TicketRow,
  { facts, commands, mayUse }: { facts: AuthoredMail; commands: Commands; mayUse: boolean },
): Promise<{ actions: Action[]; feedback: Feedback[] }> {
  const alone = !commands.bare.has('split');
  const words = commands.bare.get(alone ? 'separate' : 'split');
  if (words === undefined) return { actions: [], feedback: [] };
  if (!mayUse) return { actions: [], feedback: [{ kind: alone ? 'no-place' : 'not-allowed', words }] };
  const { inReplyTo, references } = facts.message;
  const entry = await replyNamed(tx, ticket.number, [...inReplyTo, ...references.slice(-1)]);
  if (!entry) return { actions: [], feedback: [{ kind: 'no-such-entry', words }] };
  return { actions: [{ do: 'split', message: entry.id, alone, words }], feedback: [] };
}

function kindOf(
  ticket: TicketRow,
  { author, isAgent, meaning, message, mail }: AuthoredMail,
  { commands, isNote }: { commands: Commands; isNote: boolean },
): Kind {
  // Thanks below a command: an agent's go to the requester as an answer, those of others add no entry.
  const isThanks = !isAgent && isOnlyFarewell(meaning.description, author.name);
  const isSignature = isThanks || isOnlySignature(meaning.description, author.name);
  const says = (meaning.description !== '' && !isSignature) || filesOf(message).some(({ inline }) => !inline);
  const ordered = commands !== noCommands && meaning.given.length > 0 && !mail.admitted.released;
  return {
    isAnswer: isAgent && author.address !== ticket.requesterEmail,
    isNote,
    isOrder: !isNote && ordered && !says,
  };
}

/**
 * Marks files that the ticket has already, such as the logo in every reply, so that they are not named again. In a
 * reply that is nothing but a pasted picture, the picture is what its author says.
 */
async function withoutRepetition(
  tx: Tx,
  ticketNumber: number,
  { message, newText }: AuthoredMail,
): Promise<AuthoredMail['message']> {
  const hashes = message.attachments.map(({ sha256 }) => sha256);
  return withoutDecoration(message, newText.text, await filesOnTicket(tx, ticketNumber, hashes));
}

/** An agent's commands are not shown to the requester; those of requester and followers stay in the text. */
function sayOf(facts: AuthoredMail, { isAnswer, isNote, isOrder }: Kind, had: Say['had']): Say {
  const { mail, message, meaning, newText } = facts;
  const entry = isNote || (isAnswer && isOrder) ? 'note' : isAnswer ? 'answer' : 'reply';
  // An agent's answer is mailed without its commands.
  const told = isAnswer && !mail.admitted.released ? meaning.description : newText.text;
  return {
    do: entry,
    text: newText.text,
    told: isOrder ? null : told,
    quoted: newText.quoted,
    html: message.html,
    ...(isOrder ? {} : { toldHtml: toldOf(message, told).html }),
    attachments: message.attachments,
    messageId: message.messageId,
    mailId: mail.id,
    createdAt: new Date(mail.receivedAt),
    had: isComposedByUs(mail.via) ? [] : (had ?? []),
  };
}

/** The feedback to the author: the result of each command, and what could not be read. */
function linesOf(
  { feedback, changes }: Acted,
  also: { commands: Commands; split: readonly Feedback[]; actor: { as: string }; asked: readonly Feedback[] },
): Feedback[] {
  const { commands, split, actor, asked } = also;
  const kept = commands.feedback.some(({ kind }) => kind === 'kept-as-note');
  const denied: Feedback[] =
    commands.bare.has('note') && actor.as !== 'agent'
      ? [{ kind: 'not-allowed', words: commands.bare.get('note')! }]
      : [];
  const reopened = commands.fields.status === undefined && changes.some(({ to }) => to === 'open');
  const misread = reopened ? commands.feedback.filter(line => !asksToReopen(line)) : commands.feedback;
  const isNoted = ({ kind }: Feedback) => kind === 'noted';
  const merged = feedback.some(({ kind }) => kind === 'merged');
  const rest = feedback.filter(line => !isNoted(line) && (merged || !isAboutCopies(line)));
  const copies = merged ? [] : feedback.filter(isAboutCopies);
  const noted = kept ? [] : feedback.filter(isNoted);
  return [...noted, ...split, ...rest, ...misread, ...denied, ...copies, ...asked];
}

const reasonOf = ({ isAnswer, isNote, isOrder }: Kind): string => {
  if (isNote) return 'a note for agents';
  if (isOrder) return 'commands, and nothing else';
  return isAnswer ? 'an agent answers' : 'a reply on the thread';
};

/** True for `Not solved!`, which needs no question: the reply has reopened the ticket. */
const asksToReopen = (line: Feedback): boolean =>
  line.kind === 'not-understood' && !line.words.startsWith('#') && line.nearest !== null && isReopening(line.nearest);
