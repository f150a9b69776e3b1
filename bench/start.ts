// How long a start takes: `serve` until it is ready, on a home that is set up, and a command beside it.
// `npm run bench:start` prints milliseconds, the middle of five, and what they would be where bare `smtp-server` with a
// synced file a mail, measured before and after, needs 0.4 CPU ms.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smtpFloorMs } from './floors.ts';
import { startGateway } from './gateway.ts';
import { medianOf, until } from './measure.ts';

const rounds = 5;
const size = { count: 200, sessions: 20, warmUp: 50 };
const print = (line: string) => void process.stdout.write(`${line}\n`);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

const kept = await mkdtemp(join(tmpdir(), 'postern-set-up-'));
let first = 0;
const serve: number[] = [];
const show: number[] = [];
const before = await smtpFloorMs(size);
try {
  const made = await startGateway();
  await made.postern('admin', 'add', 'ada@example.org');
  const mail = ['--from', 'ada@example.org', '--to', 'support@localhost', '--subject', 'Late', '--text', 'Since nine.'];
  await made.postern('mail', 'send', ...mail);
  await until(async () => (await made.postern('ticket', 'list', '--json')).trim() !== '[]', 'the mail was a ticket');
  for (let round = 0; round < rounds; round++) show.push(await timed(() => made.postern('ticket', 'show', 'PT-1')));
  await made.remove(home => cp(home, kept, { recursive: true }));
  for (let round = 0; round < rounds; round++) {
    let since = 0;
    const gateway = await startGateway({}, undefined, async home => {
      await cp(kept, home, { recursive: true });
      since = performance.now();
    });
    serve.push(performance.now() - since);
    await gateway.remove();
  }
  first = await timed(async () => (await startGateway()).remove());
} finally {
  await rm(kept, { recursive: true, force: true });
}
const floor = (before + (await smtpFloorMs(size))) / 2;
const row = (name: string, ms: number) =>
  print(
    `${name.padEnd(48)} ${ms.toFixed(0).padStart(6)} ms   scaled ${((ms * 0.4) / floor).toFixed(0).padStart(5)} ms`,
  );
print(`bare smtp-server, a synced file a mail: ${floor.toFixed(2)} CPU ms\n`);
row('serve, until ready, on a home that is set up', medianOf(serve));
row('serve, until ready and ended again, in an empty folder', first);
row('ticket show, beside a running gateway', medianOf(show));
