// A worker in a process of its own, for tests that kill it: takes jobs, says which, and never ends one
// whose `data.hang` is true. Settings come as JSON in argv.
import { openQueues } from '../../src/queue/backend.ts';

const settings = JSON.parse(process.argv[2]!);
const quiet = () => {};
const queues = await openQueues(settings, quiet);
const worker = queues.work(
  'ingest',
  async data => {
    const { mailId, hang } = data as { mailId: string; hang?: boolean };
    process.stdout.write(`${mailId}\n`);
    if (hang) await new Promise(() => {});
  },
  { concurrency: 4, onError: quiet },
);
await worker.ready();
process.stdout.write('ready\n');
