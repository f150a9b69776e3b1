// Composes the listener: smtp asks admission and malware, writes to the spool, and offers to the queue.
import type { AddressInfo } from 'node:net';
import { type Admission, createAdmission } from '../admission/admission.ts';
import { isReportedAuthentic } from '../admission/answerable.ts';
import { createResolver } from '../admission/authenticity/resolver.ts';
import type { Config } from '../config/load.ts';
import { inTime } from '../db/in-time.ts';
import { rateTable } from '../db/rate-table.ts';
import { addRefusals, type RefusalLine } from '../db/refusals.ts';
import { countRelayRefusals, type RelayRefusal } from '../db/relay-refusals.ts';
import { supportsOf } from '../desk/desk.ts';
import { isOfRelay, type KeptRefusal, keepRefused, type RefusedMail } from '../intake/keep-refused.ts';
import { receive } from '../intake/receive.ts';
import { domainOf } from '../mail/address.ts';
import type { Arrival } from '../mail/arrival.ts';
import { fieldValues, type Header } from '../mail/header.ts';
import { newId } from '../mail/new-id.ts';
import { isTemporary } from '../mail/verdict.ts';
import type { Scan } from '../malware/clamd.ts';
import { verdictAfter, type WhenAway } from '../malware/consequences.ts';
import { coalesce } from '../queue/coalesce.ts';
import { createListener } from '../smtp/listener.ts';
import { trackRates } from '../smtp/sessions/peer-rates.ts';
import { certificateFiles, openCertificate } from '../smtp/tls/certificate.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { standingByClues } from '../tickets/find.ts';
import { announceMails } from '../tickets/mail-record.ts';
import { type Ground, ingestJobs } from './ground.ts';
import { listenerFigures } from './listener-figures.ts';
import { startPressureGauge } from './pressure.ts';
import { recipientLine, refusalLine } from './refusal-line.ts';

/** So long after its arrival a mail that is not filed is shown as pending. */
const listedAfterMs = 500;

export async function startListener(ground: Ground) {
  const { config, log, database, directory, queues, spool, scan, health } = ground;
  const supports = supportsOf(config);
  const name = domainOf(supports[0]);
  const relays = { networks: config.TRUSTED_RELAYS, authservId: config.AUTHSERV_ID ?? null };
  const admission = createAdmission(
    {
      supports,
      keys: config.SECRET,
      relays,
      unauthenticated: config.UNAUTHENTICATED,
      arcSealers: config.ARC_SEALERS,
      authservId: config.AUTHSERV_ID ?? name,
    },
    {
      directory,
      resolve: createResolver(config.DNS_SERVERS ? { servers: config.DNS_SERVERS } : {}),
      onThread: (author, clues) => inTime(standingByClues(database.db, author, clues)),
    },
  );
  const arrivals = coalesce<string>(
    ids => queues.offer('ingest', ingestJobs(ids)),
    cause => log.warn({ err: cause }, 'mail: taken, not yet queued; the sweeper will queue it'),
  );
  // Most mail is filed, with its row, before it would be listed as pending.
  const listed = coalesce<SpooledMail>(
    async mails => {
      const ids = mails.map(({ id }) => id);
      const waiting = new Set((await spool.waiting?.(ids)) ?? ids);
      await inTime(
        announceMails(
          database.db,
          mails.filter(({ id }) => waiting.has(id)),
        ),
      );
    },
    cause => log.warn({ err: cause }, 'mail: taken, not yet listed'),
    listedAfterMs,
  );
  const bounces = coalesce<RelayRefusal>(
    refused => inTime(countRelayRefusals(database.db, refused, new Date())),
    cause => log.warn({ err: cause }, 'relay refusals: not counted'),
  );
  const refusals = coalesce<RefusalLine>(
    lines => inTime(addRefusals(database.db, lines)),
    cause => log.warn({ err: cause }, 'refusals: not listed'),
    listedAfterMs,
  );
  const keeping = {
    relayRefusals: config.RELAY_REFUSALS,
    trusted: config.TRUSTED_RELAYS,
    isAuthenticated: (arrival: Arrival, header: Header) => isReportedAuthentic(arrival, header, relays),
  };
  const figures = listenerFigures(health.metrics);
  const ports = {
    begin: spool.begin,
    decide: scan ? scanning(admission.decide, scan, config.UNSCANNED) : admission.decide,
    received(mail: SpooledMail) {
      log.info({ mail: mail.id, size: mail.size, held: mail.admitted.hold }, 'mail: taken');
      figures.taken({ via: mail.via });
      arrivals.add(mail.id);
      listed.add(mail);
    },
    keep: (refused: RefusedMail) => keepRefused(refused, keeping),
    refused(mail: RefusedMail, kept: KeptRefusal | null) {
      const { refusal, arrival, header, decision } = mail;
      const { author = null, authentication = null } = decision ?? {};
      const { spf, dkim, dmarc } = authentication ?? {};
      const facts = { refusal, peer: arrival.ip, author: author && domainOf(author.address), spf, dkim, dmarc };
      figures.refused({ refusal });
      log.info(facts, kept ? 'mail: refused, and kept' : 'mail: refused');
      if (!kept) refusals.add(refusalLine(mail));
      if (kept || isTemporary(refusal) || !isOfRelay(arrival, config.TRUSTED_RELAYS)) return;
      bounces.add({ refusal, relayed: arrival.mailFrom !== null && fieldValues(header, 'received').length > 0 });
    },
    maxMessageBytes: config.SMTP_MAX_MESSAGE_BYTES,
  };
  const peers = peerLimits(config);
  const rates = trackRates({
    limits: peers,
    exchange: rateTable(database.db),
    onError: cause => log.warn({ err: cause }, 'peer rates: not shared, counted by this listener alone'),
  });
  const pressure = await startPressureGauge(ground);
  const { server, stop } = createListener(
    {
      refuseRecipient: admission.refuseRecipient,
      recipientRefused: (refusal, to, arrival) => refusals.add(recipientLine({ refusal, to, arrival })),
      receive: (arrival, bytes) => figures.timed(bytes, timed => receive(ports, arrival, timed)),
      guideUrl: config.GUIDE_VIDEO_URL ?? null,
      pressure: pressure.refusal,
      rates,
      onLost: cause => log.info({ err: cause }, 'connection: broke'),
      onUnforeseen: cause => log.error({ err: cause }, 'command: failed unforeseen, answered 451'),
    },
    {
      name,
      maxMessageBytes: config.SMTP_MAX_MESSAGE_BYTES,
      certificate: await openCertificate({
        files: certificateFiles(config),
        home: config.POSTERN_HOME,
        name,
        onUnusable: cause => log.error({ err: cause }, 'certificate: the new one cannot be used, the old one stays'),
      }),
      peers,
      trusted: config.TRUSTED_RELAYS,
      proxyFrom: config.PROXY_FROM,
    },
  );
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.server.once('error', reject);
  server.listen(config.SMTP_PORT, config.SMTP_HOST, resolve);
  await promise;
  health.add(
    { name: 'listener', check: async () => (server.server.listening ? null : 'it takes no connections') },
    { name: 'spool', check: () => writable(spool) },
  );
  return {
    address: server.server.address() as AddressInfo,
    async stop() {
      await stop();
      await pressure.stop();
      await rates.stop();
      await arrivals.settle();
      await listed.settle();
      await bounces.settle();
      await refusals.settle();
    },
  };
}

async function writable(spool: Ground['spool']): Promise<string | null> {
  const draft = await spool.begin(newId());
  await draft.write(Buffer.from('ready?')).finally(draft.discard);
  return null;
}

/** Only mail that admission accepts or holds is scanned, so refused mail costs clamd nothing. */
const scanning =
  (decide: Admission['decide'], scan: Scan, whenAway: WhenAway): Admission['decide'] =>
  async (arrival, header, bytes) => {
    const decision = await decide(arrival, header, bytes);
    if (decision.verdict.kind === 'refuse') return decision;
    return { ...decision, verdict: verdictAfter(await scan(bytes()), decision.verdict, whenAway) };
  };

const peerLimits = (config: Config) => ({
  connections: config.SMTP_MAX_CONNECTIONS,
  connectionsPerPeer: config.SMTP_MAX_CONNECTIONS_PER_PEER,
  connectionsPerMinute: config.SMTP_CONNECTIONS_PER_MINUTE,
  mailsPerMinute: config.SMTP_MAILS_PER_MINUTE,
});
