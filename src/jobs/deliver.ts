// Sends outbox rows. A worker leases them, sends them from memory without an open transaction, and records the
// relay's answers together.
//
// A crash between the relay's 250 and our commit causes a second copy (RFC 1047) with the same Message-ID and the
// same bytes.
import { setTimeout as sleep } from 'node:timers/promises';
import { noteUnreachable } from '../actions/unreachable.ts';
import type { Database } from '../db/database.ts';
import { compose } from '../delivery/compose.ts';
import type { Outcome } from '../delivery/relay/outcome.ts';
import type { Relay } from '../delivery/relay/send.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import type { Log } from '../log/log.ts';
import {
  concludeSent,
  leaseDue,
  leaseMs,
  leaseRows,
  renewLeases,
  returnLeases,
  type SentRow,
} from '../outbox/lease.ts';
import { lockOutboxRow, type OutboxRow, updateOutboxRow } from '../outbox/rows.ts';
import { coalesce } from '../queue/coalesce.ts';
import { changeAfter } from './after-sending.ts';
import { createLeases, type Moment, moment } from './leases.ts';
import { carriedBy, type OutgoingRooms, toMail } from './outgoing.ts';
import { createTurns, type TurnsState } from './turns.ts';

/** What sending works with. */
export type DeliverRooms = OutgoingRooms &
  Readonly<{
    db: Database;
    relay: Pick<Relay, 'send' | 'trouble'>;
    templates: Templates;
    /** Hears what became of each attempt, and when the mail was written. */
    told?(outcome: SendOutcome, writtenAt: Date): void;
  }>;
export type SendOutcome = 'sent' | 'deferred' | 'failed';

export type Sender = Readonly<{
  /** Sends rows that this process has leased with a question that it asked then. */
  send(rows: readonly OutboxRow[], asked: Moment): void;
  /** Leases these rows and sends them; those that are not due or are another worker's are left out. */
  offer(...outboxIds: string[]): void;
  /** Leases and sends all that is due. */
  sendDue(): Promise<void>;
  /** Whether the relay gets mail from this process. */
  relayState(): TurnsState;
  /** Lets what is being sent end, and returns the rest. */
  stop(): Promise<void>;
}>;

/** Rows that wait in memory; more stay in the table until there is room. */
const maxWaiting = 1_000;
const dueAtOnce = 250;
const renewEveryMs = 2_500;
/** A row is not begun on a lease that ends sooner than this. */
const marginMs = 2_000;
/** Nor does its final dot go out on one that ends sooner than this. */
const dotMarginMs = 500;
/** After the database was away, other workers first record what they have sent meanwhile. */
const recordingMs = 3_000;
/** Results of so long are written together. */
const gatherResultsMs = 20;
/** So often a last result is written while the process ends. */
const triesAtEnd = 4;

export function createSender(rooms: DeliverRooms, log: Log): Sender {
  const { db } = rooms;
  let stopped = false;
  let awayAt = Number.NEGATIVE_INFINITY;
  const leases = createLeases();
  const onUnrecorded = (cause: unknown) => log.error({ err: cause }, 'outgoing mail: sent, not recorded');
  const recorded = coalesce(record, onUnrecorded, gatherResultsMs);
  const offered = coalesce<string>(
    // While this process ends, other workers find the rows due.
    async ids => {
      const asked = moment();
      if (!stopped) send(await leaseRows(db, ids), asked);
    },
    cause => log.warn({ err: cause }, 'outgoing mail: not yet sent; the sweeper will send it'),
  );
  const turns = createTurns<OutboxRow>({ domainOf: row => row.recipientEmail.split('@').at(-1) ?? '', work: attempt });
  const { forget } = leases;

  function send(rows: readonly OutboxRow[], asked: Moment): void {
    for (const row of rows) {
      if (stopped || turns.waiting() >= maxWaiting) return;
      if (leases.take(row.id, asked, row.nextAttemptAt)) turns.add(row);
    }
  }

  async function attempt(row: OutboxRow): Promise<'relay-away' | 'done'> {
    // After a pause of this process another worker may have taken the row.
    if (!leases.lasts(row.id, marginMs)) {
      forget(row.id);
      return 'done';
    }
    try {
      const mail = toMail(row, rooms);
      const composed = compose(mail, rooms.templates, await carriedBy(mail, row, rooms));
      const outcome = await rooms.relay.send(composed, () => leases.lasts(row.id, dotMarginMs));
      if (outcome.kind === 'sent') {
        const { response: lastReply, relayedAs = null } = outcome;
        log.info({ outbox: row.id, ticket: row.ticketNumber }, 'outgoing mail: sent');
        rooms.told?.('sent', row.createdAt);
        recorded.add({ id: row.id, lastReply, relayedAs });
        return 'done';
      }
      const relayAway = await isRelayAway(outcome, rooms.relay);
      const isOurs = leases.lasts(row.id, 0);
      forget(row.id);
      if (!isOurs) {
        log.info({ outbox: row.id, ticket: row.ticketNumber }, 'outgoing mail: left to another worker');
        return relayAway ? 'relay-away' : 'done';
      }
      const warnings = await notSent(row, outcome, relayAway);
      offered.add(...warnings);
      return relayAway ? 'relay-away' : 'done';
    } catch (cause) {
      log.error({ outbox: row.id, err: cause }, 'outgoing mail: not sent, is retried');
      forget(row.id);
      return 'done';
    }
  }

  /** Returns the rows of warnings to agents. */
  function notSent(row: OutboxRow, outcome: Exclude<Outcome, { kind: 'sent' }>, relayAway: boolean): Promise<string[]> {
    const change = changeAfter(row, outcome, relayAway);
    const isFinal = change.state === 'failed';
    const facts = { outbox: row.id, ticket: row.ticketNumber, reply: change.lastReply };
    rooms.told?.(isFinal ? 'failed' : 'deferred', row.createdAt);
    log.info(facts, isFinal ? 'outgoing mail: failed' : 'outgoing mail: deferred');
    return db.transaction(async tx => {
      const now = await lockOutboxRow(tx, row.id);
      if (now?.state !== 'queued') return [];
      await updateOutboxRow(tx, row.id, change);
      return isFinal ? noteUnreachable(tx, row, { why: change.lastReply ?? '', desk: rooms.desk }) : [];
    });
  }

  /** While the database is away the rows stay ours: sent again, they would arrive twice. */
  async function record(sent: readonly SentRow[]): Promise<void> {
    for (let tries = 1; !stopped || tries <= triesAtEnd; tries++) {
      try {
        await concludeSent(db, sent);
        break;
      } catch (cause) {
        log.warn({ err: cause, mails: sent.length }, 'outgoing mail: sent, not yet recorded');
        await sleep(500);
      }
    }
    for (const { id } of sent) forget(id);
  }

  const renewing = setInterval(() => {
    const held = leases.ending(leaseMs - renewEveryMs / 2);
    if (held.length === 0) return;
    const asked = moment();
    const ids = held.map(({ id }) => id);
    renewLeases(db, held).then(
      kept => leases.renewed(ids, asked, kept),
      cause => log.warn({ err: cause }, 'outgoing mail: leases not renewed'),
    );
  }, renewEveryMs);

  async function sendDue(): Promise<void> {
    if (performance.now() - awayAt < recordingMs) return;
    while (!stopped && turns.state() !== 'halted' && turns.waiting() + dueAtOnce <= maxWaiting) {
      const asked = moment();
      const rows = await leaseDue(db, turns.state() === 'trial' ? 1 : dueAtOnce);
      send(rows, asked);
      if (rows.length < dueAtOnce) return;
    }
  }

  return {
    send,
    offer: offered.add,
    relayState: turns.state,
    sendDue: () =>
      sendDue().catch(cause => {
        awayAt = performance.now();
        throw cause;
      }),
    async stop() {
      await offered.settle();
      stopped = true;
      const left = turns.clear().map(({ id }) => id);
      await turns.settle();
      await offered.settle();
      await recorded.settle();
      clearInterval(renewing);
      if (left.length > 0) await returnLeases(db, left).catch(() => {});
    },
  };
}

/** Whether the relay and not the mail is the cause. Without a reply of the relay, a second look tells. */
async function isRelayAway(outcome: Outcome, relay: Pick<Relay, 'trouble'>): Promise<boolean> {
  if (outcome.kind !== 'later' || outcome.cause === 'mail') return false;
  return outcome.cause === 'relay' || (await relay.trouble()) !== null;
}
