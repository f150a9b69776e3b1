// Composes the worker: it files mail, sends what that causes, sweeps up what the queue forgot, and does what time asks.
import { setTimeout as sleep } from 'node:timers/promises';
import { createRelay } from '../delivery/relay/send.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import type { Words } from '../delivery/templates/words.ts';
import { type Desk, deskFor } from '../desk/desk.ts';
import { createMailReader } from '../filing/reading/reader.ts';
import { createSender, type Sender } from '../jobs/deliver.ts';
import { startHousekeeping } from '../jobs/housekeeping.ts';
import { createIngest, type IngestRooms } from '../jobs/ingest.ts';
import { startSignInAnswers } from '../jobs/sign-in.ts';
import { startSweeper } from '../jobs/sweep.ts';
import { calmly } from '../log/calm.ts';
import { outboxChanged } from '../outbox/outbox.ts';
import { coalesce } from '../queue/coalesce.ts';
import { IngestJob } from '../queue/jobs.ts';
import { signInAsked } from '../signin/sign-ins.ts';
import { openStore } from '../store/open-store.ts';
import { announceChanges, type Changed } from '../tickets/changes.ts';
import { forgottenMails, mailReleased, releasedMails } from '../tickets/held.ts';
import { startDirectorySync } from './directory-sync.ts';
import { type Ground, ingestJobs } from './ground.ts';
import { tidyTasks } from './tidy.ts';
import { workerFigures } from './worker-figures.ts';

const readyMs = 4_000;
/** Changes of so long are told to pages together. */
const gatherChangesMs = 200;

type Shown = Readonly<{ publicUrl: string | null; templates: Templates }>;

export async function startWorker(ground: Ground, { publicUrl, templates }: Shown) {
  const { config, log, database, directory, spool, scan, health } = ground;
  const { db } = database;
  const desk = deskFor(config, directory);
  const store = await openStore(config.STORE_URL);
  const relay = createRelay(config.RELAY_URL, config.signing);
  const reader = createMailReader(desk);
  const figures = workerFigures(health.metrics);
  const carrying = { store, mailFilesBytes: config.MAIL_FILES_BYTES };
  const sender = createSender({ db, desk, relay, templates, publicUrl, ...carrying, told: figures.told }, log);
  health.relay.state = sender.relayState;
  health.metrics.gauge('relay_halted', 'Whether this worker sends nothing, because the relay was away.', async () => [
    { value: sender.relayState() === 'open' ? 0 : 1 },
  ]);
  const telling = tellingPages(ground, sender);
  const { offer, send, changed } = telling;
  const filing = await startFiling(ground, {
    db,
    desk,
    spool,
    ...carrying,
    reader,
    templates,
    scan,
    offer,
    send,
    changed,
    filed: figures.filed,
  });
  const sweeper = sweeping(ground, sender);
  const housekeeping = startHousekeeping({
    ...{ db, desk, tidy: tidyTasks(ground, store) },
    offer: ids => offer(...ids),
    onError: cause => log.warn({ err: cause }, 'housekeeping'),
  });
  const signIns = answeringSignIns(ground, { desk, templates, sender });
  const syncing = startDirectorySync(ground);
  async function stop(): Promise<void> {
    await syncing?.stop();
    await signIns.stop();
    await sweeper.stop();
    await housekeeping.stop();
    await filing.close();
    await telling.settle();
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

/** The sender, with pages told of each ticket that its mails are about. */
function tellingPages({ log, database: { db } }: Ground, sender: Sender) {
  const changes = coalesce<Changed>(
    changed => announceChanges(db, changed),
    cause => log.debug({ err: cause }, 'pages: not told of changes'),
    gatherChangesMs,
  );
  const offer: Sender['offer'] = (...ids) => {
    sender.offer(...ids);
    changes.add(...ids);
  };
  const send: Sender['send'] = (rows, asked) => {
    sender.send(rows, asked);
    changes.add(...rows.map(({ id }) => id));
  };
  /** Of a mail that caused no letter, too. */
  const changed = (number: number) => changes.add(number);
  return { offer, send, changed, settle: changes.settle };
}

/** Redis may come later: until then mail is taken, and waits in the spool. */
async function startFiling({ log, queues }: Ground, rooms: IngestRooms) {
  const onError = calmly(cause => log.warn({ err: cause }, 'queue'));
  const ingest = createIngest(rooms, log);
  const working = queues.work('ingest', data => ingest(mailsOf(IngestJob.parse(data))), { concurrency: 4, onError });
  await Promise.race([working.ready().catch(onError), sleep(readyMs, undefined, { ref: false })]);
  return working;
}

const mailsOf = ({ mailId, more = [] }: IngestJob): string[] => [mailId, ...more];

const sweeping = ({ log, database: { db }, queues, spool }: Ground, { sendDue }: Sender) =>
  startSweeper({
    async leftovers(olderThanMs) {
      const [spooled, released, forgotten] = await Promise.all([
        spool.leftovers(olderThanMs),
        releasedMails(db),
        forgottenMails(db),
      ]);
      return [...new Set([...spooled, ...released, ...forgotten])];
    },
    offerMails: (ids, again) => queues.offer('ingest', ingestJobs(ids, again)),
    sendDue,
    onError: cause => log.warn({ err: cause }, 'sweeper'),
  });

type SigningIn = Readonly<{ desk: Desk; templates: Templates; sender: Sender }>;

const answeringSignIns = ({ log, database: { db } }: Ground, { desk, templates, sender }: SigningIn) =>
  startSignInAnswers({
    ...{ db, desk, log, offer: sender.offer },
    subject: locale => String((templates.words(locale).signIn as Words).subject),
  });
