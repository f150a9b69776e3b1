// How often one incident is recognised, how often wrongly, and the cost of a look-up: `npm run incidents`.
//
//   npm run incidents -- --misses     names each pair that is wrongly taken for one incident
//   npm run incidents -- --no-cost    without the look-ups among 10,000 open tickets
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { type Database, migrateDatabase, openDatabase, type Tx } from '../src/db/database.ts';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { openTicketsNear, vectorOf } from '../src/tickets/similar.ts';
import { openTicket } from '../src/tickets/write.ts';
import { likeliest, type Profile, profileOf } from '../src/triage/incident/likeness.ts';
import { comparePairs, hands, pasts, reportsIn, told } from '../test/support/same-incident.ts';
import { cpuMsOf } from './cpu.ts';

const { values: options } = parseArgs({
  options: { misses: { type: 'boolean', default: false }, cost: { type: 'boolean', default: true } },
  allowNegative: true,
});
const desk = { organisation: 'Aurora', instance: 'tt_aurora', instanceKnown: true };
const openTickets = 10_000;
const lookUps = 400;

async function throughPostgres(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'postern-incidents-'));
  const server = await useEmbeddedPostgres(home);
  await migrateDatabase(server.url);
  const { db, close } = openDatabase(server.url, 1);
  try {
    await recogniseIn(db);
    await fill(db);
    await cost(db);
  } finally {
    await close();
    await server.release();
    await rm(home, { recursive: true, force: true });
  }
}

/** All reports are open at once in one organisation; each is looked up among the others. */
async function recogniseIn(db: Database): Promise<void> {
  const rollback = new Error('only to look');
  const counts = { reports: 0, helped: 0, misled: 0 };
  await db
    .transaction(async tx => {
      const incidentOf = new Map<string, string>();
      const all = [];
      for (const report of reportsIn(hands.courteous!)) {
        const profile = profileOf(report);
        const { subject, instance } = report;
        const row = await open(tx, { subject, profile, instance });
        incidentOf.set(`PT-${row.number}`, report.incident);
        all.push({ row, report, profile });
      }
      for (const { row, report, profile } of all) {
        const near = await openTicketsNear(tx, row, { profile, admittedBy: null });
        const found = likeliest(profile, near.candidates, near.background).slice(0, 3);
        const right = found.filter(({ key }) => incidentOf.get(key) === report.incident);
        counts.reports += 1;
        counts.helped += right.length > 0 ? 1 : 0;
        counts.misled += found.length > right.length ? 1 : 0;
      }
      throw rollback;
    })
    .catch(cause => {
      if (cause !== rollback) throw cause;
    });
  const { reports, helped, misled } = counts;
  console.log(
    `\nthrough PostgreSQL, all ${reports} open at once: ${helped} are told of the same incident, ${misled} of another one`,
  );
}

async function open(tx: Tx | Database, ticket: { subject: string; profile: Profile; instance: string }) {
  const { profile, ...rest } = ticket;
  const words = vectorOf(profile);
  return openTicket(tx as Tx, { ...desk, ...rest, words, requesterEmail: 'ada@aurora.example' });
}

// Seeded, so that two runs measure the same.
let seed = 1;
const random = (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};
/** A word of six thousand, with natural frequencies: the hundredth a tenth as often as the first. */
const anyWord = (): string => `w${Math.floor(10 * (600 ** random() - 1)).toString(36)}`;
const anyProfile = (): Profile =>
  new Map(Array.from({ length: 35 }, (_, at) => [anyWord(), at < 5 ? 2 : 1] as const).toReversed());

async function fill(db: Database): Promise<void> {
  const vectors = Array.from({ length: openTickets }, () => vectorOf(anyProfile()));
  await db.execute(sql`
    insert into tickets (subject, requester_email, organisation, instance, instance_known, created_at, words)
    select 'Something', 'ada@aurora.example', ${desk.organisation}, ${desk.instance}, true,
      now() - nth * interval '4 minutes', words::tsvector
    from unnest(${sql.param(vectors)}::text[]) with ordinality as given (words, nth)`);
  await db.execute(sql`vacuum analyze tickets`);
}

/** Opens tickets with and without the look-up, alternating on one connection. */
async function cost(db: Database): Promise<void> {
  const spent = { opening: { wall: 0, cpu: 0 }, 'looking up': { wall: 0, cpu: 0 } };
  const measured = async (what: keyof typeof spent, work: () => Promise<unknown>) => {
    const [cpu, since] = [cpuOf(), performance.now()];
    for (let at = 0; at < lookUps; at += 1) await work();
    spent[what].wall += (performance.now() - since) / lookUps;
    spent[what].cpu += (cpuOf() - cpu) / lookUps;
  };
  const profile = anyProfile();
  const row = await open(db, { subject: 'Something', profile, instance: desk.instance });
  await measured('opening', () => open(db, { subject: 'Something', profile: anyProfile(), instance: desk.instance }));
  await measured('looking up', async () => {
    const own = anyProfile();
    const near = await db.transaction(tx => openTicketsNear(tx, row, { profile: own, admittedBy: null }));
    likeliest(own, near.candidates, near.background);
  });
  console.log(`\namong ${openTickets} open tickets of one instance, a ticket`);
  for (const [what, { wall, cpu }] of Object.entries(spent))
    console.log(`  ${what.padEnd(12)} ${wall.toFixed(2)} ms, ${cpu.toFixed(2)} ms of CPU here and in PostgreSQL`);
}

const cpuOf = (): number => Object.values(cpuMsOf([process.pid])).reduce((sum, ms) => sum + ms, 0);

console.log('each report beside every other one, by hand and by what the desk knows of the days before');
for (const [hand, write] of Object.entries(hands)) {
  for (const past of pasts) {
    const figures = comparePairs(reportsIn(write), past);
    console.log(`  ${hand.padEnd(12)} ${past.padEnd(6)} ${told(figures)}`);
    if (!options.misses || hand !== 'bare') continue;
    for (const { one, other } of figures.which) console.log(`    not the same: ${one.subject} ~ ${other.subject}`);
  }
}
if (options.cost) await throughPostgres();
