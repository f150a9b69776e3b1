import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Attachment } from '../../../desk/attachment.ts';
import { cleanFileName } from '../../../parse/files/file-name.ts';
import { keepPart } from '../../../store/store.ts';
import type { PageRooms } from '../../rooms.ts';

const maxFiles = 20;

/** Puts the files of a form into the store. Their bytes are there before the answer that names them is written. */
export async function keepFiles(context: Context, { store }: PageRooms): Promise<Attachment[]> {
  const body = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>);
  const files = [body.files].flat().filter(file => file instanceof File && file.size > 0) as File[];
  const kept: Attachment[] = [];
  for (const file of files.slice(0, maxFiles)) {
    const part = await keepPart(store, `parts/${randomUUID()}`, file.stream() as unknown as AsyncIterable<Buffer>);
    const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : 'application/octet-stream';
    kept.push({ ...part, name: cleanFileName(file.name) ?? 'file', contentType, inline: false, contentId: null });
  }
  return kept;
}
