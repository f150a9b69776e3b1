import type { Tx } from '../db/database.ts';
import type { For } from '../desk/action.ts';
import { localeOf } from '../desk/locale.ts';
import type { NamedInstance, Notice } from '../desk/notice.ts';
import { putRequester, requestOf } from '../tickets/requester.ts';
import { requesterOf, type TicketRow } from '../tickets/ticket.ts';
import { addFollowers } from '../tickets/write.ts';
import type { Order, Performed } from './performed.ts';

/** Gives the ticket to another requester, who must be in the directory. The former one follows it, unless an agent. */
export async function changeRequester(
  tx: Tx,
  ticket: TicketRow,
  { requester: { address } }: For,
  { actor, desk }: Order,
): Promise<Performed> {
  const person = desk.directory.find(address);
  if (!person) return { feedback: [{ kind: 'not-in-directory', address }] };
  if (address === ticket.requesterEmail) return { feedback: [{ kind: 'requester-already', address }] };
  const before = requesterOf(ticket);
  const requester = {
    email: address,
    name: person.email === address ? person.name : null,
    organisation: person.organisation,
    locale: localeOf(person.locale ?? ticket.locale),
  };
  const change = await putRequester(tx, ticket, { requester, actor });
  const stays = desk.directory.find(before.address)?.role !== 'agent';
  if (stays) await addFollowers(tx, ticket.number, [before]);
  const notice: Notice = {
    kind: 'receipt',
    instance: instanceOf(ticket),
    priority: ticket.priority && { value: ticket.priority, because: { source: 'agent' } },
    request: await requestOf(tx, ticket.number),
    ...nothingElse,
  };
  const mailbox = { address, name: requester.name ?? '' };
  return {
    changes: [change],
    feedback: [{ kind: 'requester', address }],
    notices: [{ mailbox, role: 'requester', notice }],
  };
}

const nothingElse = { attachments: [], missing: [], similar: [] } as const;

const instanceOf = ({ instance, instanceKnown }: TicketRow): NamedInstance | null =>
  instance === null ? null : { value: instance, known: instanceKnown };
