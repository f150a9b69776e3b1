// The files of a ticket, for those who may see it.
import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { numberOf } from '../../desk/ticket.ts';
import { fileOf } from '../../tickets/views/files.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { standingOf } from '../thread-facts.ts';
import type { SignedInVisit } from '../visit.ts';
import { notFound, signedIn } from './signed-in.ts';

export const addTicketFiles = (app: Hono, rooms: PageRooms): Hono =>
  app.get('/tickets/:key/files/:id/:name', context =>
    signedIn(context, rooms, visit => sendFile(context, rooms, visit)),
  );

async function sendFile(context: Context, rooms: PageRooms, { viewer }: SignedInVisit): Promise<Response> {
  const number = numberOf(context.req.param('key') ?? '');
  const found = number === null ? null : await standingOf(rooms, viewer, number);
  const id = Number(/^\d{1,15}$/.exec(context.req.param('id') ?? '')?.[0]);
  const file = found && id ? await fileOf(rooms.db, found.number, id) : null;
  const isHidden = file?.kind === 'note' && !may(viewer, 'see-notes', found?.standing ?? null);
  if (!file || isHidden || file.infected || !(await rooms.store.has(file.key))) return notFound(context, rooms);
  // Always a download: whatever is in it runs nowhere near our pages.
  context.header('Content-Type', 'application/octet-stream');
  context.header('Content-Disposition', `attachment; filename*=UTF-8''${rfc5987(file.name)}`);
  context.header('Content-Length', String(file.size));
  context.header('Content-Security-Policy', "default-src 'none'; sandbox");
  context.header('Cross-Origin-Resource-Policy', 'same-origin');
  const bytes = Readable.from(rooms.bytesOf(file.key), { objectMode: false });
  return context.body(Readable.toWeb(bytes) as ReadableStream);
}

const rfc5987 = (name: string): string =>
  encodeURIComponent(name).replace(/['()*!]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
