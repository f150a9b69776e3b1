// What others wrote on the tickets of an erased person: the person's words, names and addresses are taken out of it.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import { ticketColumns, tickets } from '../db/schema/tickets.ts';
import type { Notice, TicketOfMail } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import { erased, type Redaction, redact, redactAll } from './redact.ts';

type Redacted = Readonly<{
  counts: Record<string, number>;
  keys: string[];
  quotedIn: string[];
  /** Outbox rows whose mail named the person. */
  outgoing: string[];
}>;

export async function redactOthers(tx: Tx, numbers: readonly number[], person: Redaction): Promise<Redacted> {
  const quotedIn: string[] = [];
  const outgoing: string[] = [];
  const keys: string[] = [];
  for (const number of numbers) {
    quotedIn.push(...(await redactEntries(tx, number, person)));
    keys.push(...(await redactMails(tx, number, person)));
    outgoing.push(...(await redactOutbox(tx, number, person)));
    await redactSubject(tx, number, person);
  }
  outgoing.push(...(await redactOutbox(tx, null, person)));
  const counts = { 'outgoing mails': outgoing.length, 'entries of others': quotedIn.length };
  return { counts: { ...counts, 'raw mails of others': keys.length }, keys, quotedIn, outgoing };
}

async function redactEntries(tx: Tx, number: number, person: Redaction): Promise<string[]> {
  const changed: string[] = [];
  for (const row of await tx.select().from(messages).where(eq(messages.ticketNumber, number))) {
    const text = redact(row.text, person);
    const quoted = row.quoted === null ? null : redact(row.quoted, person);
    const isQuoting = text !== row.text || quoted !== row.quoted;
    // Markup splits words in too many ways: the text says the same without it.
    const html = isQuoting || (row.html !== null && redact(row.html, person) !== row.html) ? null : row.html;
    const changes = redactAll(row.changes, person) as typeof row.changes;
    const moved = redactAll(row.moved, person) as typeof row.moved;
    await tx.update(messages).set({ text, quoted, html, changes, moved }).where(eq(messages.id, row.id));
    if (row.kind !== 'event' && (isQuoting || html !== row.html)) changed.push(`${keyOf(number)} #${row.id}`);
  }
  return changed;
}

/** The raw mail of others names the person in its header and quotes the words: it goes, what was read of it stays. */
async function redactMails(tx: Tx, number: number, person: Redaction): Promise<string[]> {
  const [ticket] = await tx.select(ticketColumns).from(tickets).where(eq(tickets.number, number));
  const isTheirs = ticket?.requesterEmail === person.alias;
  const rows = await tx
    .select()
    .from(mails)
    .where(and(eq(mails.ticketNumber, number), sql`${mails.author} is distinct from ${person.alias}`));
  for (const row of rows) {
    await tx
      .update(mails)
      .set({
        // `Re:` and the subject of the person's own mail.
        subject: row.subject === null ? null : isTheirs ? erased : redact(row.subject, person),
        rcptTo: row.rcptTo.map(address => redact(address, person)),
        awaitsMessageIds: row.awaitsMessageIds?.filter(id => !person.messageIds.has(id)) ?? null,
        heloName: row.heloName === null ? null : redact(row.heloName, person),
        leftOut: row.leftOut?.map(address => redact(address, person)) ?? null,
        reasons: row.reasons.map(reason => redact(reason, person)),
        authentication: redactAll(row.authentication, person) as typeof row.authentication,
      })
      .where(eq(mails.id, row.id));
  }
  return rows.map(({ id }) => `raw/${id}`);
}

/** Mail that went out keeps its row, for threading and for reports, without its content. `number` null: all to the person. */
async function redactOutbox(tx: Tx, number: number | null, person: Redaction): Promise<string[]> {
  const to = inArray(outbox.recipientEmail, [...person.addresses]);
  await tx.delete(outbox).where(and(to, eq(outbox.state, 'queued')));
  const rows = await tx
    .select()
    .from(outbox)
    .where(number === null ? to : eq(outbox.ticketNumber, number));
  for (const row of rows) {
    const isTheirs = person.addresses.includes(row.recipientEmail);
    const notice = row.state === 'queued' ? redactAll(row.notice, person) : { kind: row.notice.kind };
    await tx
      .update(outbox)
      .set({
        ...(isTheirs ? { recipientEmail: person.alias, recipientName: null } : {}),
        notice: notice as Notice,
        ticket: redactAll(row.ticket, person) as TicketOfMail,
        references: row.references.filter(id => !person.messageIds.has(id)),
        inReplyTo: row.inReplyTo !== null && person.messageIds.has(row.inReplyTo) ? null : row.inReplyTo,
        lastReply: row.lastReply === null ? null : redact(row.lastReply, person),
      })
      .where(eq(outbox.id, row.id));
  }
  return rows.map(({ id }) => id);
}

async function redactSubject(tx: Tx, number: number, person: Redaction): Promise<void> {
  const [row] = await tx.select({ subject: tickets.subject }).from(tickets).where(eq(tickets.number, number));
  const subject = redact(row?.subject ?? '', person);
  if (row && subject !== row.subject) await tx.update(tickets).set({ subject }).where(eq(tickets.number, number));
}
