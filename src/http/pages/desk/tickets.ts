// The agents' list and thread.
import type { Context, Hono } from 'hono';
import { keyOf, numberOf } from '../../../desk/ticket.ts';
import type { Address } from '../../../mail/address.ts';
import { deskThread, noteRead } from '../../../tickets/views/desk-thread.ts';
import { type Typed, type TypedKind, typedOn } from '../../compose/typed.ts';
import { listPane } from '../../parts/desk/list.ts';
import { threadPane } from '../../parts/desk/thread.ts';
import type { DeskFacts, Moment } from '../../parts/desk/thread-page.ts';
import { layout } from '../../parts/layout.ts';
import { html, send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';
import { notFound } from '../signed-in.ts';
import { agentOr } from './as-agent.ts';
import { doneWords, toldBy } from './done.ts';
import { listOf } from './list-of.ts';
import { names } from './snippet-names.ts';
import { firstQuery, ticketHref } from './views.ts';

export const deskScripts = ['agent.js'] as const;

export function addTicketPages(app: Hono, rooms: PageRooms): void {
  app.get(
    '/tickets',
    agentOr(rooms, 'see', (context, visit) => listPage(context, rooms, visit)),
  );
  app.get(
    '/tickets/:key',
    agentOr(rooms, 'see', (context, visit) => {
      const { says, undo } = doneWords(visit, context.req.query('done'));
      const told = toldBy(rooms, visit, context.req.query('told'));
      return threadPage(context, rooms, {
        visit,
        moment: {
          ...(says ? { says: [says, told].filter(Boolean).join(' '), undo, ...entryIn(context) } : {}),
          ...kindIn(context),
        },
        status: 200,
      });
    }),
  );
}

/** The field that a snippet was put into. */
const kindIn = (context: Context): Pick<Moment, 'kind'> => {
  const kind = context.req.query('kind');
  return kind === 'note' || kind === 'answer' ? { kind } : {};
};

const entryIn = (context: Context): { entry?: number } => {
  const named = context.req.query('entry') ?? '';
  return /^\d{1,15}$/.test(named) ? { entry: Number(named) } : {};
};

async function listPage(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const q = context.req.query('q') ?? firstQuery;
  const list = await listOf(rooms, visit, { q, after: context.req.query('after') });
  if (list.straight !== null) return context.redirect(ticketHref(keyOf(list.straight), firstQuery), 303);
  const { say } = visit;
  const body = html`<main class="console at-list" id="main"><h1 class="hidden">${say('desk.tickets')}</h1>
${listPane(visit, { ...list, isFull: context.req.query('full') === 'yes' }, null)}
<section class="pane thread blank"><p class="empty">${say('desk.choose')}</p></section></main>`;
  const find = q === firstQuery ? '' : q;
  return send(
    context,
    layout(
      { visit, assets: rooms.assets },
      { title: say('desk.tickets'), skipTo: 'main', body, find, scripts: deskScripts },
    ),
  );
}

export type ThreadAt = Readonly<{
  visit: SignedInVisit;
  moment: Moment;
  status: number;
  query?: string;
  /** Words that were not sent. */
  typed?: Readonly<Partial<Record<TypedKind, Typed>>>;
}>;

export async function threadPage(context: Context, rooms: PageRooms, at: ThreadAt): Promise<Response> {
  const { visit, moment, status } = at;
  const number = numberOf(context.req.param('key') ?? '');
  if (number === null) return notFound(context, rooms);
  const query = at.query ?? context.req.query('in') ?? firstQuery;
  const [thread, list, typed, snippets] = await Promise.all([
    deskThread(rooms.db, number, visit.viewer.email),
    listOf(rooms, visit, { q: query }),
    typedOn(rooms, visit, number, at.typed),
    names.get(rooms),
  ]);
  if (!thread) return notFound(context, rooms);
  const key = keyOf(thread.ticket.number);
  const page = { visit, thread, facts: factsFor(rooms), secret: rooms.desk.keys[0]!, query, moment, typed, snippets };
  const body = html`<main class="console at-thread" id="main"><h1 class="hidden">${visit.say('desk.tickets')}</h1>
${listPane(visit, list, thread.ticket.number)}${threadPane(page)}</main>`;
  // A page that the browser loads ahead has not been read.
  const isAhead = /prefetch|prerender/.test(context.req.header('sec-purpose') ?? '');
  if (!isAhead && thread.newest > thread.seen)
    await noteRead(rooms.db, { email: visit.viewer.email, ticketNumber: thread.ticket.number, entry: thread.newest });
  const title = `${key} ${thread.ticket.subject}`.trim();
  return send(
    context,
    layout({ visit, assets: rooms.assets }, { title, skipTo: 'thread', body, find: '', scripts: deskScripts }),
    status,
  );
}

function factsFor({ desk: { directory } }: PageRooms): DeskFacts {
  return {
    agents: directory.agents().map(({ email }) => email),
    instances: directory.instances(),
    nameOf: email => directory.find(email as Address)?.name || email,
    isAgent: email => directory.find(email as Address)?.role === 'agent',
  };
}
