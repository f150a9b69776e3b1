import type { Tx } from '../db/database.ts';
import type { Change } from '../desk/change.ts';
import { agentsTold, type Desk, localeFor } from '../desk/desk.ts';
import type { Notice } from '../desk/notice.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Notification } from '../outbox/notification.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import type { Participant } from '../tickets/audience.ts';
import { followersOf, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';

export const notificationTo = (
  { mailbox, role }: Participant,
  notice: Notice,
  { desk, ticket }: { desk: Desk; ticket: TicketRow },
): Notification => ({
  to: mailbox,
  role,
  locale: localeFor(desk, mailbox.address, ticket.locale),
  notice: role === 'agent' ? notice : withoutAssignee(notice),
});

/** Writes what people on this ticket are told; answers the outbox rows. `following` where it is known already. */
export const enqueueNotifications = async (
  tx: Tx,
  ticket: TicketRow,
  { letters, desk, following }: { letters: readonly Notification[]; desk: Desk; following?: readonly Mailbox[] },
): Promise<string[]> =>
  addToOutbox(tx, letters, {
    ticket: ticketOfMail(ticket, following ?? (await followersOf(tx, ticket.number))),
    support: desk.supports[0],
  });

/** As the author of a mail on this ticket stands on it. */
export const roleOf = (address: Address, ticket: TicketRow, isAgent: boolean): Participant['role'] =>
  address === ticket.requesterEmail ? 'requester' : isAgent ? 'agent' : 'follower';

/** The agents who are told of everything, and the one who works on it. */
export function agentsOn(desk: Desk, ...assignees: readonly (string | null)[]): Mailbox[] {
  const told = agentsTold(desk);
  const others = assignees.filter(address => address !== null && !told.some(each => each.address === address));
  return [
    ...told,
    ...[...new Set(others)].map(address => ({
      address: address as Address,
      name: desk.directory.find(address as Address)?.name ?? '',
    })),
  ];
}

/** Whether there is anything in it for this reader. */
export const saysSomething = ({ notice }: Notification): boolean =>
  notice.kind !== 'change' || notice.changes.length > 0;

/** Who of us works on it is for us alone. */
function withoutAssignee(notice: Notice): Notice {
  return 'changes' in notice && notice.changes ? { ...notice, changes: notice.changes.filter(isForAll) } : notice;
}
const isForAll = ({ field }: Change): boolean => field !== 'assignee';
