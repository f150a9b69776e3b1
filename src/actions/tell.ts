// Notifications: each person gets one mail about all actions of one call.
import type { Tx } from '../db/database.ts';
import type { Actor } from '../desk/actor.ts';
import type { Change } from '../desk/change.ts';
import { agentsTold, type Desk, localeFor } from '../desk/desk.ts';
import type { Notice } from '../desk/notice.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Notification } from '../outbox/notification.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { audienceOf, type Participant, without } from '../tickets/audience.ts';
import { followersOf, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import type { Done, Order } from './performed.ts';

/** Tells all but the actor of text and changes, and new followers who added them. Returns the outbox rows. */
export async function tellOf(tx: Tx, done: Done, { actor, desk }: Order): Promise<string[]> {
  const { ticket, said, changes, notices } = done;
  const tells = said?.told != null || changes.length > 0;
  if (!tells && notices.length === 0) return [];
  const following = await followersOf(tx, ticket.number);
  // To and Cc may name people to whom the mail was not sent, so they are still told of changes.
  const had = said?.had ?? [];
  const special = notices.map(({ mailbox }) => mailbox.address);
  const everyone = tells ? peopleOn(desk, ticket, following) : [];
  const notice = noticeOf(done, actor);
  const isActor = (address: Address) => address === actor.mailbox?.address;
  const others = everyone.filter(({ mailbox: { address } }) => !isActor(address) && !special.includes(address));
  const notifications = [
    ...others.map(each =>
      notificationTo(each, had.includes(each.mailbox.address) ? changesOnly(done, actor) : notice, { desk, ticket }),
    ),
    ...notices.map(({ notice, ...each }) => notificationTo(each, notice, { desk, ticket })),
  ].filter(saysSomething);
  const context = { ticket: ticketOfMail(ticket, following), support: desk.supports[0] };
  return addToOutbox(tx, notifications, { ...context, ...(said ? { entry: said.entry } : {}) });
}

const changesOnly = ({ changes }: Pick<Done, 'changes'>, actor: Actor): Notice => ({
  kind: 'change',
  changes,
  by: byOf(actor),
});

function noticeOf(done: Done, actor: Actor): Notice {
  const { said, changes } = done;
  const { mailbox } = actor;
  if (said?.told == null || said.as === 'note') return changesOnly(done, actor);
  const status = changes.find(change => change.field === 'status') ?? null;
  const author = mailbox ?? { address: '' as Address, name: '' };
  const { told: text, files, html } = said;
  const told = { text, ...(files.length > 0 ? { files } : {}), ...(html === undefined ? {} : { html }) };
  if (said.as === 'answer') {
    const rest = changes.filter(({ field }) => field !== 'status');
    return { kind: 'answer', authorName: author.name, ...told, status, changes: rest };
  }
  return { kind: 'reply', author, ...told, attachments: files.map(({ name }) => name), changes };
}

export function byOf({ as, mailbox }: Actor): Extract<Notice, { kind: 'change' }>['by'] {
  if (as === 'time') return { role: 'system', name: '' };
  if (as === 'agent' || as === 'operator') return { role: 'agent', name: mailbox?.name ?? '' };
  return { role: 'requester', name: mailbox?.name || mailbox?.address || '' };
}

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

/** Writes these letters to the outbox; returns the rows. `following` saves a query where it is known. */
export const enqueueNotifications = async (
  tx: Tx,
  ticket: TicketRow,
  { letters, desk, following, entry }: Letters,
): Promise<string[]> =>
  addToOutbox(tx, letters, {
    ticket: ticketOfMail(ticket, following ?? (await followersOf(tx, ticket.number))),
    support: desk.supports[0],
    ...(entry === undefined ? {} : { entry }),
  });

type Letters = Readonly<{
  letters: readonly Notification[];
  desk: Desk;
  following?: readonly Mailbox[];
  /** The entry that the letters are about. */
  entry?: number;
}>;

/** Tells all people on a thread but the actor, each with their own notice. */
export async function tellThread(
  tx: Tx,
  { ticket, following, notice }: { ticket: TicketRow; following: readonly Mailbox[]; notice(to: Mailbox): Notice },
  { actor, desk }: Order,
): Promise<string[]> {
  const everyone = peopleOn(desk, ticket, following);
  const told = without(everyone, actor.mailbox ? [actor.mailbox.address] : []);
  const letters = told.map(participant => notificationTo(participant, notice(participant.mailbox), { desk, ticket }));
  return enqueueNotifications(tx, ticket, { letters, desk, following });
}

/** The role of an author on this ticket. */
export const roleOf = (address: Address, ticket: TicketRow, isAgent: boolean): Participant['role'] =>
  address === ticket.requesterEmail ? 'requester' : isAgent ? 'agent' : 'follower';

/** All who are told of a ticket. A requester who was removed from the directory is told only as a follower. */
export function peopleOn(desk: Desk, ticket: TicketRow, following: readonly Mailbox[]): readonly Participant[] {
  const isGone = ({ mailbox: { address }, role }: Participant) =>
    role === 'requester' && desk.directory.isRemoved(address) && !following.some(each => each.address === address);
  return audienceOf(ticket, following, agentsOn(desk, ticket.assignee)).filter(each => !isGone(each));
}

/** The agents who are told of every ticket, and its assignees. */
export function agentsOn(desk: Desk, ...assignees: readonly (string | null)[]): Mailbox[] {
  const told = agentsTold(desk);
  const isAgent = (address: string) => desk.directory.find(address as Address)?.role === 'agent';
  const others = assignees.filter(
    address => address !== null && isAgent(address) && !told.some(each => each.address === address),
  );
  return [
    ...told,
    ...[...new Set(others)].map(address => ({
      address: address as Address,
      name: desk.directory.find(address as Address)?.name ?? '',
    })),
  ];
}

const saysSomething = ({ notice }: Notification): boolean => notice.kind !== 'change' || notice.changes.length > 0;

/** Only agents see the assignee of a ticket. */
function withoutAssignee(notice: Notice): Notice {
  return 'changes' in notice && notice.changes ? { ...notice, changes: notice.changes.filter(isForAll) } : notice;
}
const isForAll = ({ field }: Change): boolean => field !== 'assignee';
