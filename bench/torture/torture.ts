// Load, faults by seed, and after each round a reconciliation of every 250. `npm run torture -- --help` says how.
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { faultsFor } from './faults.ts';
import { canFakeClock } from './hosts.ts';
import { startRig } from './rig.ts';
import { playRound } from './round.ts';
import { printTable, type Round, summed } from './table.ts';

const help = `npm run torture -- [--minutes 1] [--seed N] [--queue postgres|redis|cluster] [--store file|s3] [--hosts 1|3]
  --hosts 3: a listener and two workers, each with a home and, as root, a network namespace of its own
  --round-seconds N: how long the load and the faults of one round last (30)
  --clients N: how many send at once (2)
  --fault TEXT: only faults whose name has it, such as 'DROP'; 'none' plays none
  --json FILE: where the figures go (torture.json)
  --keep: the logs of the gateways stay
Ends with 1, and the command that repeats it, where a mail was lost, doubled or stuck.`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    queue: { type: 'string', default: 'postgres' },
    store: { type: 'string', default: 'file' },
    hosts: { type: 'string', default: '1' },
    'round-seconds': { type: 'string', default: '30' },
    clients: { type: 'string', default: '2' },
    fault: { type: 'string', default: '' },
    json: { type: 'string', default: 'torture.json' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const { queue, store, hosts, fault } = values;
const command = `npm run torture -- --minutes ${values.minutes} --seed ${seed} --queue ${queue} --store ${store} --hosts ${hosts} --round-seconds ${values['round-seconds']} --clients ${values.clients}${fault ? ` --fault '${fault}'` : ''}`;

if (!canFakeClock) console.log('LEFT OUT: the moved clock. Install faketime to play it.');
const rig = await startRig({ seed, queue, store, hosts });
// Nothing is left behind.
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => rig.kill().then(() => process.exit(1)));
console.log(`torture: seed ${seed}, queue ${queue}, store ${store}, hosts ${hosts}; logs in ${rig.folder}`);
const faults = faultsFor(rig.parts).filter(({ name }) => name.includes(fault));
const course = { seed, seconds: Number(values['round-seconds']), clients: Number(values.clients), faults };
const rounds: Round[] = [];
const until = Date.now() + Number(values.minutes) * 60_000;
do {
  const round = await playRound(rig, rounds.length + 1, course);
  rounds.push(round);
  printRound(round);
} while (Date.now() < until);

const gateways = rig.parts.hosts.map(({ name, endedByItself }) => ({ name, endedByItself: endedByItself() }));
const statuses = await rig.stop();
const failed = printTable(rounds, gateways) || statuses.some(status => status !== 0);
const figures = { command, seed, totals: summed(rounds, gateways), statuses, gateways, rounds };
writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
if (failed) console.log(`FAILED. The same again: ${command}\nLogs: ${rig.folder}`);
else if (!values.keep) await rm(rig.folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);

function printRound(round: Round): void {
  const { number, mails, kills, putOff, healMs, late, lost, doubled, altered, stuck, unentitled, repeated } = round;
  const used = round.usage.map(each => (each ? `${each.rssMb} MB/${each.descriptors}` : 'down')).join(' ');
  console.log(
    `round ${number}: ${mails} mails, ${kills} kills, ${putOff} put off, healed in ${healMs} ms, late ${late}, lost ${lost.length}, doubled ${doubled.length}, altered ${altered.length}, stuck ${stuck.length}, unentitled ${unentitled.length}, handed over twice after a lost answer ${repeated}, ${used}`,
  );
  for (const line of [...lost, ...doubled, ...altered, ...stuck, ...unentitled, ...round.refused].slice(0, 10))
    console.log(`  ${line}`);
}
