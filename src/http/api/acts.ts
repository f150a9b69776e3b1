import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Acted, act } from '../../actions/act.ts';
import type { Tx } from '../../db/database.ts';
import type { Action, Fields } from '../../desk/action.ts';
import type { Actor } from '../../desk/actor.ts';
import type { Feedback } from '../../desk/feedback.ts';
import { numberOf } from '../../desk/ticket.ts';
import { type Address, toAddress } from '../../mail/address.ts';
import { lockTicket } from '../../tickets/ticket.ts';
import { carryOut } from '../carry-out.ts';
import { needScope } from './bearer.ts';
import { noTicket, type Problem, Refusal } from './problem.ts';
import { etagOf, problem, ticketAnswer, ticketFor } from './reading.ts';
import type { ApiRooms } from './rooms.ts';
import { Answer, Change, Key, Note } from './schemas.ts';

const params = z.object({ key: Key });
const refusals = {
  404: problem('There is no such ticket'),
  409: problem('The ticket has changed'),
  422: problem('Some of it cannot be used'),
};
const post = <Path extends string, Body extends z.ZodType>(path: Path, summary: string, schema: Body) =>
  createRoute({
    method: 'post',
    path,
    summary,
    request: { params, body: { required: true, content: { 'application/json': { schema } } } },
    responses: { 201: ticketAnswer('The ticket with the new entry'), ...refusals },
  });

const answerRoute = post('/api/v1/tickets/{key}/answers', 'Answer everyone on the ticket', Answer);
const noteRoute = post('/api/v1/tickets/{key}/notes', 'Add a note that only agents see', Note);
const changeRoute = createRoute({
  method: 'patch',
  path: '/api/v1/tickets/{key}',
  summary: 'Change fields; everyone on the ticket is told',
  request: { params, body: { required: true, content: { 'application/json': { schema: Change } } } },
  responses: { 200: ticketAnswer('The ticket as it is now'), ...refusals, 412: problem('The ticket has changed') },
});

export function addActs(api: OpenAPIHono, rooms: ApiRooms): void {
  api.openapi(answerRoute, async context => {
    needScope(context, 'tickets:write');
    const { text, as, status } = context.req.valid('json');
    const actions: Action[] = [{ do: 'answer', text }, ...(status ? [{ do: 'set', fields: { status } } as const] : [])];
    const { number } = await order(context, rooms, { actions, actor: agentFor(context, rooms, as) });
    return context.json((await shown(context, rooms, number)) as never, 201);
  });
  api.openapi(noteRoute, async context => {
    needScope(context, 'notes');
    const { text, as } = context.req.valid('json');
    const actions: Action[] = [{ do: 'note', text }];
    const { number } = await order(context, rooms, { actions, actor: agentFor(context, rooms, as) });
    return context.json((await shown(context, rooms, number)) as never, 201);
  });
  api.openapi(changeRoute, async context => {
    needScope(context, 'tickets:write');
    const { as, ...fields } = context.req.valid('json');
    const { agent } = context.get('token');
    const actor: Actor = (as ?? agent) ? agentFor(context, rooms, as) : { as: 'operator', mailbox: null, via: 'api' };
    const { number } = await order(context, rooms, { actions: [{ do: 'set', fields: fields as Fields }], actor });
    return context.json((await shown(context, rooms, number)) as never, 200);
  });
}

async function shown(context: Context, { db }: ApiRooms, number: number) {
  const ticket = await ticketFor(context.get('token').scopes, db, number);
  if (ticket) context.header('ETag', etagOf(ticket));
  return ticket;
}

/** The agent named by the call, or the one as whom the token acts. */
function agentFor(context: Context, { desk }: ApiRooms, as: string | undefined): Actor {
  const { agent } = context.get('token');
  const address = toAddress(as ?? agent ?? '');
  const person = address && desk.directory.find(address);
  if (agent !== null && as !== undefined && address !== agent) throw new Refusal(actsAs(agent));
  if (!address || person?.role !== 'agent') throw new Refusal(notAnAgent(as));
  return { as: 'agent', mailbox: { address: person.email as Address, name: person.name ?? '' }, via: 'api' };
}

type Order = Readonly<{ actions: readonly Action[]; actor: Actor }>;

/** Does all or nothing: a refused part of a call undoes the rest. */
async function order(context: Context, { db, desk }: ApiRooms, { actions, actor }: Order): Promise<Acted['ticket']> {
  const number = numberOf(context.req.param('key') ?? '') ?? 0;
  const wanted = context.req.header('if-match');
  const work = async (tx: Tx) => {
    if (wanted !== undefined && wanted !== '*') {
      const row = await lockTicket(tx, number);
      if (
        row &&
        !wanted.split(',').some(tag => tag.trim() === etagOf({ number, updatedAt: row.updatedAt.toISOString() }))
      )
        throw new Refusal(precondition);
    }
    const done = await act(tx, number, actions, actor, desk);
    if ('refused' in done) throw new Refusal(problemOf(done.refused));
    const refused = done.feedback.filter(({ kind }) => ['not-allowed', 'not-an-agent', 'no-place'].includes(kind));
    if (refused[0]) throw new Refusal(problemOf(refused[0]));
    return done;
  };
  const acted = await carryOut(db, work, ({ ticket }) => [number, ticket.number]);
  return acted.ticket;
}

function problemOf(feedback: Feedback): Problem {
  if (feedback.kind === 'no-such-ticket') return noTicket;
  if (feedback.kind === 'changed-since') return { status: 409, name: 'changed', title: 'The ticket has changed since' };
  if (feedback.kind === 'not-an-agent') return notAnAgent(feedback.address, '/assignee');
  const words = 'words' in feedback ? feedback.words : feedback.kind;
  return { status: 422, name: 'not-allowed', title: 'This may not be done', detail: words };
}

const notAnAgent = (as: string | undefined, pointer = '/as'): Problem => ({
  status: 422,
  name: 'not-an-agent',
  title: as === undefined ? 'Name the agent who does it' : 'This is no agent of the directory',
  errors: [{ pointer, detail: as === undefined ? 'It is the address of an agent.' : `${as} is no agent.` }],
});
const actsAs = (agent: string): Problem => ({
  status: 403,
  name: 'acts-as',
  title: 'This token acts as another agent',
  detail: `It acts as ${agent}.`,
});
const precondition: Problem = {
  status: 412,
  name: 'changed',
  title: 'The ticket has changed since',
  detail: 'GET it again, and send its new ETag as If-Match.',
};
