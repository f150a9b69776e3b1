// CPU milliseconds per ticket, end to end, compared with the bare parts on the same machine.
//
// A ticket is: accepted over SMTP, synced, 250, parsed, written with its message and receipt, and the
// receipt handed over. The CPU is that of the gateway, its PostgreSQL and Redis, from /proc; the load
// and the relay's sink are not counted. CPU time, because a rate depends on the machine and its load.
//
// BENCH_COUNT: mails of a row. BENCH_SESSIONS: connections. BENCH_NODE_FLAGS: of the gateway, such as --cpu-prof.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMsOf, rssBytesOf } from './cpu.ts';
import { startGateway } from './gateway.ts';
import { type Helper, startHelper, startRedis } from './helper.ts';
import { author, type Sent, send } from './load.ts';

const warmUp = 50;
const count = Number(process.env.BENCH_COUNT ?? 400);
const sessions = Number(process.env.BENCH_SESSIONS ?? 20);
const manyAuthors = 500;

type Figures = Readonly<{
  name: string;
  perSecond: number;
  cpuMs: number;
  parts: Record<string, number>;
  /** Mails a second that were answered 250, and the milliseconds from the dot to that. */
  accepted?: Readonly<{ perSecond: number; p50: number; p95: number; p99: number }>;
  /** Of the process with all roles, at the end. */
  rssMb?: number;
}>;

/** Runs `work` twice, warm-up first, and measures the second run; `work` resolves when all is done. */
async function measure(
  name: string,
  roots: readonly number[],
  work: (count: number) => Promise<Sent | null>,
): Promise<Figures> {
  await work(warmUp);
  await sleep(500);
  const before = cpuMsOf(roots);
  const startedAt = performance.now();
  const sent = await work(count);
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(300); // The last rows are written after the receipt.
  const after = cpuMsOf(roots);
  const parts = Object.fromEntries(
    Object.entries(after).map(([program, ms]) => [program, round((ms - (before[program] ?? 0)) / count)]),
  );
  const cpuMs = round(Object.values(parts).reduce((sum, part) => sum + part, 0));
  const figures = { name, perSecond: Math.round(count / seconds), cpuMs, parts };
  return sent === null ? figures : { ...figures, accepted: acceptedOf(sent) };
}

function acceptedOf({ milliseconds, dotMs }: Sent) {
  const at = (share: number) => round(dotMs[Math.min(dotMs.length - 1, Math.floor(dotMs.length * share))] ?? 0);
  return { perSecond: Math.round((count * 1000) / milliseconds), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

async function floor(name: string, helper: Helper, load: (count: number) => Promise<Sent | null>): Promise<Figures> {
  try {
    return await measure(name, [helper.pid], load);
  } finally {
    await helper.remove();
  }
}

type Run = Readonly<{ queue: 'PostgreSQL' | 'Redis'; relay: 'SMTP' | 'files'; authors: number }>;

async function endToEnd({ queue, relay, authors }: Run): Promise<Figures | null> {
  const redis = queue === 'Redis' ? await startRedis() : null;
  if (queue === 'Redis' && !redis) return null;
  const sink = relay === 'SMTP' ? await startHelper('sink') : null;
  const gateway = await startGateway({
    ...(redis ? { REDIS_URL: redis.url } : {}),
    ...(sink ? { RELAY_URL: `smtp://127.0.0.1:${sink.port}` } : {}),
  });
  try {
    await gateway.postern('admin', 'add', author);
    await gateway.postern('admin', 'add', '@example.com');
    await sleep(500);
    const receipts = async () =>
      sink ? sink.taken() : (await readdir(join(gateway.home, 'outbox')).catch(() => [])).filter(whole).length;
    const roots = [gateway.pid, ...(redis ? [redis.pid] : [])];
    let expected = 0;
    const by = authors === 1 ? 'one author' : 'many authors';
    const figures = await measure(`ticket, ${queue}, ${by}, receipt to ${relay}`, roots, async wanted => {
      expected += wanted;
      const sent = await send(gateway.smtpPort, { count: wanted, sessions, authors });
      await until(async () => (await receipts()) >= expected);
      return sent;
    });
    const rssMb = Math.round(rssBytesOf(gateway.pid) / 1e6);
    const tickets = JSON.parse(await gateway.postern('ticket', 'list', '--json')) as unknown[];
    if (tickets.length !== expected) throw new Error(`${expected} mails made ${tickets.length} tickets`);
    return { ...figures, rssMb };
  } finally {
    await gateway.remove();
    await redis?.remove();
    await sink?.remove();
  }
}

const whole = (name: string) => /^\w+\.eml$/.test(name);
const round = (value: number) => Math.round(value * 100) / 100;

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await done()); await sleep(20)) {
    if (Date.now() > deadline) throw new Error('a minute passed and not every receipt went out');
  }
}

async function floors(): Promise<Figures[]> {
  const smtp = await startHelper('sink', 'fsync');
  const rows = await startHelper('rows');
  return [
    await floor('floor: smtp-server, a synced file a mail', smtp, wanted =>
      send(smtp.port, { count: wanted, sessions }),
    ),
    await floor('floor: a PostgreSQL transaction of three rows', rows, async wanted => {
      rows.tell({ count: wanted });
      await until(async () => rows.taken() === wanted);
      return null;
    }),
  ];
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function printRow({ name, perSecond, cpuMs, parts, accepted, rssMb }: Figures, floorMs?: number): void {
  const ratio = floorMs === undefined ? '' : `${(cpuMs / floorMs).toFixed(1)} x`;
  const shares = Object.entries(parts).filter(([, ms]) => ms > 0);
  const detail = shares.map(([program, ms]) => `${program} ${ms.toFixed(2)}`).join(', ');
  const dot = accepted
    ? `${accepted.perSecond} 250/s, dot to 250 ${accepted.p50}/${accepted.p95}/${accepted.p99} ms`
    : '';
  const memory = rssMb === undefined ? '' : `RSS ${rssMb} MB`;
  print(row([name, String(perSecond), cpuMs.toFixed(2), ratio, [detail, dot, memory].filter(Boolean).join('; ')]));
}
const row = ([name = '', ...cells]: string[]): string =>
  [name.padEnd(46), ...cells.map((cell, at) => (at < 3 ? cell.padStart(8) : `  ${cell}`))].join(' ').trimEnd();

print(`\n${count} mails of 2 KB over ${sessions} connections, after ${warmUp} to warm up.\n`);
print(row(['', 'per s', 'CPU-ms', 'floors', 'of which']));
const bare = await floors();
for (const figures of bare) printRow(figures);
const floorMs = bare.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
const runs: Figures[] = [];
const wanted: readonly Run[] = [
  { queue: 'PostgreSQL', relay: 'SMTP', authors: 1 },
  { queue: 'PostgreSQL', relay: 'SMTP', authors: manyAuthors },
  { queue: 'PostgreSQL', relay: 'files', authors: manyAuthors },
  { queue: 'Redis', relay: 'SMTP', authors: 1 },
  { queue: 'Redis', relay: 'SMTP', authors: manyAuthors },
];
for (const run of wanted) {
  const figures = await endToEnd(run);
  if (figures) {
    printRow(figures, floorMs);
    runs.push(figures);
  } else print(`ticket, ${run.queue}: left out, there is no redis-server on PATH`);
}
const report = {
  measuredAt: new Date().toISOString(),
  count,
  sessions,
  floorMs: round(floorMs),
  figures: [...bare, ...runs],
};
await writeFile('bench.json', `${JSON.stringify(report, null, 2)}\n`);
print('\nWritten to bench.json.\n');
