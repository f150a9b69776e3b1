// A stranger writes to a ticket, by a reply address that was made for somebody else: the requester says
// whether he may. One question a stranger, and one line of an answer is enough.

import { enqueueNotifications, notificationTo, roleOf } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Notice } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Participant } from '../tickets/audience.ts';
import { addEvent } from '../tickets/change.ts';
import { sentAs } from '../tickets/find.ts';
import { setFollowing } from '../tickets/following.ts';
import { requesterOf, type TicketRow } from '../tickets/ticket.ts';
import { keepOut, release, type Waiting, waitingFor } from '../tickets/waiting.ts';
import { addEntry } from '../tickets/write.ts';
import { type LettingIn, readLettingIn } from '../triage/commands/short-answer.ts';
import { entryOf } from './entry-of.ts';
import { type FilingResult, type PersonMail, withoutLetters } from './filed.ts';

// Beyond that somebody is playing, and an operator sees them all.
const maxStrangersWaiting = 5;
const maxShown = 3000;

/** Holds the mail, and asks unless the requester has been asked about its author, or too often. */
export async function askRequester(tx: Tx, ticket: TicketRow, { reading, desk }: PersonMail): Promise<FilingResult> {
  const { author, mail, newText, classification } = reading;
  const strangers = new Set((await waitingFor(tx, ticket.number)).map(waiting => waiting.author));
  const reasons = [`its author is not on ${keyOf(ticket.number)}`];
  const conclusion = { disposition: 'held', heldForTicket: ticket.number, reasons } as const;
  // What wants no answer would want none of the requester's either.
  const isEnough =
    classification.suppressAnswer || strangers.has(author.address) || strangers.size >= maxStrangersWaiting;
  if (isEnough) return withoutLetters(conclusion);
  const notice = { kind: 'held-question', author, text: newText.text.slice(0, maxShown), mail: mail.id } as const;
  const asked = { mailbox: requesterOf(ticket), role: 'requester' } as const;
  const letter = { ...notificationTo(asked, notice, { desk, ticket }), heldMail: mail.id };
  return {
    conclusion: { ...conclusion, reasons: [...reasons, 'its requester is asked'] },
    outboxIds: await enqueueNotifications(tx, ticket, { letters: [letter], desk }),
  };
}

/** Whether the mail answers a question of ours that is still open. */
export async function decidesHeld(
  tx: Tx,
  ticket: TicketRow,
  { reading }: Pick<PersonMail, 'reading'>,
): Promise<boolean> {
  const mailId = (await answerIn(tx, ticket, reading))?.mailId;
  return mailId !== undefined && (await waitingFor(tx, ticket.number)).some(({ id }) => id === mailId);
}

/** Null where the mail answers no such question, or its author may not: only the requester and agents do. */
export async function decideHeld(
  tx: Tx,
  ticket: TicketRow,
  { reading, desk }: PersonMail,
): Promise<FilingResult | null> {
  const { author, newText, isAgent } = reading;
  const answer = await answerIn(tx, ticket, reading);
  if (!answer) return null;
  const waiting = await waitingFor(tx, ticket.number);
  const stranger = waiting.find(({ id }) => id === answer.mailId)?.author;
  const line: Feedback = stranger
    ? await decide(tx, ticket, { say: answer.say, stranger, waiting, by: author })
    : { kind: 'same', words: newText.text.split('\n', 1)[0]!.slice(0, 60) };
  if (newText.text.trim().includes('\n')) await addEntry(tx, ticket.number, entryOf(reading, 'note'));
  const told: (Participant & { notice: Notice })[] = [
    { mailbox: author, role: roleOf(author.address, ticket, isAgent), notice: { kind: 'done', lines: [line] } },
  ];
  if (line.kind === 'let-in-always' && stranger) {
    told.push({
      mailbox: { address: stranger, name: '' },
      role: 'follower',
      notice: { kind: 'opened', by: author, isLetIn: true },
    });
  }
  const letters = told.map(({ notice, ...participant }) => notificationTo(participant, notice, { desk, ticket }));
  return {
    conclusion: {
      disposition: 'added',
      ticketNumber: ticket.number,
      reasons: [`says of ${stranger ?? 'nobody'}: ${answer.say}`],
    },
    outboxIds: await enqueueNotifications(tx, ticket, { letters, desk }),
  };
}

/** Who still waits where the requester has answered our question with other words. */
export async function stillAsked(
  tx: Tx,
  ticket: TicketRow,
  { author, message, isAgent }: PersonMail['reading'],
): Promise<Feedback[]> {
  if (!isAgent && author.address !== ticket.requesterEmail) return [];
  const asked = await mailAskedAbout(tx, message.inReplyTo);
  const waiting = asked === null ? [] : await waitingFor(tx, ticket.number);
  return waiting.filter(({ id }) => id === asked).map(({ author: address }) => ({ kind: 'still-asked', address }));
}

async function answerIn(
  tx: Tx,
  ticket: TicketRow,
  { author, message, newText, isAgent }: PersonMail['reading'],
): Promise<{ say: LettingIn; mailId: string } | null> {
  const answer = readLettingIn(message.subject, newText.text);
  if (!answer || (!isAgent && author.address !== ticket.requesterEmail)) return null;
  const mailId = answer.mailId ?? (await mailAskedAbout(tx, message.inReplyTo));
  return mailId === null ? null : { say: answer.say, mailId };
}

type Decision = Readonly<{ say: LettingIn; stranger: Address; waiting: readonly Waiting[]; by: Mailbox }>;

/** For all that the stranger has waiting on this ticket. */
async function decide(tx: Tx, ticket: TicketRow, { say, stranger, waiting, by }: Decision): Promise<Feedback> {
  const ids = waiting.filter(({ author }) => author === stranger).map(({ id }) => id);
  const person = { address: stranger, name: '' };
  if (say === 'out') {
    await keepOut(tx, ids, `kept out by ${by.address}`);
    await setFollowing(tx, ticket.number, { person, state: 'barred' });
    await addEvent(tx, ticket.number, { text: `${stranger} is kept out`, by, changes: [] });
    return { kind: 'kept-out', address: stranger };
  }
  await release(tx, ids, { by: 'requester', why: `let in by ${by.address}` });
  if (say === 'always') await setFollowing(tx, ticket.number, { person, state: 'following' });
  await addEvent(tx, ticket.number, {
    text: `${stranger} is let in${say === 'always' ? ' for good' : ''}`,
    by,
    changes: [],
  });
  return { kind: say === 'always' ? 'let-in-always' : 'let-in', address: stranger };
}

async function mailAskedAbout(tx: Tx, inReplyTo: readonly string[]): Promise<string | null> {
  if (inReplyTo.length === 0) return null;
  const rows = await tx.select({ heldMail: outbox.heldMail }).from(outbox).where(sentAs(inReplyTo));
  return rows.map(({ heldMail }) => heldMail).find(id => id !== null) ?? null;
}
