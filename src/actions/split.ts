import type { Tx } from '../db/database.ts';
import { localeFor } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { NamedInstance, Notice } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Order } from '../filing/carry-out.ts';
import type { Address } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { audienceOf, without } from '../tickets/audience.ts';
import { vectorOf } from '../tickets/similar.ts';
import { type EntryRow, replyNamed, splitReply } from '../tickets/split.ts';
import { followersOf, requesterOf, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addFollowers, updateTicket } from '../tickets/write.ts';
import { profileOf } from '../triage/incident/likeness.ts';
import { agentsOn, notificationTo } from './tell.ts';

type Split = Readonly<{ lines: readonly Feedback[]; outboxIds: readonly string[] }>;

/**
 * The reply that the mail answers becomes a ticket of its own: with everyone on the thread when it is split,
 * without them when it has nothing to do with it.
 */
export async function splitOff(tx: Tx, ticket: TicketRow, { reading, desk, orders }: Order): Promise<Split> {
  const act = (['split', 'separate'] as const).find(name => orders.acts.has(name));
  // A member's own mail would have opened a ticket: its author may not.
  if (act && !reading.isAgent)
    return { lines: [{ kind: 'no-place', words: orders.acts.get(act) ?? '' }], outboxIds: [] };
  if (!act) return { lines: [], outboxIds: [] };
  const { inReplyTo, references } = reading.message;
  const entry = await replyNamed(tx, ticket.number, [...inReplyTo, ...references.slice(-1)]);
  if (!entry) return { lines: [{ kind: 'no-such-entry', words: orders.acts.get(act) ?? '' }], outboxIds: [] };
  const locale = localeFor(desk, (entry.authorEmail ?? ticket.requesterEmail) as Address, ticket.locale);
  const opened = await splitReply(tx, ticket, { entry, by: reading.author, locale });
  const who = [entry.authorName, opened.organisation];
  const words = vectorOf(profileOf({ subject: opened.subject, text: entry.text, who }));
  await updateTicket(tx, opened.number, { words });
  const along = act === 'split' ? [requesterOf(ticket), ...(await followersOf(tx, ticket.number))] : [];
  const following = await addFollowers(
    tx,
    opened.number,
    along.filter(({ address }) => address !== opened.requesterEmail),
  );
  const everyone = audienceOf(opened, following, agentsOn(desk));
  const letters = without(everyone, [reading.author.address]).map(participant =>
    notificationTo(participant, noticeFor(participant.role, { opened, entry, key: keyOf(ticket.number) }), {
      desk,
      ticket: opened,
    }),
  );
  const openedBy = entry.messageId as MessageId | null;
  const occasion = { ticket: ticketOfMail(opened, following), support: desk.supports[0], openedBy, entry: entry.id };
  return {
    lines: [{ kind: act === 'split' ? 'split' : 'separated', key: keyOf(opened.number) }],
    outboxIds: await addToOutbox(tx, letters, occasion),
  };
}

function noticeFor(
  role: 'requester' | 'follower' | 'agent',
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
