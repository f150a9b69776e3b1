// Pages say who looks at a ticket, and who writes: two agents see each other before they answer twice.
import type { Hono } from 'hono';
import { numberOf } from '../../../desk/ticket.ts';
import { announcePresence } from '../../../tickets/changes.ts';
import type { PageRooms } from '../../rooms.ts';
import { standingOf } from '../../thread-facts.ts';
import { tooOld } from '../../visit.ts';
import { notFound } from '../signed-in.ts';
import { agentOr, formOf } from './as-agent.ts';

const states = ['reading', 'writing', 'gone'] as const;

export const addPresence = (app: Hono, rooms: PageRooms): Hono =>
  app.post(
    '/tickets/:key/presence',
    agentOr(rooms, 'note', async (context, { viewer }) => {
      const fields = await formOf(context, rooms);
      if (!fields) return tooOld(context);
      const number = numberOf(context.req.param('key') ?? '');
      const found = number === null ? null : await standingOf(rooms, viewer, number);
      if (!found) return notFound(context, rooms);
      const state = states.find(each => each === fields.state) ?? 'reading';
      const { email, name } = viewer;
      await announcePresence(rooms.db, { ticket: found.number, email, name: name || email, state });
      return context.body(null, 204) as Response;
    }),
  );
