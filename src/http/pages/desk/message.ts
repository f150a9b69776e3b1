// An entry as it was sent: its HTML in a frame that can do nothing, and its raw mail.
import type { Hono } from 'hono';
import { keyOf } from '../../../desk/ticket.ts';
import { type EntryHtml, entryHtml } from '../../../tickets/views/desk-thread.ts';
import { signFilePath } from '../../../tokens/file-link.ts';
import { layout } from '../../parts/layout.ts';
import { html, send } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';
import { notFound, within } from '../signed-in.ts';
import { raw } from './mail.ts';

/** No script, no form, nothing from elsewhere; links open in a window of their own. */
const frameCsp =
  "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

export function addMessagePages(app: Hono, rooms: PageRooms): void {
  const idOf = (text: string | undefined) => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0);
  app.get('/m/:message/sent', context =>
    within(context, rooms, 'mail', async visit => {
      const id = idOf(context.req.param('message'));
      const entry = await entryHtml(rooms.db, id);
      if (!entry?.html) return notFound(context, rooms);
      const { say } = visit;
      const key = keyOf(entry.ticketNumber);
      const body = html`<main class="wide" id="main"><p class="crumb"><a href="/tickets/${key}#e${id}">${key}</a></p><h1>${say('desk.asSent')}</h1><p class="lead">${say('desk.asSentLead')}</p>
<iframe class="as-sent" src="/m/${id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" title="${say('desk.asSent')}" referrerpolicy="no-referrer"></iframe></main>`;
      return send(
        context,
        layout({ visit, assets: rooms.assets }, { title: say('desk.asSent'), skipTo: 'main', body }),
      );
    }),
  );
  app.get('/m/:message/html', context =>
    within(context, rooms, 'mail', async visit => {
      const entry = await entryHtml(rooms.db, idOf(context.req.param('message')));
      if (!entry?.html) return notFound(context, rooms);
      context.header('Content-Security-Policy', frameCsp);
      return context.html(framed(entry, visit, rooms.desk.keys[0]!));
    }),
  );
  app.get('/m/:message/raw', context =>
    within(context, rooms, 'mail', async () => {
      const entry = await entryHtml(rooms.db, idOf(context.req.param('message')));
      return entry?.mailId ? raw(context, rooms, entry.mailId) : notFound(context, rooms);
    }),
  );
}

/** The stored HTML is sanitised already. Pictures of the mail itself get links that are this reader's. */
function framed(
  { html: stored, files, ticketNumber }: EntryHtml,
  { viewer, locale }: SignedInVisit,
  secret: string,
): string {
  const byCid = new Map(
    files.flatMap(file => (file.contentId && !file.infected ? [[file.contentId, file.key] as const] : [])),
  );
  const shown = (stored ?? '').replace(/src="cid:([^"]{1,300})"/gi, (_, cid: string) => {
    const key = byCid.get(cid) ?? byCid.get(decoded(cid));
    return key ? `src="${signFilePath({ ticketNumber, recipient: viewer.email, key }, secret, new Date())}"` : 'src=""';
  });
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="color-scheme" content="light"><title>HTML</title><style>body{margin:16px;background:#fff;color:#000;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}</style></head><body>${shown}</body></html>`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
