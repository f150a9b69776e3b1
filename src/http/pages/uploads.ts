// Uploads with resume: tus 1.0 (https://tus.io/protocols/resumable-upload), for files of one's own drafts.
//
// A file grows in `$POSTERN_HOME/uploads` and moves into the store when it is whole. Its id begins with that of its
// draft, so each request is checked against the reader without a table of its own.
import { join } from 'node:path';
import type { Server } from '@tus/server';
import type { Context, Hono } from 'hono';
import { draftForFiles, findDraft, isDraftId } from '../../drafts/drafts.ts';
import { bytesOf, listUploads } from '../../drafts/uploads.ts';
import { uploadLine } from '../parts/files-field.ts';
import { html, send } from '../parts/page.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { originOf } from '../same-origin.ts';
import { signedInVisit } from '../visit.ts';
import { draftIn } from './upload-id.ts';

export function addUploads(app: Hono, rooms: PageRooms): void {
  const folder = join(rooms.home, 'uploads');
  let made: Server | undefined;
  const server = async () => {
    const { tusServer } = await import('./tus-server.ts');
    made ??= tusServer(rooms, folder);
    return made;
  };
  const handle = async (context: Context): Promise<Response> => {
    const refusal = await refusalOf(context, rooms);
    return refusal ?? (await server()).handleWeb(context.req.raw);
  };
  for (const path of ['/uploads', '/uploads/:id']) app.on(['POST', 'PATCH', 'DELETE', 'OPTIONS'], path, handle);
  // The router takes HEAD for GET. A file that grows is read by nobody.
  app.get('/uploads/:id', context => (context.req.raw.method === 'HEAD' ? handle(context) : context.notFound()));
  app.get('/new/:draft/files', async context => {
    const visit = signedInVisit(context);
    const id = context.req.param('draft');
    const draft = visit && (await findDraft(rooms.db, id, visit.session.email));
    if (!visit || !draft) return context.json({ error: 'no draft' }, 404);
    const files = await listUploads(rooms.db, id);
    return send(context, html`${files.map(file => uploadLine(visit, file))}`);
  });
}

/** Null where the reader may do this with that draft. */
async function refusalOf(context: Context, rooms: PageRooms): Promise<Response | null> {
  const { viewer, session } = context.get('visit');
  if (!viewer || !session) return context.text('Signed out\n', 401);
  if (!may(viewer, 'new') || originOf(context, rooms.publicUrl()) === 'foreign') return context.text('No\n', 403);
  const isNew = context.req.raw.method === 'POST';
  const id = isNew ? metadataOf(context).draft : draftIn(context.req.param('id'));
  if (!id || !isDraftId(id)) return context.text('No such draft\n', 404);
  const { email } = session;
  const of = { owner: email, kind: 'new', ticketNumber: null } as const;
  const draft = await (isNew ? draftForFiles(rooms.db, id, of) : findDraft(rooms.db, id, email));
  if (!draft || draft.sentAt) return context.text('No such draft\n', 404);
  const size = Number(context.req.header('upload-length') ?? 0);
  const isTooBig = isNew && size + (await bytesOf(rooms.db, id)) > rooms.maxFilesBytes;
  return isTooBig ? context.text('Too big\n', 413) : null;
}

/** `Upload-Metadata: draft ZGl…,filename bG9n…`: names with values in base64. */
function metadataOf(context: Context): Record<string, string> {
  const pairs = (context.req.header('upload-metadata') ?? '').split(',').map(pair => pair.trim().split(' '));
  return Object.fromEntries(
    pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString('utf8')]),
  );
}
