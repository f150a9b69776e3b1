// What several mails on threads have changed, written in one statement.
import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import type { Collected } from '../../db/known.ts';
import { asJson } from './write.ts';

/**
 * For `leaseMs` the letters are this worker's to send; answers until when, by the database's clock. Throws where one of
 * the mails was filed meanwhile: then the transaction has to be rolled back. The tickets have to be locked.
 */
export async function writeReplies(tx: Tx, replies: readonly Collected[], leaseMs: number): Promise<Date> {
  const mails = replies.map(({ mail }) => mail!);
  const tickets = replies.map(({ ticket }) => ticket);
  const [entries, files, letters] = [
    replies.flatMap(reply => reply.entries),
    replies.flatMap(reply => reply.files).map((file, at) => ({ ...file, at })),
    replies.flatMap(reply => reply.letters),
  ];
  const { rows } = await tx.execute<Record<'mails' | 'entries' | 'letters', number> & { until: Date }>(sql`
    with m as (insert into mails (id, received_at, via, mail_from, rcpt_to, author, size, authentication, vouched, reasons,
        subject, message_id, fingerprint, said, disposition, ticket_number, held_for, awaits, waits_until, left_out,
        reports, peer, helo_name, filed_at)
      select id, "receivedAt", via, "mailFrom", "rcptTo", author, size, authentication, "coveredFields", reasons,
        subject, "messageId", fingerprint, "contentHash", disposition, "ticketNumber", "heldForTicket",
        "awaitsMessageIds", "waitsUntil", "leftOut", reports, peer, "heloName", clock_timestamp()
      from json_to_recordset(${asJson(mails)}::json) as x(id text, "receivedAt" timestamptz, via text, "mailFrom" text,
        "rcptTo" text[], author text, size int, authentication jsonb, "coveredFields" text[], reasons text[],
        subject text, "messageId" text, fingerprint text, "contentHash" text, disposition text, "ticketNumber" bigint,
        "heldForTicket" bigint, "awaitsMessageIds" text[], "waitsUntil" timestamptz, "leftOut" text[], reports jsonb,
        peer text, "heloName" text)
      on conflict (id) do update set reasons = excluded.reasons, subject = excluded.subject,
        message_id = excluded.message_id, fingerprint = excluded.fingerprint, said = excluded.said,
        disposition = excluded.disposition, ticket_number = excluded.ticket_number, held_for = excluded.held_for,
        awaits = excluded.awaits, waits_until = coalesce(excluded.waits_until, mails.waits_until),
        left_out = coalesce(excluded.left_out, mails.left_out), reports = coalesce(excluded.reports, mails.reports),
        filed_at = excluded.filed_at
      where mails.disposition = 'pending' returning id),
    t as (update tickets set status = x.status, priority = x.priority, instance = x.instance,
        instance_known = x."instanceKnown", assignee = x.assignee, status_since = x."statusSince", updated_at = x."updatedAt",
        shown_at = x."shownAt"
      from json_to_recordset(${asJson(tickets)}::json) as x(number bigint, status text, priority text, instance text,
        "instanceKnown" boolean, assignee text, "statusSince" timestamptz, "updatedAt" timestamptz, "shownAt" timestamptz)
      where tickets.number = x.number),
    e as (insert into messages (id, ticket_number, kind, author_email, author_name, text, quoted, html, changes, moved,
        undoes, acted_as, via, automatic, message_id, mail_id, created_at) overriding system value
      select id, "ticketNumber", kind, "authorEmail", "authorName", text, quoted, html, changes, moved, undoes, "actedAs",
        via, coalesce(automatic, false), "messageId", "mailId", coalesce("createdAt", now())
      from json_to_recordset(${asJson(entries)}::json) as x(id bigint, "ticketNumber" bigint, kind text,
        "authorEmail" text, "authorName" text, text text, quoted text, html text, changes jsonb, moved jsonb, undoes bigint,
        "actedAs" text, via text, automatic boolean, "messageId" text, "mailId" text, "createdAt" timestamptz)
      order by id returning id),
    f as (insert into attachments (message_row, name, content_type, size, sha256, inline, content_id, key, infected)
      select entry, name, "contentType", size, sha256, inline, "contentId", key, coalesce(infected, false)
      from json_to_recordset(${asJson(files)}::json) as x(entry bigint, name text, "contentType" text, size int,
        sha256 text, inline boolean, "contentId" text, key text, infected boolean, at int) order by at),
    o as (insert into outbox (id, ticket_number, entry, held_mail, recipient_email, recipient_name, locale, role, notice,
        ticket, message_id, in_reply_to, "references", budgeted, next_attempt_at, created_at)
      select id, "ticketNumber", entry, "heldMail", "recipientEmail", "recipientName", locale, role, notice, ticket,
        "messageId", "inReplyTo", "references", budgeted, now() + ${leaseMs}::int * interval '1 ms', "createdAt"
      from json_to_recordset(${asJson(letters)}::json) as x(id text, "ticketNumber" bigint, entry bigint,
        "heldMail" text, "recipientEmail" text, "recipientName" text, locale text, role text, notice jsonb, ticket jsonb,
        "messageId" text, "inReplyTo" text, "references" text[], budgeted boolean, "createdAt" timestamptz)
      returning id)
    select (select count(*)::int from m) as mails, (select count(*)::int from e) as entries,
      (select count(*)::int from o) as letters, now() + ${leaseMs}::int * interval '1 ms' as until`);
  const { until, ...wrote } = rows[0]!;
  const isWhole = wrote.mails === mails.length && wrote.entries === entries.length && wrote.letters === letters.length;
  if (!isWhole) throw new Error('one of these mails is filed already');
  return new Date(until);
}
