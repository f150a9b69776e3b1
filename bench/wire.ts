// The listener under attack: the delay of an innocent client's NOOP while costly mails arrive, and the memory
// while fifty large mails arrive at once. `npm run bench:wire` prints a table and writes bench-wire.json.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { startGateway } from './gateway.ts';
import { send } from './load.ts';
import { openWire } from './wire-client.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 8);
// No peer is trusted: every mail goes through SPF, DKIM and DMARC, and every limit applies.
const settings = {
  TRUSTED_RELAYS: '',
  DNS_SERVERS: '127.0.0.1:9',
  SMTP_MAX_CONNECTIONS: '2000',
  SMTP_MAX_CONNECTIONS_PER_PEER: '1500',
  SMTP_CONNECTIONS_PER_MINUTE: '1000000',
  SMTP_MAILS_PER_MINUTE: '1000000',
  LOG_LEVEL: 'error',
};
const author = 'From: Ada <ada@example.org>\r\nTo: support@localhost\r\nSubject: bomb\r\n';
const mail = (header: string, body: string) => `${author}${header}\r\n${body}\r\n.\r\n`;
const nested = (depth: number) =>
  Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join(
    '',
  );

/** Costly for the listener and admission. */
const headerBombs: Record<string, string> = {
  'header of 40000 folded lines': mail(`X: y\r\n${' z\r\n'.repeat(40_000)}`, 'x'),
  'header of 1000 folded lines, the most we take': mail(`X: y\r\n${' z\r\n'.repeat(990)}`, 'x'),
  'DKIM signatures, 200': mail(
    'DKIM-Signature: v=1; a=rsa-sha256; d=e.test; s=s; h=from; bh=eA==; b=eA==\r\n'.repeat(200),
    'x',
  ),
};
/** Costly for the parsers, so they come from a trusted relay. */
const bodyBombs: Record<string, string> = {
  'multipart 5000 deep': mail('MIME-Version: 1.0\r\n', nested(5_000)).replace(
    '\r\n\r\nContent-Type',
    '\r\nContent-Type',
  ),
  '100000 parts': mail(
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n',
    '--b\r\n\r\nx\r\n'.repeat(100_000),
  ),
  'HTML of 200000 open tags': mail(
    'MIME-Version: 1.0\r\nContent-Type: text/html\r\n',
    `${'<div>'.repeat(50)}\r\n`.repeat(4_000),
  ),
  'one line of 10 MB': mail('', 'x'.repeat(10_000_000)),
};

type Attackable = Readonly<{ smtpPort: number; pid: number }>;

/** CPU time of a process's first thread: utime and stime of proc(5), in ticks of 10 ms. */
function mainThreadMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Mails that once took seconds of CPU time, sent to postmaster@ by an unknown author at the limit of one peer. */
const costlyShapes = [
  mail(`Content-Transfer-Encoding: ${'('.repeat(60_000)}\r\n`, 'x'),
  mail(`Cc: <a@b.test> ${'('.repeat(60_000)}\r\n`, 'x'),
  mail('', 'a:\r\n'.repeat(100_000)),
];
const mailsPerSecond = 1200 / 60;

async function shapesAtTheAllowedRate({ smtpPort: port, pid }: Attackable): Promise<Record<string, string | number>> {
  const before = mainThreadMs(pid);
  let answers: boolean[] = [];
  const found = await during(port, async () => {
    const until = performance.now() + seconds * 1000;
    const sent: Promise<boolean>[] = [];
    for (let at = 0; performance.now() < until; at += 1) {
      sent.push(sendOne(port, costlyShapes[at % costlyShapes.length]!));
      await sleep(1000 / mailsPerSecond);
    }
    answers = await Promise.all(sent);
  });
  const taken = answers.filter(isTaken => isTaken).length;
  const each = `${((mainThreadMs(pid) - before) / answers.length).toFixed(1)} CPU-ms of the listener's thread a mail`;
  return { while: 'costly shapes to postmaster@, 1200 mails a minute', ...found, attacks: taken, each };
}

async function sendOne(port: number, bytes: string): Promise<boolean> {
  const client = await openWire(port);
  const reply = await client.mail(bytes, 'postmaster@localhost');
  client.close();
  return reply?.startsWith('250') === true;
}

async function bench(): Promise<void> {
  const rows: Record<string, string | number>[] = [];
  if (process.argv[2] === 'shapes') {
    const attacked = await startGateway(settings);
    try {
      const quiet = await during(attacked.smtpPort, () => sleep(seconds * 1000));
      const shapes = await shapesAtTheAllowedRate(attacked);
      return void console.table([{ while: 'nothing else happens', ...quiet }, shapes]);
    } finally {
      await attacked.remove();
    }
  }
  const open: (() => Promise<unknown>)[] = [];
  const start = async (...how: Parameters<typeof startGateway>) => {
    const gateway = await startGateway(...how);
    open.push(gateway.remove);
    return gateway;
  };
  try {
    const gateway = await start(settings);
    const trusted = await start({ LOG_LEVEL: 'error' });
    const fresh = await start(settings);
    const folder = await mkdtemp(join(tmpdir(), 'postern-listener-'));
    open.unshift(() => rm(folder, { recursive: true, force: true }));
    const server = await useEmbeddedPostgres(folder);
    open.splice(1, 0, server.release);
    const listener = await start({ ...settings, ...apartIn(folder, server.url) }, 'smtp');
    for (const each of [gateway, trusted, fresh, listener]) await each.postern('admin', 'add', '@example.org');
    await trusted.postern('admin', 'add', '@example.com');
    const { milliseconds } = await send(trusted.smtpPort, { count: 1_000, sessions: 20 });
    rows.push({ while: '1000 mails of a trusted relay', mailsPerSecond: Math.round(1e6 / milliseconds) });
    for (const [who, { smtpPort, pid }] of Object.entries({
      'a listener alone': listener,
      'listener and worker': fresh,
    }))
      rows.push({ while: `50 mails of 25 MB, ${who}`, ...(await large(smtpPort, pid)), attacks: 50 });
    if (process.argv[2] === 'large') return void console.table(rows);
    const quiet = await during(gateway.smtpPort, () => sleep(seconds * 1000));
    rows.push({ while: 'nothing else happens', ...quiet, attacks: 0 });
    for (const [at, bombs] of [
      [gateway, headerBombs],
      [trusted, bodyBombs],
    ] as const) {
      for (const [name, bytes] of Object.entries(bombs)) {
        const run = attack(at.smtpPort, bytes);
        rows.push({ while: name, ...(await during(at.smtpPort, run.work)), ...run.found() });
      }
    }
    rows.push(await shapesAtTheAllowedRate(gateway));
    rows.push({ while: '500 clients drip', ...(await dripping(gateway.smtpPort)), attacks: 500 });
  } finally {
    for (const close of open.toReversed()) await close();
  }
  console.table(rows);
  writeFileSync('bench-wire.json', `${JSON.stringify(rows, null, 2)}\n`);
}

/** What a listener needs that leaves the worker to another process. */
const apartIn = (folder: string, databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  SPOOL_URL: pathToFileURL(join(folder, 'spool')).href,
  SECRET: randomBytes(32).toString('hex'),
});

/** Four clients that keep sending the costly mail, and one that sends ordinary mail. */
function attack(port: number, bytes: string): { work(): Promise<void>; found(): Attacked } {
  const counts = { attacks: 0, honest: 0 };
  const one = async (kind: keyof typeof counts, content: string) => {
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until) {
      const client = await openWire(port);
      while (performance.now() < until && (await client.mail(content)) !== null) counts[kind] += 1;
      client.close();
    }
  };
  const honest = () => one('honest', mail('', 'The calendar stays empty.'));
  return {
    found: () => ({ attacks: counts.attacks, mailsPerSecond: Math.round((counts.honest / seconds) * 10) / 10 }),
    work: async () => void (await Promise.all([...Array.from({ length: 4 }, () => one('attacks', bytes)), honest()])),
  };
}

type Attacked = { attacks: number; mailsPerSecond: number };
type Latency = { p50: string; p99: string; max: string };

/** The innocent client's NOOPs, ten milliseconds apart, until the work is done. */
async function during(port: number, work: () => Promise<unknown>): Promise<Latency> {
  const innocent = new Worker(new URL('./noop.ts', import.meta.url), { workerData: { port } });
  await once(innocent, 'message');
  await work();
  innocent.postMessage('done');
  const [took] = (await once(innocent, 'message')) as [number[]];
  return latency(took);
}

function latency(took: number[]): Latency {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) =>
    `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1)} ms`;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

async function dripping(port: number): Promise<Latency & { honest: string }> {
  const clients = await Promise.all(Array.from({ length: 500 }, () => openWire(port)));
  const drip = setInterval(() => clients.forEach(client => void client.write('N')), 300);
  let honest = 0;
  const found = await during(port, async () => {
    const since = performance.now();
    const client = await openWire(port);
    await client.mail(mail('', 'x'));
    honest = performance.now() - since;
    client.close();
    await sleep(seconds * 1000);
  });
  clearInterval(drip);
  for (const client of clients) client.close();
  return { ...found, honest: `answered in ${honest.toFixed(0)} ms` };
}

async function large(port: number, pid: number): Promise<Latency & { rss: string; mailsPerSecond: number }> {
  const bytes = mail('', `${'x'.repeat(76)}\r\n`.repeat(Math.round(25_000_000 / 78)));
  const before = rssOf(pid);
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, rssOf(pid));
  }, 20);
  const since = performance.now();
  const found = await during(port, () =>
    Promise.all(
      Array.from({ length: 50 }, async () => {
        const client = await openWire(port);
        await client.mail(bytes);
        client.close();
      }),
    ),
  );
  clearInterval(watch);
  const rate = Math.round((50_000 / (performance.now() - since)) * 10) / 10;
  return { ...found, rss: `${before} MB before, ${most} MB at most`, mailsPerSecond: rate };
}

/** Of the whole process, with its parsers where it works too (proc(5), VmRSS). */
const rssOf = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);

await bench();
