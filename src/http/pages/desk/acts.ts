// What agents do to a ticket on its page: the same acts as by mail and by the command line.
import type { Context, Hono } from 'hono';
import { type Acted, act } from '../../../actions/act.ts';
import type { Tx } from '../../../db/database.ts';
import type { Action, Fields as TicketFields } from '../../../desk/action.ts';
import type { Feedback } from '../../../desk/feedback.ts';
import { keyOf, numberOf, priorities, type Status, statuses } from '../../../desk/ticket.ts';
import { dropDraft } from '../../../drafts/drafts.ts';
import { toAddress } from '../../../mail/address.ts';
import { newId } from '../../../mail/new-id.ts';
import { announceOutbox } from '../../../outbox/outbox.ts';
import { announceTickets } from '../../../tickets/changes.ts';
import { delayMails, delayMs, takeBackAnswer } from '../../../tickets/take-back-answer.ts';
import { lockTicket } from '../../../tickets/ticket.ts';
import { carryOut } from '../../carry-out.ts';
import { keepTyped, versionIn } from '../../compose/keep.ts';
import { type Typed, typedAs } from '../../compose/typed.ts';
import type { Fields } from '../../form-data.ts';
import type { TicketRight } from '../../rights.ts';
import type { PageRooms } from '../../rooms.ts';
import { type SignedInVisit, tooOld } from '../../visit.ts';
import { notFound } from '../signed-in.ts';
import { actorOf, agentOr, formOf } from './as-agent.ts';
import { refusalOf, toldIn } from './done.ts';
import { splitPage } from './split-page.ts';
import { threadPage } from './tickets.ts';
import { firstQuery, ticketHref } from './views.ts';

export type Order = Readonly<{
  actions: readonly Action[];
  done: string;
  /** What was typed, and into which field. */
  said?: Readonly<{ kind: 'answer' | 'note'; text: string }>;
  /** Of typed commands: what is to be told besides what they did. */
  told?: readonly Feedback[];
  /** What the button says that sends although others wrote meanwhile. */
  anyway?: string;
}>;

export function addTicketActs(app: Hono, rooms: PageRooms): void {
  const post = (path: string, right: TicketRight, orderOf: (fields: Fields) => Order | null) =>
    app.post(
      `/tickets/:key/${path}`,
      agentOr(rooms, right, async (context, visit) => {
        const fields = await formOf(context, rooms);
        if (!fields) return tooOld(context);
        const order = orderOf(fields);
        return order ? perform(context, rooms, { visit, fields, order }) : again(context, rooms, { visit, fields });
      }),
    );
  post('set', 'set-status', setOrder);
  post('merge', 'merge', ({ into = '', confirmed }) => {
    const number = numberOf(into);
    return number === null
      ? null
      : { actions: [{ do: 'merge', into: number, confirmed: confirmed === 'yes' }], done: 'merged' };
  });
  post('split', 'split', ({ message = '', alone }) => ({
    actions: [{ do: 'split', message: Number(message) || 0, alone: alone === 'yes' }],
    done: 'split',
  }));
  app.post(
    '/tickets/:key/undo',
    agentOr(rooms, 'undo', async (context, visit) => {
      const fields = await formOf(context, rooms);
      if (!fields) return tooOld(context);
      if (/^\d{1,15}$/.test(fields.entry ?? '')) return unsend(context, rooms, { visit, fields });
      return perform(context, rooms, { visit, fields, order: { actions: [{ do: 'undo' }], done: 'undone' } });
    }),
  );
  post('followers', 'follow', ({ follow, unfollow }) => {
    const person = toAddress(follow ?? unfollow ?? '');
    const people = person ? [{ address: person, name: '' }] : [];
    return person ? { actions: [{ do: follow ? 'follow' : 'unfollow', people }], done: 'followed' } : null;
  });
  post('for', 'for', ({ requester = '' }) => {
    const address = toAddress(requester);
    return address ? { actions: [{ do: 'for', requester: { address, name: '' } }], done: 'requester' } : null;
  });
  app.get(
    '/tickets/:key/split',
    agentOr(rooms, 'split', (context, visit) => splitPage(context, rooms, visit)),
  );
}

export const seenIn = (seen: string | undefined) => (seen && /^\d{1,15}$/.test(seen) ? { seen: Number(seen) } : {});

/** Only what differs from the values that the page showed is changed, and only where those still stand. */
function setOrder(fields: Fields): Order | null {
  const wanted: Record<string, string | null> = {};
  const from: Record<string, string | null> = {};
  for (const name of ['status', 'priority', 'instance', 'assignee'] as const) {
    const [value, was] = [fields[name]?.trim(), fields[`was-${name}`]];
    if (value === undefined || value === was) continue;
    if (name === 'status' && !statuses.includes(value as Status)) continue;
    if (name === 'priority' && value !== '' && !priorities.includes(value as 'low')) continue;
    const address = name === 'assignee' && value !== '' ? toAddress(value) : null;
    wanted[name] = value === '' ? null : (address ?? value.replaceAll('\0', '').slice(0, 200));
    if (was !== undefined) from[name] = was === '' ? null : was;
  }
  if (Object.keys(wanted).length === 0) return { actions: [], done: 'same' };
  return { actions: [{ do: 'set', fields: wanted as TicketFields, from: from as TicketFields }], done: 'set' };
}

type Performing = Readonly<{ visit: SignedInVisit; fields: Fields; order: Order }>;

export async function perform(
  context: Context,
  rooms: PageRooms,
  { visit, fields, order }: Performing,
): Promise<Response> {
  const number = numberOf(context.req.param('key') ?? '');
  if (number === null) return notFound(context, rooms);
  const query = fields.in ?? firstQuery;
  if (order.actions.length === 0) return context.redirect(ticketHref(keyOf(number), query), 303);
  const { said, anyway } = order;
  const acted = await actOn(rooms, visit, { number, actions: order.actions, isWhole: said !== undefined });
  const kind = said ? { kind: said.kind } : {};
  const kept = async () => (said ? { [said.kind]: await keepWords(rooms, visit, { number, fields, said }) } : {});
  if ('refused' in acted) {
    if (acted.refused.kind === 'no-such-ticket') return notFound(context, rooms);
    const isAnswer = said?.kind === 'answer';
    const says = isAnswer ? visit.say('desk.answeredMeanwhile') : (refusalOf(visit, acted.refused) ?? '');
    const moment = { says, isProblem: true, ...(isAnswer && anyway ? { anyway } : {}), ...kind };
    return threadPage(context, rooms, { visit, query, moment, typed: await kept(), status: 409 });
  }
  const refusals = acted.feedback.flatMap(line => refusalOf(visit, line) ?? []);
  if (refusals.length > 0) {
    const nothing = said ? [visit.say('desk.typed.notSent')] : [];
    const moment = { says: [...nothing, ...refusals].join(' '), isProblem: true, ...kind };
    return threadPage(context, rooms, { visit, query, moment, typed: await kept(), status: 422 });
  }
  if (said && fields.draft) await dropDraft(rooms.db, fields.draft, visit.session.email);
  rooms.log.info({ ticket: acted.ticket.number, by: visit.viewer.email }, `page: ${order.done}`);
  const told = order.told ? toldIn(rooms, visit, [...acted.feedback, ...order.told]) : '';
  const named = order.done === 'answered' ? `&entry=${acted.entry}` : '';
  const at = acted.entry === null ? '' : `#e${acted.entry}`;
  return context.redirect(`${doneHref(acted.ticket.number, query, order.done)}${named}${told}${at}`, 303);
}

/** The page of the thread, which says what was done. */
function doneHref(number: number, query: string, done: string): string {
  const href = ticketHref(keyOf(number), query);
  return `${href}${href.includes('?') ? '&' : '?'}done=${done}`;
}

type Words = Readonly<{ number: number; fields: Fields; said: NonNullable<Order['said']> }>;

/** Words that could not be sent are kept as a draft. */
export async function keepWords(
  rooms: PageRooms,
  { session }: SignedInVisit,
  { number, fields, said }: Words,
): Promise<Typed> {
  const of = { owner: session.email, kind: said.kind, ticketNumber: number };
  const typed = { ...of, fields: { description: said.text }, version: versionIn(fields.version) };
  const kept = await keepTyped(rooms, fields.draft ?? newId(), typed);
  return kept.kind === 'none' ? { draft: newId(), version: 0, text: said.text } : typedAs(kept.row);
}

/** Takes an answer back that has not gone out, and puts its text into the field again. */
async function unsend(
  context: Context,
  rooms: PageRooms,
  { visit, fields }: Readonly<{ visit: SignedInVisit; fields: Fields }>,
): Promise<Response> {
  const number = numberOf(context.req.param('key') ?? '') ?? 0;
  const known = (instance: string) => rooms.desk.directory.instances().has(instance);
  const text = await rooms.db.transaction(async tx => {
    const ticket = await lockTicket(tx, number);
    return ticket && takeBackAnswer(tx, ticket, { entry: Number(fields.entry), author: visit.viewer.email, known });
  });
  const query = fields.in ?? firstQuery;
  if (text === null) {
    const moment = { says: visit.say('desk.sentAlready'), isProblem: true };
    return threadPage(context, rooms, { visit, query, moment, status: 409 });
  }
  await keepWords(rooms, visit, { number, fields: {}, said: { kind: 'answer', text } });
  await announceTickets(rooms.db, [number]).catch(() => {});
  return context.redirect(doneHref(number, query, 'undone'), 303);
}

type Acting = Readonly<{ number: number; actions: readonly Action[]; isWhole?: boolean }>;

/** One transaction for all actions. `isWhole`: a refusal of one takes the others back, and only the feedback remains. */
export async function actOn(
  { db, desk }: PageRooms,
  visit: SignedInVisit,
  { number, actions, isWhole = false }: Acting,
): Promise<Acted | { refused: Feedback }> {
  const work = async (tx: Tx) => {
    const done = await act(tx, number, actions, actorOf(visit), desk);
    if ('refused' in done) return done;
    if (isWhole && done.feedback.some(line => refusalOf(visit, line) !== null)) throw new NotWhole(done);
    if (actions.some(action => action.do === 'answer')) {
      await delayMails(tx, done.outboxIds);
      setTimeout(() => void db.transaction(announceOutbox).catch(() => {}), delayMs + 50).unref();
    }
    return done;
  };
  try {
    return await carryOut(db, work, done => ('refused' in done ? [] : [number, done.ticket.number]));
  } catch (cause) {
    if (cause instanceof NotWhole) return cause.acted;
    throw cause;
  }
}

class NotWhole extends Error {
  readonly acted: Acted;
  constructor(acted: Acted) {
    super('one of the actions was refused');
    this.acted = acted;
  }
}

/** The page again, where nothing could be done with the form. */
export async function again(
  context: Context,
  rooms: PageRooms,
  { visit, fields }: Readonly<{ visit: SignedInVisit; fields: Fields }>,
): Promise<Response> {
  const moment = {
    says: visit.say('desk.nothingToDo'),
    isProblem: true,
    ...(fields.kind === 'note' ? ({ kind: 'note' } as const) : {}),
  };
  const typed = fields.kind === 'note' ? { note: { draft: newId(), version: 0, text: fields.text ?? '' } } : {};
  return threadPage(context, rooms, { visit, query: fields.in ?? firstQuery, moment, typed, status: 422 });
}
