// A desk without SMTP: mails are read and filed as by the worker, on a database of the caller's own, as if
// admission had accepted them.
import { Readable } from 'node:stream';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { ulid } from 'ulid';
import { openDatabase } from '../../src/db/database.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { outbox } from '../../src/db/schema/outbox.ts';
import { loadTemplates } from '../../src/delivery/templates/templates.ts';
import { type Desk, deskFor } from '../../src/desk/desk.ts';
import type { Feedback } from '../../src/desk/feedback.ts';
import type { Notice } from '../../src/desk/notice.ts';
import type { Rules } from '../../src/desk/rules.ts';
import { loadDirectory, type PersonEntry, putPeople } from '../../src/directory/directory.ts';
import { fileMail } from '../../src/filing/file-mail.ts';
import { readWords, wordFactsOf } from '../../src/filing/reading/words.ts';
import { lanes as allLanes, type Lane } from '../../src/filing/together/file-together.ts';
import { readAmongOurs } from '../../src/jobs/among-ours.ts';
import type { Address } from '../../src/mail/address.ts';
import { fingerprinting } from '../../src/mail/fingerprint.ts';
import { parseMessage } from '../../src/parse/parse.ts';
import type { SpooledMail } from '../../src/spool/spooled-mail.ts';
import { releasedAmong, releasedMails } from '../../src/tickets/held.ts';
import { showTicket, type TicketView } from '../../src/tickets/views/ticket-view.ts';
import { signReplyAddress } from '../../src/tokens/reply-address.ts';
import { cloneDatabase } from './database.ts';

export const support = 'support@mx.test' as Address;
const key = 'a key of sixteen letters';
const templates = loadTemplates(null);
/** Mails here carry no file. */
const noStore = { has: async () => false, get: () => Readable.from([]) };

export type Written = Readonly<{
  from: string;
  text?: string;
  subject?: string;
  cc?: string;
  to?: string;
  /** Further header fields. */
  fields?: readonly string[];
  /** The outgoing mail that it answers: by its reply address and Message-ID. */
  answers?: Sent;
  /** Empty: neither Message-ID nor Date, as scripts write. */
  id?: string;
  /** Of the envelope, where it is not whom the header names. */
  rcptTo?: readonly Address[];
  admitted?: Partial<SpooledMail['admitted']>;
  authentication?: SpooledMail['authentication'];
  /** Of the envelope; the author where it is left out. */
  mailFrom?: Address | null;
}>;
export type Sent = Readonly<{
  to: string;
  role: string;
  notice: Notice;
  messageId: string;
  ticketNumber: number | null;
  references: readonly string[];
}>;
/** What became of a mail, and what went out because of it. */
export type Result = Readonly<{
  id: string;
  disposition: string;
  ticket: number | null;
  reasons: readonly string[];
  sent: readonly Sent[];
  /** What was said back to its author. */
  lines: readonly Feedback[];
}>;
export type TestDesk = Awaited<ReturnType<typeof openDesk>>;

/** Tests copy the same few people in again and again; those of the limits set their own. */
const noNewcomerLimits = {
  NEWCOMERS_PER_MAIL: 1e6,
  NEWCOMERS_PER_TICKET_DAY: 1e6,
  NEWCOMER_THREADS_PER_DAY: 1e6,
  NEWCOMERS_PER_DAY: 1e6,
};

/** `agentNotify`: all agents where it is left out. `lanes`: by which mails go together; without one each goes alone. */
type Settings = Partial<Rules> & Readonly<{ agentNotify?: readonly Address[]; lanes?: readonly Lane[] }>;

export async function openDesk(
  people: readonly PersonEntry[],
  { agentNotify, lanes = allLanes, ...rules }: Settings = {},
) {
  const url = await cloneDatabase();
  const database = openDatabase(url, 4);
  const { db } = database;
  await putPeople(db, people);
  const settings = {
    SUPPORT_ADDRESS: [support],
    SECRET: [key],
    FOLLOWERS: ['anyone'],
    CLOSE_AFTER_DAYS: 7,
    ...noNewcomerLimits,
  };
  const basic = deskFor(
    { ...settings, FOLLOW_UP_AFTER_DAYS: 14, EARLY_REPLY_MINUTES: 2, HELD_DAYS: 30 },
    await loadDirectory(db),
  );
  const desk: Desk = { ...basic, agentNotify: agentNotify ?? null, rules: { ...basic.rules, ...rules } };
  const kept = new Map<string, string>();
  let count = 0;
  let together = 0;

  async function file(mail: SpooledMail, raw: string): Promise<Result> {
    const before = new Set((await db.select({ id: outbox.id }).from(outbox)).map(({ id }) => id));
    const bytes = fingerprinting(Readable.from([Buffer.from(raw)]));
    const keep = async (part: AsyncIterable<Buffer>) => {
      let size = 0;
      for await (const chunk of part) size += chunk.length;
      return { key: ulid(), size, sha256: '' };
    };
    const message = await parseMessage(bytes.bytes, keep);
    const facts = wordFactsOf(mail, desk);
    const asRead = { message, words: facts && readWords(message, facts) };
    const { words } = await readAmongOurs(mail, asRead, { db, desk, templates, store: noStore, mailFilesBytes: 0 });
    // As the worker does: what is plain goes the short way.
    const readable = { mail, read: { message, words }, bodyHash: bytes.bodyHash() };
    let isFiled = false;
    for (const lane of lanes) isFiled ||= (await lane(db, [readable], { desk, leaseMs: 0 })).filed.has(mail.id);
    if (isFiled) together += 1;
    else {
      const { bodyHash } = readable;
      const { outboxIds } = await db.transaction(tx => fileMail(tx, mail, readable.read, { desk, bodyHash }));
      const written = (await sentMail()).filter(({ id, heldBack }) => !before.has(id) && !heldBack).map(({ id }) => id);
      if (written.join() !== outboxIds.toSorted().join()) throw new Error(`offered ${outboxIds}, wrote ${written}`);
    }
    // All leaves at once, but for what is held back.
    await db
      .update(outbox)
      .set({ sentAt: new Date() })
      .where(and(isNull(outbox.sentAt), eq(outbox.heldBack, false)));
    const [row] = await db.select().from(mails).where(eq(mails.id, mail.id));
    const sent = (await sentMail()).filter(({ id }) => !before.has(id));
    const back = sent.flatMap(({ to, notice }) => (to === mail.author?.address ? [notice] : []));
    const lines = back.flatMap(notice =>
      notice.kind === 'done' || notice.kind === 'receipt' ? (notice.lines ?? []) : [],
    );
    return {
      id: mail.id,
      disposition: row!.disposition,
      ticket: row!.ticketNumber,
      reasons: row!.reasons,
      sent,
      lines,
    };
  }

  const dated = (messageId: string) => [
    `Message-ID: ${messageId}`,
    `Date: Mon, 23 Nov 2026 10:00:${String(count % 60).padStart(2, '0')} +0000`,
  ];

  async function write(written: Written): Promise<Result> {
    const { from, text = '', subject = 'Portal', cc, answers, fields = [] } = written;
    const id = ulid().toLowerCase();
    const author = from as Address;
    const replyTo = answers ? replyAddress(answers) : support;
    const header = [
      `From: ${from.split('@')[0]} <${from}>`,
      `To: ${written.to ?? replyTo}`,
      ...(cc ? [`Cc: ${cc}`] : []),
      `Subject: ${answers?.ticketNumber ? `Re: [PT-${answers.ticketNumber}] ` : ''}${subject}`,
      ...(written.id === '' ? [] : dated(written.id ?? `<m${++count}@clinic.test>`)),
      ...(answers
        ? [`In-Reply-To: ${answers.messageId}`, `References: ${answers.references.join(' ')} ${answers.messageId}`]
        : []),
      ...fields,
    ];
    const raw = `${header.join('\r\n')}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`;
    kept.set(id, raw);
    const to = (written.to ?? replyTo) as Address;
    const rcptTo = written.rcptTo ?? [to.includes('@mx.test') ? to : support];
    const mail: SpooledMail = {
      id,
      receivedAt: new Date().toISOString(),
      via: 'smtp',
      envelope: {
        mailFrom: written.mailFrom === undefined ? author : written.mailFrom,
        rcptTo: rcptTo as [Address, ...Address[]],
      },
      author: { address: author, name: '' },
      peer: { ip: '', heloName: null, tls: false },
      authentication: written.authentication ?? null,
      admitted: { hold: false, reasons: [], ...written.admitted },
      size: raw.length,
    };
    return file(mail, raw);
  }

  /** What a worker does when it hears that held mail was let in. */
  async function fileReleased(): Promise<Result[]> {
    const results: Result[] = [];
    for (const mail of await releasedAmong(db, await releasedMails(db)))
      results.push(await file(mail, kept.get(mail.id)!));
    return results;
  }

  const replyAddress = ({ ticketNumber, to }: Sent): Address =>
    ticketNumber === null
      ? support
      : signReplyAddress({ support, ticketNumber, recipient: to as Address }, key, new Date());

  async function sentMail() {
    const rows = await db.select().from(outbox).orderBy(asc(outbox.id));
    return rows.map(({ recipientEmail: to, ...row }) => ({ ...row, to }));
  }

  const ticket = async (ticketNumber: number): Promise<TicketView> => (await showTicket(db, ticketNumber))!;

  let closing: Promise<void> | null = null;
  /** Twice does no harm. */
  const close = () => (closing ??= database.close());

  /** For the command line on this desk. */
  const env = { DATABASE_URL: url, SUPPORT_ADDRESS: support, SECRET: key, FOLLOWERS: 'anyone', LOG_LEVEL: 'silent' };

  return { db, env, desk, write, togetherSoFar: () => together, fileReleased, ticket, sentMail, replyAddress, close };
}

/** The mail of a result that went to this address. */
export function toWhom({ sent }: Result, address: string, kind?: Notice['kind']): Sent {
  const found = sent.find(({ to, notice }) => to === address && (kind === undefined || notice.kind === kind));
  if (!found)
    throw new Error(`nothing ${kind ?? ''} to ${address}: ${sent.map(({ to, notice }) => `${notice.kind} to ${to}`)}`);
  return found;
}
