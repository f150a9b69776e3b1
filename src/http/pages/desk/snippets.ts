// Snippets: written on a page of their own, put into an answer or a note on the ticket's page.
import type { Context, Hono } from 'hono';
import { noteDeed } from '../../../db/deeds.ts';
import { keyOf, numberOf } from '../../../desk/ticket.ts';
import { findSnippet, listSnippets, putSnippet, removeSnippet } from '../../../drafts/snippets.ts';
import { deskThread } from '../../../tickets/views/desk-thread.ts';
import { maxSnippetLength, snippetFor, snippetName, unknownBlanks } from '../../compose/snippet.ts';
import { type SnippetDraft, snippetsPage } from '../../parts/desk/snippets.ts';
import { send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import { isByOurPage, type SignedInVisit, tooOld } from '../../visit.ts';
import { notFound, within } from '../signed-in.ts';
import { keepWords } from './acts.ts';
import { agentOr, formOf } from './as-agent.ts';
import { deskPage } from './desk-page.ts';
import { readWithFiles } from './keep-files.ts';
import { names } from './snippet-names.ts';
import { firstQuery, ticketHref } from './views.ts';

export function addSnippets(app: Hono, rooms: PageRooms): void {
  app.get('/snippets', context =>
    within(context, rooms, 'snippets', visit => show(context, rooms, { visit, draft: null, status: 200 })),
  );
  app.post('/snippets', context => within(context, rooms, 'snippets', visit => save(context, rooms, visit)));
  app.post('/snippets/remove', context => within(context, rooms, 'snippets', visit => remove(context, rooms, visit)));
  app.get(
    '/tickets/:key/snippets/:name',
    agentOr(rooms, 'answer', async (context, visit) => {
      const text = await textFor(context, rooms, visit, context.req.param('name') ?? '');
      return text === null ? notFound(context, rooms) : context.text(text);
    }),
  );
  app.post(
    '/tickets/:key/snippet',
    agentOr(rooms, 'answer', (context, visit) => insert(context, rooms, visit)),
  );
}

type At = Readonly<{ visit: SignedInVisit; draft: SnippetDraft | null; status: number }>;

const show = async (context: Context, rooms: PageRooms, { visit, draft, status }: At): Promise<Response> => {
  const all = await listSnippets(rooms.db);
  const done = context.req.query('done') === 'yes';
  return send(
    context,
    deskPage(rooms, visit, visit.say('desk.snippets.title'), snippetsPage(visit, { all, draft, done })),
    status,
  );
};

async function save(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const fields = await formOf(context, rooms);
  if (!fields) return tooOld(context);
  const name = (fields.name ?? '').trim().replace(/^;/, '').toLowerCase();
  const text = (fields.text ?? '').replaceAll('\0', '').trim();
  const problem = problemOf(name, text, visit);
  const again = (words: string) => show(context, rooms, { visit, draft: { name, text, problem: words }, status: 422 });
  if (problem) return again(problem);
  if (!(await putSnippet(rooms.db, { name, text, madeBy: visit.viewer.email })))
    return again(visit.say('desk.snippets.tooMany'));
  // The one that was edited, under a new name.
  if (fields.was && fields.was !== name) await removeSnippet(rooms.db, fields.was);
  names.forget(rooms);
  await noteDeed(rooms.db, { who: visit.viewer.email, via: 'page', act: 'snippet: written', about: `;${name}` });
  return context.redirect(`/snippets?done=yes#s-${encodeURIComponent(name)}`, 303);
}

function problemOf(name: string, text: string, { say }: SignedInVisit): string | null {
  if (!snippetName.test(name)) return say('desk.snippets.badName');
  if (text === '' || text.length > maxSnippetLength) return say('desk.snippets.badText');
  const [unknown] = unknownBlanks(text);
  return unknown ? say('desk.snippets.badBlank', { blank: unknown }) : null;
}

async function remove(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const fields = await formOf(context, rooms);
  if (!fields) return tooOld(context);
  const name = fields.name ?? '';
  if (await removeSnippet(rooms.db, name))
    await noteDeed(rooms.db, { who: visit.viewer.email, via: 'page', act: 'snippet: removed', about: `;${name}` });
  names.forget(rooms);
  return context.redirect('/snippets', 303);
}

/** Null where there is no such ticket or snippet. */
async function textFor(context: Context, { db }: PageRooms, { viewer }: SignedInVisit, name: string) {
  const number = numberOf(context.req.param('key') ?? '');
  const snippet = await findSnippet(db, name.replace(/^;/, ''));
  const thread = number === null || !snippet ? null : await deskThread(db, number, viewer.email);
  return thread && snippetFor(snippet!.text, { ticket: thread.ticket, agent: viewer });
}

/** Without script: the text is kept as a draft with the snippet behind it, and stands in the field of the next page. */
async function insert(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const { fields } = await readWithFiles(context, rooms);
  if (!isByOurPage(context, { rooms, csrf: fields.csrf ?? '' })) return tooOld(context);
  const number = numberOf(context.req.param('key') ?? '');
  const text = await textFor(context, rooms, visit, fields.snippet ?? '');
  if (number === null || text === null) return notFound(context, rooms);
  const kind = context.req.query('kind') === 'note' ? 'note' : 'answer';
  const whole = [(fields.text ?? '').trimEnd(), text].filter(Boolean).join('\n\n');
  await keepWords(rooms, visit, { number, fields, said: { kind, text: whole } });
  const href = ticketHref(keyOf(number), fields.in ?? firstQuery);
  return context.redirect(`${href}${href.includes('?') ? '&' : '?'}kind=${kind}#${kind}`, 303);
}
