import type { Context } from 'hono';
import { type DraftOf, type DraftRow, draftForFiles } from '../../drafts/drafts.ts';
import { bytesOf, keepUpload } from '../../drafts/uploads.ts';
import { newId } from '../../mail/new-id.ts';
import { cleanName } from '../../parse/text/clean.ts';
import type { Fields, IncomingFile } from '../form-data.ts';
import type { PageRooms } from '../rooms.ts';
import { isByOurPage } from '../visit.ts';

/**
 * Files of a form go into the store as they come. The hidden fields stand before them in the form, so their draft is
 * known; where they do not, it is a new one.
 */
export function filesInto(rooms: PageRooms, context: Context, of: DraftOf) {
  const { db } = rooms;
  let draft: Promise<DraftRow | null> | null = null;
  let id: string | null = null;
  let tooBig = false;
  const draftFor = async (fields: Fields): Promise<DraftRow | null> => {
    const found = await draftForFiles(db, fields.draft ?? newId(), of);
    id = found?.id ?? null;
    return found?.sentAt ? null : found;
  };
  return {
    /** The draft that the files belong to; null where there were none. */
    draft: () => id,
    tooBig: () => tooBig,
    async take({ field, name: written, contentType, bytes }: IncomingFile, fields: Fields): Promise<void> {
      const name = cleanName(written).slice(0, 150).trim();
      const isOurs = field === 'files' && name !== '' && isByOurPage(context, { rooms, csrf: fields.csrf ?? '' });
      if (isOurs) draft ??= draftFor(fields);
      const into = isOurs ? await draft : null;
      const atMost = into ? rooms.maxFilesBytes - (await bytesOf(db, into.id)) : 0;
      let size = 0;
      const counted = (async function* () {
        for await (const chunk of bytes) {
          size += chunk.length;
          yield chunk;
        }
      })();
      if (!into) for await (const _ of counted);
      else {
        const kept = await keepUpload(rooms, { draft: into.id, name, contentType }, { bytes: counted, atMost });
        tooBig ||= !kept && size > 0;
      }
    },
  };
}
