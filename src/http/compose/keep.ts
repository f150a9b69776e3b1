import type { DraftFields } from '../../desk/draft.ts';
import { type DraftOf, type Kept, keepDraft } from '../../drafts/drafts.ts';
import { copyUploads } from '../../drafts/uploads.ts';
import type { PageRooms } from '../rooms.ts';

/** The version of a hidden field or of `If-Match`; undefined where the page said none. */
export const versionIn = (text: string | undefined): number | undefined => {
  const [, version] = /^"?(\d{1,9})"?$/.exec(text ?? '') ?? [];
  return version === undefined ? undefined : Number(version);
};

type Typed = DraftOf & Readonly<{ fields: DraftFields; version: number | undefined }>;

/** Keeps what was typed; where another tab was faster, beside its words, with copies of its files. */
export async function keepTyped(rooms: PageRooms, id: string, typed: Typed): Promise<Kept> {
  const kept = await keepDraft(rooms.db, id, typed);
  if (kept.kind === 'forked') await copyUploads(rooms, kept.from.id, kept.row.id);
  return kept;
}
