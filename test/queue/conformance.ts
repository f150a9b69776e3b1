// What the gateway requires of a queue, tested on PostgreSQL and on Redis.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ulid } from 'ulid';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openQueues, type QueueBackend, type QueueSettings } from '../../src/queue/backend.ts';
import type { QueueServer } from './servers.ts';

const workerProgram = fileURLToPath(new URL('worker-process.ts', import.meta.url));
const quiet = () => {};
const newId = () => ulid().toLowerCase();
const job = (id: string, more: object = {}) => ({ id, data: { mailId: id, ...more } });

/** The same for every server; both files beside this one run it, at the same time. */
export function conformance(name: string, startServer: () => Promise<QueueServer>): void {
  describe(`a queue on ${name}`, () => {
    let server: QueueServer;
    const open: QueueBackend[] = [];
    const processes: ChildProcess[] = [];
    beforeAll(async () => {
      server = await startServer();
    });
    afterEach(async () => {
      for (const child of processes.splice(0)) child.kill('SIGKILL');
      for (const queues of open.splice(0)) await queues.close();
    });
    afterAll(() => server.remove());

    const openOn = async (settings: QueueSettings): Promise<QueueBackend> => {
      const queues = await openQueues(settings, quiet);
      open.push(queues);
      return queues;
    };

    /** Works until the test ends and keeps what it worked. */
    async function worker(settings: QueueSettings, process = async (_id: string) => {}, concurrency = 4) {
      const worked: string[] = [];
      const queues = await openOn(settings);
      const running = queues.work(
        'ingest',
        async data => {
          const { mailId } = data as { mailId: string };
          worked.push(mailId);
          await process(mailId);
        },
        { concurrency, onError: quiet },
      );
      await running.ready();
      return { worked, close: running.close };
    }

    async function workerProcess(settings: QueueSettings) {
      const child = spawn(process.execPath, [workerProgram, JSON.stringify(settings)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      processes.push(child);
      let said = '';
      child.stdout.on('data', chunk => {
        said += chunk;
      });
      const says = (what: string) => expect.poll(() => said, { timeout: 20_000, interval: 20 }).toContain(`${what}\n`);
      await says('ready');
      return { says, kill: () => child.kill('SIGKILL') };
    }

    test('an id offered many times is one job, and is worked once', async () => {
      const settings = await server.fresh();
      const queues = await openOn(settings);
      const ids = [newId(), newId()];
      await queues.offer(
        'ingest',
        [...ids, ...ids].map(id => job(id)),
      );
      await Promise.all(
        [1, 2, 3].map(() =>
          queues.offer(
            'ingest',
            ids.map(id => job(id)),
          ),
        ),
      );
      const { worked, close } = await worker(settings);
      await expect.poll(() => worked.length, { timeout: 10_000 }).toBe(2);
      await sleep(300);
      expect(worked.toSorted()).toEqual(ids.toSorted());
      await close();
    });

    test('workers share the jobs, and each is worked by one', async () => {
      const settings = await server.fresh();
      const workers = await Promise.all([1, 2, 3].map(() => worker(settings, () => sleep(5))));
      const ids = Array.from({ length: 300 }, newId);
      await (await openOn(settings)).offer(
        'ingest',
        ids.map(id => job(id)),
      );
      const all = () => workers.flatMap(({ worked }) => worked);
      await expect.poll(() => all().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(ids.length);
      expect(all().toSorted()).toEqual(ids.toSorted());
      for (const { worked } of workers) expect(worked.length).toBeGreaterThan(0);
      await Promise.all(workers.map(({ close }) => close()));
    });

    test('a job that fails goes away, and can be offered again', async () => {
      const settings = await server.fresh();
      const queues = await openOn(settings);
      let times = 0;
      const { worked, close } = await worker(settings, async () => {
        if (++times < 3) throw new Error('not this time');
      });
      const id = newId();
      for (let round = 1; round <= 3; round++) {
        await expect
          .poll(() => queues.offer('ingest', [job(id)]).then(() => worked.length), { timeout: 10_000 })
          .toBeGreaterThanOrEqual(round);
      }
      await close();
    });

    test('a worker killed in the middle of a job gives it back within some ten seconds, every time', async () => {
      const settings = await server.fresh();
      const id = newId();
      await (await openOn(settings)).offer('ingest', [job(id, { hang: true })]);
      for (let death = 0; death < 3; death++) {
        const dying = await workerProcess(settings);
        await dying.says(id);
        dying.kill();
      }
      const killed = performance.now();
      const { worked, close } = await worker(settings);
      await expect.poll(() => worked, { timeout: 20_000 }).toEqual([id]);
      expect(performance.now() - killed).toBeLessThan(12_000);
      await close();
    });

    test('closing lets the jobs in hand finish, and takes no more', async () => {
      const settings = await server.fresh();
      const finished: string[] = [];
      const { worked, close } = await worker(
        settings,
        async id => {
          await sleep(500);
          finished.push(id);
        },
        2,
      );
      await (await openOn(settings)).offer(
        'ingest',
        Array.from({ length: 6 }, newId).map(id => job(id)),
      );
      await expect.poll(() => worked.length, { timeout: 10_000, interval: 5 }).toBe(2);
      await close();
      expect(finished.toSorted()).toEqual(worked.toSorted());
      expect(finished.length).toBeLessThan(6);
    });

    test('what its server forgot can be offered again, to the workers that run', async () => {
      const settings = await server.fresh();
      const queues = await openOn(settings);
      const { worked, close } = await worker(settings, () => sleep(200), 1);
      const ids = Array.from({ length: 5 }, newId);
      const offer = () =>
        queues.offer(
          'ingest',
          ids.map(id => job(id)),
        );
      await offer();
      await expect.poll(() => worked.length, { timeout: 10_000 }).toBeGreaterThan(0);
      await server.forget(settings);
      await offer();
      await expect.poll(() => new Set(worked).size, { timeout: 20_000 }).toBe(ids.length);
      await close();
    });

    test('with its server away an offer is refused within five seconds, and later all goes on', async () => {
      const settings = await server.fresh();
      const [queues, unused] = [await openOn(settings), await openOn(settings)];
      const { worked, close } = await worker(settings);
      const [before, during, after] = [newId(), newId(), newId()];
      await queues.offer('ingest', [job(before)]);
      await expect.poll(() => worked, { timeout: 10_000 }).toContain(before);
      await server.goAway();
      const started = performance.now();
      await expect(queues.offer('ingest', [job(during)])).rejects.toThrow();
      await expect(unused.offer('ingest', [job(during)]), 'nor on one never used before').rejects.toThrow();
      expect(performance.now() - started).toBeLessThan(11_000);
      await server.comeBack();
      for (const each of [queues, unused]) {
        await expect
          .poll(
            () =>
              each.offer('ingest', [job(after)]).then(
                () => true,
                () => false,
              ),
            { timeout: 15_000 },
          )
          .toBe(true);
      }
      await expect.poll(() => worked, { timeout: 15_000 }).toContain(after);
      await close();
    });

    test('a worker that begins while its server is away works once it is back', async () => {
      const settings = await server.fresh();
      const queues = await openOn(settings);
      const worked: string[] = [];
      const id = newId();
      await server.goAway();
      const keep = async (data: unknown) => void worked.push((data as { mailId: string }).mailId);
      const running = queues.work('ingest', keep, { concurrency: 4, onError: quiet });
      await expect(queues.counts('ingest'), 'nor does anything else').rejects.toThrow();
      await sleep(1_500);
      await server.comeBack();
      await running.ready();
      await expect
        .poll(() => queues.offer('ingest', [job(id)]).then(() => true, quiet), { timeout: 15_000 })
        .toBe(true);
      await expect.poll(() => worked, { timeout: 15_000 }).toContain(id);
      await expect.poll(() => queues.counts('ingest')).toEqual({ waiting: 0, active: 0 });
      await running.close();
    });
  });
}
