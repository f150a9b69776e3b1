// Erases a person (GDPR article 17): what the person wrote is deleted, and the person is taken out of what others
// wrote. Tickets, entries and times stay, under an address that leads to no one.
import { randomBytes } from 'node:crypto';
import { and, inArray, or, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { apiAnswers, apiTokens } from '../db/schema/api-tokens.ts';
import { audit } from '../db/schema/audit.ts';
import { drafts, uploads } from '../db/schema/drafts.ts';
import { followers } from '../db/schema/followers.ts';
import { mails } from '../db/schema/mails.ts';
import { attachments, messages } from '../db/schema/messages.ts';
import { people } from '../db/schema/people.ts';
import { savedViews } from '../db/schema/saved-views.ts';
import { identities, sessions, signIns } from '../db/schema/sessions.ts';
import { snippets } from '../db/schema/snippets.ts';
import { refusals } from '../db/schema/stories.ts';
import { ticketReads } from '../db/schema/ticket-reads.ts';
import { tickets } from '../db/schema/tickets.ts';
import { directoryChanged } from '../directory/directory.ts';
import { redactOthers } from './others.ts';
import { type KnownPerson, personOf } from './person.ts';
import { erased, type Redaction, tellingLines } from './redact.ts';

export type Erasure = Readonly<{
  /** The address that stands in the person's place. */
  alias: string;
  /** How many of what is changed or deleted, by its name. */
  counts: Readonly<Record<string, number>>;
  /** Entries of others that quoted the person: `PT-7 #12`. */
  quotedIn: readonly string[];
  /** Keys of the store whose bytes have to go. */
  keys: readonly string[];
  /** Outbox rows that may stand as files in a folder of outgoing mail. */
  outgoing: readonly string[];
}>;

/** Null where nothing is known of this address. Everything but the bytes in the store goes with `tx`. */
export async function erasePerson(tx: Tx, email: string): Promise<Erasure | null> {
  const known = await personOf(tx, email);
  const alias = `erased-${randomBytes(4).toString('hex')}@invalid`;
  const person: Redaction = { ...known, alias, lines: new Set(await linesOf(tx, known)) };
  const own = await eraseOwn(tx, known, alias);
  const rest = await redactOthers(tx, known.tickets, person);
  await redactAudit(tx, known, alias);
  const traces = await eraseTraces(tx, known);
  const counts = { tickets: known.tickets.length, ...own.counts, ...rest.counts, ...traces.counts };
  if (Object.values(counts).every(count => count === 0)) return null;
  const keys = [...own.keys, ...rest.keys, ...traces.keys];
  return { alias, counts, quotedIn: rest.quotedIn, keys, outgoing: rest.outgoing };
}

async function linesOf(tx: Tx, { addresses }: KnownPerson): Promise<string[]> {
  const rows = await tx
    .select({ text: messages.text })
    .from(messages)
    .where(inArray(messages.authorEmail, [...addresses]));
  const subjects = await tx
    .select({ subject: tickets.subject })
    .from(tickets)
    .where(inArray(tickets.requesterEmail, [...addresses]));
  return [...rows.map(({ text }) => text), ...subjects.map(({ subject }) => subject)].flatMap(tellingLines);
}

type Part = Readonly<{ counts: Record<string, number>; keys: string[] }>;

/** Mails, entries, files and tickets of the person. */
async function eraseOwn(tx: Tx, { addresses }: KnownPerson, alias: string): Promise<Part> {
  const his = [...addresses];
  const entries = tx.select({ id: messages.id }).from(messages).where(inArray(messages.authorEmail, his));
  const files = await tx.delete(attachments).where(inArray(attachments.messageRow, entries)).returning();
  const sent = await tx
    .update(mails)
    .set({
      ...{ subject: null, messageId: null, mailFrom: alias, author: alias, authentication: null, leftOut: null },
      ...{ peer: null, heloName: null },
      ...{ reasons: [erased], fingerprint: null, contentHash: null, awaitsMessageIds: null },
    })
    .where(or(inArray(mails.author, his), inArray(mails.mailFrom, his)))
    .returning({ id: mails.id });
  const ids = sent.map(({ id }) => id);
  const written = await tx
    .update(messages)
    .set({ text: erased, quoted: null, html: null, authorEmail: alias, authorName: null, messageId: null })
    .where(and(inArray(messages.authorEmail, his), sql`${messages.kind} <> 'event'`))
    .returning({ id: messages.id });
  await tx.update(messages).set({ authorEmail: alias, authorName: null }).where(inArray(messages.authorEmail, his));
  await tx
    .update(tickets)
    .set({ requesterEmail: alias, requesterName: null, subject: erased, words: sql`''::tsvector` })
    .where(inArray(tickets.requesterEmail, his));
  await tx.update(tickets).set({ assignee: null }).where(inArray(tickets.assignee, his));
  await tx
    .update(followers)
    .set({ email: alias, name: null, state: 'left' })
    .where(inArray(followers.email, [his[0]!]));
  await tx.delete(followers).where(inArray(followers.email, his));
  const keys = [...ids.map(id => `raw/${id}`), ...files.map(({ key }) => key)];
  return { counts: { mails: ids.length, entries: written.length, files: files.length }, keys };
}

/** What the person did to the desk, and what was done about the person. */
async function redactAudit(tx: Tx, { addresses }: KnownPerson, alias: string): Promise<void> {
  await tx
    .update(audit)
    .set({ who: alias })
    .where(inArray(audit.who, [...addresses]));
  for (const address of addresses)
    await tx.update(audit).set({ about: alias }).where(sql`strpos(lower(${audit.about}), ${address}) > 0`);
}

/** Rows that are about the person alone. */
async function eraseTraces(tx: Tx, { addresses }: KnownPerson): Promise<Part> {
  const his = [...addresses];
  const drafted = tx.select({ id: drafts.id }).from(drafts).where(inArray(drafts.owner, his));
  const uploaded = await tx.delete(uploads).where(inArray(uploads.draft, drafted)).returning({ key: uploads.key });
  const typed = await tx.delete(drafts).where(inArray(drafts.owner, his)).returning({ id: drafts.id });
  const entry = await tx.delete(people).where(inArray(people.email, his)).returning({ email: people.email });
  if (entry.length > 0) await tx.execute(sql.raw(`notify ${directoryChanged}`));
  await tx.delete(sessions).where(inArray(sessions.email, his));
  await tx.delete(signIns).where(inArray(signIns.email, his));
  await tx.delete(identities).where(inArray(identities.email, his));
  await tx.delete(ticketReads).where(inArray(ticketReads.email, his));
  await tx.delete(savedViews).where(inArray(savedViews.owner, his));
  await tx.update(savedViews).set({ madeBy: erased }).where(inArray(savedViews.madeBy, his));
  await tx.update(snippets).set({ madeBy: erased }).where(inArray(snippets.madeBy, his));
  await tx.delete(apiTokens).where(inArray(apiTokens.agent, his));
  for (const address of his) await tx.delete(apiAnswers).where(sql`strpos(lower(${apiAnswers.body}), ${address}) > 0`);
  await tx
    .delete(refusals)
    .where(
      or(
        inArray(refusals.author, his),
        inArray(refusals.mailFrom, his),
        sql`${refusals.rcptTo} && ${sql.param(his)}::text[]`,
      ),
    );
  return {
    counts: { 'directory entries': entry.length, drafts: typed.length },
    keys: uploaded.flatMap(({ key }) => key ?? []),
  };
}
