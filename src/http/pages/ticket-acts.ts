// What people do on a ticket's page. A reply is a mail and goes through intake; all else goes through `act`, as by
// mail and on the command line.
import type { Context, Hono } from 'hono';
import { act } from '../../actions/act.ts';
import type { Action, Fields as SetFields } from '../../desk/action.ts';
import type { Actor } from '../../desk/actor.ts';
import { keyOf, numberOf, priorities, statuses } from '../../desk/ticket.ts';
import { type Address, toAddress } from '../../mail/address.ts';
import { announceOutbox } from '../../outbox/outbox.ts';
import { copiesOf } from '../compose/fields.ts';
import type { Fields } from '../form-data.ts';
import { mayOnPage, type PageRight, type Standing } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { standingOf } from '../thread-facts.ts';
import type { SignedInVisit } from '../visit.ts';
import { addReply } from './reply.ts';
import { notFound, signedInForm } from './signed-in.ts';

type Wanted = Readonly<{ right: PageRight; action: Action }>;
type Read = (fields: Fields, visit: SignedInVisit) => Wanted | null;

export function addTicketActs(app: Hono, rooms: PageRooms): void {
  addReply(app, rooms);
  const on = (path: string, read: Read) =>
    app.post(`/tickets/:key/${path}`, context =>
      signedInForm(context, rooms, (visit, fields) => perform(context, rooms, { visit, wanted: read(fields, visit) })),
    );
  on('resolve', () => ({ right: 'open-or-resolve', action: { do: 'set', fields: { status: 'resolved' } } }));
  on('reopen', () => ({ right: 'open-or-resolve', action: { do: 'set', fields: { status: 'open' } } }));
  on('set', setBy);
  on('followers', fields => {
    const { people: written, bad } = copiesOf(fields.people ?? '');
    const people = written.map(each => ({ ...each, name: each.name || nameIn(rooms.desk, each.address) }));
    const isWhole = people.length > 0 && bad.length === 0;
    return isWhole ? { right: 'follow', action: { do: 'follow', people, copied: true } } : null;
  });
  on('unfollow', (fields, { viewer }) => {
    const address = toAddress(fields.person ?? '') ?? viewer.email;
    const right = address === viewer.email ? 'leave' : 'unfollow';
    return { right, action: { do: 'unfollow', people: [{ address, name: '' }] } };
  });
  on('let-in', ({ mail = '', always }) => ({
    right: 'let-in',
    action: { do: 'let-in', mail, always: always !== undefined },
  }));
  on('keep-out', ({ mail = '' }) => ({ right: 'keep-out', action: { do: 'keep-out', mail } }));
}

/** Each field that is sent, blank for none. Who may set what is decided by `act`. */
function setBy(fields: Fields): Wanted | null {
  const { status, priority, instance, assignee } = fields;
  const wanted: { -readonly [K in keyof SetFields]: SetFields[K] } = {};
  if (status !== undefined) {
    const known = statuses.find(each => each === status);
    if (!known || known === 'closed') return null;
    wanted.status = known;
  }
  if (priority !== undefined) wanted.priority = priorities.find(each => each === priority) ?? null;
  if (instance !== undefined) wanted.instance = instance.trim().slice(0, 100) || null;
  if (assignee !== undefined) wanted.assignee = assignee === '' ? null : (toAddress(assignee) as Address | null);
  return { right: 'see', action: { do: 'set', fields: wanted } };
}

const asOf: Record<Standing, Actor['as'] | null> = {
  agent: 'agent',
  requester: 'requester',
  follower: 'follower',
  colleague: null,
};

async function perform(
  context: Context,
  rooms: PageRooms,
  { visit, wanted }: Readonly<{ visit: SignedInVisit; wanted: Wanted | null }>,
): Promise<Response> {
  const asked = numberOf(context.req.param('key') ?? '');
  const found = asked === null ? null : await standingOf(rooms, visit.viewer, asked);
  if (!found) return notFound(context, rooms);
  const as = asOf[found.standing];
  const back = `/tickets/${keyOf(found.number)}`;
  if (!wanted) return context.redirect(`${back}?said=unread`, 303);
  if (as === null || !mayOnPage(wanted.right, found.standing)) return context.redirect(`${back}?said=notAllowed`, 303);
  const { email, name } = visit.viewer;
  const actor: Actor = { as, mailbox: { address: email, name }, via: 'page' };
  const done = await rooms.db.transaction(async tx => {
    const acted = await act(tx, found.number, [wanted.action], actor, rooms.desk);
    await announceOutbox(tx);
    return acted;
  });
  return context.redirect(`${back}?said=${outcomeOf(done)}`, 303);
}

function outcomeOf(done: Awaited<ReturnType<typeof act>>): string {
  if ('refused' in done) return 'notAllowed';
  const kinds = done.feedback.map(({ kind }) => kind);
  if (kinds.includes('not-allowed')) return 'notAllowed';
  if (kinds.includes('newcomers-wait')) return 'newcomers';
  if (kinds.includes('may-not-follow') || kinds.includes('too-many-followers')) return 'mayNotFollow';
  return kinds.includes('not-held') ? 'notHeld' : 'done';
}

/** The entry of a whole domain gives no name. */
function nameIn({ directory }: PageRooms['desk'], address: Address): string {
  const person = directory.find(address);
  return person?.email === address ? (person.name ?? '') : '';
}
