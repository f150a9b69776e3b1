// The Message-IDs of a ticket's thread that each person may have, for In-Reply-To and References.
import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { closedOn, type SaidOn } from '../db/known.ts';
import type { Address } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';

export type AskedThread = Readonly<{ ticketNumber: number; people: readonly Address[] }>;
/** `held`: oldest first. `lately`: our mails to the person in the last hour. */
export type Held = Readonly<{ held: MessageId[]; lately: number }>;

const hourMs = 3_600_000;
/** References names the first mail of a thread and the last ones: on a long ticket no others are read. */
const newest = 20;
const millis = sql.raw('extract(epoch from at)::float8 * 1000');

/** By the number of the ticket. */
export async function threadsOf(tx: Tx, asked: readonly AskedThread[]): Promise<ReadonlyMap<number, SaidOn>> {
  const hourAgo = new Date(Date.now() - hourMs).toISOString();
  const { rows } = await tx.execute<SaidOn & { ticket: string }>(sql`
    select asked.ticket, (select coalesce(json_agg(json_build_array(id, ${millis})), '[]') from (
        (select message_id as id, created_at as at from messages
          where ticket_number = asked.ticket and message_id is not null order by created_at limit 1)
        union all (select message_id, created_at from messages
          where ticket_number = asked.ticket and message_id is not null order by created_at desc limit ${newest})) as known) as received,
      (select coalesce(json_agg(json_build_object('person', person, 'lately', (select count(*) from outbox
          where ticket_number = asked.ticket and recipient_email = person and created_at > ${hourAgo}::timestamptz), 'mails',
        (select coalesce(json_agg(json_build_array(id, relayed, ${millis})), '[]') from (
          (select message_id as id, relayed_as as relayed, created_at as at from outbox
            where ticket_number = asked.ticket and recipient_email = person order by created_at limit 1)
          union all (select message_id, relayed_as, created_at from outbox
            where ticket_number = asked.ticket and recipient_email = person order by created_at desc limit ${newest})) as known))), '[]')
        from unnest(asked.people) as person) as sent
    from json_to_recordset(${JSON.stringify(asked.map(({ ticketNumber, people }) => ({ ticket: ticketNumber, people })))}::json)
      as asked(ticket bigint, people text[])`);
  return new Map(rows.map(({ ticket, ...said }) => [Number(ticket), said]));
}

/** The same for one ticket, with what a closed transaction has collected. */
export async function threadOf(tx: Tx, asked: AskedThread): Promise<SaidOn> {
  const closed = closedOn(tx, asked.ticketNumber);
  if (!closed) return (await threadsOf(tx, [asked])).get(asked.ticketNumber)!;
  const { known, collected } = closed;
  const added = collected.entries.flatMap(({ messageId, createdAt }) =>
    messageId ? [[messageId, (createdAt ?? new Date()).getTime()] as const] : [],
  );
  const letters = collected.letters.map(({ recipientEmail: person, messageId, createdAt }) => ({
    ...{ person, lately: 1 },
    mails: [[messageId, null, createdAt.getTime()] as const],
  }));
  return { received: [...known.said.received, ...added], sent: [...known.said.sent, ...letters] };
}

/** What this person has of the thread. */
export function heldBy({ received, sent }: SaidOn, person: Address): Held {
  const ours = sent.filter(each => each.person === person);
  // The id that a relay put in comes last: it is the one in this person's mailbox.
  const mails = ours.flatMap(each =>
    each.mails.flatMap(([id, relayed, at]) => [id, relayed ?? []].flat().map(as => [as, at] as const)),
  );
  const inOrder = [...received, ...mails].sort(([, a], [, b]) => a - b);
  return {
    held: inOrder.map(([id]) => id as MessageId),
    lately: ours.reduce((sum, { lately }) => sum + lately, 0),
  };
}
