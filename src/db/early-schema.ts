// Brings a database that was made before the first two migrations had their final form to where they lead.
//
// They were generated anew while the schema was young, under the same names and with other times, so that drizzle
// would run them a second time. Each statement does nothing where it was done before.
import type { Client } from './client.ts';

/** The times of the first two migrations, in their final form. */
const first = 1_795_405_885_235;
const second = 1_795_414_491_274;

/** Changes nothing in an empty database and in one with the final migrations. */
export async function mendEarlySchema(client: Client): Promise<void> {
  const { rows: found } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as there`);
  if (found[0].there === null) return;
  const { rows } = await client.query('select max(created_at)::float8 as newest from drizzle.__drizzle_migrations');
  const { newest } = rows[0] as { newest: number | null };
  if (newest === null || newest === first || newest >= second) return;
  await client.query('begin');
  await client.query(additions);
  await client.query('delete from drizzle.__drizzle_migrations');
  await client.query(
    `insert into drizzle.__drizzle_migrations (hash, created_at) values ('early', ${first}), ('early', ${second})`,
  );
  await client.query('commit');
}

const additions = `
create table if not exists directory_syncs (source text primary key not null,
  tried_at timestamp with time zone not null, outcome text not null);
create table if not exists peer_rates (peer text not null, minute integer not null,
  connections integer default 0 not null, mails integer default 0 not null,
  constraint peer_rates_peer_minute_pk primary key (peer, minute));
create table if not exists organisations (name text primary key not null, followers text[] not null,
  updated_at timestamp with time zone default now() not null);
alter table followers add column if not exists state text default 'following' not null;
alter table mails add column if not exists said text, add column if not exists gist text,
  add column if not exists vouched text[], add column if not exists released_by text,
  add column if not exists held_for bigint, add column if not exists awaits text[],
  add column if not exists waits_until timestamp with time zone;
alter table messages add column if not exists changes jsonb, add column if not exists undoes bigint,
  add column if not exists moved jsonb;
alter table outbox add column if not exists enhanced_status text,
  add column if not exists budgeted boolean default false not null, add column if not exists entry bigint,
  add column if not exists held_mail text, add column if not exists relayed_as text,
  add column if not exists held_back boolean default false not null, alter column ticket_number drop not null;
alter table people add column if not exists source text default 'manual' not null,
  add column if not exists alias_of text;
alter table tickets add column if not exists assignee text, add column if not exists merged_into bigint,
  add column if not exists follow_up_of bigint,
  add column if not exists status_since timestamp with time zone default now() not null,
  add column if not exists words tsvector;
do $$ begin
  alter table mails add constraint mails_held_for_tickets_number_fk foreign key (held_for) references tickets (number);
exception when duplicate_object then null; end $$;
drop index if exists tickets_requester, tickets_status, tickets_organisation;
create index tickets_requester on tickets (requester_email, created_at);
create index tickets_status on tickets (status, status_since);
create index tickets_organisation on tickets (organisation, created_at);
create index if not exists mails_said on mails (said);
create index if not exists mails_signatures on mails using gin ((authentication -> 'aligned') jsonb_path_ops);
create index if not exists mails_held_for on mails (held_for);
create index if not exists mails_awaits on mails using gin (awaits);
create index if not exists outbox_undelivered on outbox (recipient_email) where state in ('failed', 'bounced');
create index if not exists outbox_budgeted on outbox (created_at) where budgeted;
create index if not exists outbox_relayed_as on outbox (relayed_as) where relayed_as is not null;
create index if not exists followers_email on followers (email);
create index if not exists tickets_follow_up on tickets (follow_up_of);
create index if not exists tickets_instance on tickets (instance, created_at);
create index if not exists tickets_words on tickets using gin (words) with (fastupdate = false)
  where status in ('new', 'open', 'pending');
`;
