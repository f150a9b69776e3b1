// One change to many tickets: one transaction, with each ticket's outcome listed.
import type { Context, Hono } from 'hono';
import { act } from '../../../actions/act.ts';
import type { Fields as TicketFields } from '../../../desk/action.ts';
import { keyOf, numberOf, priorities, statuses } from '../../../desk/ticket.ts';
import { announceOutbox } from '../../../outbox/outbox.ts';
import type { Fields } from '../../form-data.ts';
import { layout } from '../../parts/layout.ts';
import { html, send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import { type SignedInVisit, tooOld } from '../../visit.ts';
import { actorOf, agentOnly, formOf } from './as-agent.ts';
import { refusalOf } from './done.ts';
import { firstQuery, listHref } from './views.ts';

/** All values of each field. */
export async function fieldsOfAll(context: Context): Promise<(name: string) => string[]> {
  const body = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>);
  return name => [body[name]].flat().filter(value => typeof value === 'string');
}

const most = 200;
type Outcome = Readonly<{ number: number; says: string; isDone: boolean }>;

export function addBulk(app: Hono, rooms: PageRooms): void {
  app.post('/tickets/bulk', context =>
    agentOnly(context, rooms, async visit => {
      const all = await fieldsOfAll(context);
      const fields = await formOf(context, rooms);
      if (!fields) return tooOld(context);
      const numbers = [...new Set(all('ticket').flatMap(key => numberOf(key) ?? []))]
        .sort((a, b) => a - b)
        .slice(0, most);
      const isUndo = fields.do === 'undo';
      const wanted = isUndo ? {} : wantedBy(fields, visit);
      const query = fields.in ?? firstQuery;
      if (numbers.length === 0 || (!isUndo && Object.keys(wanted).length === 0))
        return context.redirect(listHref(query), 303);
      const outcomes = await changeAll(rooms, visit, { numbers, wanted, isUndo });
      rooms.log.info({ tickets: numbers.length, by: visit.viewer.email }, 'page: bulk');
      return send(context, outcomePage(rooms, visit, { outcomes, query, isUndo }));
    }),
  );
}

function wantedBy({ status, priority, assignee }: Fields, { viewer }: SignedInVisit): TicketFields {
  const [isStatus, isPriority] = [statuses.find(name => name === status), priorities.find(name => name === priority)];
  return {
    ...(isStatus ? { status: isStatus } : {}),
    ...(isPriority ? { priority: isPriority } : {}),
    ...(assignee === 'me' ? { assignee: viewer.email } : {}),
  };
}

type Change = Readonly<{ numbers: readonly number[]; wanted: TicketFields; isUndo: boolean }>;

/** In the order of their numbers, so that two of these at once do not wait for each other in a circle. */
const changeAll = (
  { db, desk }: PageRooms,
  visit: SignedInVisit,
  { numbers, wanted, isUndo }: Change,
): Promise<Outcome[]> =>
  db.transaction(async tx => {
    const outcomes: Outcome[] = [];
    for (const number of numbers) {
      const action = isUndo ? ({ do: 'undo' } as const) : ({ do: 'set', fields: wanted } as const);
      const done = await act(tx, number, [action], actorOf(visit), desk);
      const lines = 'refused' in done ? [done.refused] : done.feedback;
      const refused = lines.flatMap(line => refusalOf(visit, line) ?? []);
      const isDone = refused.length === 0;
      const changed = lines.some(({ kind }) => kind === 'changed' || kind === 'undone');
      const says = isDone ? visit.say(changed ? 'desk.changed' : 'desk.sameAlready') : refused.join(' ');
      outcomes.push({ number, says, isDone: isDone && changed });
    }
    await announceOutbox(tx);
    return outcomes;
  });

type Shown = Readonly<{ outcomes: readonly Outcome[]; query: string; isUndo: boolean }>;

function outcomePage({ assets }: PageRooms, visit: SignedInVisit, { outcomes, query, isUndo }: Shown) {
  const { say, csrf } = visit;
  const done = outcomes.filter(({ isDone }) => isDone);
  const body = html`<main class="narrow" id="main"><h1>${say('desk.bulkDone', { count: done.length, of: outcomes.length })}</h1>
<ul class="plainlist">${outcomes.map(({ number, says }) => html`<li><a href="/tickets/${keyOf(number)}">${keyOf(number)}</a> ${says}</li>`)}</ul>
<div class="actions">${
    isUndo || done.length === 0
      ? ''
      : html`<form method="post" action="/tickets/bulk"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="in" value="${query}"><input type="hidden" name="do" value="undo">${done.map(({ number }) => html`<input type="hidden" name="ticket" value="${number}">`)}<button class="button" type="submit">${say('desk.undo')}</button></form>`
  }<a class="button primary" href="${listHref(query)}">${say('desk.backToList')}</a></div></main>`;
  return layout({ visit, assets }, { title: say('desk.bulk'), skipTo: 'main', body });
}
