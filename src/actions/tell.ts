// Notifications: each person gets one mail about all actions of one call.
import type { Tx } from '../db/database.ts';
import type { Actor } from '../desk/actor.ts';
import type { Change } from '../desk/change.ts';
import { agentsTold, type Desk, localeFor } from '../desk/desk.ts';
import type { Merged, Notice } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Notification } from '../outbox/notification.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { audienceOf, type Participant, without } from '../tickets/audience.ts';
import { followersOf, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import type { Done, Order } from './performed.ts';

/** `told`: who was told on this thread which tickets were merged into it. */
type Told = Readonly<{ outboxIds: readonly string[]; told: ReadonlySet<Address> }>;

/** Tells all but the actor of text and changes, and new followers who added them. Each gets one mail. */
export async function tellOf(tx: Tx, done: Done, { actor, desk }: Order): Promise<Told> {
  const { ticket, said, changes, notices } = done;
  const tells = said?.told != null || changes.length > 0;
  if (!tells && notices.length === 0) return { outboxIds: [], told: new Set() };
  const following = await followersOf(tx, ticket.number);
  // To and Cc may name people to whom the mail was not sent, so they are still told of changes.
  const had = said?.had ?? [];
  const notice = noticeOf(done, actor);
  const own = notices.filter(each => notice.kind === 'change' || had.includes(each.mailbox.address) || !yields(each));
  const isApart = (address: Address) =>
    address === actor.mailbox?.address || own.some(({ mailbox }) => mailbox.address === address);
  const everyone = tells ? peopleOn(desk, ticket, following) : [];
  const notifications = [
    ...everyone
      .filter(({ mailbox }) => !isApart(mailbox.address))
      .map(each => ({ ...each, notice: had.includes(each.mailbox.address) ? changesOnly(done, actor) : notice })),
    ...own,
  ]
    .map(({ notice, ...each }) => notificationTo(each, notice, { desk, ticket }))
    .filter(saysSomething);
  const context = { ticket: ticketOfMail(ticket, following), support: desk.supports[0] };
  const outboxIds = await addToOutbox(tx, notifications, { ...context, ...(said ? { entry: said.entry } : {}) });
  return {
    outboxIds,
    told: new Set(notifications.flatMap(({ to, notice }) => ('merged' in notice ? to.address : []))),
  };
}

/** The words of the same act are the better first mail. People outside the directory get none of them at first. */
const yields = ({ notice }: Done['notices'][number]): boolean =>
  notice.kind === 'receipt' || (notice.kind === 'opened' && notice.outside !== true && notice.text === undefined);

const changesOnly = ({ changes, ended }: Pick<Done, 'changes' | 'ended'>, actor: Actor): Notice => ({
  kind: 'change',
  changes,
  ...mergedIn({ ended }),
  by: byOf(actor),
});

const mergedIn = ({ ended }: Pick<Done, 'ended'>): { merged?: Merged } =>
  ended.length === 0 ? {} : { merged: ended.map(({ ticket }) => keyOf(ticket.number)) };

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
    return { kind: 'answer', authorName: author.name, ...told, status, changes: rest, ...mergedIn(done) };
  }
  return { kind: 'reply', author, ...told, attachments: files.map(({ name }) => name), changes, ...mergedIn(done) };
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
  {
    ticket,
    following,
    notice,
    told = new Set(),
  }: {
    ticket: TicketRow;
    following: readonly Mailbox[];
    notice(to: Mailbox): Notice;
    /** Who hears of it already. */
    told?: ReadonlySet<Address>;
  },
  { actor, desk }: Order,
): Promise<string[]> {
  const everyone = peopleOn(desk, ticket, following);
  const others = without(everyone, [...told, ...(actor.mailbox ? [actor.mailbox.address] : [])]);
  const letters = others.map(participant => notificationTo(participant, notice(participant.mailbox), { desk, ticket }));
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
