// A user of the embedded PostgreSQL in a process of its own: prints its URL, and ends at SIGTERM.
import { useEmbeddedPostgres } from '../../src/db/embedded.ts';

const stopped = new Promise(resolve => process.once('SIGTERM', resolve));
const alive = setInterval(() => {}, 1_000);
try {
  const server = await useEmbeddedPostgres(process.argv[2]!);
  process.stdout.write(`${server.url}\n`);
  await stopped;
  await server.release();
} catch (cause) {
  process.stdout.write(`${(cause as Error).message}\n`);
  process.exitCode = 1;
} finally {
  clearInterval(alive);
}
