// After a round: what was answered with 250 is compared with what is on tickets, in the store and at the relay.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openSpool } from '../../src/spool/open-spool.ts';
import type { Spool } from '../../src/spool/spool.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Handed } from './relay.ts';
import { type Answers, authors, stranger, type Taken } from './sender.ts';

export type Found = Readonly<{
  mails: number;
  /** Milliseconds until all was filed and handed over. */
  healMs: number;
  /** How many were not done a minute after the load had ended, and came later. */
  late: number;
  lost: string[];
  doubled: string[];
  altered: string[];
  stuck: string[];
  unentitled: string[];
  /** Handed over twice because the first answer got lost, which RFC 1047 allows. */
  repeated: number;
}>;
type Places = Readonly<{ databaseUrl: string; storeUrl: string; spoolUrl: string; agents: readonly string[] }>;

/** What is not done by then is late. */
const lateMs = 60_000;
/** What has not moved for so long is stuck. */
const quietMs = 60_000;

/** When a fault may have kept an answer of the relay from the gateway, or from the database. */
export type Hidden = Readonly<{ from: number; to: number }>;

/** Nothing is said to be lost before all is done or nothing moves any more. */
export async function reconcile(
  answers: Answers,
  handedOver: () => readonly Handed[],
  { places, hidden }: { places: Places; hidden: readonly Hidden[] },
): Promise<Found> {
  const since = Date.now();
  const { late, stuck } = await settled(places, answers.taken);
  const healMs = Date.now() - since;
  const subjects = new Set(answers.taken.map(({ subject }) => subject));
  const mails = await rows<{ id: string; subject: string; disposition: string; size: number }>(
    places,
    'select id, subject, disposition, size from mails where subject = any($1)',
    [[...subjects]],
  );
  const tickets = await rows<{ subject: string; number: string }>(
    places,
    'select subject, count(*) as number from tickets where subject = any($1) group by subject',
    [[...subjects]],
  );
  const byId = new Map(mails.map(mail => [mail.id, mail]));
  const ofSubject = new Map(tickets.map(({ subject, number }) => [subject, Number(number)]));
  // What still lies in the spool is stuck, and not lost.
  const isThere = (mailId: string) => stuck.includes(`spool ${mailId}`);
  const lost = answers.taken.filter(
    ({ mailId, subject }) => !(byId.has(mailId) && ofSubject.has(subject)) && !isThere(mailId),
  );
  const doubled = [...ofSubject].filter(([, number]) => number > 1).map(([subject]) => `ticket ${subject}`);
  const sent = await sentOf(places, subjects);
  // Asked after the rows: what was handed over since is among it.
  const handed = handedOver();
  const unsent = unanswered(sent, handed);
  const outgoing = repeatsOf(handed, sent, hidden);
  const allowed = new Set([...authors, ...places.agents]);
  const unentitled = handed.filter(({ to }) => !allowed.has(to)).map(({ to }) => to);
  if (answers.strangersTaken > 0) unentitled.push(`${answers.strangersTaken} mails of ${stranger} were taken`);
  return {
    mails: answers.taken.length,
    healMs,
    late,
    lost: [...lost.map(({ mailId, subject }) => `${mailId} ${subject}`), ...unsent],
    doubled: [...doubled, ...outgoing.doubled],
    altered: await altered(places, answers.taken, byId),
    stuck,
    unentitled,
    repeated: outgoing.repeated,
  };
}

async function rows<T extends pg.QueryResultRow>(
  { databaseUrl }: Places,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Waits until nothing is left to do, or until what is left has not moved for a minute. */
async function settled(places: Places, taken: readonly Taken[]): Promise<{ late: number; stuck: string[] }> {
  const spool = await openSpool(places.spoolUrl);
  const since = Date.now();
  let late: number | null = null;
  let left: string[] = ['the database does not answer'];
  for (let movedAt = since; Date.now() - movedAt < quietMs; await sleep(250)) {
    const before = left.join();
    left = await leftOver(places, taken, () => lyingIn(spool)).catch(cause => [String(cause)]);
    if (left.length === 0) break;
    if (left.join() !== before) movedAt = Date.now();
    if (Date.now() - since > lateMs) late ??= left.length;
  }
  return { late: (late ?? left.length) - left.length, stuck: left };
}

/** A bucket that was killed may go on listing what it has not any more. */
async function lyingIn(spool: Spool): Promise<string[]> {
  const there: string[] = [];
  for (const id of await spool.leftovers(0)) if (await spool.read(id)) there.push(id);
  return there;
}

async function leftOver(
  places: Places,
  taken: readonly Taken[],
  leftovers: () => Promise<string[]>,
): Promise<string[]> {
  const known = await rows<{ id: string; disposition: string }>(
    places,
    'select id, disposition from mails where id = any($1)',
    [taken.map(({ mailId }) => mailId)],
  );
  const done = new Set(known.filter(({ disposition }) => disposition !== 'pending').map(({ id }) => id));
  // What the relay put off while it misbehaved waits by its schedule, beyond any lease. As an operator would, we order
  // another attempt.
  const outbox = await rows<{ id: string; last_reply: string | null; attempts: number }>(
    places,
    `with due as (update outbox set next_attempt_at = now()
       where state = 'queued' and next_attempt_at > now() + interval '11 s' returning id)
     select id, last_reply, attempts from outbox where state = 'queued' order by id`,
  );
  return [
    ...taken.filter(({ mailId }) => !done.has(mailId)).map(({ mailId }) => `mail ${mailId}`),
    ...outbox.map(
      ({ id, last_reply, attempts }) => `outgoing ${id} (attempts ${attempts}, ${last_reply ?? 'not tried'})`,
    ),
    ...(await leftovers()).map(id => `spool ${id}`),
  ];
}

/** What the database says was sent, by Message-ID and recipient: when that was recorded. */
async function sentOf(places: Places, subjects: ReadonlySet<string>): Promise<Map<string, number>> {
  const sent = await rows<{ message_id: string; recipient_email: string; sent_at: Date }>(
    places,
    `select o.message_id, o.recipient_email, o.sent_at from outbox o join tickets t on t.number = o.ticket_number
     where o.state = 'sent' and t.subject = any($1)`,
    [[...subjects]],
  );
  return new Map(sent.map(row => [keyOf(row.message_id, row.recipient_email), row.sent_at.getTime()]));
}

const keyOf = (messageId: string, to: string): string => `${messageId.replace(/[<>]/g, '')} ${to}`;

/** Mail that the database says was sent and the relay never got. */
function unanswered(sent: ReadonlyMap<string, number>, handed: readonly Handed[]): string[] {
  const got = new Set(handed.map(({ messageId, to }) => keyOf(messageId, to)));
  return [...sent.keys()].filter(key => !got.has(key)).map(key => `outgoing ${key}`);
}

/** Two that were under way at the same time may end so long apart. */
const underWayMs = 5_000;

function repeatsOf(
  handed: readonly Handed[],
  sent: ReadonlyMap<string, number>,
  hidden: readonly Hidden[],
): { repeated: number; doubled: string[] } {
  const firsts = new Map<string, Handed>();
  const doubled: string[] = [];
  let repeated = 0;
  for (const mail of handed) {
    const key = keyOf(mail.messageId, mail.to);
    const first = firsts.get(key);
    firsts.set(key, mail);
    if (!first) continue;
    const sentAt = sent.get(key) ?? Number.POSITIVE_INFINITY;
    const isExcused =
      first.answerLost || hidden.some(({ from, to }) => to > first.at - 5_000 && from < first.at + 10_000);
    if (mail.at > sentAt + underWayMs) doubled.push(`outgoing ${key}, ${mail.at - sentAt} ms after it counted as sent`);
    else if (isExcused) repeated++;
    else doubled.push(`outgoing ${key} after ${mail.at - first.at} ms`);
  }
  return { repeated, doubled };
}

async function altered(
  places: Places,
  taken: readonly Taken[],
  byId: ReadonlyMap<string, { size: number }>,
): Promise<string[]> {
  const store = await openStore(places.storeUrl);
  const wrong: string[] = [];
  for (const { mailId, sha256 } of taken) {
    const mail = byId.get(mailId);
    if (!mail) continue;
    const hash = createHash('sha256');
    try {
      for await (const chunk of store.get(`raw/${mailId}`, mail.size)) hash.update(chunk);
      if (hash.digest('hex') !== sha256) wrong.push(`${mailId} has other bytes`);
    } catch (cause) {
      wrong.push(`${mailId}: ${(cause as Error).message}`);
    }
  }
  return wrong;
}
