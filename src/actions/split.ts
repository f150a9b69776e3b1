import type { Tx } from '../db/database.ts';
import type { Split } from '../desk/action.ts';
import { localeFor } from '../desk/desk.ts';
import type { NamedInstance, Notice } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Address } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { audienceOf, type Participant, without } from '../tickets/audience.ts';
import { vectorOf } from '../tickets/similar.ts';
import { type EntryRow, replyById, splitReply } from '../tickets/split.ts';
import { followersOf, requesterOf, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addFollowers, updateTicket } from '../tickets/write.ts';
import { profileOf } from '../triage/incident/likeness.ts';
import type { Order, Performed } from './performed.ts';
import { agentsOn, notificationTo } from './tell.ts';

/** Makes a reply a ticket of its own, with all people of the thread; `alone`: with its author only. */
export async function split(tx: Tx, ticket: TicketRow, { message, alone }: Split, order: Order): Promise<Performed> {
  const { actor, desk } = order;
  const entry = await replyById(tx, ticket.number, message);
  if (!entry) return { feedback: [{ kind: 'no-such-entry', words: 'split' }] };
  const locale = localeFor(desk, (entry.authorEmail ?? ticket.requesterEmail) as Address, ticket.locale);
  const opened = await splitReply(tx, ticket, { entry, actor, locale });
  const people = [entry.authorName, opened.organisation];
  const words = vectorOf(profileOf({ subject: opened.subject, text: entry.text, who: people }));
  await updateTicket(tx, opened.number, { words });
  const along = alone ? [] : [requesterOf(ticket), ...(await followersOf(tx, ticket.number))];
  const others = along.filter(({ address }) => address !== opened.requesterEmail);
  const following = await addFollowers(tx, opened.number, others);
  const everyone = audienceOf(opened, following, agentsOn(desk));
  const told = without(everyone, actor.mailbox ? [actor.mailbox.address] : []);
  const letters = told.map(participant =>
    notificationTo(participant, noticeFor(participant.role, { opened, entry, key: keyOf(ticket.number) }), {
      desk,
      ticket: opened,
    }),
  );
  const openedBy = entry.messageId as MessageId | null;
  const context = { ticket: ticketOfMail(opened, following), support: desk.supports[0], openedBy, entry: entry.id };
  return {
    feedback: [{ kind: alone ? 'separated' : 'split', key: keyOf(opened.number) }],
    outboxIds: await addToOutbox(tx, letters, context),
  };
}

function noticeFor(
  role: Participant['role'],
  { opened, entry, key }: { opened: TicketRow; entry: EntryRow; key: string },
): Notice {
  if (role === 'follower') return { kind: 'opened', from: key };
  const instance: NamedInstance | null = opened.instance
    ? { value: opened.instance, known: opened.instanceKnown }
    : null;
  const read = { instance, priority: null, attachments: [], origin: { how: 'split', key } } as const;
  if (role === 'agent') return { kind: 'new-ticket', ...read, text: entry.text };
  return { kind: 'receipt', ...read, missing: [], similar: [] };
}
