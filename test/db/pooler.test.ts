// A pooler between us and PostgreSQL: refused at the start, in words.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaState } from '../../src/db/schema-state.ts';
import { commandLine } from '../support/command-line.ts';
import { cloneDatabase } from '../support/database.ts';

const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));
const isThere = spawnSync('pgbouncer', ['--version']).status === 0;
if (!isThere) console.warn('LEFT OUT: PgBouncer. Install pgbouncer to run it.');

describe.skipIf(!isThere)('PgBouncer', () => {
  let folder = '';
  let direct = '';
  let port = 0;
  let bouncer: ChildProcess;
  beforeAll(async () => {
    direct = await cloneDatabase();
    folder = await mkdtemp(join(tmpdir(), 'postern-bouncer-'));
    await chmod(folder, 0o755);
    port = await freePort();
    const { hostname, port: of, username, password } = new URL(direct);
    const target = (name: string, mode: string) =>
      `${name} = host=${hostname} port=${of} user=${username} password='${decodeURIComponent(password)}' dbname=${new URL(direct).pathname.slice(1)} pool_mode=${mode}`;
    const settings = [
      '[databases]',
      target('transactions', 'transaction'),
      target('sessions', 'session'),
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = any',
      'ignore_startup_parameters = statement_timeout,lock_timeout,idle_in_transaction_session_timeout,options',
    ];
    await writeFile(join(folder, 'pgbouncer.ini'), `${settings.join('\n')}\n`);
    // It refuses to run as root.
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    bouncer = spawn('pgbouncer', [...user, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
  });
  afterAll(async () => {
    bouncer?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const through = (name: string) => `postgres://postern@127.0.0.1:${port}/${name}`;

  test.each(['transactions', 'sessions'])('a pool of %s is told from PostgreSQL itself', async name => {
    const said = () => schemaState(through(name)).then(String, (cause: Error) => cause.message);
    await expect
      .poll(said, { timeout: 15_000 })
      .toMatch(/^DATABASE_URL leads to a pooler such as PgBouncer: name PostgreSQL itself/);
    expect((await schemaState(direct)).is).toBe('current');
  });

  test('a command ends with these words, and so does the gateway', async () => {
    const env = { DATABASE_URL: through('transactions'), POSTERN_HOME: folder };
    for (const command of [['ticket', 'list'], ['migrate']])
      await expect(commandLine(command, env), command.join(' ')).rejects.toThrow(/pooler such as PgBouncer/);
    const serve = promisify(execFile)(process.execPath, [main, 'serve'], { env: { PATH: process.env.PATH, ...env } });
    await expect(serve).rejects.toThrow(/pooler such as PgBouncer/);
  });
});

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
