// Composes the web role: http changes tickets, and shows them on pages.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { unfollowByLink } from '../actions/unfollow-by-link.ts';
import { inTime } from '../db/in-time.ts';
import { composeForm } from '../delivery/form-mail.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import { deskFor } from '../desk/desk.ts';
import { locales } from '../desk/locale.ts';
import { keyOf } from '../desk/ticket.ts';
import { directoryChanged } from '../directory/directory.ts';
import { createMailReader } from '../filing/reading/reader.ts';
import { createApp } from '../http/app.ts';
import { loadAssets } from '../http/assets.ts';
import { addFiles, type FilePorts } from '../http/files.ts';
import { type HttpListener, listen } from '../http/listener.ts';
import { createLive } from '../http/live.ts';
import { addPages } from '../http/pages.ts';
import type { PageRooms } from '../http/rooms.ts';
import { sessionsEnded } from '../signin/sessions.ts';
import { openStore } from '../store/open-store.ts';
import { numbersIn, presenceChanged, presenceIn, ticketsChanged } from '../tickets/changes.ts';
import { fileForReader } from '../tickets/files.ts';
import { newestEntry, peopleOn } from '../tickets/views/visible.ts';
import { apiOf } from './api.ts';
import { beltOf } from './belt.ts';
import { ldapSyncOf } from './directory-sync.ts';
import type { Ground } from './ground.ts';
import { pageFigures } from './page-figures.ts';
import { publicUrlOf } from './public-url.ts';
import { createTakeIn } from './take-in.ts';

export async function startPages(ground: Ground, templates: Templates): Promise<HttpListener> {
  const { config, log, database, directory, health } = ground;
  const desk = deskFor(config, directory);
  const store = await openStore(config.STORE_URL);
  const files: FilePorts = {
    keys: config.SECRET,
    file: (key, link) => inTime(fileForReader(database.db, key, { ...link, directory: desk.directory })),
    bytes: store.get,
  };
  const reader = createMailReader(desk, { threads: 1 });
  const takeIn = createTakeIn(ground);
  const oidc = oidcOf(config);
  let bound: HttpListener | null = null;
  const publicUrl = () => publicUrlOf(config, bound);
  const live = createLive({
    peopleOn: numbers => peopleOn(database.db, numbers),
    newestEntry: () => newestEntry(database.db),
    onError: cause => log.debug({ err: cause }, 'pages: some are not told of changes'),
  });
  // What changed while nothing was heard is shown by pages that ask again.
  const again = () => live.renew();
  await database.listen(ticketsChanged, payload => live.changed(numbersIn(payload)), again);
  await database.listen(directoryChanged, again);
  await database.listen(sessionsEnded, email => live.renew(email));
  await database.listen(presenceChanged, payload => {
    const presence = presenceIn(payload);
    if (presence) live.present(presence);
  });
  const rooms: PageRooms = {
    db: database.db,
    desk,
    templates,
    assets: loadAssets({
      'tus.js': fileURLToPath(import.meta.resolve('tus-js-client/dist/tus.min.js')),
      'idiomorph.js': fileURLToPath(import.meta.resolve('idiomorph/dist/idiomorph.min.js')),
    }),
    live,
    store,
    reader,
    log,
    publicUrl,
    oidcName: oidc && config.OIDC_NAME,
    oidc,
    bytesOf: key => store.get(key),
    send: ({ mail, rcptTo, because }) =>
      takeIn.take({ via: 'form', author: mail.from, to: rcptTo, voucher: because }, composeForm(mail)),
    maxFilesBytes: filesWithin(config.SMTP_MAX_MESSAGE_BYTES),
    settings: ground.settings,
    belt: beltOf(ground),
    ldap: ldapSyncOf(ground),
    guideVideoUrl: config.GUIDE_VIDEO_URL ?? null,
    home: config.POSTERN_HOME,
  };
  const ports = {
    keys: config.SECRET,
    health: health.ports({ token: config.METRICS_TOKEN ?? null }),
    publicUrl,
    observe: pageFigures(health.metrics, live),
    issuer: oidc && new URL(oidc.issuer).origin,
    async unfollow(follower: Parameters<typeof unfollowByLink>[1]) {
      const became = await inTime(unfollowByLink(database.db, follower, desk));
      log.info({ ticket: follower.ticketNumber }, `unfollow link: ${became}`);
      return became;
    },
    render: ({ locale, ticketNumber, ...page }: Parameters<Parameters<typeof createApp>[0]['render']>[0]) =>
      templates.page('unfollow', {
        ...page,
        locale: locales.find(known => known === locale) ?? 'en',
        key: ticketNumber === null ? '' : keyOf(ticketNumber),
      }),
    onUnforeseen: (cause: unknown) => log.error({ err: cause }, 'page: failed unforeseen, answered 503'),
  };
  const app = createApp(ports, [
    each => addFiles(each, files),
    each => addPages(each, rooms),
    each => void each.route('/', apiOf(ground, desk, takeIn)),
  ]);
  const connections = {
    connections: config.HTTP_MAX_CONNECTIONS,
    connectionsPerPeer: config.HTTP_MAX_CONNECTIONS_PER_PEER,
  };
  bound = await listen(app, { host: config.HTTP_HOST, port: config.HTTP_PORT, connections });
  // For `postern sign-in`, where HTTP_PORT=0 has picked the port.
  await writeFile(join(config.POSTERN_HOME, 'pages.port'), String(bound.address.port)).catch(() => {});
  const { address, stop } = bound;
  return {
    address,
    async stop() {
      live.close();
      await stop();
      await takeIn.settle();
      await reader.close();
    },
  };
}

/** In base64 with its line ends, four bytes stand for less than three. */
const filesWithin = (messageBytes: number): number => Math.floor(messageBytes * 0.72);

const oidcOf = ({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_TRUST_EMAIL }: Ground['config']) =>
  OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined
    ? null
    : {
        issuer: OIDC_ISSUER,
        clientId: OIDC_CLIENT_ID,
        clientSecret: OIDC_CLIENT_SECRET ?? null,
        trusts: OIDC_TRUST_EMAIL === 'yes',
      };
