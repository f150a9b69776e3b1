// What the database knows that decides about several new mails, asked in one statement.
import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import type { Disposition } from '../mail-record.ts';

/** Of one mail. `awaited`: its Message-ID where people are copied in, whose answers may be here already. */
export type AskedOfMail = Readonly<{
  n: number;
  id: string;
  fingerprint: string;
  contentHash: string;
  at: string;
  awaited: string | null;
  /** Of its DKIM signatures. */
  signatures: readonly string[];
}>;
/** Of the tickets of one organisation, or of one requester without one: how many say these words. */
export type AskedOfHand = Readonly<{
  n: number;
  organisation: string | null;
  author: string;
  /** A day before the earliest of its new mails. */
  dayBefore: string;
  words: readonly string[];
}>;
export type Asked = Readonly<{
  mails: readonly AskedOfMail[];
  hands: readonly AskedOfHand[];
  authors: readonly string[];
  /** Of all authors: tickets that they opened since. */
  since: string;
  /** All who get a letter. */
  recipients: readonly string[];
}>;

export type FactsOfMail = Readonly<{
  n: number;
  /** Null where it has no row yet. */
  disposition: Disposition | null;
  /** Another delivery of it is here. */
  copied: boolean;
  /** Up to two other mails of the last minutes that say the same. */
  repeats: number;
  /** Somebody copied in has answered already. */
  answered: boolean;
}>;
export type OpeningRow = Readonly<{
  author: string;
  number: number;
  subject: string;
  at: string;
  receipt: Readonly<{ at: string; sentAt: string | null; heldBack: boolean }> | null;
}>;
export type HandSample = Readonly<{ n: number; of: number; seen: Readonly<Record<string, number>> }>;
export type Facts = Readonly<{
  mails: readonly FactsOfMail[];
  /** Newest first for each author. */
  openings: readonly OpeningRow[];
  samples: readonly HandSample[];
  /** Recipients to whom mail has failed often. */
  dead: readonly string[];
}>;

/** More than reactions.ts looks at, so that mails of an hour ago are enough for each mail of the batch. */
const openingsRead = 164;

/** Mails of equal content queue: each waits here until the transaction of the other ends. */
export async function lockContents(tx: Tx, hashes: readonly string[]): Promise<void> {
  const inOrder = sql.param([...hashes].sort());
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(hash, 0)) from unnest(${inOrder}::text[]) as hash`,
  );
}

/**
 * Counts where it could ask whether there is one: for that PostgreSQL would read the table, in the hope of a soon find.
 */
export async function factsOf(tx: Tx, { mails, hands, authors, since, recipients }: Asked): Promise<Facts> {
  const { rows } = await tx.execute<Facts>(sql`
    with mail as materialized (select * from json_to_recordset(${JSON.stringify(mails)}::json)
      as x(n int, id text, fingerprint text, "contentHash" text, at timestamptz, awaited text, signatures text[])),
    hand as materialized (select * from json_to_recordset(${JSON.stringify(hands)}::json)
      as x(n int, organisation text, author text, "dayBefore" timestamptz, words text[]))
    select (select json_agg(json_build_object('n', n,
        'disposition', (select disposition from mails where id = mail.id),
        'copied', ${copiedMail},
        'repeats', (select count(*) from (select from mails m where ${repeatedMail} limit 2) as same),
        'answered', mail.awaited is not null and 0 < (select count(*) from mails m
          where m.awaits @> array[mail.awaited] and m.disposition = 'held')
      )) from mail) as mails,
    (select coalesce(json_agg(json_build_object('author', author, 'number', t.number, 'subject', t.subject,
        'at', t.created_at, 'receipt', case when o.id is null then null else
          json_build_object('at', o.created_at, 'sentAt', o.sent_at, 'heldBack', o.held_back) end)
        order by t.created_at desc, o.id), '[]')
      from unnest(${sql.param([...authors])}::text[]) as author
        cross join lateral (select number, subject, created_at from tickets where requester_email = author
          and created_at > ${since}::timestamptz order by created_at desc limit ${sql.raw(String(openingsRead))}) as t
        left join outbox o on o.ticket_number = t.number and o.recipient_email = author
          and o.notice ->> 'kind' = 'receipt') as openings,
    (select coalesce(json_agg(json_build_object('n', n, 'of', coalesce(s.seen -> '' , '0')::int, 'seen', s.seen - '')), '[]')
      from hand, lateral (select coalesce(jsonb_object_agg(coalesce(word, ''), seen), '{}') as seen from (
        select word, count(*)::int as seen from (${sampleOfHand}) as sample,
          unnest(array_append(tsvector_to_array(words), null)) as word
        where word is null or word = any(hand.words) group by word) as counted) as s) as samples,
    (select coalesce(json_agg(recipient_email), '[]') from (${failing(recipients)}) as failing) as dead`);
  return rows[0]!;
}

/** Of a row `mail`: whether another delivery of it is here. */
export const copiedMail =
  sql.raw(`(exists (select from mails m where m.fingerprint = mail.fingerprint and m.id <> mail.id)
  or exists (select from unnest(mail.signatures) as signature where 0 < (select count(*) from mails m
    where (m.authentication -> 'aligned') @> jsonb_build_array(jsonb_build_object('signatureId', signature))
      and m.id <> mail.id and m.disposition not in ('pending', 'duplicate', 'failed', 'refused'))))`);
/** Of rows `m`: those that say the same as `mail`, within ten minutes. */
export const repeatedMail = sql.raw(`m.said = mail."contentHash" and m.id <> mail.id
  and m.received_at between mail.at - interval '10 min' and mail.at + interval '10 min'
  and m.disposition not in ('duplicate', 'pending')`);

const failing = (people: readonly string[]) => sql`select recipient_email from outbox
  where recipient_email = any(${sql.param([...people])}::text[]) and state in ('failed', 'undeliverable')
    and enhanced_status ~ '^5\\.(1\\.|2\\.1$)' group by recipient_email having count(*) >= 3`;

/** Those of these people to whom mail has failed often. */
export async function failingAmong(tx: Tx, people: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.execute<{ recipient_email: string }>(failing(people));
  return new Set(rows.map(row => row.recipient_email));
}

// As in similar.ts: the newest 60 of earlier days where there are 20 of them, else the newest 60.
const sampleOfHand = sql.raw(`
  (select words from tickets where hand.organisation is not null and organisation = hand.organisation
    and words is not null and created_at < case when (select count(*) from (select from tickets
      where organisation = hand.organisation and words is not null and created_at < hand."dayBefore" limit 20) as older) >= 20
      then hand."dayBefore" else 'infinity' end order by created_at desc limit 60)
  union all
  (select words from tickets where hand.organisation is null and requester_email = hand.author
    and words is not null and created_at < case when (select count(*) from (select from tickets
      where requester_email = hand.author and words is not null and created_at < hand."dayBefore" limit 20) as older) >= 20
      then hand."dayBefore" else 'infinity' end order by created_at desc limit 60)`);

/** What those tickets said first, at most `maxText` characters each. */
export async function requestsOf(tx: Tx, numbers: readonly number[], maxText: number): Promise<Map<number, string>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await tx.execute<{ number: string; text: string }>(sql`
    select number, (select left(text, ${maxText}) from messages where ticket_number = number and kind = 'request'
      order by id limit 1) as text from unnest(${sql.param([...numbers])}::bigint[]) as number`);
  return new Map(rows.map(({ number, text }) => [Number(number), text ?? '']));
}
