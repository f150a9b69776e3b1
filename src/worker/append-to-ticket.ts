import type { Tx } from '../db/database.ts';
import type { Mailbox } from '../mail/address.ts';
import type { Change, Notice } from '../outbox/notice.ts';
import { addToOutbox, type Letter } from '../outbox/outbox.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import { audienceOf, without } from '../tickets/audience.ts';
import { changeTicket } from '../tickets/change.ts';
import { filesOnTicket } from '../tickets/known-files.ts';
import { followersOf, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addEntry, addFollowers, updateTicket } from '../tickets/write.ts';
import { foldDecoration } from '../triage/decoration.ts';
import { agentsTold, type Desk, localeFor } from './desk.ts';
import { entryOf } from './entry-of.ts';
import type { Filed } from './file-mail.ts';
import { copied, type Reading } from './read-mail.ts';

type Reply = Readonly<{ reading: Reading & { author: Mailbox }; desk: Desk }>;

export async function appendToTicket(tx: Tx, ticket: TicketRow, { reading: asRead, desk }: Reply): Promise<Filed> {
  const reading = { ...asRead, message: await withoutRepetition(tx, ticket.number, asRead.message) };
  const { author } = reading;
  const isAnswer = reading.isAgent && author.address !== ticket.requesterEmail;
  await addEntry(tx, ticket.number, entryOf(reading, isAnswer ? 'answer' : 'reply'));
  await updateTicket(tx, ticket.number, {});
  const added = await addFollowers(
    tx,
    ticket.number,
    copied(reading, desk).filter(({ address }) => address !== ticket.requesterEmail),
  );
  const changes = await changeTicket(tx, ticket, { status: statusAfter(ticket, isAnswer) });
  const following = await followersOf(tx, ticket.number);
  const had = [author.address, ...copied(reading, desk).map(({ address }) => address)];
  const others = without(audienceOf(ticket, following, agentsTold(desk)), had);
  const notice = noticeOf(reading, isAnswer, changes);
  const letter = (to: Mailbox, role: Letter['role'], about: Notice): Letter => ({
    to,
    role,
    locale: localeFor(desk, to.address, ticket.locale),
    notice: about,
  });
  const letters = [
    ...others.map(({ mailbox, role }) => letter(mailbox, role, notice)),
    ...added.map(mailbox => letter(mailbox, 'follower', { kind: 'opened' })),
  ];
  const occasion = { ticket: ticketOfMail(ticket, following), support: desk.supports[0] };
  return {
    conclusion: {
      disposition: 'added',
      ticketNumber: ticket.number,
      reasons: [isAnswer ? 'an agent answers' : 'a reply on the thread'],
    },
    outboxIds: await addToOutbox(tx, letters, occasion),
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

/** An answer takes a new ticket up; a reply opens one again that was waiting or done. */
function statusAfter({ status }: TicketRow, isAnswer: boolean): TicketRow['status'] {
  if (isAnswer) return status === 'new' ? 'open' : status;
  return status === 'new' ? 'new' : 'open';
}

function noticeOf({ author, split, message }: Reply['reading'], isAnswer: boolean, changes: readonly Change[]): Notice {
  const attachments = message.attachments.filter(({ inline }) => !inline).map(({ name }) => name);
  if (!isAnswer) return { kind: 'reply', author, text: split.text, attachments };
  const status = changes.find(change => change.field === 'status') ?? null;
  return { kind: 'answer', authorName: author.name, text: split.text, status };
}
