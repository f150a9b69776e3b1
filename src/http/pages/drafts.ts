// What scripts of the form ask for: the draft is saved as it is typed, and its reading and look-alikes are fragments.
import type { Context, Hono } from 'hono';
import { type DraftRow, findDraft, isDraftId, saveDraft } from '../../drafts/drafts.ts';
import { listUploads } from '../../drafts/uploads.ts';
import { alikeOf } from '../compose/alike.ts';
import { draftFieldsOf } from '../compose/fields.ts';
import { readingOf } from '../compose/reading.ts';
import type { Fields } from '../form-data.ts';
import { alikePart } from '../parts/alike.ts';
import { prompts } from '../parts/description.ts';
import { html, send } from '../parts/page.ts';
import { readingCard } from '../parts/reading-card.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { originOf } from '../same-origin.ts';
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
  if (!may(visit.viewer, 'new')) return context.json({ error: 'not found' }, 404);
  return work(visit);
}

async function put(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  // A browser always says where a request by PUT comes from.
  if (originOf(context, rooms.publicUrl()) !== 'ours') return context.json({ error: 'another site' }, 403);
  const id = context.req.param('id') ?? '';
  const body: unknown = await context.req.json().catch(() => null);
  if (!isDraftId(id) || typeof body !== 'object' || body === null) return context.json({ error: 'no draft' }, 422);
  const texts = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const version = Number(/^"?(\d{1,9})"?$/.exec(context.req.header('if-match') ?? '')?.[1] ?? Number.NaN);
  const saved = await saveDraft(rooms.db, id, {
    owner: visit.session.email,
    kind: 'new',
    ticketNumber: null,
    fields: draftFieldsOf(Object.fromEntries(texts) as Fields),
    ...(Number.isNaN(version) || version === 0 ? {} : { version }),
  });
  if (saved) return context.json({ version: saved.version });
  const now = await findDraft(rooms.db, id, visit.session.email);
  if (!now) return context.json({ error: 'no draft' }, 404);
  // Another tab changed it, or it is being sent: the script shows both.
  return context.json({ version: now.version, fields: now.fields, isSent: now.sentAt !== null }, 409);
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
