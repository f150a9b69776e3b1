// What a reader has typed on a ticket's page: as it was kept, or as it comes back from a form that could not be sent.
import { type DraftRow, draftsOnTicket } from '../../drafts/drafts.ts';
import { newId } from '../../mail/new-id.ts';
import type { PageRooms } from '../rooms.ts';
import type { SignedInVisit } from '../visit.ts';

export type TypedKind = 'reply' | 'answer' | 'note';
export type Typed = Readonly<{ draft: string; version: number; text: string }>;
export type TypedOf = (kind: TypedKind) => Typed;

export const typedAs = ({ id, version, fields }: DraftRow): Typed => ({
  draft: id,
  version,
  text: fields.description ?? '',
});

/** `now`: what has just been sent, which counts more than what was kept. */
export async function typedOn(
  { db }: Pick<PageRooms, 'db'>,
  { session }: Pick<SignedInVisit, 'session'>,
  ticketNumber: number,
  now: Readonly<Partial<Record<TypedKind, Typed>>> = {},
): Promise<TypedOf> {
  const rows = await draftsOnTicket(db, session.email, ticketNumber);
  const kept = new Map(rows.map(row => [row.kind, typedAs(row)]));
  return kind => now[kind] ?? kept.get(kind) ?? { draft: newId(), version: 0, text: '' };
}
