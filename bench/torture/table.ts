import type { Found } from './reconcile.ts';

type Usage = Readonly<{ rssMb: number; descriptors: number }>;
export type Round = Found &
  Readonly<{
    number: number;
    /** How often each fault was played. */
    played: Readonly<Record<string, number>>;
    kills: number;
    putOff: number;
    refused: readonly string[];
    usage: readonly (Usage | null)[];
  }>;

/** Prints what came of all rounds; true where something failed. */
export function printTable(
  rounds: readonly Round[],
  hosts: readonly { name: string; endedByItself: number; rssMb?: number; descriptors?: number }[],
): boolean {
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const heals = rounds.map(({ healMs }) => healMs).sort((a, b) => a - b);
  const failures = {
    lost: sum(({ lost }) => lost.length),
    doubled: sum(({ doubled }) => doubled.length),
    altered: sum(({ altered }) => altered.length),
    stuck: sum(({ stuck }) => stuck.length),
    unentitled: sum(({ unentitled }) => unentitled.length),
    'refused for good': sum(({ refused }) => refused.length),
    'ended by itself': hosts.reduce((total, { endedByItself }) => total + endedByItself, 0),
  };
  const lines: [string, string | number][] = [
    ['rounds', rounds.length],
    ['kills', sum(({ kills }) => kills)],
    ['mails answered with 250', sum(({ mails }) => mails)],
    ['put off with 4xx or cut', sum(({ putOff }) => putOff)],
    ['late (done, but after a minute)', sum(({ late }) => late)],
    ...Object.entries(failures),
    ['handed over twice after a lost answer', sum(({ repeated }) => repeated)],
    ['seconds to heal, p50 / max', `${seconds(heals[heals.length >> 1])} / ${seconds(heals.at(-1))}`],
    ...hosts.map(({ name, rssMb, descriptors }): [string, string] => [name, `${rssMb} MB, ${descriptors} descriptors`]),
  ];
  console.log('');
  for (const [name, value] of lines) console.log(`${name.padEnd(40)} ${value}`);
  console.log('');
  for (const [name, { times, heal }] of byFault(rounds)) {
    console.log(
      `${name.padEnd(40)} ${String(times).padStart(5)} times, healed in ${seconds(heal[heal.length >> 1])} / ${seconds(heal.at(-1))} s`,
    );
  }
  return Object.values(failures).some(count => count > 0);
}

const seconds = (ms = 0): string => (ms / 1_000).toFixed(1);

/** A round with several kinds of fault counts for each of them. */
function byFault(rounds: readonly Round[]): [string, { times: number; heal: number[] }][] {
  const faults = new Map<string, { times: number; heal: number[] }>();
  for (const { played, healMs } of rounds) {
    for (const [name, times] of Object.entries(played)) {
      const { times: before, heal } = faults.get(name) ?? { times: 0, heal: [] };
      faults.set(name, { times: before + times, heal: [...heal, healMs].sort((a, b) => a - b) });
    }
  }
  return [...faults].sort(([a], [b]) => a.localeCompare(b));
}
