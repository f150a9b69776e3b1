// The budget of the pages with 100,000 tickets: times, sizes, CPU, and what others see.
//
// Environment: WEB_TICKETS (100000), WEB_PAGES (pages of each kind, 200), WEB_MAILS (mails a second beside, 50),
// WEB_HOME (a folder that keeps the database for the next run), WEB_ONLY (the pages whose name has these words, and
// nothing besides). Bare smtp-server with a synced file is measured before and after, to compare runs by.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { migrateDatabase, openDatabase } from '../../src/db/database.ts';
import { useEmbeddedPostgres } from '../../src/db/embedded.ts';
import { cpuMsOf, rssBytesOf } from '../cpu.ts';
import { smtpFloorMs } from '../floors.ts';
import { startGateway } from '../gateway.ts';
import { mailOf } from '../load.ts';
import { openSmtp } from '../smtp-client.ts';
import { changeSeen, listeners } from './events.ts';
import { fill } from './fill.ts';
import { type Answer, signIn, type Timed, time } from './pages.ts';
import { firstPaint } from './paint.ts';

const count = Number(process.env.WEB_TICKETS ?? 100_000);
const pages = Number(process.env.WEB_PAGES ?? 200);
const perSecond = Number(process.env.WEB_MAILS ?? 50);
const only = process.env.WEB_ONLY ?? '';
const home = process.env.WEB_HOME ?? (await mkdtemp(join(tmpdir(), 'postern-web-')));
await mkdir(home, { recursive: true });

const server = await useEmbeddedPostgres(home);
await migrateDatabase(server.url);
const postmaster = Number((await readFile(join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
const database = openDatabase(server.url, 2);
const { db } = database;
const [found] = (await db.execute<{ count: number }>(sql`select count(*)::int as count from tickets`)).rows;
if (found!.count === 0) await fill(server.url, count);
const { rows: numbered } = await db.execute<{ first: number }>(sql`select min(number)::int - 1 as first from tickets`);
/** The `at`-th ticket. */
const number = (at: number): number => numbered[0]!.first + at;
const people = 'agent1@desk.test admin1@clinic1.test follower4@outside.test'.split(' ');
const gateway = await startGateway({
  DATABASE_URL: server.url,
  // Told of each new ticket. All twenty would be a thousand letters a second.
  AGENT_NOTIFY: 'agent1@desk.test',
  HTTP_MAX_CONNECTIONS: '3000',
  HTTP_MAX_CONNECTIONS_PER_PEER: '3000',
});
const base = /^ {2}pages +(http:\/\/[^ ]+)/m.exec(gateway.welcome)![1]!;
const rows: (readonly [string, string, string])[] = [];
const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);

const floors: number[] = [];
const measureFloor = async () => floors.push(await smtpFloorMs({ count: 200, sessions: 20, warmUp: 50 }));

try {
  await measureFloor();
  const [agent, admin, follower] = await Promise.all(
    people.map(async email => signIn(base, (await gateway.postern('sign-in', email)).trim())),
  );
  const cpu = () => Object.values(cpuMsOf([gateway.pid, postmaster])).reduce((sum, each) => sum + each, 0);
  const statements = async () =>
    Number((await db.execute<{ n: string }>(sql`select sum(xact_commit) as n from pg_stat_database`)).rows[0]!.n);

  async function page(name: string, goals: string, get: (at: number) => Promise<Answer>): Promise<void> {
    if (!name.includes(only)) return;
    // As in a gateway that has served for a while: the first hundreds are compiled as they come.
    await time(300, get);
    await sleep(1_200);
    const [before, transactions] = [cpu(), await statements()];
    const timed = await time(pages, get);
    const each = (cpu() - before) / pages;
    await sleep(1_200);
    const asked = (await statements()) - transactions;
    rows.push([
      name,
      goals,
      `p50 ${ms(timed.p50)}, p95 ${ms(timed.p95)} ms; ${each.toFixed(1)} CPU ms; ${(timed.bytes / 1_000).toFixed(1)} kB; ${(asked / pages).toFixed(1)} queries`,
    ]);
  }
  const list = (at: number) => agent!.get(['/tickets', '/tickets?q=status%3Apending', '/tickets?q='][at % 3]!);
  const short = (at: number) => agent!.get(`/tickets/PT-${number(1 + ((at * 7_919) % count))}`);
  await page('agent: list', '40 ms, 3 CPU ms, 8 kB', list);
  await page('agent: thread of 4', '40 ms', short);
  await page('agent: thread of 20', '40 ms, 4 CPU ms, 15 kB', () => agent!.get(`/tickets/PT-${number(count - 1)}`));
  await page('requester: list', '40 ms, 8 kB', () => admin!.get('/tickets'));
  await page('requester: thread', '40 ms', () =>
    admin!.get(`/tickets/PT-${number(2_000 * Math.floor(count / 4_000))}`),
  );
  await page('follower: list', '40 ms', () => follower!.get('/tickets'));
  await page('form', '6 kB', () => admin!.get('/new'));
  await page('search: common word', '80 ms', () => agent!.get('/tickets?q=booking%20'));
  await page('search: rare word', '20 ms', at =>
    agent!.get(`/tickets?q=zebra${number(1 + ((at * 7_919) % count))}1%20`),
  );
  await page('search: phrase', '150 ms', at =>
    agent!.get(`/tickets?q=%22stays%20empty%20since%22%20case%20${1 + ((at * 31) % count)}%20`),
  );
  await page('requester: search', '80 ms', () => admin!.get('/tickets?q=booking%20'));

  await measureFloor();
  if (only === '') {
    rows.push([
      'change → seen by others, p95',
      '500 ms',
      `${ms(await changeSeen(base, agent!, { number: number(count - 1), times: 30 }))} ms`,
    ]);
    const idle = rssBytesOf(gateway.pid);
    const listening = await listeners(base, agent!.cookie, 1_000);
    rows.push(['1,000 listeners', '40 MB', `${((rssBytesOf(gateway.pid) - idle) / 1e6).toFixed(0)} MB`]);
    listening.close();

    const until = Date.now() + 20_000;
    const stop = mails(gateway.smtpPort, until);
    const beside: Timed[] = [];
    beside.push(await time(1_000, list, Date.now() + 9_000), await time(1_000, short, until));
    const sent = await stop;
    rows.push([
      `list beside ${(sent / 20).toFixed(0)} mails/s`,
      '120 ms',
      `p50 ${ms(beside[0]!.p50)}, p95 ${ms(beside[0]!.p95)} ms`,
    ]);
    rows.push([
      `thread beside ${(sent / 20).toFixed(0)} mails/s`,
      '120 ms',
      `p50 ${ms(beside[1]!.p50)}, p95 ${ms(beside[1]!.p95)} ms`,
    ]);
    for (const [name, path, cookie] of [
      ['list', '/tickets', agent!.cookie],
      ['thread', `/tickets/PT-${number(count - 1)}`, agent!.cookie],
      ['form', '/new', admin!.cookie],
    ] as const) {
      const painted = await firstPaint(base, path, cookie).catch(() => 'the browser broke off');
      rows.push([`LCP, ${name}, 1.6 Mbit/s, 150 ms, CPU ÷4`, '1.5 s', painted ?? 'left out: no Chromium']);
    }
  }
} finally {
  await gateway.remove();
  await database.close();
  await server.release();
  if (process.env.WEB_HOME === undefined) await rm(home, { recursive: true, force: true });
}
const table = rows.map(row => `| ${row.join(' | ')} |`).join('\n');
process.stdout.write(
  `\nbare smtp-server: ${floors.map(each => each.toFixed(2)).join(' and ')} CPU ms\n\n| ${count} tickets | budget | measured |\n|---|---|---|\n${table}\n`,
);

/** Mails at a steady rate; resolves with how many were taken. */
async function mails(port: number, end: number): Promise<number> {
  const clients = await Promise.all([0, 1, 2, 3].map(() => openSmtp(port)));
  const run = Math.random().toString(36).slice(2);
  let sent = 0;
  await Promise.all(
    clients.map(async (client, at) => {
      for (let next = Date.now(); Date.now() < end; ) {
        const from = `admin${1 + (sent % 2_000)}@clinic${(1 + (sent % 2_000)) % 200}.test`;
        await client.send(from, ['support@localhost'], mailOf(sent, `${run}-${at}`, from), () => {});
        sent += 1;
        next += (1_000 * clients.length) / perSecond;
        await sleep(Math.max(0, next - Date.now()));
      }
    }),
  );
  await Promise.all(clients.map(client => client.quit()));
  return sent;
}
