// Every mail and its story, held mail with its decisions, and a mail as it came.
import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { decideHeldMail } from '../../../actions/held-mail.ts';
import type { Tx } from '../../../db/database.ts';
import { noteDeed } from '../../../db/deeds.ts';
import { type Excerpt, excerptsOf } from '../../../filing/excerpt.ts';
import { compareStored } from '../../../filing/replay.ts';
import { replayMail } from '../../../tickets/held.ts';
import { heldMails, refusalOf, searchMails, storyOf } from '../../../tickets/views/mail-search.ts';
import { carryOut } from '../../carry-out.ts';
import { heldPage, mailList, refusedPage, storyPage } from '../../parts/desk/mail.ts';
import { layout } from '../../parts/layout.ts';
import { type Html, send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import { type SignedInVisit, tooOld } from '../../visit.ts';
import { notFound, within } from '../signed-in.ts';
import { actorOf, formOf } from './as-agent.ts';
import { fieldsOfAll } from './bulk.ts';
import { deskScripts } from './tickets.ts';

/** Of the oldest; the others have their story. */
const mostExcerpts = 10;

export function addMailPages(app: Hono, rooms: PageRooms): void {
  const page = (visit: SignedInVisit, title: string, body: Html) =>
    layout({ visit, assets: rooms.assets }, { title, skipTo: 'main', body, find: '', scripts: deskScripts });
  app.get('/mail', context =>
    within(context, rooms, 'mail', async visit => {
      const q = context.req.query('q') ?? '';
      const result = await searchMails(rooms.db, { q, after: context.req.query('after') });
      return send(context, page(visit, visit.say('desk.mail.title'), mailList(visit, { ...result, q })));
    }),
  );
  app.get('/mail/:id', context =>
    within(context, rooms, 'mail', async visit => {
      const id = context.req.param('id');
      const story = await storyOf(rooms.db, id);
      const refused = story ? null : await refusalOf(rooms.db, id);
      if (refused)
        return send(context, page(visit, visit.say('desk.mail.refusedInSession'), refusedPage(visit, refused)));
      if (!story) return notFound(context, rooms);
      const differences = context.req.query('replay') === 'dry' ? await compareStored(rooms, id) : null;
      return send(context, page(visit, story.mail.subject || id, storyPage(visit, story, differences)));
    }),
  );
  app.get('/mail/:id/raw', context =>
    within(context, rooms, 'mail', () => raw(context, rooms, context.req.param('id'))),
  );
  app.post('/mail/:id/replay', context =>
    within(context, rooms, 'mail', async visit => {
      if (!(await formOf(context, rooms))) return tooOld(context);
      const id = context.req.param('id');
      const done = await replayMail(rooms.db, id);
      if (done) await noteDeed(rooms.db, { who: visit.viewer.email, via: 'page', act: 'mail: replayed', about: id });
      if (done) rooms.log.info({ mail: id, by: visit.viewer.email }, 'page: mail is filed again');
      return context.redirect(`/mail/${id}`, 303);
    }),
  );
  app.get('/held', context =>
    within(context, rooms, 'held', async visit => {
      const done = context.req.query('done');
      const known = ['let-in', 'keep-out', 'gone'].find(name => name === done);
      const mails = await heldMails(rooms.db);
      const excerpts = await excerptsOf(
        rooms,
        mails.slice(0, mostExcerpts).map(({ id }) => id),
      ).catch(cause => {
        rooms.log.warn({ err: cause }, 'held: not read, shown without its words');
        return new Map<string, Excerpt>();
      });
      const body = heldPage(visit, { mails, excerpts, done: known ? visit.say(`desk.held.done.${known}`) : null });
      return send(context, page(visit, visit.say('desk.held.title'), body));
    }),
  );
  for (const what of ['let-in', 'keep-out'] as const) {
    app.post(`/held/:mail/${what}`, context =>
      within(context, rooms, 'held', async visit => {
        const fields = await formOf(context, rooms);
        if (!fields) return tooOld(context);
        const decided = await decide(rooms, visit, [context.req.param('mail')!], {
          what,
          always: fields.always === 'yes',
        });
        return context.redirect(`/held?done=${decided > 0 ? what : 'gone'}`, 303);
      }),
    );
  }
  app.post('/held/bulk', context =>
    within(context, rooms, 'held', async visit => {
      const all = await fieldsOfAll(context);
      const fields = await formOf(context, rooms);
      if (!fields) return tooOld(context);
      const what = fields.do === 'keep-out' ? 'keep-out' : 'let-in';
      const decided = await decide(rooms, visit, all('mail'), { what, always: false });
      return context.redirect(`/held?done=${decided > 0 ? what : 'gone'}`, 303);
    }),
  );
}

/** How many mails were decided upon; others had been before. */
async function decide(
  { db, desk, log }: PageRooms,
  visit: SignedInVisit,
  ids: readonly string[],
  { what, always }: Readonly<{ what: 'let-in' | 'keep-out'; always: boolean }>,
): Promise<number> {
  const work = async (tx: Tx) => {
    const decided: (number | null)[] = [];
    for (const mail of ids.slice(0, 200)) {
      const done = await decideHeldMail(tx, { do: what, mail, ...(always ? { always } : {}) }, actorOf(visit), desk);
      if ('refused' in done) continue;
      decided.push(done.ticketNumber);
      // On a ticket its event says so.
      if (done.ticketNumber === null)
        await noteDeed(tx, { who: visit.viewer.email, via: 'page', act: `mail: ${what}`, about: mail });
      log.info({ mail, by: visit.viewer.email }, `page: ${what}`);
    }
    return decided;
  };
  return (await carryOut(db, work, numbers => numbers)).length;
}

/** As a file: no browser makes a page of it. */
export async function raw(context: Context, rooms: PageRooms, id: string): Promise<Response> {
  if (!/^[0-9a-z]{26}$/.test(id) || !(await rooms.store.has(`raw/${id}`))) return notFound(context, rooms);
  context.header('Content-Type', 'message/rfc822');
  context.header('Content-Disposition', `attachment; filename="${id}.eml"`);
  context.header('Content-Security-Policy', "default-src 'none'; sandbox");
  const body = Readable.toWeb(Readable.from(rooms.store.get(`raw/${id}`), { objectMode: false }));
  return context.body(body as unknown as ReadableStream) as Response;
}
