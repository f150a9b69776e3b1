// A ticket among many: tickets are loaded in bulk by SQL, and then the belt is measured.
import type pg from 'pg';
import { startBelt } from './belt.ts';
import type { Size } from './floors.ts';
import { author, send } from './load.ts';
import { type Figures, measure, until } from './measure.ts';

/** One in a hundred is still open; each has a request, a receipt that was sent, and the row of its mail. */
export async function load(database: pg.Client, from: number, to: number): Promise<void> {
  const range = `generate_series(${from}, ${to}) as n`;
  const at = `now() - (${to} - n) * interval '20 seconds' - interval '1 hour'`;
  const said = `'The booking page of clinic ' || n || ' shows error ' || n % 977 || ' and no free slots for doctor ' || md5((n % 4001)::text)`;
  const email = `'person' || n % 20000 || '@example.com'`;
  await database.query(`
    set session_replication_role = replica;
    insert into tickets (number, subject, instance, priority, status, requester_email, words, created_at, updated_at, status_since)
      overriding system value
      select n, 'Booking page error ' || n, 'tt_' || n % 300, 'high', case when n % 100 = 0 then 'open' else 'closed' end,
        ${email}, array_to_tsvector(array['booking', 'page', 'error', 'clinic', 'e' || n % 977, md5((n % 4001)::text)]), ${at}, ${at}, ${at}
      from ${range};
    insert into messages (ticket_number, kind, author_email, text, message_id, mail_id, created_at)
      select n, 'request', ${email}, ${said}, '<load-' || n || '@example.com>', lpad(n::text, 26, '0'), ${at} from ${range};
    insert into mails (id, received_at, via, mail_from, rcpt_to, author, size, subject, message_id, fingerprint, said, disposition, ticket_number)
      select lpad(n::text, 26, '0'), ${at}, 'smtp', ${email}, array['support@localhost'], ${email}, 2000, 'Booking page error ' || n,
        '<load-' || n || '@example.com>', md5(n::text), md5('said' || n), 'opened', n from ${range};
    insert into outbox (id, ticket_number, recipient_email, locale, role, notice, ticket, message_id, "references", state, sent_at, created_at, next_attempt_at)
      select lpad(n::text, 26, 'z'), n, ${email}, 'en', 'requester', '{"kind":"receipt"}', '{}', '<receipt-' || n || '@localhost>', '{}', 'sent', ${at}, ${at}, ${at} from ${range};
    insert into ticket_words (ticket_number, words, notes)
      select n, array_to_tsvector(array['booking', 'page', 'error', 'clinic', n::text, 'e' || n % 977]), '' from ${range};
    set session_replication_role = origin;
    select setval(pg_get_serial_sequence('tickets', 'number'), ${to});`);
}

/** The same load among more and more tickets. */
export async function* measureGrowth(sizes: readonly number[], size: Size): AsyncGenerator<Figures> {
  const belt = await startBelt({ queue: 'PostgreSQL', relay: 'SMTP' });
  if (!belt) return;
  const { gateway, database, roots, counted } = belt;
  try {
    await gateway.postern('admin', 'add', author);
    await gateway.postern('admin', 'add', '@example.com');
    let loaded = 0;
    for (const tickets of sizes) {
      const first = Number((await database.query('select coalesce(max(number), 0) + 1 as n from tickets')).rows[0].n);
      const step = 50_000;
      for (let from = first; loaded < tickets; from += step) {
        const count = Math.min(step, tickets - loaded);
        await load(database, from, from + count - 1);
        loaded += count;
      }
      await database.query('vacuum analyze');
      await database.query('checkpoint');
      let expected = await belt.letters();
      const name = `tickets among ${tickets.toLocaleString('en')}, PostgreSQL, many authors`;
      const work = async (count: number) => {
        expected += count;
        const sent = await send(gateway.smtpPort, { count, sessions: size.sessions, authors: 500 });
        await until(async () => (await belt.letters()) >= expected, 'every receipt went out');
        return sent;
      };
      yield await measure({ ...size, name, roots, counted, work });
    }
  } finally {
    await belt.stop();
  }
}
