// What a profile of Node's sampler says (`--cpu-prof`): self time by function and by room or package.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Frame = Readonly<{ functionName: string; url: string; lineNumber: number }>;
type Profile = Readonly<{
  nodes: readonly Readonly<{ id: number; callFrame: Frame }>[];
  samples: readonly number[];
  timeDeltas: readonly number[];
  /** Microseconds of the monotonic clock. */
  startTime: number;
}>;
/** Microseconds of the monotonic clock, which all processes of a machine share. */
export type Period = Readonly<{ from: number; to: number }>;
export const monotonicNow = (): number => Number(process.hrtime.bigint() / 1000n);
/** Milliseconds of self time, the largest first. */
export type Share = Readonly<{ name: string; ms: number }>;
export type Shares = Readonly<{ totalMs: number; parts: readonly Share[]; functions: readonly Share[] }>;

/** One for each profile in `folder`: each process and each of its threads writes one. */
export async function sharesOf(folder: string, period?: Period): Promise<Shares[]> {
  const files = (await readdir(folder)).filter(name => name.endsWith('.cpuprofile'));
  const all = await Promise.all(
    files.map(async file => sharesIn(JSON.parse(await readFile(join(folder, file), 'utf8')), period)),
  );
  return all.sort((a, b) => b.totalMs - a.totalMs);
}

export function sharesIn(profile: Profile, period: Period = { from: 0, to: Number.POSITIVE_INFINITY }): Shares {
  const { nodes, samples, timeDeltas } = profile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const parts = new Map<string, number>();
  let totalMs = 0;
  let now = profile.startTime;
  for (const [at, id] of samples.entries()) {
    now += timeDeltas[at] ?? 0;
    if (now < period.from || now > period.to) continue;
    const frame = frames.get(id);
    if (!frame || frame.functionName === '(idle)' || frame.functionName === '(program)') continue;
    const ms = (timeDeltas[at] ?? 0) / 1000;
    totalMs += ms;
    add(parts, partOf(frame), ms);
    add(functions, `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`, ms);
  }
  return { totalMs, parts: largest(parts), functions: largest(functions) };
}

const add = (sums: Map<string, number>, name: string, ms: number) => sums.set(name, (sums.get(name) ?? 0) + ms);
const largest = (sums: Map<string, number>): Share[] =>
  [...sums].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms);

function partOf({ functionName, url }: Frame): string {
  if (url === '') return functionName === '(garbage collector)' ? 'garbage collection' : 'native code';
  const vendor = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (vendor !== undefined) return vendor;
  if (url.startsWith('node:')) return `node: ${url.slice(5).split('/').slice(-2).join('/')}`;
  return /\/(src\/[^/]+)/.exec(url)?.[1] ?? url.split('/').slice(-2).join('/');
}

const placeOf = ({ url, lineNumber }: Frame): string =>
  url === '' ? '' : `${url.replace(/.*\/(src|node_modules)\//, '').replace('file://', '')}:${lineNumber + 1}`;
