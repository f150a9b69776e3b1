// Resident memory of the gateway: after each thousand of 10,000 mails of 2 KB, of a listener alone, and while fifty
// mails of 25 MB come at once. `npm run bench:memory` prints it; `-- --mails 2000` sends so many.
//
// A listener alone has its PostgreSQL and its spool apart, as on a machine of its own.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { startBelt } from './belt.ts';
import { rssBytesOf } from './cpu.ts';
import { startGateway } from './gateway.ts';
import { author, mailOf, send } from './load.ts';
import { until } from './measure.ts';
import { openWire } from './wire-client.ts';

const { values: options } = parseArgs({
  options: {
    mails: { type: 'string', default: '10000' },
    /** `whole`, `listener`, or `large`; all of them without it. */
    only: { type: 'string', default: '' },
  },
});
const mails = Number(options.mails);
const sessions = 20;
/** So many that no author gets too many receipts. */
const authors = 5_000;
const print = (line: string) => void process.stdout.write(`${line}\n`);
const megabytes = (pid: number) => Math.round(rssBytesOf(pid) / 1e6);
/** The most that there was (proc(5), VmHWM). */
const mostMegabytes = (pid: number) =>
  Math.round((Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))![1]) * 1024) / 1e6);

type Running = Readonly<{ port: number; pid: number; settled(count: number): Promise<unknown> }>;

async function thousands({ port, pid, settled }: Running): Promise<string> {
  const seen = [megabytes(pid)];
  for (let sent = 0; sent < mails; sent += 1_000) {
    await send(port, { count: Math.min(1_000, mails - sent), sessions, authors });
    await settled(Math.min(mails, sent + 1_000));
    seen.push(megabytes(pid));
  }
  await sleep(60_000);
  return `${seen.join(', ')} MB; a minute later ${megabytes(pid)}; at most ${mostMegabytes(pid)}`;
}

/** Fifty at once; the text of their file is the same, so that this process stays small. */
async function fifty({ port, pid, settled }: Running): Promise<string> {
  const before = megabytes(pid);
  const of = (number: number) => mailOf(number, randomBytes(6).toString('hex'), author, 3_000);
  const body = `${'A'.repeat(76)}\r\n`.repeat(13_000);
  await Promise.all(
    Array.from({ length: 50 }, async (_, number) => {
      const client = await openWire(port);
      for (const command of [`MAIL FROM:<${author}>`, 'RCPT TO:<support@localhost>', 'DATA']) await client.say(command);
      const [head, tail] = of(number).split('\r\n--b--');
      client.write(`${head}\r\n`);
      for (let at = 0; at < 24; at += 1) {
        client.write(body);
        await sleep(20);
      }
      const answer = await client.say(`--b--${tail}\r\n.`);
      if (!answer?.startsWith('250')) throw new Error(answer ?? 'hung up');
      client.close();
    }),
  );
  const taken = mostMegabytes(pid);
  await settled(50);
  return `${before} MB before, at most ${taken} until all were taken, ${mostMegabytes(pid)} until all were filed`;
}

async function ofWhole(work: (running: Running) => Promise<string>): Promise<string> {
  const belt = (await startBelt({ queue: 'PostgreSQL', relay: 'SMTP' }))!;
  try {
    await belt.gateway.postern('admin', 'add', author);
    await belt.gateway.postern('admin', 'add', '@example.com');
    const { pid, smtpPort: port } = belt.gateway;
    const filed = async () =>
      (await belt.database.query<{ n: number }>('select count(*)::int as n from tickets')).rows[0]!.n;
    const settled = (count: number) => until(async () => (await filed()) >= count, 'every mail was filed');
    return await work({ pid, port, settled });
  } finally {
    await belt.stop();
  }
}

async function ofListener(work: (running: Running) => Promise<string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-listener-'));
  const server = await useEmbeddedPostgres(folder);
  const settings = {
    DATABASE_URL: server.url,
    SPOOL_URL: pathToFileURL(join(folder, 'spool')).href,
    SECRET: randomBytes(32).toString('hex'),
    SPOOL_MAX_MAILS: '0',
    SPOOL_MAX_MINUTES: '0',
  };
  const gateway = await startGateway(settings, 'smtp');
  try {
    await gateway.postern('admin', 'add', author);
    await gateway.postern('admin', 'add', '@example.com');
    return await work({ pid: gateway.pid, port: gateway.smtpPort, settled: () => sleep(2_000) });
  } finally {
    await gateway.remove();
    await server.release();
    await rm(folder, { recursive: true, force: true });
  }
}

const rows: readonly (readonly [string, string, () => Promise<string>])[] = [
  ['whole', `the whole gateway, after each 1,000 of ${mails} mails`, () => ofWhole(thousands)],
  ['listener', `a listener alone, after each 1,000 of ${mails} mails`, () => ofListener(thousands)],
  ['large', 'fifty mails of 25 MB at once, the whole gateway', () => ofWhole(fifty)],
  ['large', 'fifty mails of 25 MB at once, a listener alone', () => ofListener(fifty)],
];
for (const [kind, name, run] of rows) if (kind.startsWith(options.only)) print(`${name}: ${await run()}`);
