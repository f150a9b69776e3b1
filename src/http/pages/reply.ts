// A reply on a page is a mail to the author's own reply address of the ticket.
import type { Context, Hono } from 'hono';
import { keyOf, numberOf } from '../../desk/ticket.ts';
import { findDraft, saveDraft } from '../../drafts/drafts.ts';
import { dropUploads } from '../../drafts/uploads.ts';
import { newId } from '../../mail/new-id.ts';
import { cleanText } from '../../parse/text/clean.ts';
import { maxDescription } from '../compose/fields.ts';
import { filesInto } from '../compose/incoming-files.ts';
import { newestId, sendDraft } from '../compose/send.ts';
import { type Fields, readForm } from '../form-data.ts';
import { send } from '../parts/page.ts';
import { threadPage } from '../parts/thread.ts';
import { may } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';
import { type Thread, threadOf } from '../thread-facts.ts';
import { isByOurPage, type SignedInVisit, tooOld } from '../visit.ts';
import { filedAs } from './sent.ts';
import { notFound, signedIn } from './signed-in.ts';

export const addReply = (app: Hono, rooms: PageRooms): Hono =>
  app.post('/tickets/:key/reply', context => signedIn(context, rooms, visit => reply(context, rooms, visit)));

const fieldsOfReply = ({ text = '' }: Fields) => ({ description: cleanText(text).slice(0, maxDescription) });

async function reply(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const number = numberOf(context.req.param('key') ?? '');
  const thread = number === null ? null : await threadOf(rooms, visit.viewer, number);
  if (!thread || !may(visit.viewer, 'reply', thread.standing)) return notFound(context, rooms);
  const of = { owner: visit.session.email, kind: 'reply', ticketNumber: thread.number } as const;
  const files = filesInto(rooms, context, { of, read: fieldsOfReply });
  const fields = await readForm(context, files.take);
  if (!isByOurPage(context, { rooms, csrf: fields.csrf ?? '' })) return tooOld(context);
  const wanted = fieldsOfReply(fields);
  const again = (problem: string, status: number) =>
    send(
      context,
      threadPage({ visit, assets: rooms.assets }, { ...thread, text: wanted.description, problem, said: null }),
      status,
    );
  if (wanted.description.trim() === '' && files.draft() === null) return again('reply.empty', 422);
  if (files.tooBig()) return again('new.tooBig', 422);
  const id = files.draft() ?? fields.draft ?? newId();
  const kept = (await saveDraft(rooms.db, id, { ...of, fields: wanted })) ?? (await findDraft(rooms.db, id, of.owner));
  if (!kept) return notFound(context, rooms);
  const sent = await sendDraft(rooms, { id: kept.id, visit, reply: replyTo(thread) });
  if (sent.kind === 'refused')
    return again(sent.refusal === 'infected' ? 'new.infected' : 'new.notTaken', sent.refusal ? 422 : 503);
  await dropUploads(rooms, kept.id);
  const filed = await filedAs(rooms, sent.mail);
  const where = `/tickets/${keyOf(filed ?? thread.number)}`;
  return context.redirect(filed === null ? `${where}?said=taken` : `${where}?said=replied`, 303);
}

const replyTo = (thread: Thread) => ({
  number: thread.number,
  subject: thread.ticket.subject,
  inReplyTo: newestId(thread),
});
