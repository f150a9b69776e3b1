// A reply on a page is a mail to the author's own reply address of the ticket.
import type { Context, Hono } from 'hono';
import { keyOf, numberOf } from '../../desk/ticket.ts';
import { dropUploads } from '../../drafts/uploads.ts';
import { newId } from '../../mail/new-id.ts';
import { wordsOf } from '../compose/fields.ts';
import { filesInto } from '../compose/incoming-files.ts';
import { keepTyped, versionIn } from '../compose/keep.ts';
import { replyTo, sendDraft } from '../compose/send.ts';
import { typedAs } from '../compose/typed.ts';
import { readForm } from '../form-data.ts';
import { send } from '../parts/page.ts';
import { threadPage } from '../parts/thread.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { threadOf } from '../thread-facts.ts';
import { isByOurPage, type SignedInVisit, tooOld } from '../visit.ts';
import { filedAs } from './sent.ts';
import { notFound, signedIn } from './signed-in.ts';

export const addReply = (app: Hono, rooms: PageRooms): Hono =>
  app.post('/tickets/:key/reply', context => signedIn(context, rooms, visit => reply(context, rooms, visit)));

async function reply(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const number = numberOf(context.req.param('key') ?? '');
  const thread = number === null ? null : await threadOf(rooms, visit.viewer, number);
  if (!thread || !may(visit.viewer, 'reply', thread.standing)) return notFound(context, rooms);
  const of = { owner: visit.session.email, kind: 'reply', ticketNumber: thread.number } as const;
  const files = filesInto(rooms, context, of);
  const fields = await readForm(context, files.take);
  if (!isByOurPage(context, { rooms, csrf: fields.csrf ?? '' })) return tooOld(context);
  const wanted = { description: wordsOf(fields.text) };
  const id = files.draft() ?? fields.draft ?? newId();
  const kept = await keepTyped(rooms, id, { ...of, fields: wanted, version: versionIn(fields.version) });
  if (kept.kind === 'none') return notFound(context, rooms);
  const typed = typedAs(kept.row);
  const again = (problem: string, status: number) =>
    send(context, threadPage({ visit, assets: rooms.assets }, { ...thread, typed, problem, said: null }), status);
  if (kept.kind === 'forked') return again('reply.forked', 409);
  if (wanted.description.trim() === '' && files.draft() === null) return again('reply.empty', 422);
  if (files.tooBig()) return again('new.tooBig', 422);
  const sent = await sendDraft(rooms, { id: kept.row.id, visit, reply: replyTo(thread) });
  if (sent.kind === 'refused')
    return again(sent.refusal === 'infected' ? 'new.infected' : 'new.notTaken', sent.refusal ? 422 : 503);
  await dropUploads(rooms, kept.row.id);
  const filed = await filedAs(rooms, sent.mail);
  const where = `/tickets/${keyOf(filed ?? thread.number)}`;
  return context.redirect(filed === null ? `${where}?said=taken` : `${where}?said=replied`, 303);
}
