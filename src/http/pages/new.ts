// New Support Ticket: what is typed is kept at each step, and Send makes one mail of it.
import type { Context, Hono } from 'hono';
import type { DraftFields } from '../../desk/draft.ts';
import type { Person } from '../../desk/person.ts';
import { keyOf, numberOf } from '../../desk/ticket.ts';
import { colleaguesOf } from '../../directory/colleagues.ts';
import { listPeople } from '../../directory/directory.ts';
import { type DraftRow, dropDraft, findDraft, unsentDrafts } from '../../drafts/drafts.ts';
import { dropUploads, listUploads } from '../../drafts/uploads.ts';
import { newId } from '../../mail/new-id.ts';
import { alikeOf } from '../compose/alike.ts';
import { draftFieldsOf, type Problem, problemsOf } from '../compose/fields.ts';
import { filesInto } from '../compose/incoming-files.ts';
import { keepTyped, versionIn } from '../compose/keep.ts';
import { readingOf } from '../compose/reading.ts';
import { type ReplyTo, replyTo, sendDraft } from '../compose/send.ts';
import { type Fields, readForm } from '../form-data.ts';
import { alikePart } from '../parts/alike.ts';
import { formPage } from '../parts/form.ts';
import type { FormState } from '../parts/form-state.ts';
import { html, send } from '../parts/page.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { threadOf } from '../thread-facts.ts';
import { isByOurPage, type SignedInVisit, tooOld } from '../visit.ts';
import { filedAs, showSent } from './sent.ts';
import { notFound, signedInForm, within } from './signed-in.ts';

const ofNew = (visit: SignedInVisit) => ({ owner: visit.session.email, kind: 'new', ticketNumber: null }) as const;

export function addNew(app: Hono, rooms: PageRooms): void {
  app.get('/new', context => forWriters(context, rooms, visit => showNew(context, rooms, visit)));
  app.post('/new', context => forWriters(context, rooms, visit => save(context, rooms, visit)));
  app.get('/new/:draft', context => forWriters(context, rooms, visit => showDraft(context, rooms, visit)));
  app.post('/new/:draft/discard', context =>
    signedInForm(context, rooms, async visit => {
      if (!may(visit.viewer, 'new')) return notFound(context, rooms);
      await discard(rooms, visit, context.req.param('draft'));
      return context.redirect('/new', 303);
    }),
  );
  app.get('/new/:draft/sent', context => forWriters(context, rooms, visit => showSent(context, rooms, visit)));
}

const forWriters = (context: Context, rooms: PageRooms, work: (visit: SignedInVisit) => Promise<Response>) =>
  within(context, rooms, 'new', work);

/** The draft that is not sent, or an empty form; a link of the back-office may fill it in. */
async function showNew(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const [draft = null, ...others] = await unsentDrafts(rooms.db, ofNew(visit));
  if (draft?.sentAt) return context.redirect(`/new/${draft.id}`, 303);
  const [only, ...more] = visit.viewer.instances;
  const { instance, subject, description } = context.req.query();
  const given = { instance: instance ?? (more.length === 0 ? only : undefined), subject, description };
  const filled = draftFieldsOf(Object.fromEntries(Object.entries(given).filter(([, value]) => value)) as Fields);
  const row = draft ?? { id: newId(), version: 0, fields: filled };
  return show(context, rooms, { visit, row, notice: draft ? 'kept' : null, others, problems: [] });
}

async function showDraft(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const draft = await findDraft(rooms.db, context.req.param('draft') ?? '', visit.session.email);
  if (draft?.kind !== 'new') return notFound(context, rooms);
  if (draft.sentMail) return context.redirect(`/new/${draft.id}/sent`, 303);
  // Its sending was interrupted: sending it again makes the same mail, which is filed once.
  if (draft.sentAt) return trySending(context, rooms, { visit, draft });
  const said = context.req.query('saved') === undefined ? null : 'saved';
  return show(context, rooms, { visit, row: draft, notice: said, problems: [] });
}

async function discard({ db, store }: PageRooms, visit: SignedInVisit, id: string): Promise<void> {
  const draft = await findDraft(db, id, visit.session.email);
  if (!draft || draft.sentMail) return;
  await dropUploads({ db, store }, id);
  await dropDraft(db, id, visit.session.email);
}

/** Keeps all fields and files, whatever the button; then does what it says. */
async function save(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const files = filesInto(rooms, context, ofNew(visit));
  const fields = await readForm(context, files.take);
  if (!isByOurPage(context, { rooms, csrf: fields.csrf ?? '' })) return tooOld(context);
  const id = files.draft() ?? fields.draft ?? newId();
  const wanted = { ...draftFieldsOf(fields), ...chosenBy(fields) };
  const kept = await keepTyped(rooms, id, { ...ofNew(visit), fields: wanted, version: versionIn(fields.version) });
  if (kept.kind === 'none') return notFound(context, rooms);
  const draft = kept.row;
  if (kept.kind === 'forked')
    return show(context, rooms, { visit, row: draft, notice: 'forked', others: [kept.from], problems: [] }, 409);
  // Sent already, by the first of two presses.
  if (draft.sentMail) return context.redirect(`/new/${draft.id}/sent`, 303);
  if (fields.discard !== undefined) {
    await discard(rooms, visit, draft.id);
    return context.redirect('/new', 303);
  }
  if (fields.remove) await dropUploads(rooms, draft.id, fields.remove);
  const problems =
    fields.send === undefined ? [] : problemsOf(draft.fields, { viewer: visit.viewer, desk: rooms.desk });
  if (problems.length > 0) return show(context, rooms, { visit, row: draft, notice: null, problems }, 422);
  if (files.tooBig()) return show(context, rooms, { visit, row: draft, notice: 'tooBig', problems: [] }, 422);
  if (fields.add) return addInstead(context, rooms, { visit, draft, key: fields.add });
  if (fields.send === undefined) return context.redirect(`/new/${draft.id}?saved`, 303);
  return trySending(context, rooms, { visit, draft });
}

/** Buttons that choose a value: the table's cells, the author's instances, a mended address. */
function chosenBy({ impact, pick, mend, cc = '', functions, users }: Fields): Partial<DraftFields> {
  const extents = impact
    ? draftFieldsOf({ impact })
    : draftFieldsOf({ functions: functions ?? '', users: users ?? '' });
  const [wrong = '', right = ''] = mend?.split('|') ?? [];
  return {
    functions: extents.functions ?? '',
    users: extents.users ?? '',
    ...(pick ? { instance: pick.slice(0, 100) } : {}),
    ...(wrong ? { cc: cc.replace(wrong, right) } : {}),
  };
}

const mostRequesters = 200;

/** People who may open tickets, each once. */
const requestersIn = async (db: PageRooms['db']): Promise<Person[]> =>
  (await listPeople(db))
    .filter(
      ({ active, role, aliasOf, email }) => active && role === 'admin' && aliasOf === null && !email.startsWith('@'),
    )
    .slice(0, mostRequesters);

type Show = Readonly<{
  visit: SignedInVisit;
  row: Pick<DraftRow, 'id' | 'version' | 'fields'>;
  notice: FormState['notice'];
  /** What the reader began besides. */
  others?: readonly DraftRow[];
  problems: readonly Problem[];
}>;

async function show(
  context: Context,
  rooms: PageRooms,
  { visit, row, notice, others = [], problems }: Show,
  status = 200,
) {
  const { db, desk, assets, maxFilesBytes } = rooms;
  const { viewer } = visit;
  const files = await listUploads(db, row.id);
  const colleagues = viewer.role === 'admin' ? await colleaguesOf(db, viewer.organisation) : [];
  const theirs = colleagues.flatMap(({ instances }) => instances);
  const known = viewer.role === 'agent' ? [...desk.directory.instances()] : theirs;
  const hasImages = files.some(({ contentType }) => contentType.startsWith('image/'));
  const meaning = readingOf(row.fields, { viewer, desk, hasImages });
  const similar = await alikeOf(rooms, viewer, row.fields);
  const state: FormState = {
    ...row,
    files,
    problems,
    notice,
    others,
    meaning,
    colleagues: colleagues.filter(({ email }) => email !== viewer.email),
    instances: [...new Set([...viewer.instances, ...known])].sort().slice(0, 300),
    ownInstances: viewer.instances,
    maxFilesBytes,
    requesters: viewer.role === 'agent' ? await requestersIn(db) : [],
    support: desk.supports[0],
    alike: similar.length > 0 ? alikePart(visit, similar) : html``,
  };
  return send(context, formPage({ visit, assets }, state), status);
}

async function trySending(
  context: Context,
  rooms: PageRooms,
  { visit, draft, reply = null }: Readonly<{ visit: SignedInVisit; draft: DraftRow; reply?: ReplyTo | null }>,
): Promise<Response> {
  const sent = await sendDraft(rooms, { id: draft.id, visit, reply });
  if (sent.kind === 'sent') {
    // The mail holds the files' bytes now.
    await dropUploads(rooms, draft.id);
    const number = await filedAs(rooms, sent.mail);
    return context.redirect(number === null ? `/new/${draft.id}/sent` : `/tickets/${keyOf(number)}`, 303);
  }
  const notice = sent.refusal === 'infected' ? 'infected' : sent.refusal === 'too-big' ? 'tooBig' : 'notTaken';
  return show(context, rooms, { visit, row: draft, notice, problems: [] }, sent.refusal === null ? 503 : 422);
}

/** The draft becomes a reply on a ticket that the author sees; nothing is typed again. */
async function addInstead(
  context: Context,
  rooms: PageRooms,
  { visit, draft, key }: Readonly<{ visit: SignedInVisit; draft: DraftRow; key: string }>,
): Promise<Response> {
  const number = numberOf(key);
  const thread = number === null ? null : await threadOf(rooms, visit.viewer, number);
  if (!thread || !may(visit.viewer, 'reply', thread.standing)) return notFound(context, rooms);
  return trySending(context, rooms, { visit, draft, reply: replyTo(thread) });
}
