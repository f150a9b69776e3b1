// One round: load and faults for a while, then the reconciliation.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, hidesAnswers, type Parts } from './faults.ts';
import { type Random, randomFrom } from './random.ts';
import { type Found, type Hidden, reconcile } from './reconcile.ts';
import type { Rig } from './rig.ts';
import { startCrowd } from './sender.ts';
import type { Round } from './table.ts';

export type Course = Readonly<{ seed: number; seconds: number; clients: number; faults: readonly Fault[] }>;

export async function playRound({ folder, parts, places }: Rig, number: number, course: Course): Promise<Round> {
  const { relay, hosts } = parts;
  const { seed, seconds, clients, faults } = course;
  // By the round, since how many choices one takes depends on the speed of the machine.
  const randomOf = (lane: number) => randomFrom(seed * 1_000 + number * 10 + lane);
  const from = relay.handed().length;
  const crowd = startCrowd(() => hosts[0]!.smtp(), randomOf(0), `seed ${seed} round ${number}`, clients);
  relay.misbehave(true);
  const record: Played = { times: {}, hidden: [], busy: new Set(), log: join(folder, 'faults.log') };
  const until = Date.now() + seconds * 1_000;
  // Kills do not wait for what takes its time, nor for a point that is reached or not.
  const kills = faults.filter(({ isKill }) => isKill);
  const [atPoints, atAnyTime] = [kills.filter(({ waits }) => waits), kills.filter(({ waits }) => !waits)];
  const lanes = [atAnyTime, atPoints, faults.filter(({ isKill }) => !isKill)];
  await Promise.all(lanes.map((lane, at) => playLane({ lane, parts, until, random: randomOf(at + 1), record })));
  relay.misbehave(false);
  // What the older release cannot heal by itself is mended in this one.
  for (const host of hosts) host.upgrade();
  await crowd.stop();
  const { times, hidden } = record;
  const found: Found = await reconcile(crowd.answers, () => relay.handed().slice(from), { places, hidden });
  const killed = kills.reduce((sum, { name }) => sum + (times[name] ?? 0), 0);
  for (let tries = 0; tries < 300 && !hosts.every(host => host.isReady()); tries++) await sleep(100);
  const usage = hosts.map(host => host.usage());
  const { putOff, refused } = crowd.answers;
  return { number, played: times, kills: killed, putOff, refused, usage, ...found };
}

type Played = { times: Record<string, number>; hidden: Hidden[]; busy: Set<Fault['of']>; log: string };
type Lane = Readonly<{ lane: readonly Fault[]; parts: Parts; until: number; random: Random; record: Played }>;

async function playLane({ lane, parts, until, random, record }: Lane): Promise<void> {
  const { times, hidden, busy, log } = record;
  while (lane.length > 0 && Date.now() < until) {
    // A gateway that is alone needs some seconds between two deaths, or nothing is ever in hand.
    await sleep((100 + random.below(900)) * (parts.hosts.length === 1 ? 3 : 1));
    const fault = random.oneOf(lane);
    // A gateway may be killed while it is stopped; a server is either.
    const isShared = fault.of === 'gateway';
    if (busy.has(fault.of) && !isShared) continue;
    busy.add(fault.of);
    const from = Date.now();
    appendFileSync(log, `${new Date(from).toISOString()} ${fault.name}\n`);
    const came = await fault.play(parts, random);
    appendFileSync(
      log,
      `${new Date().toISOString()} ${fault.name}${came === false ? ' did not come to it' : ''}, over\n`,
    );
    busy.delete(fault.of);
    if (hidesAnswers(fault)) hidden.push({ from, to: Date.now() });
    if (came !== false) times[fault.name] = (times[fault.name] ?? 0) + 1;
  }
}
