// Why two parts were chosen, shown by running both candidates: `npm run parts`.
//
// 1. pg and postgres.js, when the server ends their sessions: does the process survive?
// 2. mailsplit (with our reading) and mailparser, on a mail with a named text part: is the file kept as a file?
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import pg from 'pg';
import postgres from 'postgres';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { parseMessage } from '../src/parse/parse.ts';
import { byPort } from '../test/support/second-client.ts';

const rounds = 10;
const [, , candidate, url] = process.argv;
if (candidate === undefined) await compare();
else await loseSessions(url!, candidate === 'pg' ? throughPg(url!) : throughPostgresJs(url!));

async function compare(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'postern-parts-'));
  const server = await useEmbeddedPostgres(home);
  for (const name of ['pg', 'postgres.js'])
    console.log(`${name.padEnd(12)} ${await inItsOwnProcess(name, byPort(server.url).href)}`);
  await server.release();
  await rm(home, { recursive: true, force: true });
  await compareParsers();
}

async function inItsOwnProcess(name: string, target: string): Promise<string> {
  const child = fork(fileURLToPath(import.meta.url), [name, target], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaint = '';
  child.stderr!.on('data', chunk => {
    complaint += chunk;
  });
  const [status] = await once(child, 'exit');
  const why = /^\w*[Ee]rror: .*$/m.exec(complaint)?.[0] ?? '';
  return status === 0 ? `lives on after ${rounds} lost sessions` : `process ended with status ${status}: ${why}`;
}

/** A transaction that runs `between` when it knows its session, and a statement after that. */
type Transaction = (between: (session: number) => Promise<void>) => Promise<unknown>;

/** The server ends the session in the middle of each transaction, which should only reject. */
async function loseSessions(target: string, transaction: Transaction): Promise<void> {
  const operator = new pg.Client({ connectionString: target });
  await operator.connect();
  const end = async (session: number) => {
    await operator.query('select pg_terminate_backend($1, 5000)', [session]);
    await sleep(50);
  };
  let rejected = 0;
  for (let round = 0; round < rounds; round += 1) {
    await transaction(end).catch(() => {
      rejected += 1;
    });
  }
  process.exit(rejected === rounds ? 0 : 3);
}

function throughPg(connectionString: string): Transaction {
  const pool = new pg.Pool({ connectionString });
  pool.on('error', () => {});
  return async between => {
    const client = await pool.connect();
    const ignore = () => {};
    client.on('error', ignore);
    try {
      const { rows } = await client.query('select pg_backend_pid() as session');
      await between(rows[0].session);
      await client.query('select 1');
    } finally {
      client.off('error', ignore);
      client.release(true);
    }
  };
}

function throughPostgresJs(target: string): Transaction {
  const sql = postgres(target);
  return between =>
    sql.begin(async tx => {
      const [row] = await tx`select pg_backend_pid() as session`;
      await between(row!.session);
      await tx`select 1`;
    });
}

async function compareParsers(): Promise<void> {
  const part = (fields: string, text: string) => `--b\r\n${fields}\r\n\r\n${text}\r\n`;
  const raw = Buffer.from(
    `From: ada@example.org\r\nTo: support@localhost\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part(
      'Content-Type: text/plain',
      'See the file.',
    )}${part('Content-Type: text/plain; name=error.log', 'ERROR 17 in the file')}--b--\r\n`,
  );
  const theirs = await simpleParser(raw);
  const size = async (bytes: AsyncIterable<Uint8Array>) => {
    let total = 0;
    for await (const { length } of bytes) total += length;
    return total;
  };
  const ours = await parseMessage(whole(raw), async bytes => ({ key: '', size: await size(bytes), sha256: '' }));
  const say = (name: string, text: string, files: number) =>
    console.log(`${name.padEnd(12)} text ${JSON.stringify(text.trim())}, ${files} files`);
  say('mailsplit', ours.text ?? '', ours.attachments.length);
  say('mailparser', theirs.text ?? '', theirs.attachments.length);
}

async function* whole(raw: Buffer): AsyncGenerator<Buffer> {
  yield raw;
}
