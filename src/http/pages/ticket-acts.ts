// What people do on a ticket's page. A reply is a mail and goes through intake; all else goes through `act`, as by
// mail and on the command line.
import type { Context, Hono } from 'hono';
import { act } from '../../actions/act.ts';
import type { Action, Fields as SetFields } from '../../desk/action.ts';
import type { Actor } from '../../desk/actor.ts';
import { keyOf, numberOf, priorities, statuses } from '../../desk/ticket.ts';
import { type Address, toAddress } from '../../mail/address.ts';
import { cleanLine } from '../../parse/text/clean.ts';
import { carryOut } from '../carry-out.ts';
import { copiesOf } from '../compose/fields.ts';
import { typedOn } from '../compose/typed.ts';
import type { Fields } from '../form-data.ts';
import { send } from '../parts/page.ts';
import { threadPage } from '../parts/thread.ts';
import { may, type Standing, type TicketRight } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { standingOf, threadOf } from '../thread-facts.ts';
import type { SignedInVisit } from '../visit.ts';
import { addReply } from './reply.ts';
import { notFound, signedInForm } from './signed-in.ts';

type Wanted = Readonly<{ rights: readonly TicketRight[]; action: Action }>;
type Read = (fields: Fields, visit: SignedInVisit) => Wanted | null;

export function addTicketActs(app: Hono, rooms: PageRooms): void {
  addReply(app, rooms);
  const on = (path: string, read: Read) =>
    app.post(`/tickets/:key/${path}`, context =>
      signedInForm(context, rooms, (visit, fields) => perform(context, rooms, { visit, wanted: read(fields, visit) })),
    );
  on('resolve', () => ({ rights: ['open-or-resolve'], action: { do: 'set', fields: { status: 'resolved' } } }));
  on('reopen', () => ({ rights: ['open-or-resolve'], action: { do: 'set', fields: { status: 'open' } } }));
  on('set', setBy);
  on('followers', fields => {
    const { people: written, bad } = copiesOf(fields.people ?? '');
    const people = written.map(each => ({ ...each, name: each.name || nameIn(rooms.desk, each.address) }));
    const isWhole = people.length > 0 && bad.length === 0;
    return isWhole ? { rights: ['follow'], action: { do: 'follow', people, copied: true } } : null;
  });
  on('unfollow', (fields, { viewer }) => {
    const address = toAddress(fields.person ?? '') ?? viewer.email;
    const right = address === viewer.email ? 'leave' : 'unfollow';
    return { rights: [right], action: { do: 'unfollow', people: [{ address, name: '' }] } };
  });
  on('let-in', ({ mail = '', always }) => ({
    rights: ['let-in'],
    action: { do: 'let-in', mail, always: always !== undefined },
  }));
  on('keep-out', ({ mail = '' }) => ({ rights: ['keep-out'], action: { do: 'keep-out', mail } }));
}

/** Each field that is sent, blank for none. A field that has the value that the page showed is not meant. */
function setBy(fields: Fields): Wanted | null {
  const { status, priority, instance, assignee } = fields;
  const wanted: { -readonly [K in keyof SetFields]: SetFields[K] } = {};
  const rights: TicketRight[] = [];
  const isMeant = (name: string) => fields[name] !== undefined && fields[name] !== fields[`was-${name}`];
  if (isMeant('status')) {
    const known = statuses.find(each => each === status);
    if (!known || known === 'closed') return null;
    wanted.status = known;
    rights.push(known === 'open' || known === 'resolved' ? 'open-or-resolve' : 'set-status');
  }
  if (isMeant('priority')) {
    const known = priorities.find(each => each === priority) ?? null;
    if (known === null && priority !== '') return null;
    wanted.priority = known;
    rights.push('set-priority');
  }
  if (instance !== undefined && isMeant('instance')) {
    wanted.instance = cleanLine(instance, 100) || null;
    rights.push('set-instance');
  }
  if (assignee !== undefined && isMeant('assignee')) {
    wanted.assignee = assignee === '' ? null : (toAddress(assignee) as Address | null);
    rights.push('set-assignee');
  }
  return { rights: ['see', ...rights], action: { do: 'set', fields: wanted } };
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
  if (!wanted) return sayInstead(context, rooms, visit, { number: found.number, said: 'unread', status: 422 });
  if (as === null || !wanted.rights.every(right => may(visit.viewer, right, found.standing)))
    return sayInstead(context, rooms, visit, { number: found.number, said: 'notAllowed', status: 403 });
  const { email, name } = visit.viewer;
  const actor: Actor = { as, mailbox: { address: email, name }, via: 'page' };
  const done = await carryOut(
    rooms.db,
    tx => act(tx, found.number, [wanted.action], actor, rooms.desk),
    () => [found.number],
  );
  return context.redirect(`${back}?said=${outcomeOf(done)}`, 303);
}

/** The thread, with why nothing was done. */
async function sayInstead(
  context: Context,
  rooms: PageRooms,
  visit: SignedInVisit,
  { number, said, status }: Readonly<{ number: number; said: string; status: number }>,
): Promise<Response> {
  const thread = await threadOf(rooms, visit.viewer, number);
  if (!thread) return notFound(context, rooms);
  const { assets } = rooms;
  const typed = (await typedOn(rooms, visit, number))('reply');
  return send(context, threadPage({ visit, assets }, { ...thread, typed, problem: null, said }), status);
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
