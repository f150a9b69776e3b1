// A floor: a job of BullMQ, added and worked, on an embedded PostgreSQL. A process of its own; the bench starts its work.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateDatabase } from '../src/db/database.ts';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { newId } from '../src/mail/new-id.ts';
import { openQueues } from '../src/queue/backend.ts';

const home = await mkdtemp(join(tmpdir(), 'postern-floor-'));
const server = await useEmbeddedPostgres(home);
await migrateDatabase(server.url);
const queues = await openQueues({ databaseUrl: server.url }, () => {});
let done = 0;
let wanted = 0;
const worker = queues.work(
  'ingest',
  async () => {
    done += 1;
    if (done === wanted) process.send?.({ taken: done });
  },
  { concurrency: 4, onError: () => {} },
);
await worker.ready();

process.on('message', async ({ count }: { count: number }) => {
  [done, wanted] = [0, count];
  for (let added = 0; added < count; added += 4) {
    const ids = Array.from({ length: Math.min(4, count - added) }, newId);
    await queues.offer(
      'ingest',
      ids.map(id => ({ id, data: { mailId: id } })),
    );
  }
});
process.once('disconnect', async () => {
  await worker.close();
  await queues.close();
  await server.release();
  await rm(home, { recursive: true, force: true });
  process.exit(0);
});
process.send?.({ port: 0 });
