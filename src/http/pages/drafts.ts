// What scripts of the form ask for: the draft is saved as it is typed, and its reading and look-alikes are fragments.
import type { Context, Hono } from 'hono';
import type { DraftFields } from '../../desk/draft.ts';
import { numberOf } from '../../desk/ticket.ts';
import { type DraftOf, type DraftRow, findDraft, isDraftId } from '../../drafts/drafts.ts';
import { listUploads } from '../../drafts/uploads.ts';
import { alikeOf } from '../compose/alike.ts';
import { draftFieldsOf, wordsOf } from '../compose/fields.ts';
import { keepTyped, versionIn } from '../compose/keep.ts';
import { readingOf } from '../compose/reading.ts';
import type { Fields } from '../form-data.ts';
import { alikePart } from '../parts/alike.ts';
import { prompts } from '../parts/description.ts';
import { html, send } from '../parts/page.ts';
import { readingCard } from '../parts/reading-card.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { originOf } from '../same-origin.ts';
import { standingOf } from '../thread-facts.ts';
import { type SignedInVisit, signedInVisit } from '../visit.ts';

export function addDrafts(app: Hono, rooms: PageRooms): void {
  app.put('/drafts/:id', context => forScript(context, visit => put(context, rooms, visit)));
  app.get('/new/:draft/reading', context => forScript(context, visit => showReading(context, rooms, visit)));
  app.get('/new/:draft/alike', context => forScript(context, visit => showAlike(context, rooms, visit)));
}

/** A script is not led to the page for signing in: it says so itself, and keeps what was typed. */
async function forScript(context: Context, work: (visit: SignedInVisit) => Promise<Response>): Promise<Response> {
  const visit = signedInVisit(context);
  if (!visit) return context.json({ error: 'signed out' }, 401);
  return work(visit);
}

async function put(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  // A browser always says where a request by PUT comes from.
  if (originOf(context, rooms.publicUrl()) !== 'ours') return context.json({ error: 'another site' }, 403);
  const id = context.req.param('id') ?? '';
  const body: unknown = await context.req.json().catch(() => null);
  if (!isDraftId(id) || typeof body !== 'object' || body === null) return context.json({ error: 'no draft' }, 422);
  const texts = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const fields = Object.fromEntries(texts) as Fields;
  const of = await draftIn(rooms, visit, fields);
  if (!of) return context.json({ error: 'not found' }, 404);
  const typed = { ...of, version: versionIn(context.req.header('if-match')) };
  const kept = await keepTyped(rooms, id, typed);
  if (kept.kind === 'none') return context.json({ error: 'no draft' }, 404);
  const { row } = kept;
  if (kept.kind === 'kept') return context.json({ id: row.id, version: row.version });
  // Another tab changed it or sent it: the script goes on with a draft of its own, and shows the way to the other one.
  const { from } = kept;
  return context.json({ id: row.id, version: row.version, other: { id: from.id, ...from.fields } }, 409);
}

/** The draft that the fields are for, where the reader may write it: a new ticket, or words on one. */
async function draftIn(
  rooms: PageRooms,
  { viewer, session }: SignedInVisit,
  fields: Fields,
): Promise<(DraftOf & { fields: DraftFields }) | null> {
  const owner = session.email;
  if (fields.kind === undefined || fields.kind === 'new')
    return may(viewer, 'new') ? { owner, kind: 'new', ticketNumber: null, fields: draftFieldsOf(fields) } : null;
  const kind = (['reply', 'answer', 'note'] as const).find(each => each === fields.kind);
  const number = numberOf(fields.ticket ?? '');
  const found = kind && number !== null ? await standingOf(rooms, viewer, number) : null;
  if (!kind || !found || !may(viewer, kind, found.standing)) return null;
  return { owner, kind, ticketNumber: found.number, fields: { description: wordsOf(fields.text) } };
}

const draftOf = (context: Context, { db }: PageRooms, visit: SignedInVisit): Promise<DraftRow | null> =>
  findDraft(db, context.req.param('draft') ?? '', visit.session.email);

async function showReading(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const draft = await draftOf(context, rooms, visit);
  if (!draft) return context.json({ error: 'no draft' }, 404);
  const files = await listUploads(rooms.db, draft.id);
  const hasImages = files.some(({ contentType }) => contentType.startsWith('image/'));
  const { fields } = draft;
  const meaning = readingOf(fields, { viewer: visit.viewer, desk: rooms.desk, hasImages });
  const part = html`<div id="reading">${readingCard(visit, { meaning, fields })}</div>${prompts(visit, meaning.missing, fields.description ?? '')}`;
  return send(context, part);
}

async function showAlike(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const draft = await draftOf(context, rooms, visit);
  if (!draft) return context.json({ error: 'no draft' }, 404);
  const similar = await alikeOf(rooms, visit.viewer, draft.fields);
  return send(context, similar.length > 0 ? alikePart(visit, similar) : html``);
}
