import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Attachment } from '../../../desk/attachment.ts';
import { cleanFileName } from '../../../parse/files/file-name.ts';
import { keepPart } from '../../../store/store.ts';
import { type Fields, readForm } from '../../form-data.ts';
import type { PageRooms } from '../../rooms.ts';
import { isByOurPage } from '../../visit.ts';

const maxFiles = 20;

/**
 * The fields of a form, and its files in the store: their bytes are there before the answer that names them is
 * written. Files of a form that is not ours are read and dropped.
 */
export async function readWithFiles(
  context: Context,
  rooms: PageRooms,
): Promise<{ fields: Fields; files: readonly Attachment[] }> {
  const files: Attachment[] = [];
  let count = 0;
  const fields = await readForm(context, async ({ name, contentType, bytes }, before) => {
    if (name === '' || ++count > maxFiles || !isByOurPage(context, { rooms, csrf: before.csrf ?? '' })) {
      for await (const _ of bytes);
      return;
    }
    const part = await keepPart(rooms.store, `parts/${randomUUID()}`, bytes);
    const type = /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream';
    files.push({ ...part, name: cleanFileName(name) ?? 'file', contentType: type, inline: false, contentId: null });
  });
  return { fields, files };
}
