// One change to many tickets: one transaction, with each ticket's outcome listed.
import type { Context, Hono } from 'hono';
import { act } from '../../../actions/act.ts';
import type { Tx } from '../../../db/database.ts';
import type { Fields as TicketFields } from '../../../desk/action.ts';
import { keyOf, numberOf, priorities, statuses } from '../../../desk/ticket.ts';
import { carryOut } from '../../carry-out.ts';
import type { Fields } from '../../form-data.ts';
import { layout } from '../../parts/layout.ts';
import { html, send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import { type SignedInVisit, tooOld } from '../../visit.ts';
import { within } from '../signed-in.ts';
import { actorOf, formOf } from './as-agent.ts';
import { refusalOf } from './done.ts';
import { firstQuery, listHref } from './views.ts';

/** All values of each field. */
export async function fieldsOfAll(context: Context): Promise<(name: string) => string[]> {
  const body = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>);
  return name => [body[name]].flat().filter(value => typeof value === 'string');
}

const most = 200;
/** `why`: the kind of the refusal. */
type Outcome = Readonly<{ number: number; became: 'changed' | 'same' | 'refused'; why?: string }>;

export function addBulk(app: Hono, rooms: PageRooms): void {
  app.get('/tickets/bulk', context =>
    within(context, rooms, 'bulk', visit => send(context, outcomePage(rooms, visit, context.req.query()))),
  );
  app.post('/tickets/bulk', context =>
    within(context, rooms, 'bulk', async visit => {
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
      return context.redirect(`/tickets/bulk?${queryOf({ outcomes, query, isUndo })}`, 303);
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
async function changeAll(
  { db, desk }: PageRooms,
  visit: SignedInVisit,
  { numbers, wanted, isUndo }: Change,
): Promise<Outcome[]> {
  const work = async (tx: Tx) => {
    const outcomes: Outcome[] = [];
    for (const number of numbers) {
      const action = isUndo ? ({ do: 'undo' } as const) : ({ do: 'set', fields: wanted } as const);
      const done = await act(tx, number, [action], actorOf(visit), desk);
      const lines = 'refused' in done ? [done.refused] : done.feedback;
      const refused = lines.find(line => refusalOf(visit, line) !== null);
      const changed = lines.some(({ kind }) => kind === 'changed' || kind === 'undone');
      if (refused) outcomes.push({ number, became: 'refused', why: refused.kind });
      else outcomes.push({ number, became: changed ? 'changed' : 'same' });
    }
    return outcomes;
  };
  return carryOut(db, work, outcomes => outcomes.map(({ number, became }) => (became === 'changed' ? number : null)));
}

type Outcomes = Readonly<{ outcomes: readonly Outcome[]; query: string; isUndo: boolean }>;

/** Outcomes as a query: `changed=1.2&same=3&refused=4-nothing-to-undo`. */
function queryOf({ outcomes, query, isUndo }: Outcomes): string {
  const named = (became: Outcome['became']) =>
    outcomes
      .filter(each => each.became === became)
      .map(({ number, why }) => (why ? `${number}-${why}` : number))
      .join('.');
  return new URLSearchParams({
    changed: named('changed'),
    same: named('same'),
    refused: named('refused'),
    in: query,
    ...(isUndo ? { undo: '1' } : {}),
  }).toString();
}

function outcomesIn(query: Record<string, string>): Outcome[] {
  const named = (became: Outcome['became']) =>
    [...(query[became] ?? '').matchAll(/(\d{1,15})(?:-([a-z-]{1,40}))?/g)].slice(0, most).map(([, number, why]) => ({
      number: Number(number),
      became,
      ...(why ? { why } : {}),
    }));
  return [...named('changed'), ...named('same'), ...named('refused')].sort((a, b) => a.number - b.number);
}

function outcomePage({ assets }: PageRooms, visit: SignedInVisit, asked: Record<string, string>) {
  const { say, csrf } = visit;
  const query = asked.in ?? firstQuery;
  const outcomes = outcomesIn(asked);
  const done = outcomes.filter(({ became }) => became === 'changed');
  const says = ({ number, became, why }: Outcome): string => {
    if (became !== 'refused') return say(became === 'changed' ? 'desk.changed' : 'desk.sameAlready');
    return why === 'no-such-ticket'
      ? say('desk.refused.no-such-ticket', { key: keyOf(number) })
      : say(plainRefusals.includes(why ?? '') ? `desk.refused.${why}` : 'desk.refused.no-place');
  };
  const hidden = (name: string, value: string | number) => html`<input type="hidden" name="${name}" value="${value}">`;
  const undo = html`<form method="post" action="/tickets/bulk">${hidden('csrf', csrf)}${hidden('in', query)}${hidden('do', 'undo')}${done.map(({ number }) => hidden('ticket', number))}<button class="button" type="submit">${say('desk.undo')}</button></form>`;
  const body = html`<main class="narrow" id="main"><h1>${say('desk.bulkDone', { count: done.length, of: outcomes.length })}</h1>
<ul class="plainlist">${outcomes.map(each => html`<li><a href="/tickets/${keyOf(each.number)}">${keyOf(each.number)}</a> ${says(each)}</li>`)}</ul>
<div class="actions">${asked.undo || done.length === 0 ? '' : undo}<a class="button primary" href="${listHref(query)}">${say('desk.backToList')}</a></div></main>`;
  return layout({ visit, assets }, { title: say('desk.bulk'), skipTo: 'main', body });
}

/** Refusals whose words have no blanks. */
const plainRefusals: readonly string[] = ['changed-since', 'nothing-to-undo', 'cannot-undo', 'no-place'];
