// Who a person is in the tables: all addresses and names, and the tickets on which the person stands.
import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { people } from '../db/schema/people.ts';

export type KnownPerson = Readonly<{
  addresses: readonly string[];
  names: readonly string[];
  tickets: readonly number[];
  messageIds: ReadonlySet<string>;
}>;

/** The entry of an address in the directory, its other addresses, and all names that mail showed with them. */
export async function personOf(db: Database | Tx, email: string): Promise<KnownPerson> {
  const addresses = await addressesOf(db, email);
  const among = sql`any(${sql.param(addresses)}::text[])`;
  const { rows: named } = await db.execute<{ name: string }>(sql`
    select distinct name from (
      select name from people where email = ${among}
      union select requester_name from tickets where requester_email = ${among}
      union select author_name from messages where author_email = ${among}
      union select name from followers where email = ${among}
      union select recipient_name from outbox where recipient_email = ${among}) found
    where length(name) >= 3`);
  const { rows: on } = await db.execute<{ number: string }>(sql`
    select distinct number from (
      select number from tickets where requester_email = ${among} or assignee = ${among}
      union select ticket_number from messages where author_email = ${among}
      union select ticket_number from followers where email = ${among}
      union select ticket_number from mails where author = ${among}
      union select ticket_number from outbox where recipient_email = ${among}) found
    where number is not null order by number`);
  const { rows: sent } = await db.execute<{ id: string }>(sql`
    select message_id as id from mails where author = ${among} and message_id is not null
    union select message_id from messages where author_email = ${among} and message_id is not null`);
  return {
    addresses,
    names: named.map(({ name }) => name),
    tickets: on.map(({ number }) => Number(number)),
    messageIds: new Set(sent.map(({ id }) => id)),
  };
}

async function addressesOf(db: Database | Tx, email: string): Promise<string[]> {
  const { rows } = await db.execute<{ email: string }>(sql`
    select other.email from ${people} one join ${people} other
      on coalesce(other.alias_of, other.email) = coalesce(one.alias_of, one.email)
    where one.email = ${email}`);
  return [...new Set([email, ...rows.map(row => row.email)])];
}
