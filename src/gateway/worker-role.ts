// The worker's rooms: two jobs, the sweeper that repeats what the queue forgot, and what time brings about.

import { noteUnreachable } from '../actions/unreachable.ts';
import { pathOf } from '../config/load.ts';
import { compose } from '../delivery/compose.ts';
import { createRelay } from '../delivery/relay/send.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import { deskFor } from '../desk/desk.ts';
import { readPeople } from '../directory/ldap/people.ts';
import { startSyncing } from '../directory/ldap/schedule.ts';
import { ldapSettings } from '../directory/ldap/settings.ts';
import type { SyncResult } from '../directory/ldap/sync.ts';
import { fileMail } from '../filing/file-mail.ts';
import { createMailReader } from '../filing/reading/reader.ts';
import { deliver } from '../jobs/deliver.ts';
import { isOutage } from '../jobs/failure.ts';
import { startHousekeeping } from '../jobs/housekeeping.ts';
import { ingest } from '../jobs/ingest.ts';
import { dropRefused } from '../jobs/refused.ts';
import { startSweeper } from '../jobs/sweep.ts';
import { fingerprinting } from '../mail/fingerprint.ts';
import { withFilesScanned } from '../malware/consequences.ts';
import { outboxChanged } from '../outbox/outbox.ts';
import { coalesce } from '../queue/coalesce.ts';
import { DeliverJob, IngestJob } from '../queue/jobs.ts';
import { fileStore, keepPart, measurePart } from '../store/store.ts';
import { mailReleased, releasedMail, releasedMails } from '../tickets/held.ts';
import { countFailure } from '../tickets/mail-record.ts';
import { deliverJob, type Ground, ingestJob } from './ground.ts';

/** No mail takes so long to be written. */
const abandonedAfterMs = 24 * 3_600_000;

export async function startWorker(
  { config, log, database, directory, queues, spool, scan }: Ground,
  { publicUrl, templates }: Readonly<{ publicUrl: string | null; templates: Templates }>,
) {
  const { db } = database;
  const desk = deskFor(config, directory);
  const store = fileStore(pathOf(config.STORE_URL));
  const relay = createRelay(config.RELAY_URL, config.signing);
  const reader = createMailReader(desk);
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
      readMail: reader.read,
      // Of refused mail only the raw bytes are kept.
      keepPart: ({ id, admitted }, part) =>
        admitted.refused ? measurePart : bytes => keepPart(store, `parts/${id}-${part}`, bytes),
      scanFiles: async (mail, { attachments }) =>
        scan && !mail.admitted.refused ? withFilesScanned(mail, attachments, { scan, bytesOf: store.get }) : mail,
      file: (tx, mail, read, bodyHash) => fileMail(tx, mail, read, { desk, bodyHash }),
      release: spool.release,
      offer: ids => letters.add(...ids),
    });
  const deliverOne = (outboxId: string) =>
    deliver(outboxId, {
      db,
      supports: desk.supports,
      key: config.SECRET[0]!,
      publicUrl,
      send: mail => relay.send(compose(mail, templates)),
      noteFailure: (tx, row, why) => noteUnreachable(tx, row, { why, desk }),
      offer: ids => letters.add(...ids),
    });

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
        if (isOutage(cause)) return;
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
    async tidy() {
      await store.clearDrafts(abandonedAfterMs);
      await dropRefused({ db, store, days: config.REFUSED_DAYS }, new Date());
    },
    offer: ids => letters.add(...ids),
    onError: cause => log.warn({ err: cause }, 'housekeeping'),
  });
  await database.listen(outboxChanged, sweeper.sweepOutbox);
  await database.listen(mailReleased, sweeper.sweepMails);
  const syncing = startDirectorySync({ config, log, database });
  return {
    async stop() {
      await syncing?.stop();
      await sweeper.stop();
      await housekeeping.stop();
      await ingesting.close();
      await letters.settle();
      await reader.close();
      await delivering.close();
      await relay.close();
    },
  };
}

function startDirectorySync({ config, log, database }: Pick<Ground, 'config' | 'log' | 'database'>) {
  const settings = ldapSettings(config);
  if (!settings || config.LDAP_SYNC_MINUTES === 0) return null;
  const ports = {
    db: database.db,
    read: () => readPeople(settings),
    onResult(result: SyncResult) {
      if (result.kind === 'done') log.info({}, `directory synced: ${result.line}`);
      if (result.kind === 'refused') log.warn({}, `directory not synced: ${result.line}`);
    },
    onError: (cause: unknown) => log.warn({ err: cause }, 'directory not synced: it is tried again'),
  };
  return startSyncing(ports, config.LDAP_SYNC_MINUTES);
}
