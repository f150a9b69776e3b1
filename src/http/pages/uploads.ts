// Uploads with resume: tus 1.0 (https://tus.io/protocols/resumable-upload), for files of one's own drafts.
//
// A file grows in `$POSTERN_HOME/uploads` and moves into the store when it is whole. Its id begins with that of its
// draft, so each request is checked against the reader without a table of its own.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { EVENTS, Server } from '@tus/server';
import type { Context, Hono } from 'hono';
import { draftForFiles, findDraft, isDraftId } from '../../drafts/drafts.ts';
import { beginUpload, bytesOf, dropUploads, keepUpload, listUploads, noteReceived } from '../../drafts/uploads.ts';
import { newId } from '../../mail/new-id.ts';
import { cleanName } from '../../parse/text/clean.ts';
import { uploadLine } from '../parts/files-field.ts';
import { html, send } from '../parts/page.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { originOf } from '../same-origin.ts';
import { signedInVisit } from '../visit.ts';

const shape = /^([0-9a-z]{26})-([0-9a-z]{26})$/;
const draftIn = (id: string | undefined): string => shape.exec(id ?? '')?.[1] ?? '';
const uploadIn = (id: string): string => shape.exec(id)?.[2] ?? '';

export function addUploads(app: Hono, rooms: PageRooms): void {
  const folder = join(rooms.home, 'uploads');
  const server = tusServer(rooms, folder);
  const handle = async (context: Context): Promise<Response> => {
    const refusal = await refusalOf(context, rooms);
    return refusal ?? server.handleWeb(context.req.raw);
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

function tusServer(rooms: PageRooms, directory: string): Server {
  const server = new Server({
    path: '/uploads',
    relativeLocation: true,
    datastore: new FileStore({ directory }),
    namingFunction: (_request, metadata) => `${metadata?.draft}-${newId()}`,
    async onUploadCreate(_request, upload) {
      const { id, size = 0, metadata } = upload;
      const file = { id: uploadIn(id), draft: draftIn(id), ...namesOf(metadata), size };
      await beginUpload(rooms.db, file);
      return {};
    },
    async onUploadFinish(_request, { id, size = 0, metadata }) {
      const draft = draftIn(id);
      await dropUploads(rooms, draft, uploadIn(id));
      // Other files may have come since this one began.
      const atMost = rooms.maxFilesBytes - (await bytesOf(rooms.db, draft));
      const file = { draft, ...namesOf(metadata) };
      if (size <= atMost) await keepUpload(rooms, file, { bytes: createReadStream(join(directory, id)), atMost });
      await server.datastore.remove(id);
      if (size > atMost) throw { status_code: 413, body: 'Too big\n' };
      return {};
    },
    onResponseError(_request, cause) {
      const known = cause as { status_code?: number; body?: string };
      if (known.status_code) return { status_code: known.status_code, body: known.body ?? '' };
      rooms.log.error({ err: cause }, 'upload: failed, is resumed');
      return { status_code: 503, body: 'Not just now\n' };
    },
  });
  server.on(EVENTS.POST_RECEIVE, (_request, { id, offset }) => {
    noteReceived(rooms.db, uploadIn(id), offset).catch(() => {});
  });
  return server;
}

const namesOf = (metadata: Record<string, string | null> | undefined) => ({
  name:
    cleanName(metadata?.filename ?? '')
      .slice(0, 150)
      .trim() || 'file',
  contentType: /^[\w.+-]+\/[\w.+-]+$/.test(metadata?.filetype ?? '') ? metadata!.filetype! : 'application/octet-stream',
});
