// What `postern doctor` checks, in the order in which a mail meets it.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { durabilityOf } from '../db/durability.ts';
import { createRelay } from '../delivery/relay/send.ts';
import { loadTemplates } from '../delivery/templates/templates.ts';
import { listPeople } from '../directory/directory.ts';
import { counted } from '../log/one-line.ts';
import { domainOf } from '../mail/address.ts';
import { openQueues } from '../queue/backend.ts';
import { clock, held, mail, outbox, schema } from './backlog-checks.ts';
import { type Check, type DatabaseCheck, fine } from './check.ts';
import { disk, ldap, malware, spool, store, version } from './machine-checks.ts';
import { endsSoon, greets, isLive, resolves } from './probes.ts';
import { relayRefusals } from './relay-refusals.ts';

const startIt = 'start the gateway: npm start';

const listener: Check = async ({ SMTP_HOST, SMTP_PORT }) => {
  const where = `${SMTP_HOST}:${SMTP_PORT}`;
  const ok = SMTP_PORT > 0 && (await greets(SMTP_HOST, SMTP_PORT));
  return { ok, finding: ok ? `takes mail on ${where}` : `no listener takes mail on ${where}`, cure: startIt };
};

const tls: Check = async ({ SMTP_TLS_CERT: file, SMTP_TLS_KEY }) => {
  if (file === undefined) return fine('a self-made certificate');
  const cure = 'renew the files of SMTP_TLS_CERT and SMTP_TLS_KEY; the listener reads them again by itself';
  try {
    const found = new X509Certificate(await readFile(file));
    const fits = found.checkPrivateKey(createPrivateKey(await readFile(SMTP_TLS_KEY ?? file)));
    const end = `the certificate ends on ${found.validToDate.toISOString().slice(0, 10)}`;
    return { ok: fits && !endsSoon(found), finding: fits ? end : 'the key is not that of the certificate', cure };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return { ok: false, finding: `the certificate cannot be used (${code ?? message})`, cure };
  }
};

const dns: Check = async ({ DNS_SERVERS, SUPPORT_ADDRESS }) => {
  if (!DNS_SERVERS) return fine("the system's resolvers, not asked");
  const silent: string[] = [];
  for (const server of DNS_SERVERS) if (!(await resolves(server, domainOf(SUPPORT_ADDRESS[0]!)))) silent.push(server);
  const cure = 'correct DNS_SERVERS: without an answer, mail from peers outside TRUSTED_RELAYS is deferred (451 4.4.3)';
  const finding = silent.length === 0 ? 'all of DNS_SERVERS answer' : `no answer from ${silent.join(', ')}`;
  return { ok: silent.length === 0, finding, cure };
};

const pages: Check = async ({ HTTP_HOST, HTTP_PORT, PUBLIC_URL, RELAY_URL }) => {
  const where = `${HTTP_HOST}:${HTTP_PORT}`;
  if (HTTP_PORT === 0) return fine('on a free port, not checked');
  if (!(await isLive(HTTP_HOST, HTTP_PORT)))
    return { ok: false, finding: `no pages are served on ${where}`, cure: startIt };
  // Mail that leaves this machine is read on others.
  const leadsNowhere = PUBLIC_URL === undefined && !RELAY_URL.startsWith('file:');
  const cure = 'set PUBLIC_URL to the address at which the pages are reached from outside';
  const finding = `pages are served on ${where}${leadsNowhere ? ', and links in our mail lead there' : ''}`;
  return { ok: !leadsNowhere, finding, cure };
};

const database: DatabaseCheck = async db => {
  const { version, durable } = await durabilityOf(db);
  const finding = `PostgreSQL ${version}, ${durable ? 'commits are synced' : 'commits may be lost'}`;
  return { ok: durable, finding, cure: 'set fsync and synchronous_commit to on' };
};

const queue: Check = async ({ REDIS_URL }) => {
  if (!REDIS_URL) return fine('BullMQ on the database');
  const opened = await openQueues({ redisUrl: REDIS_URL, databaseUrl: '' }, () => {});
  const [warning] = await opened.warnings();
  await opened.close();
  const cure = 'start Redis or correct REDIS_URL; until then mail waits in the spool';
  return { ok: warning === undefined, finding: warning ?? 'Redis answers', cure };
};

const directory: DatabaseCheck = async db => {
  const active = (await listPeople(db)).filter(person => person.active);
  const agents = active.filter(({ role }) => role === 'agent').length;
  const finding = `${counted(active.length - agents, 'admin')} and ${counted(agents, 'agent')}`;
  if (active.length === 0)
    return {
      ok: false,
      finding,
      cure: 'add the people who may write: postern admin add EMAIL, or postern admin import',
    };
  const cure = 'nobody is told of new tickets: postern admin add EMAIL --role agent';
  return { ok: agents > 0, finding, cure };
};

const templates: Check = async ({ TEMPLATES_DIR }) => {
  try {
    loadTemplates(TEMPLATES_DIR ?? null);
    return fine(TEMPLATES_DIR ?? 'ours');
  } catch (cause) {
    const finding = (cause as Error).message.replaceAll('TEMPLATES_DIR: ', '').replaceAll('\n', '; ');
    return { ok: false, finding, cure: 'correct the files, or unset TEMPLATES_DIR' };
  }
};

const relay: Check = async ({ RELAY_URL }) => {
  if (RELAY_URL.startsWith('file:')) return fine('into files, until RELAY_URL names a relay');
  const opened = createRelay(RELAY_URL);
  const trouble = await opened.trouble();
  await opened.close();
  const finding = trouble === null ? 'the relay answers' : `the relay takes no mail from us: ${trouble}`;
  return { ok: trouble === null, finding, cure: 'correct RELAY_URL; outgoing mail waits and is tried again' };
};

type Named = Readonly<{ name: string } & ({ check: Check } | { ask: DatabaseCheck })>;

/** `check` looks at the settings and the network, `ask` at the database. */
export const checks: readonly Named[] = [
  { name: 'listener', check: listener },
  { name: 'tls', check: tls },
  { name: 'dns', check: dns },
  { name: 'pages', check: pages },
  { name: 'disk', check: disk },
  { name: 'store', check: store },
  { name: 'spool', check: spool },
  { name: 'malware', check: malware },
  { name: 'ldap', check: ldap },
  { name: 'version', check: version },
  { name: 'database', ask: database },
  { name: 'schema', ask: schema },
  { name: 'clock', ask: clock },
  { name: 'queue', check: queue },
  { name: 'directory', ask: directory },
  { name: 'templates', check: templates },
  { name: 'mail out', check: relay },
  { name: 'outbox', ask: outbox },
  { name: 'mail', ask: mail },
  { name: 'held', ask: held },
  { name: 'relays', ask: relayRefusals },
];
