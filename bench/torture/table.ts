import { medianOf } from '../measure.ts';
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
    /** Of each gateway once all was healed; null for one that was down. */
    usage: readonly (Usage | null)[];
  }>;
export type Gateway = Readonly<{ name: string; endedByItself: number }>;

/** What is summed over all rounds; everything in `failures` has to be 0. */
export function summed(rounds: readonly Round[], gateways: readonly Gateway[]) {
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0);
  return {
    rounds: rounds.length,
    kills: sum(({ kills }) => kills),
    faults: sum(({ played }) => Object.values(played).reduce((total, times) => total + times, 0)),
    mails: sum(({ mails }) => mails),
    putOff: sum(({ putOff }) => putOff),
    late: sum(({ late }) => late),
    repeated: sum(({ repeated }) => repeated),
    failures: {
      lost: sum(({ lost }) => lost.length),
      doubled: sum(({ doubled }) => doubled.length),
      altered: sum(({ altered }) => altered.length),
      stuck: sum(({ stuck }) => stuck.length),
      unentitled: sum(({ unentitled }) => unentitled.length),
      'refused for good': sum(({ refused }) => refused.length),
      'ended by itself': gateways.reduce((total, { endedByItself }) => total + endedByItself, 0),
      'not flat': gateways.filter((_, at) => !isFlat(rounds.flatMap(({ usage }) => usage[at] ?? []))).length,
    },
    healSeconds: halfAndMost(rounds.map(({ healMs }) => healMs)),
    byFault: byFault(rounds),
    usage: gateways.map(({ name }, at) => ({ name, ...usageOf(rounds.flatMap(({ usage }) => usage[at] ?? [])) })),
  };
}

/** Prints what came of all rounds; true where something failed. */
export function printTable(rounds: readonly Round[], gateways: readonly Gateway[]): boolean {
  const { failures, healSeconds, byFault, usage, ...figures } = summed(rounds, gateways);
  const lines: [string, string | number][] = [
    ['rounds', figures.rounds],
    ['kills', figures.kills],
    ['faults, kills among them', figures.faults],
    ['mails answered with 250', figures.mails],
    ['put off with 4xx or cut', figures.putOff],
    ['late (done, but after a minute)', figures.late],
    ...Object.entries(failures),
    ['handed over twice after a lost answer', figures.repeated],
    ['seconds to heal, p50 / max', healSeconds.join(' / ')],
    ...usage.map(({ name, rssMb, descriptors }): [string, string] => [
      `${name}, first / p50 / last / max`,
      `${rssMb.join(' / ')} MB, ${descriptors.join(' / ')} descriptors`,
    ]),
  ];
  console.log('');
  for (const [name, value] of lines) console.log(`${name.padEnd(40)} ${value}`);
  console.log('');
  for (const { name, times, healSeconds } of byFault)
    console.log(`${name.padEnd(40)} ${String(times).padStart(5)} times, healed in ${healSeconds.join(' / ')} s`);
  return Object.values(failures).some(count => count > 0);
}

function halfAndMost(ms: readonly number[]): [number, number] {
  const sorted = [...ms].sort((a, b) => a - b);
  return [inSeconds(sorted[sorted.length >> 1]), inSeconds(sorted.at(-1))];
}

const inSeconds = (ms = 0): number => Math.round(ms / 100) / 10;

/** A round with several kinds of fault counts for each of them. */
function byFault(rounds: readonly Round[]): { name: string; times: number; healSeconds: [number, number] }[] {
  const names = [...new Set(rounds.flatMap(({ played }) => Object.keys(played)))].sort((a, b) => a.localeCompare(b));
  return names.map(name => {
    const those = rounds.filter(({ played }) => played[name]);
    const times = those.reduce((total, { played }) => total + played[name]!, 0);
    return { name, times, healSeconds: halfAndMost(those.map(({ healMs }) => healMs)) };
  });
}

type FourOf = [first: number, half: number, last: number, most: number];

function usageOf(usage: readonly Usage[]): { rssMb: FourOf; descriptors: FourOf } {
  const four = (of: (one: Usage) => number): FourOf => {
    const values = usage.map(of);
    return [values[0] ?? 0, medianOf(values), values.at(-1) ?? 0, Math.max(0, ...values)];
  };
  return { rssMb: four(({ rssMb }) => rssMb), descriptors: four(({ descriptors }) => descriptors) };
}

/** The last quarter of the rounds needs about what the second needed; the first warms up. */
function isFlat(usage: readonly Usage[]): boolean {
  if (usage.length < 8) return true;
  const quarter = usage.length >> 2;
  const grew = (of: (one: Usage) => number, slack: number) =>
    medianOf(usage.slice(-quarter).map(of)) > 1.25 * medianOf(usage.slice(quarter, 2 * quarter).map(of)) + slack;
  return !grew(({ rssMb }) => rssMb, 20) && !grew(({ descriptors }) => descriptors, 10);
}
