import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { numberOf } from '../../desk/ticket.ts';
import type { Address } from '../../mail/address.ts';
import { placeIn } from '../../search/cursor.ts';
import { findTickets } from '../../search/find-tickets.ts';
import { type Fault, parseQuery } from '../../search/query.ts';
import { showTicket, type TicketView, viewsNumbered } from '../../tickets/views/ticket-view.ts';
import { needScope } from './bearer.ts';
import { noTicket, type Problem, Refusal } from './problem.ts';
import type { ApiRooms } from './rooms.ts';
import { Key, ProblemDocument, Ticket, Tickets } from './schemas.ts';

export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemDocument } },
});
export const ticketAnswer = (description: string) => ({
  description,
  content: { 'application/json': { schema: Ticket } },
});

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/tickets',
  summary: 'Tickets, the newest change first',
  request: {
    query: z.object({
      q: z.string().max(400).optional().openapi({
        description: 'As in the search field of the pages.',
        example: 'status:open priority:high calendar',
      }),
      limit: z.coerce.number().int().min(1).max(100).default(50),
      after: z.string().max(100).optional().openapi({ description: 'The `next` of the page before.' }),
    }),
  },
  responses: {
    200: { description: 'One page', content: { 'application/json': { schema: Tickets } } },
    422: problem('The query cannot be understood'),
  },
});
const showRoute = createRoute({
  method: 'get',
  path: '/api/v1/tickets/{key}',
  summary: 'One ticket with its messages',
  request: { params: z.object({ key: Key }) },
  responses: { 200: ticketAnswer('The ticket'), 404: problem('There is no such ticket') },
});

export function addReading(api: OpenAPIHono, { db }: ApiRooms): void {
  api.openapi(listRoute, async context => {
    needScope(context, 'tickets:read');
    const { q = '', limit, after } = context.req.valid('query');
    const query = parseQuery(q);
    if (query.faults.length > 0) throw new Refusal(notUnderstood(query.faults));
    if (after !== undefined && !placeIn(after)) throw new Refusal(wrongAfter);
    const { agent, scopes } = context.get('token');
    const viewer = { email: (agent ?? '') as Address, sees: 'all', findsNotes: scopes.includes('notes') } as const;
    const { rows, next } = await findTickets(db, query, { viewer, limit, after });
    const numbers = rows.map(({ number }) => number);
    return context.json({ items: await viewsNumbered(db, numbers), next } as never, 200);
  });
  api.openapi(showRoute, async context => {
    needScope(context, 'tickets:read');
    const { key } = context.req.valid('param');
    const ticket = await ticketFor(context.get('token').scopes, db, numberOf(key)!);
    if (!ticket) throw new Refusal(noTicket);
    context.header('ETag', etagOf(ticket));
    return context.json(ticket as never, 200);
  });
}

export const etagOf = ({ number, updatedAt }: Pick<TicketView, 'number' | 'updatedAt'>): string =>
  `"${number}-${Date.parse(updatedAt)}"`;

/** Notes only with their own scope. */
export async function ticketFor(
  scopes: readonly string[],
  db: ApiRooms['db'],
  number: number,
): Promise<TicketView | null> {
  const ticket = await showTicket(db, number);
  if (!ticket) return null;
  const messages = ticket.messages?.filter(({ kind }) => kind !== 'note' || scopes.includes('notes')) ?? [];
  return { ...ticket, messages };
}

const notUnderstood = (faults: readonly Fault[]): Problem => ({
  status: 422,
  name: 'query',
  title: 'The query cannot be understood',
  errors: faults.map(({ kind, words, allowed }) => ({
    parameter: 'q',
    detail: `${words}: ${kind === 'unknown-key' ? 'there is no such key' : 'there is no such value'}${allowed.length > 0 ? `; there are ${allowed.join(', ')}` : ''}`,
  })),
});
const wrongAfter: Problem = {
  status: 422,
  name: 'after',
  title: 'There is no such page',
  errors: [{ parameter: 'after', detail: 'It must be the `next` of a page before.' }],
};
