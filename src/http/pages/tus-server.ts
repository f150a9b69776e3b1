// The server of tus uploads, loaded with the first of them: a gateway starts without its eighty modules.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { EVENTS, Server } from '@tus/server';
import { beginUpload, bytesOf, dropUploads, keepUpload, noteReceived } from '../../drafts/uploads.ts';
import { newId } from '../../mail/new-id.ts';
import { cleanName } from '../../parse/text/clean.ts';
import type { PageRooms } from '../rooms.ts';
import { draftIn, uploadIn } from './upload-id.ts';

export function tusServer(rooms: PageRooms, directory: string): Server {
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
