// What the pages cost the belt: `npm run bench:belt-pays`. Tickets with their first entry are written in batches of 16,
// as filing does, with and without the words of the search and the notice to open pages, in turns; CPU milliseconds of
// PostgreSQL a ticket.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrateDatabase } from '../../src/db/database.ts';
import { useEmbeddedPostgres } from '../../src/db/embedded.ts';
import { cpuMsOf } from '../cpu.ts';
import { fill } from './fill.ts';

const batch = 16;
const batches = 100;
const rounds = 6;

const home = await mkdtemp(join(tmpdir(), 'postern-belt-pays-'));
const server = await useEmbeddedPostgres(home);
await migrateDatabase(server.url);
await fill(server.url, 20_000);
const client = new pg.Client({ connectionString: server.url });
await client.connect();
const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
const backend = rows[0]!.pid;

const ticketsWithEntry = `
  with opened as (insert into tickets (subject, requester_email, requester_name, instance, instance_known)
    select 'Bookings fail since the update', 'admin1@clinic1.test', 'Admin 1', 'tt_clinic1', true
    from generate_series(1, ${batch}) returning number)
  insert into messages (ticket_number, kind, author_email, author_name, text)
  select number, 'request', 'admin1@clinic1.test', 'Admin 1',
    format(E'The page of clinic %s shows error %s.\\n\\nWe open the booking page, choose a day, and the list stays empty. We expected the free slots of the week. It began at nine, after the update of last night; patient zebra%s is an example.', number % 200, number % 977, number)
  from opened returning ticket_number`;

async function round(withPages: boolean): Promise<number> {
  await client.query(`set session_replication_role = ${withPages ? 'origin' : 'replica'}`);
  const before = cpuMsOf([backend]).postgres ?? 0;
  for (let done = 0; done < batches; done++) {
    const { rows: written } = await client.query<{ ticket_number: string }>(ticketsWithEntry);
    const numbers = JSON.stringify(written.map(row => Number(row.ticket_number)));
    if (withPages) await client.query(`select pg_notify('postern_changes', $1)`, [numbers]);
  }
  return ((cpuMsOf([backend]).postgres ?? 0) - before) / (batch * batches);
}

try {
  const spent = { with: 0, without: 0 };
  for (let at = 0; at < rounds; at++) {
    spent.without += (await round(false)) / rounds;
    spent.with += (await round(true)) / rounds;
  }
  const [on, off] = [spent.with, spent.without].map(ms => ms.toFixed(2));
  console.log(`with words and notices ${on} CPU ms a ticket, without them and the checks of references ${off}`);
} finally {
  await client.end();
  await server.release();
  await rm(home, { recursive: true, force: true });
}
