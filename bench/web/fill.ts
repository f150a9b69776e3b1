// 100,000 tickets with 400,000 entries, by SQL alone, so that filling takes seconds. None is due to be closed:
// the workers would write letters beside the pages that are measured.
import pg from 'pg';

/** Words by how often they occur: `booking` in every second ticket, `zebra<n>` in one. */
export async function fill(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // The triggers keep the words of each row; here they are made once, at the end.
  await client.query(`set session_replication_role = replica`);
  await client.query(`
      insert into people (email, name, role, organisation, instances)
      select format('admin%s@clinic%s.test', i, i % 200), format('Admin %s', i), 'admin', format('Clinic %s', i % 200),
        array[format('tt_clinic%s', i % 200)] from generate_series(1, 2000) i
      union all select format('agent%s@desk.test', i), format('Agent %s', i), 'agent', null, '{}' from generate_series(1, 20) i`);
  await client.query(`
      insert into tickets (subject, instance, instance_known, priority, status, requester_email, requester_name,
        organisation, assignee, created_at, updated_at, status_since)
      select format('%s stays empty since the update, case %s', (array['Calendar','Booking','Reminder','Patient list','Invoice'])[1 + i % 5], i),
        format('tt_clinic%s', i % 200), true, (array['urgent','high','medium','low',null])[1 + i % 5],
        case when i > ${count} * 0.98 then (array['new','open','open','pending','resolved'])[1 + i % 5] else 'closed' end,
        format('admin%s@clinic%s.test', 1 + i % 2000, (1 + i % 2000) % 200), format('Admin %s', 1 + i % 2000),
        format('Clinic %s', (1 + i % 2000) % 200), case when i % 3 = 0 then format('agent%s@desk.test', 1 + i % 20) end,
        now() - (${count} - i) * interval '4 minutes', now() - (${count} - i) * interval '4 minutes', now() - (${count} - i) * interval '4 minutes'
      from generate_series(1, ${count}::int) i`);
  await client.query(`
      insert into messages (ticket_number, kind, author_email, author_name, text, message_id, created_at)
      select t.number, (array['request','answer','reply','note'])[n], case when n in (1, 3) then t.requester_email else 'agent1@desk.test' end,
        case when n in (1, 3) then t.requester_name else 'Agent 1' end,
        format(E'%s of clinic %s shows error %s.\n\nWe open the booking page, choose a day, and the list stays empty. We expected the free slots of the week.\nzebra%s%s',
          (array['The page','We looked, and it','Since nine it','Internally: the pool'])[n], t.number % 200, t.number % 977, t.number, n),
        format('<%s.%s@clinic.test>', t.number, n), t.created_at + n * interval '10 minutes'
      from tickets t cross join generate_series(1, 4) n`);
  // As filing keeps them, for look-alikes.
  await client.query(`
      update tickets t set words = (select string_agg(quote_literal(word) || ':1', ' ')::tsvector
        from (select distinct lower(word) as word from regexp_split_to_table(t.subject || ' ' || m.text, '[^a-zA-Z0-9]+') as word
          where length(word) > 2) as each)
      from messages m where m.ticket_number = t.number and m.kind = 'request' and t.status in ('new', 'open', 'pending')`);
  await client.query(`
      insert into followers (ticket_number, email, name)
      select number, format('follower%s@outside.test', number % 5000), 'A follower' from tickets where number % 4 = 0`);
  await client.query(`
      insert into ticket_words (ticket_number, words, notes)
      select t.number,
        postern_words(concat_ws(' ', postern_ticket_words(t), string_agg(m.text, ' ') filter (where m.kind <> 'note'))),
        postern_words(string_agg(m.text, ' ') filter (where m.kind = 'note'))
      from tickets t join messages m on m.ticket_number = t.number group by t.number`);
  await client.query(lengthen(16));
  await client.query('vacuum analyze');
  await client.end();
}

/** The last but one gets so many entries, for the page of a long thread. */
const lengthen = (entries: number): string => `
    insert into messages (ticket_number, kind, author_email, author_name, text)
    select (select max(number) - 1 from tickets), (array['reply','answer'])[1 + n % 2], 'admin1@clinic1.test', 'Admin 1',
      format('Entry %s: the list of the week stays empty for everybody at reception, and the error has another number.', n)
    from generate_series(1, ${entries}) n`;
