// CPU milliseconds for a ticket, a reply or an answer, end to end, compared with the bare parts on the same machine.
//
// A ticket is: accepted over SMTP, synced, 250, parsed, written with its message and receipt, and the receipt handed
// over. The CPU is that of the gateway, its PostgreSQL and Redis, from /proc; the load and the relay's sink are not
// counted. CPU time, because a rate depends on the machine and its load.
//
// BENCH_NODE_FLAGS: flags for the gateway's Node.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leastNames, measureFloors, type Size, smtpFloorMs, storeFloorMs } from './floors.ts';
import { measureGrowth } from './growth.ts';
import { type Figures, round } from './measure.ts';
import { type Shares, sharesOf } from './profile.ts';
import { measureRow, nameOf, type Row, rows } from './rows-of.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '400' },
    sessions: { type: 'string', default: '20' },
    'warm-up': { type: 'string', default: '200' },
    /** Only the rows whose name has this in it. */
    only: { type: 'string', default: '' },
    /** The ten largest parts of the gateway's CPU time, and the number of statements. */
    profile: { type: 'boolean', default: false },
    /** In place of the rows: tickets among so many others, comma separated. */
    growth: { type: 'boolean', default: false },
    among: { type: 'string', default: '1000,100000,1000000' },
  },
});
const size: Size = {
  count: Number(options.count),
  sessions: Number(options.sessions),
  warmUp: Number(options['warm-up']),
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const progress = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
};
const line = ([name = '', ...cells]: string[]): string =>
  [name.padEnd(62), ...cells.map((cell, at) => (at < 4 ? cell.padStart(8) : `  ${cell}`))].join(' ').trimEnd();

function printRow(figures: Figures, floorMs?: number): void {
  const { name, perSecond, cpuMs, parts, accepted, database, rssMb, storeMs } = figures;
  progress('');
  const ratio = floorMs === undefined ? '' : (cpuMs / floorMs).toFixed(1);
  const detail = Object.entries(parts)
    .filter(([, ms]) => ms > 0)
    .map(([program, ms]) => `${program} ${ms.toFixed(2)}`);
  const dot = accepted
    ? `${accepted.perSecond} 250/s, dot to 250 ${accepted.p50}/${accepted.p95}/${accepted.p99} ms`
    : '';
  const counted = database
    ? `${database.statements === undefined ? '' : `${database.statements} statements, `}${database.commits} commits, ${(database.walBytes / 1000).toFixed(1)} kB WAL`
    : '';
  const memory = rssMb === undefined ? '' : `RSS ${rssMb} MB`;
  const store =
    storeMs === undefined ? '' : `${(cpuMs / storeMs).toFixed(1)} times bare acceptance and storage, ${storeMs} CPU-ms`;
  const of = [detail.join(', '), store, dot, counted, memory].filter(Boolean).join('; ');
  print(line([name, String(perSecond), cpuMs.toFixed(2), ratio, scaled(cpuMs), of]));
}

/** What it would be where bare smtp-server with a sync, measured right before and after, needs 0.4 ms. */
let smtpMs = Number.NaN;
const scaled = (cpuMs: number): string => (Number.isNaN(smtpMs) ? '' : ((cpuMs * 0.4) / smtpMs).toFixed(2));

function printShares({ totalMs, parts, functions }: Shares): void {
  for (const [title, shares] of [
    ['parts', parts],
    ['functions', functions],
  ] as const) {
    print(`\n  the ten largest ${title}`);
    for (const { name, ms } of shares.slice(0, 10))
      print(`  ${((100 * ms) / totalMs).toFixed(1).padStart(5)} %  ${name.slice(0, 100)}`);
  }
  print('');
}

async function* rowsOf(folder: string): AsyncGenerator<Figures> {
  if (options.growth) return yield* measureGrowth(options.among.split(',').map(Number), size);
  for (const row of rows.filter(each => nameOf(each).includes(options.only))) {
    progress(`${nameOf(row)} …`);
    await rm(folder, { recursive: true, force: true });
    const figures = await besideStorage(row);
    if (figures) yield figures;
    else print(`${nameOf(row)}: left out, there is no redis-server on PATH`);
  }
}

/** A row of large mails has a floor of its own. */
async function besideStorage(row: Row): Promise<Figures | null> {
  if (row.bytes === undefined) return measureRow(row, size, options.profile);
  const before = await storeFloorMs(size, row.bytes);
  const figures = await measureRow(row, size, options.profile);
  const after = await storeFloorMs(size, row.bytes);
  return figures && { ...figures, storeMs: round((before + after) / 2) };
}

const profiles = await mkdtemp(join(tmpdir(), 'postern-profile-'));
if (options.profile) {
  const flags = `--cpu-prof --cpu-prof-dir=${profiles}`;
  process.env.BENCH_NODE_FLAGS = `${process.env.BENCH_NODE_FLAGS ?? ''} ${flags}`;
}
print(`\n${size.count} mails over ${size.sessions} connections, after ${size.warmUp} to warm up.\n`);
print(line(['', 'per s', 'CPU-ms', 'floors', 'scaled', 'of which']));
const figures: Figures[] = [];
for await (const floor of measureFloors(size)) {
  if (floor.name === leastNames[0]) smtpMs = floor.cpuMs;
  printRow(floor);
  figures.push(floor);
}
const floorMs = figures.filter(({ name }) => leastNames.includes(name)).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
for await (const row of rowsOf(profiles)) {
  const before = smtpMs;
  const after = await smtpFloorMs(size);
  smtpMs = (before + after) / 2;
  printRow(row, floorMs);
  figures.push({ ...row, scaledMs: round((row.cpuMs * 0.4) / smtpMs) });
  smtpMs = after;
  if (options.profile) for (const shares of (await sharesOf(profiles, row.period)).slice(0, 1)) printShares(shares);
}
await rm(profiles, { recursive: true, force: true });
const report = { measuredAt: new Date().toISOString(), ...size, floorMs: round(floorMs), figures };
await writeFile('bench.json', `${JSON.stringify(report, null, 2)}\n`);
print(
  '\nfloors: times the first two together. scaled: where the first, measured before and after, needs 0.4 ms. Written to bench.json.\n',
);
