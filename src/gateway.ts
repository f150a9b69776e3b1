// The composition root: the rooms meet here, in the order in which a mail visits them.
import type { AddressInfo } from 'node:net';
import { type Directory, watchDirectory } from './admission/directory.ts';
import { createDoor } from './admission/door.ts';
import { createResolver } from './admission/resolver.ts';
import { type Config, pathOf } from './config/load.ts';
import { type OpenDatabase, openDatabase } from './db/database.ts';
import { compose } from './delivery/compose.ts';
import { createRelay } from './delivery/send.ts';
import { loadTemplates } from './delivery/templates.ts';
import type { Log } from './log/log.ts';
import { domainOf } from './mail/address.ts';
import { fingerprinting } from './mail/fingerprint.ts';
import { createParsePool } from './parse/pool.ts';
import { openQueues, type QueueBackend } from './queue/backend.ts';
import { coalesce } from './queue/coalesce.ts';
import { DeliverJob, IngestJob } from './queue/jobs.ts';
import { createListener } from './smtp/listener.ts';
import { take } from './smtp/take.ts';
import { openSpool, type Spool } from './spool/spool.ts';
import type { SpooledMail } from './spool/spooled-mail.ts';
import { fileStore, keepPart } from './store/store.ts';
import { standingOnThread } from './tickets/find.ts';
import { mailReleased, releasedMail, releasedMails } from './tickets/held.ts';
import { announceMails } from './tickets/mail-record.ts';
import { deliver } from './worker/deliver.ts';
import { type Desk, deskFor } from './worker/desk.ts';
import { fileMail } from './worker/file-mail.ts';
import { startHousekeeping } from './worker/housekeeping.ts';
import { ingest } from './worker/ingest.ts';
import { countFailure, outboxChanged, startSweeper } from './worker/sweep.ts';

export type Role = 'smtp' | 'worker';
export const roles: readonly Role[] = ['smtp', 'worker'];

export type Gateway = Readonly<{
  /** Where the listener is bound; null without the role `smtp`. */
  smtp: AddressInfo | null;
  queue: QueueBackend['kind'];
  /** Takes no more, finishes what is in hand, and lets go of everything. */
  stop(): Promise<void>;
}>;
export type GatewaySettings = Readonly<{ config: Config; databaseUrl: string; roles: readonly Role[]; log: Log }>;

/** What both roles stand on. */
type Ground = Readonly<{
  config: Config;
  log: Log;
  database: OpenDatabase;
  directory: Directory;
  queues: QueueBackend;
  spool: Spool;
}>;

export async function startGateway({ config, databaseUrl, roles: wanted, log }: GatewaySettings): Promise<Gateway> {
  const warn = (cause: unknown) => log.warn({ err: cause }, 'will be tried again');
  const database = openDatabase(databaseUrl);
  const directory = await watchDirectory(database, warn);
  const queues = openQueues({ redisUrl: config.REDIS_URL, databaseUrl }, warn);
  void queues.warnings().then(lines => lines.forEach(line => void log.warn(line)));
  const spool = await openSpool(`${config.POSTERN_HOME}/spool`);
  const ground = { config, log, database, directory, queues, spool };
  // The worker first: what the listener takes should find somebody who waits for it.
  const worker = wanted.includes('worker') ? await startWorker(ground) : null;
  const listener = wanted.includes('smtp') ? await startListener(ground) : null;
  return {
    smtp: listener?.address ?? null,
    queue: queues.kind,
    async stop() {
      await listener?.stop();
      await worker?.stop();
      await queues.close();
      await database.close();
    },
  };
}

async function startListener({ config, log, database, directory, queues, spool }: Ground) {
  const supports = supportsOf(config);
  const name = domainOf(supports[0]);
  const door = createDoor(
    {
      supports,
      keys: config.SECRET,
      relays: { networks: config.TRUSTED_RELAYS, authservId: config.AUTHSERV_ID ?? null },
      unauthenticated: config.UNAUTHENTICATED,
      authservId: config.AUTHSERV_ID ?? name,
    },
    {
      directory,
      resolve: createResolver(config.DNS_SERVERS ? { servers: config.DNS_SERVERS } : {}),
      onThread: (author, ids) => standingOnThread(database.db, author, ids),
    },
  );
  const arrivals = coalesce<SpooledMail>(
    async mails => {
      // The row is for whoever looks, the job for whoever works; neither may hold the other up.
      const announced = announceMails(database.db, mails).catch(cause =>
        log.warn({ err: cause }, 'mail taken, not yet listed'),
      );
      await queues.offer(
        'ingest',
        mails.map(({ id }) => ingestJob(id)),
      );
      await announced;
    },
    cause => log.warn({ err: cause }, 'mail taken, not yet queued: the sweeper will'),
  );
  await spool.clearDrafts();
  const ports = {
    begin: spool.begin,
    decide: door.decide,
    taken(mail: SpooledMail) {
      log.info({ mail: mail.id, size: mail.size, held: mail.admitted.hold }, 'taken');
      arrivals.add(mail);
    },
  };
  const { server, stop } = createListener(
    {
      refuseRecipient: door.refuseRecipient,
      take: (transaction, bytes) => take(ports, transaction, bytes),
      onUnforeseen: cause => log.error({ err: cause }, 'a command failed unforeseen and was answered 451'),
    },
    { name, maxMessageBytes: config.SMTP_MAX_MESSAGE_BYTES },
  );
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.server.once('error', reject);
  server.listen(config.SMTP_PORT, config.SMTP_HOST, resolve);
  await promise;
  return {
    address: server.server.address() as AddressInfo,
    async stop() {
      await stop();
      await arrivals.settle();
    },
  };
}

async function startWorker({ config, log, database, directory, queues, spool }: Ground) {
  const { db } = database;
  const supports = supportsOf(config);
  const desk = deskFor(config, directory);
  const store = fileStore(pathOf(config.STORE_URL));
  const templates = loadTemplates(config.TEMPLATES_DIR ?? null);
  const relay = createRelay(config.RELAY_URL);
  const parser = createParsePool();
  const letters = coalesce<string>(
    ids => queues.offer('deliver', ids.map(deliverJob)),
    cause => log.warn({ err: cause }, 'mail to send, not yet queued: the sweeper will'),
  );

  const ingestOne = (mailId: string) =>
    ingest(mailId, {
      db,
      async read(id) {
        const spooled = await spool.read(id);
        if (spooled) return spooled;
        const mail = await releasedMail(db, id);
        return mail && { mail, bytes: () => store.get(`raw/${id}`) };
      },
      async keepRaw(id, bytes) {
        const raw = fingerprinting(bytes);
        await store.put(`raw/${id}`, raw.bytes);
        return raw.bodyHash();
      },
      parse: parser.parse,
      keepPart: (id, part) => bytes => keepPart(store, `parts/${id}-${part}`, bytes),
      file: (tx, mail, message, bodyHash) => fileMail(tx, mail, message, { desk, bodyHash }),
      release: spool.release,
      offer: ids => letters.add(...ids),
    });
  const deliverOne = (outboxId: string) =>
    deliver(outboxId, { db, supports, key: config.SECRET[0]!, send: mail => relay.send(compose(mail, templates)) });

  const onError = (cause: Error) => log.warn({ err: cause }, 'queue');
  const ingesting = queues.work(
    'ingest',
    async data => {
      const { mailId } = IngestJob.parse(data);
      try {
        await ingestOne(mailId);
        log.info({ mail: mailId }, 'filed');
      } catch (cause) {
        log.error({ mail: mailId, err: cause }, 'not filed; it stays in the spool and is tried again');
        if (await countFailure(db, mailId, 'no attempt could file it: see the log')) await spool.setAside(mailId);
      }
    },
    { concurrency: 8, onError },
  );
  const delivering = queues.work(
    'deliver',
    async data => {
      const { outboxId } = DeliverJob.parse(data);
      await deliverOne(outboxId).catch(cause =>
        log.error({ outbox: outboxId, err: cause }, 'not sent; it is tried again'),
      );
    },
    { concurrency: 4, onError },
  );
  await Promise.all([ingesting.ready(), delivering.ready()]);
  const sweeper = startSweeper({
    db,
    leftovers: async olderThanMs => [...(await spool.leftovers(olderThanMs)), ...(await releasedMails(db))],
    offerMails: ids => queues.offer('ingest', ids.map(ingestJob)),
    offerOutbox: ids => queues.offer('deliver', ids.map(deliverJob)),
    onError: cause => log.warn({ err: cause }, 'sweeper'),
  });
  const housekeeping = startHousekeeping({
    db,
    desk,
    offer: ids => letters.add(...ids),
    onError: cause => log.warn({ err: cause }, 'housekeeping'),
  });
  await database.sql.listen(outboxChanged, sweeper.sweepOutbox);
  await database.sql.listen(mailReleased, sweeper.sweepMails);
  return {
    async stop() {
      await sweeper.stop();
      await housekeeping.stop();
      await ingesting.close();
      await letters.settle();
      await parser.close();
      await delivering.close();
      await relay.close();
    },
  };
}

const ingestJob = (mailId: string) => ({ id: mailId, data: { mailId } satisfies IngestJob });
const deliverJob = (outboxId: string) => ({ id: outboxId, data: { outboxId } satisfies DeliverJob });

/** The schema sees to it that there is one. */
const supportsOf = ({ SUPPORT_ADDRESS: [first, ...others] }: Config): Desk['supports'] => [first!, ...others];
