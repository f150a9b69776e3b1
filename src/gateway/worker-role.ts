// Composes the worker: two jobs, the sweeper that offers lost jobs again, and the timed tasks.

import { setTimeout as sleep } from 'node:timers/promises';
import { dropOldRefusals } from '../db/refusals.ts';
import { createRelay } from '../delivery/relay/send.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import type { Words } from '../delivery/templates/words.ts';
import { deskFor } from '../desk/desk.ts';
import { readPeople } from '../directory/ldap/people.ts';
import { startSyncing } from '../directory/ldap/schedule.ts';
import { ldapSettings } from '../directory/ldap/settings.ts';
import type { SyncResult } from '../directory/ldap/sync.ts';
import { tidyDrafts } from '../drafts/uploads.ts';
import { createMailReader } from '../filing/reading/reader.ts';
import { createSender } from '../jobs/deliver.ts';
import { startHousekeeping } from '../jobs/housekeeping.ts';
import { createIngest } from '../jobs/ingest.ts';
import { dropRefused } from '../jobs/refused.ts';
import { dropOld } from '../jobs/retention.ts';
import { startSignInAnswers } from '../jobs/sign-in.ts';
import { startSweeper } from '../jobs/sweep.ts';
import { calmly } from '../log/calm.ts';
import { outboxChanged } from '../outbox/outbox.ts';
import { coalesce } from '../queue/coalesce.ts';
import { IngestJob } from '../queue/jobs.ts';
import { dropExpired } from '../signin/sessions.ts';
import { dropOldSignIns, signInAsked } from '../signin/sign-ins.ts';
import { openStore } from '../store/open-store.ts';
import { announceChanges } from '../tickets/changes.ts';
import { mailReleased, releasedMails } from '../tickets/held.ts';
import { type Ground, ingestJobs } from './ground.ts';
import { workerFigures } from './worker-figures.ts';

const readyMs = 4_000;
/** Longer than it takes to write any mail. */
const abandonedAfterMs = 24 * 3_600_000;
/** Changes of so long are told to pages together. */
const gatherChangesMs = 200;
const signInsKeptMs = 30 * 24 * 3_600_000;
const draftsKeptMs = 30 * 24 * 3_600_000;

export async function startWorker(
  { config, log, database, directory, queues, spool, scan, health }: Ground,
  { publicUrl, templates }: Readonly<{ publicUrl: string | null; templates: Templates }>,
) {
  const { db } = database;
  const desk = deskFor(config, directory);
  const store = await openStore(config.STORE_URL);
  const relay = createRelay(config.RELAY_URL, config.signing);
  const reader = createMailReader(desk);
  const mailFilesBytes = config.MAIL_FILES_BYTES;
  const figures = workerFigures(health.metrics);
  const sending = { relay, templates, publicUrl, mailFilesBytes, told: figures.told };
  const sender = createSender({ db, desk, store, ...sending }, log);
  const changes = coalesce<string>(
    ids => announceChanges(db, ids),
    cause => log.debug({ err: cause }, 'pages: not told of changes'),
    gatherChangesMs,
  );
  const offer: typeof sender.offer = (...ids) => {
    sender.offer(...ids);
    changes.add(...ids);
  };
  const send: typeof sender.send = (rows, asked) => {
    sender.send(rows, asked);
    changes.add(...rows.map(({ id }) => id));
  };
  const rooms = { db, desk, spool, store, reader, scan, offer, send, filed: figures.filed };
  const onError = calmly(cause => log.warn({ err: cause }, 'queue'));
  const ingest = createIngest(rooms, log);
  const ingesting = queues.work('ingest', data => ingest(mailsOf(IngestJob.parse(data))), { concurrency: 4, onError });
  // Redis may come later: until then mail is taken, and waits in the spool.
  const ready = ingesting.ready().catch(onError);
  await Promise.race([ready, sleep(readyMs, undefined, { ref: false })]);
  const sweeper = startSweeper({
    leftovers: async olderThanMs => [...(await spool.leftovers(olderThanMs)), ...(await releasedMails(db))],
    offerMails: ids => queues.offer('ingest', ingestJobs(ids)),
    sendDue: sender.sendDue,
    onError: cause => log.warn({ err: cause }, 'sweeper'),
  });
  const housekeeping = startHousekeeping({
    db,
    desk,
    tidy: [
      () => store.clearDrafts(abandonedAfterMs),
      () => dropRefused({ db, store, days: config.REFUSED_DAYS }, new Date()),
      () => dropOld({ db, store }, config, new Date()),
      () => dropExpired(db),
      () => dropOldRefusals(db, new Date()),
      () => dropOldSignIns(db, new Date(Date.now() - signInsKeptMs)),
      () => tidyDrafts({ db, store }, new Date(Date.now() - draftsKeptMs)),
    ],
    offer: ids => sender.offer(...ids),
    onError: cause => log.warn({ err: cause }, 'housekeeping'),
  });
  const signIns = startSignInAnswers({
    db,
    desk,
    log,
    subject: locale => String((templates.words(locale).signIn as Words).subject),
    offer: sender.offer,
  });
  const syncing = startDirectorySync({ config, log, database });
  async function stop(): Promise<void> {
    await syncing?.stop();
    await signIns.stop();
    await sweeper.stop();
    await housekeeping.stop();
    await ingesting.close();
    await changes.settle();
    await reader.close();
    await sender.stop();
    await relay.close();
  }
  try {
    await database.listen(signInAsked, signIns.answer);
    await database.listen(outboxChanged, sweeper.sweepOutbox);
    await database.listen(mailReleased, sweeper.sweepMails);
  } catch (cause) {
    // What runs already must not go on without what it was given.
    await stop();
    throw cause;
  }
  return { stop };
}

const mailsOf = ({ mailId, more = [] }: IngestJob): string[] => [mailId, ...more];

function startDirectorySync({ config, log, database }: Pick<Ground, 'config' | 'log' | 'database'>) {
  const settings = ldapSettings(config);
  if (!settings || config.LDAP_SYNC_MINUTES === 0) return null;
  const ports = {
    db: database.db,
    read: () => readPeople(settings),
    onResult(result: SyncResult) {
      if (result.kind === 'done') log.info({}, `directory sync: ${result.line}`);
      if (result.kind === 'refused') log.warn({}, `directory sync: refused, ${result.line}`);
    },
    onError: (cause: unknown) => log.warn({ err: cause }, 'directory sync: failed, is tried again'),
  };
  return startSyncing(ports, config.LDAP_SYNC_MINUTES);
}
