// The other floor: a ticket, its message and its outbox row in one transaction, and nothing else.
// A process of its own with an embedded PostgreSQL; the bench starts its work.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { migrateDatabase, openDatabase } from '../src/db/database.ts';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { author, mailOf } from './load.ts';

const home = await mkdtemp(join(tmpdir(), 'postern-floor-'));
const server = await useEmbeddedPostgres(home);
await migrateDatabase(server.url);
const { db, close } = openDatabase(server.url, 8);

async function addTicket(at: number): Promise<void> {
  const id = randomUUID();
  await db.transaction(async tx => {
    const { rows } = await tx.execute<{ number: number }>(sql`
      insert into tickets (subject, requester_email) values (${`Booking page error ${at}`}, ${author}) returning number`);
    const { number } = rows[0]!;
    await tx.execute(sql`
      insert into messages (ticket_number, kind, author_email, text, message_id)
      values (${number}, 'request', ${author}, ${mailOf(at, id)}, ${`<${id}@example.com>`})`);
    await tx.execute(sql`
      insert into outbox (id, ticket_number, recipient_email, locale, role, notice, ticket, message_id, "references")
      values (${id}, ${number}, ${author}, 'en', 'requester', '{}', '{}', ${`<${id}@localhost>`}, '{}')`);
  });
}

process.on('message', async ({ count }: { count: number }) => {
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < count) await addTicket(next++);
    }),
  );
  process.send?.({ taken: count });
});
process.once('disconnect', async () => {
  await close();
  await server.release();
  await rm(home, { recursive: true, force: true });
  process.exit(0);
});
process.send?.({ port: 0 });
