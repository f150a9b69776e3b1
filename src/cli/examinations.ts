// What `postern doctor` looks at, in the order in which a mail meets it.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { count, eq, inArray, sql } from 'drizzle-orm';
import { createResolver } from '../admission/authenticity/resolver.ts';
import { urlHost } from '../config/networks.ts';
import { mails } from '../db/schema/mails.ts';
import { outbox } from '../db/schema/outbox.ts';
import { people } from '../db/schema/people.ts';
import { createRelay } from '../delivery/relay/send.ts';
import { loadTemplates } from '../delivery/templates/templates.ts';
import { domainOf } from '../mail/address.ts';
import { openQueues } from '../queue/backend.ts';
import { examineRelayRefusals } from './relay-refusals.ts';
import type { Session } from './session.ts';

export type Finding = Readonly<{ about: string; well: boolean; says: string; mend: string }>;
type Check = (session: Session) => Promise<Finding>;

const minFreeBytes = 1_073_741_824;
// Whoever renews by himself (ACME) has done so long before.
const renewInDays = 7;

const listener: Check = async ({ config: { SMTP_HOST, SMTP_PORT } }) => {
  const where = `${SMTP_HOST}:${SMTP_PORT}`;
  const greets = SMTP_PORT > 0 && (await greeting(SMTP_HOST, SMTP_PORT)).startsWith('220 ');
  const says = greets ? `mail is taken on ${where}` : `nobody takes mail on ${where}`;
  return { about: 'listener', well: greets, says, mend: 'start the gateway: npm start' };
};

const resolvers: Check = async ({ config: { DNS_SERVERS, SUPPORT_ADDRESS } }) => {
  if (!DNS_SERVERS) return { about: 'dns', well: true, says: "the system's resolvers, not asked", mend: '' };
  const silent: string[] = [];
  for (const server of DNS_SERVERS) if (!(await resolves(server, domainOf(SUPPORT_ADDRESS[0]!)))) silent.push(server);
  const says = silent.length === 0 ? 'all of DNS_SERVERS answer' : `no answer from ${silent.join(', ')}`;
  const mend = 'mend DNS_SERVERS: without an answer mail from others than TRUSTED_RELAYS waits (451 4.4.3)';
  return { about: 'dns', well: silent.length === 0, says, mend };
};

const certificate: Check = async ({ config: { SMTP_TLS_CERT: file, SMTP_TLS_KEY } }) => {
  if (file === undefined) return { about: 'TLS', well: true, says: 'a self-made certificate', mend: '' };
  const mend = 'renew the files of SMTP_TLS_CERT and SMTP_TLS_KEY: they are read again by themselves';
  try {
    const found = new X509Certificate(await readFile(file));
    const fits = found.checkPrivateKey(createPrivateKey(await readFile(SMTP_TLS_KEY ?? file)));
    const lasts = found.validToDate.getTime() > Date.now() + renewInDays * 86_400_000;
    const end = `the certificate ends on ${found.validToDate.toISOString().slice(0, 10)}`;
    return { about: 'TLS', well: fits && lasts, says: fits ? end : 'the key is not that of the certificate', mend };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return { about: 'TLS', well: false, says: `the certificate cannot be used (${code ?? message})`, mend };
  }
};

const pages: Check = async ({ config: { HTTP_HOST, HTTP_PORT, PUBLIC_URL, RELAY_URL } }) => {
  const where = `${HTTP_HOST}:${HTTP_PORT}`;
  if (HTTP_PORT === 0) return { about: 'pages', well: true, says: 'on a free port, not looked at', mend: '' };
  if (!(await answers(HTTP_HOST, HTTP_PORT)))
    return {
      about: 'pages',
      well: false,
      says: `nobody serves pages on ${where}`,
      mend: 'start the gateway: npm start',
    };
  // What leaves this machine is read on others.
  const leadsNowhere = PUBLIC_URL === undefined && !RELAY_URL.startsWith('file:');
  const says = leadsNowhere
    ? `pages are served on ${where}, and links in our mail lead there`
    : `pages are served on ${where}`;
  return { about: 'pages', well: !leadsNowhere, says, mend: 'set PUBLIC_URL to where they are reached from outside' };
};

const disk: Check = async ({ config: { POSTERN_HOME } }) => {
  const { bavail, bsize } = await statfs(POSTERN_HOME);
  const free = bavail * bsize;
  const says = `${(free / 1e9).toFixed(1)} GB free in ${POSTERN_HOME}`;
  return { about: 'disk', well: free > minFreeBytes, says, mend: 'make room: without it mail is answered 451' };
};

const database: Check = async ({ database: { db } }) => {
  const { rows } =
    await db.execute(sql`select current_setting('server_version') as version, current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as commit`);
  const [row] = rows;
  const durable = row?.fsync === 'on' && row?.commit !== 'off';
  const says = `PostgreSQL ${row?.version}, ${durable ? 'commits are synced' : 'commits may be lost'}`;
  return { about: 'database', well: durable, says, mend: 'set fsync and synchronous_commit to on' };
};

const queue: Check = async ({ config: { REDIS_URL } }) => {
  if (!REDIS_URL) return { about: 'queue', well: true, says: 'BullMQ on the database', mend: '' };
  const opened = await openQueues({ redisUrl: REDIS_URL, databaseUrl: '' }, () => {});
  const [warning] = await opened.warnings();
  await opened.close();
  const mend = 'start Redis or mend REDIS_URL; meanwhile mail waits in the spool';
  return { about: 'queue', well: warning === undefined, says: warning ?? 'Redis answers', mend };
};

const directory: Check = async ({ database: { db } }) => {
  const rows = await db.select({ role: people.role }).from(people).where(eq(people.active, true));
  const agents = rows.filter(({ role }) => role === 'agent').length;
  const says = `${rows.length - agents} admins and ${agents} agents`;
  return {
    about: 'directory',
    well: rows.length > 0,
    says,
    mend: 'nobody may write yet: postern admin add, or admin import',
  };
};

const templates: Check = async ({ config: { TEMPLATES_DIR } }) => {
  try {
    loadTemplates(TEMPLATES_DIR ?? null);
    return { about: 'templates', well: true, says: TEMPLATES_DIR ?? 'ours', mend: '' };
  } catch (cause) {
    return {
      about: 'templates',
      well: false,
      says: (cause as Error).message.replaceAll('TEMPLATES_DIR: ', '').replaceAll('\n', '; '),
      mend: 'mend the files, or unset TEMPLATES_DIR',
    };
  }
};

const relay: Check = async ({ config: { RELAY_URL } }) => {
  if (RELAY_URL.startsWith('file:'))
    return { about: 'mail out', well: true, says: 'into files, until RELAY_URL names a relay', mend: '' };
  const opened = createRelay(RELAY_URL);
  const trouble = await opened.trouble();
  await opened.close();
  const says = trouble === null ? 'the relay answers' : `the relay does not take mail from us: ${trouble}`;
  return {
    about: 'mail out',
    well: trouble === null,
    says,
    mend: 'mend RELAY_URL; outgoing mail waits and is tried again',
  };
};

const failures: Check = async ({ database: { db } }) => {
  const [unsent] = await db.select({ rows: count() }).from(outbox).where(eq(outbox.state, 'failed'));
  const [unread] = await db
    .select({ rows: count() })
    .from(mails)
    .where(inArray(mails.disposition, ['failed']));
  const [held] = await db.select({ rows: count() }).from(mails).where(eq(mails.disposition, 'held'));
  const says = `${unread?.rows ?? 0} mails not filed, ${unsent?.rows ?? 0} not delivered, ${held?.rows ?? 0} held`;
  return {
    about: 'mail',
    well: unread?.rows === 0,
    says,
    mend: 'postern mail list names them; postern mail replay files them again',
  };
};

export const examinations: readonly Check[] = [
  listener,
  certificate,
  resolvers,
  pages,
  disk,
  database,
  queue,
  directory,
  templates,
  relay,
  examineRelayRefusals,
  failures,
];

/** That there is nothing is an answer, too. */
const resolves = (server: string, domain: string): Promise<boolean> =>
  createResolver({ servers: [server], queryMs: 3_000 })(`_dmarc.${domain}`, 'TXT').then(
    () => true,
    ({ code }) => code === 'ENOTFOUND' || code === 'ENODATA',
  );

/** Whoever answers for us; a wildcard is asked on the loopback. */
async function answers(host: string, port: number): Promise<boolean> {
  const name = urlHost(host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);
  const signal = AbortSignal.timeout(3_000);
  return fetch(`http://${name}:${port}/livez`, { signal }).then(
    async ({ ok, body }) => {
      await body?.cancel();
      return ok;
    },
    () => false,
  );
}

function greeting(host: string, port: number): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(port, host).setTimeout(3_000);
    const done = (text: string) => {
      socket.destroy();
      resolve(text);
    };
    socket.once('data', chunk => done(chunk.toString('latin1')));
    socket.once('error', () => done('')).once('timeout', () => done(''));
  });
}
