// What the database knows that decides about several mails on threads, asked in a few statements.
import { and, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import type { Known } from '../../db/known.ts';
import type { followers } from '../../db/schema/followers.ts';
import { ticketColumns, tickets } from '../../db/schema/tickets.ts';
import { withSesForms } from '../../mail/message-id.ts';
import type { Disposition } from '../mail-record.ts';
import type { TicketRow } from '../ticket.ts';
import { copiedMail, repeatedMail } from './facts.ts';

/** `n` counts them. */
export type AskedReply = Readonly<{
  n: number;
  id: string;
  fingerprint: string;
  contentHash: string;
  at: string;
  signatures: readonly string[];
  ticket: number;
  author: string;
  answers: readonly string[];
  files: readonly string[];
  /** As `organisations` names it. */
  organisation: string | null;
}>;
export type ReplyFacts = Pick<
  Known,
  'followers' | 'allowed' | 'repeats' | 'automatic' | 'words' | 'files' | 'heldMail' | 'entryIds'
> &
  Readonly<{ n: number; disposition: Disposition | null; copied: boolean }>;

/** A mail writes its own entry and one of what it changed; seldom more. */
const entriesEach = 4;
const hourMs = 3_600_000;

/** Those of these tickets that were never merged and that no other transaction holds, locked. */
export async function lockFree(tx: Tx, numbers: readonly number[]): Promise<ReadonlyMap<number, TicketRow>> {
  const these = sql`${tickets.number} = any(${sql.param([...numbers])}::bigint[])`;
  const rows = await tx
    .select(ticketColumns)
    .from(tickets)
    .where(and(these, isNull(tickets.mergedInto)))
    .orderBy(tickets.number)
    .for('update', { skipLocked: true });
  return new Map(rows.map(row => [row.number, row]));
}

type Follower = Readonly<{ email: string; name: string | null; state: string; outside: boolean; at: string }>;
type Row = Readonly<{
  n: number;
  disposition: Disposition | null;
  copied: boolean;
  followers: readonly Follower[];
  allowed: readonly string[] | null;
  repeats: readonly (number | null)[];
  automatic: readonly (readonly [at: string, sentAt: string | null])[];
  words: readonly (readonly [at: string, text: string])[] | null;
  files: readonly string[];
  held: string | null;
  entryIds: readonly number[];
}>;

/**
 * Asked once their tickets are locked, so that nothing changes any more. `few`: with fewer automatic mails to an author,
 * what the author wrote is not read.
 */
export async function replyFactsOf(tx: Tx, asked: readonly AskedReply[], few: number): Promise<ReplyFacts[]> {
  const mails = asked.map(({ answers, at, ...each }) => ({
    ...{ ...each, at, answers, relayed: withSesForms(answers) },
    since: new Date(new Date(at).getTime() - hourMs),
  }));
  const { rows } = await tx.execute<Row>(sql`
    with mail as materialized (select * from json_to_recordset(${JSON.stringify(mails)}::json) as x(n int, id text,
      fingerprint text, "contentHash" text, at timestamptz, since timestamptz, signatures text[], ticket bigint,
      author text, answers text[], relayed text[], files text[], organisation text))
    select n, (select disposition from mails where id = mail.id) as disposition, ${copiedMail} as copied,
      (select coalesce(json_agg(ticket_number), '[]') from (select ticket_number from mails m
        where ${repeatedMail} limit 100) as same) as repeats,
      (select coalesce(json_agg(json_build_array(created_at, sent_at)), '[]') from outbox
        where ticket_number = mail.ticket and recipient_email = mail.author and created_at > mail.since
          and notice ->> 'kind' <> 'answer') as automatic,
      (select case when automatic >= x.few then (select coalesce(json_agg(json_build_array(created_at, text)), '[]')
          from messages where ticket_number = mail.ticket and author_email = mail.author and created_at > mail.since
            and kind <> 'event') end
        from (select ${few}::int as few, count(*) as automatic from outbox where ticket_number = mail.ticket
          and recipient_email = mail.author and created_at > mail.since and notice ->> 'kind' <> 'answer') as x) as words,
      (select coalesce(json_agg(distinct a.sha256), '[]') from messages m join attachments a on a.message_row = m.id
        where m.ticket_number = mail.ticket and cardinality(mail.files) > 0 and a.sha256 = any(mail.files)) as files,
      (select max(held_mail) from outbox where message_id = any(answers) or relayed_as = any(relayed)) as held,
      (select coalesce(json_agg(json_build_object('email', email, 'name', name, 'state', state, 'outside', outside,
        'at', created_at) order by created_at, email), '[]') from followers where ticket_number = mail.ticket) as followers,
      (select to_json(o.followers) from organisations o where o.name = mail.organisation) as allowed,
      (select json_agg(nextval(pg_get_serial_sequence('messages', 'id'))) from generate_series(1, ${sql.raw(String(entriesEach))})
        where mail.n is not null) as "entryIds"
    from mail`);
  return rows.map(row => ({ ...row, ...read(row, asked.find(({ n }) => n === row.n)!.ticket) }));
}

function read({ followers: people, repeats, automatic, words, files, held }: Row, ticketNumber: number) {
  return {
    followers: people.map(({ at, state, ...each }) => ({
      ...{ ...each, ticketNumber, createdAt: new Date(at) },
      state: state as (typeof followers.$inferSelect)['state'],
    })),
    repeats: repeats.map(number => ({ ticketNumber: number })),
    automatic: automatic.map(([at, sentAt]) => ({
      at: new Date(at),
      sentAt: sentAt === null ? null : new Date(sentAt),
    })),
    words: words === null ? null : words.map(([at, text]) => ({ at: new Date(at), text })),
    files: new Set(files),
    heldMail: held,
  };
}
