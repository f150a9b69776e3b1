// A stranger writes to a ticket, using a reply address that was made for another person: the requester decides
// whether to let the mail in. There is one question for each stranger, and a one-line answer is enough.

import { act } from '../actions/act.ts';
import { agentsOn, enqueueNotifications, notificationTo, roleOf } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import type { Action } from '../desk/action.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Notice } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import { heldMailAskedIn } from '../outbox/asked.ts';
import type { Participant } from '../tickets/audience.ts';
import { requesterOf, type TicketRow } from '../tickets/ticket.ts';
import { waitingFor } from '../tickets/waiting.ts';
import { addEntry } from '../tickets/write.ts';
import { type LettingIn, readLettingIn } from '../triage/commands/short-answer.ts';
import { actorOf } from './actor.ts';
import { entryOf } from './entry-of.ts';
import { type FilingResult, type PersonMail, withoutLetters } from './filed.ts';

// More than this is abuse. An operator still sees all held mail.
const maxStrangersWaiting = 3;
const maxShown = 3000;

/** Holds the mail and asks, unless there was a question about this author already or too many strangers wait. */
export async function askAboutStranger(tx: Tx, ticket: TicketRow, { facts, desk }: PersonMail): Promise<FilingResult> {
  const { author, mail, classification, boundToAgent } = facts;
  const removed = desk.directory.isRemoved(author.address);
  const byAgents = removed || boundToAgent;
  const strangers = new Set((await waitingFor(tx, ticket.number)).map(waiting => waiting.author));
  const reasons = [
    removed
      ? `its author was removed from the directory, and is not on ${keyOf(ticket.number)}`
      : `its author is not on ${keyOf(ticket.number)}`,
  ];
  const conclusion = { disposition: 'held', heldForTicket: ticket.number, reasons } as const;
  // Mail that asks for no automatic answer causes no question either.
  const isEnough =
    classification.suppressAnswer || strangers.has(author.address) || strangers.size >= maxStrangersWaiting;
  if (isEnough) return withoutLetters(conclusion);
  const asked: Participant[] = byAgents
    ? agentsOn(desk, ticket.assignee).map(mailbox => ({ mailbox, role: 'agent' }))
    : [{ mailbox: requesterOf(ticket), role: 'requester' }];
  const letters = asked
    .filter(({ mailbox: { address } }) => address !== author.address)
    .map(each => {
      const notice = questionFor(each.role, facts, { removed });
      return { ...notificationTo(each, notice, { desk, ticket }), heldMail: mail.id };
    });
  const who = byAgents ? 'agents are asked' : 'its requester is asked';
  return {
    conclusion: { ...conclusion, reasons: [...reasons, who] },
    outboxIds: await enqueueNotifications(tx, ticket, { letters, desk }),
  };
}

/** Only agents see the stranger's text: the requester must not read a code that a service sends to our address. */
function questionFor(
  role: Participant['role'],
  { author, mail, newText, meaning }: PersonMail['facts'],
  { removed }: { removed: boolean },
): Notice {
  const text = role === 'agent' ? newText.text.slice(0, maxShown) : null;
  const said = { subject: meaning.subject.slice(0, 200), receivedAt: mail.receivedAt };
  return { kind: 'held-question', author, text, mail: mail.id, ...said, ...(removed ? { removed } : {}) };
}

/** Whether the mail answers an open question of ours about a held mail. */
export async function decidesHeld(tx: Tx, ticket: TicketRow, { facts }: Pick<PersonMail, 'facts'>): Promise<boolean> {
  const mailId = (await answerIn(tx, ticket, facts))?.mailId;
  return mailId !== undefined && (await waitingFor(tx, ticket.number)).some(({ id }) => id === mailId);
}

/** Null where the mail answers no such question, or its author is neither the requester nor an agent. */
export async function decideHeld(tx: Tx, ticket: TicketRow, { facts, desk }: PersonMail): Promise<FilingResult | null> {
  const { newText } = facts;
  const answer = await answerIn(tx, ticket, facts);
  if (!answer) return null;
  const words = newText.text.split('\n', 1)[0]!.slice(0, 60);
  const decision = { mail: answer.mailId, always: answer.say === 'always', words };
  const actions: Action[] = [{ do: answer.say === 'out' ? 'keep-out' : 'let-in', ...decision }];
  const actor = actorOf(facts, ticket);
  const acted = await act(tx, ticket.number, actions, actor, desk);
  if ('refused' in acted) return null;
  if (newText.text.trim().includes('\n')) await addEntry(tx, ticket.number, entryOf(facts, 'note'));
  const back = { mailbox: facts.author, role: roleOf(facts.author.address, ticket, facts.isAgent) };
  const letters = [notificationTo(back, { kind: 'done', lines: acted.feedback }, { desk, ticket })];
  const address = acted.feedback.flatMap(line => ('address' in line ? [line.address] : []))[0];
  return {
    conclusion: {
      disposition: 'added',
      ticketNumber: ticket.number,
      reasons: [`says of ${address ?? 'no mail that waits'}: ${answer.say}`],
    },
    outboxIds: [...(await enqueueNotifications(tx, ticket, { letters, desk })), ...acted.outboxIds],
  };
}

/** Reminds a requester whose answer decides nothing that a stranger still waits. */
export async function stillAsked(
  tx: Tx,
  ticket: TicketRow,
  { author, message, isAgent }: PersonMail['facts'],
): Promise<Feedback[]> {
  if (!isAgent && author.address !== ticket.requesterEmail) return [];
  const asked = await heldMailAskedIn(tx, message.inReplyTo);
  const waiting = asked === null ? [] : await waitingFor(tx, ticket.number);
  return waiting.filter(({ id }) => id === asked).map(({ author: address }) => ({ kind: 'still-asked', address }));
}

async function answerIn(
  tx: Tx,
  ticket: TicketRow,
  { author, message, newText, isAgent }: PersonMail['facts'],
): Promise<{ say: LettingIn; mailId: string } | null> {
  const answer = readLettingIn(message.subject, newText.text);
  if (!answer || (!isAgent && author.address !== ticket.requesterEmail)) return null;
  const mailId = answer.mailId ?? (await heldMailAskedIn(tx, message.inReplyTo));
  return mailId === null ? null : { say: answer.say, mailId };
}
