// Several new tickets with all that belongs to them, written in one statement.
import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import type { rowOf as rowOfLetter } from '../../outbox/outbox.ts';
import type { SpooledMail } from '../../spool/spooled-mail.ts';
import { type Conclusion, rowOf } from '../mail-record.ts';
import type { TicketRow } from '../ticket.ts';
import type { Entry } from '../write.ts';

export type OutgoingRow = ReturnType<typeof rowOfLetter> & Readonly<{ createdAt: Date }>;
export type Opened = Readonly<{
  mail: SpooledMail;
  shown: Readonly<{ subject: string; messageId: string | null; fingerprint: string }>;
  /** With the words of the search. */
  ticket: TicketRow & Readonly<{ words: string }>;
  entry: Entry;
  followers: readonly Readonly<{ address: string; name: string }>[];
  letters: readonly OutgoingRow[];
  conclusion: Conclusion;
}>;

/**
 * For `leaseMs` the letters are this worker's to send; answers until when, by the database's clock. Throws where one of the mails was filed meanwhile: then the
 * transaction has to be rolled back.
 */
export async function writeOpened(tx: Tx, opened: readonly Opened[], leaseMs: number): Promise<Date> {
  const tickets = opened.map(rowOfOpened);
  const files = opened
    .flatMap(({ mail, entry }) => entry.attachments.map(file => ({ ...file, mailId: mail.id })))
    .map((file, at) => ({ ...file, at }));
  const followers = opened.flatMap(({ ticket, followers: each }) =>
    each.map(({ address, name }) => ({ number: ticket.number, email: address, name: name || null })),
  );
  const letters = opened.flatMap(({ mail, letters: each }) => each.map(letter => ({ ...letter, mailId: mail.id })));
  const { rows } = await tx.execute<Record<'tickets' | 'mails' | 'entries' | 'letters', number> & { until: Date }>(sql`
    with d as materialized (select * from json_to_recordset(${asJson(tickets)}::json) as x(number bigint, at timestamptz,
      subject text, instance text, "instanceKnown" boolean, priority text, "requesterEmail" text, "requesterName" text,
      organisation text, locale text, "threadIndex" text, words text, id text, via text, "mailFrom" text, "rcptTo" text[],
      author text, size int, peer text, "heloName" text, authentication jsonb, "coveredFields" text[], reasons text[], "mailSubject" text,
      "messageId" text, "entryMessageId" text, fingerprint text, "contentHash" text, "authorEmail" text, "authorName" text, body text,
      quoted text, html text)),
    t as (insert into tickets (number, subject, instance, instance_known, priority, requester_email, requester_name,
        organisation, locale, thread_index, words, created_at) overriding system value
      select number, subject, instance, "instanceKnown", priority, "requesterEmail", "requesterName", organisation,
        locale, "threadIndex", words::tsvector, at from d returning number),
    m as (insert into mails (id, received_at, via, mail_from, rcpt_to, author, size, authentication, vouched, reasons,
        subject, message_id, fingerprint, said, disposition, ticket_number, peer, helo_name, filed_at)
      select id, at, via, "mailFrom", "rcptTo", author, size, authentication, "coveredFields", reasons, "mailSubject",
        "messageId", fingerprint, "contentHash", 'opened', number, peer, "heloName", clock_timestamp() from d
      on conflict (id) do update set reasons = excluded.reasons, subject = excluded.subject,
        message_id = excluded.message_id, fingerprint = excluded.fingerprint, said = excluded.said,
        disposition = excluded.disposition, ticket_number = excluded.ticket_number, filed_at = excluded.filed_at
      where mails.disposition = 'pending' returning id),
    e as (insert into messages (ticket_number, kind, author_email, author_name, text, quoted, html, message_id, mail_id,
        created_at)
      select number, 'request', "authorEmail", "authorName", body, quoted, html, "entryMessageId", id, at
      from d order by number returning id, mail_id),
    f as (insert into attachments (message_row, name, content_type, size, sha256, inline, content_id, key,
        infected)
      select e.id, name, "contentType", size, sha256, inline, "contentId", key, coalesce(infected, false)
      from json_to_recordset(${asJson(files)}::json) as x("mailId" text, name text, "contentType" text, size int,
        sha256 text, inline boolean, "contentId" text, key text,
        infected boolean, at int) join e on e.mail_id = x."mailId" order by at),
    p as (insert into followers (ticket_number, email, name)
      select number, email, name from json_to_recordset(${asJson(followers)}::json) as x(number bigint, email text, name text)),
    o as (insert into outbox (id, ticket_number, entry, recipient_email, recipient_name, locale, role, notice, ticket,
        message_id, in_reply_to, "references", next_attempt_at, created_at)
      select x.id, x."ticketNumber", e.id, x."recipientEmail", x."recipientName", x.locale, x.role, x.notice, x.ticket,
        x."messageId", x."inReplyTo", x."references",
        now() + ${leaseMs}::int * interval '1 ms', x."createdAt"
      from json_to_recordset(${asJson(letters)}::json) as x(id text, "mailId" text, "ticketNumber" bigint,
        "recipientEmail" text, "recipientName" text, locale text, role text, notice jsonb, ticket jsonb,
        "messageId" text, "inReplyTo" text, "references" text[], "createdAt" timestamptz)
      join e on e.mail_id = x."mailId" returning id)
    select (select count(*)::int from t) as tickets, (select count(*)::int from m) as mails,
      (select count(*)::int from e) as entries, (select count(*)::int from o) as letters,
      now() + ${leaseMs}::int * interval '1 ms' as until`);
  const wrote = rows[0]!;
  const isWhole = [wrote.tickets, wrote.mails, wrote.entries].every(count => count === opened.length);
  if (!isWhole || wrote.letters !== letters.length) throw new Error('one of these mails is filed already');
  return new Date(wrote.until);
}

/** Under the names of the columns above, which are those of the fields. */
function rowOfOpened({ mail, shown, ticket, entry, conclusion }: Opened) {
  const { receivedAt: at, reasons, ...row } = rowOf(mail);
  const { number, instance, instanceKnown, priority, requesterEmail, requesterName } = ticket;
  const { subject, organisation, locale, threadIndex, words } = ticket;
  const { authorEmail, authorName, text: body, quoted, html } = entry.message;
  return {
    ...row,
    ...{ number, subject, instance, instanceKnown, priority, requesterEmail, requesterName },
    ...{ organisation, locale, threadIndex, words, at, authorEmail, authorName, body, quoted, html },
    mailSubject: shown.subject,
    messageId: shown.messageId,
    entryMessageId: entry.message.messageId,
    fingerprint: shown.fingerprint,
    contentHash: conclusion.contentHash,
    reasons: [...(reasons ?? []), ...conclusion.reasons],
  };
}

/** PostgreSQL takes no half of a surrogate pair; its driver replaces one that is no JSON by itself. */
export const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value));
