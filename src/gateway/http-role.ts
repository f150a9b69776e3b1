// Composes the web role: http changes tickets, and renders pages from templates.

import { unfollowByLink } from '../actions/unfollow-by-link.ts';
import { inTime } from '../db/in-time.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import { deskFor } from '../desk/desk.ts';
import { locales } from '../desk/locale.ts';
import { keyOf } from '../desk/ticket.ts';
import { createApp } from '../http/app.ts';
import { type HttpListener, listen } from '../http/listener.ts';
import type { Ground } from './ground.ts';

export async function startPages(
  { config, log, database, directory, health }: Ground,
  templates: Templates,
): Promise<HttpListener> {
  const desk = deskFor(config, directory);
  const app = createApp({
    keys: config.SECRET,
    health: health.ports({ token: config.METRICS_TOKEN ?? null }),
    async unfollow(follower) {
      const became = await inTime(unfollowByLink(database.db, follower, desk));
      log.info({ ticket: follower.ticketNumber }, `unfollow link: ${became}`);
      return became;
    },
    render: ({ locale, ticketNumber, ...page }) =>
      templates.page('unfollow', {
        ...page,
        locale: locales.find(known => known === locale) ?? 'en',
        key: ticketNumber === null ? '' : keyOf(ticketNumber),
      }),
    onUnforeseen: cause => log.error({ err: cause }, 'page: failed unforeseen, answered 503'),
  });
  const connections = {
    connections: config.HTTP_MAX_CONNECTIONS,
    connectionsPerPeer: config.HTTP_MAX_CONNECTIONS_PER_PEER,
  };
  return listen(app, { host: config.HTTP_HOST, port: config.HTTP_PORT, connections });
}
