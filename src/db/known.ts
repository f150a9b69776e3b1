// A mail that is filed with others is filed by the same functions as alone, on a transaction that is closed: it
// answers from what was read for all of them beforehand, and collects what it would write. Whatever was not read
// beforehand ends it, and the mail goes by itself.
import type { Tx } from './database.ts';
import type { followers } from './schema/followers.ts';
import type { mails } from './schema/mails.ts';
import type { attachments, messages } from './schema/messages.ts';
import type { outbox } from './schema/outbox.ts';
import type { TicketRow } from './schema/tickets.ts';

type NewEntry = typeof messages.$inferInsert & Readonly<{ id: number }>;
type NewFile = Omit<typeof attachments.$inferInsert, 'messageRow'> & Readonly<{ entry: number }>;
type Sent =
  | 'relayedAs'
  | 'state'
  | 'attempts'
  | 'nextAttemptAt'
  | 'lastReply'
  | 'enhancedStatus'
  | 'sentAt'
  | 'heldBack';
/** A letter before it is sent for the first time. */
export type NewLetter = Omit<typeof outbox.$inferSelect, Sent>;

/** The Message-IDs of a thread with their times, in milliseconds since 1970: a few of the oldest and newest. */
export type SaidOn = Readonly<{
  received: readonly (readonly [id: string, at: number])[];
  /** To each person; `lately`: how many in the last hour. `relayed`: the id that the relay put in place of ours. */
  sent: readonly Readonly<{
    person: string;
    lately: number;
    mails: readonly (readonly [id: string, relayed: string | null, at: number])[];
  }>[];
}>;

/** What was read for one mail on the thread of one ticket. */
export type Known = Readonly<{
  mailId: string;
  /** Not merged, and locked. */
  ticket: TicketRow;
  /** Also those who left or are kept out, in the order of a list of followers. */
  followers: readonly (typeof followers.$inferSelect)[];
  /** Who follows by being copied in, by the rule of the ticket's organisation; null: by the setting. */
  allowed: readonly string[] | null;
  /** The tickets of mails of the last minutes that say the same. */
  repeats: readonly Readonly<{ ticketNumber: number | null }>[];
  /** Automatic mails of the last hour to its author on this ticket. */
  automatic: readonly Readonly<{ at: Date; sentAt: Date | null }>[];
  /** What its author wrote on it in that hour; null where there were few automatic mails. */
  words: readonly Readonly<{ at: Date; text: string }>[] | null;
  /** Hashes of its files that the ticket has already. */
  files: ReadonlySet<string>;
  /** The held mail about which the mail that it answers asks. */
  heldMail: string | null;
  said: SaidOn;
  /** People to whom mail has failed often. */
  failing: ReadonlySet<string>;
  /** Ids for new entries, in ascending order. */
  entryIds: readonly number[];
}>;

/** What filing the mail writes. */
export type Collected = {
  ticket: TicketRow;
  mail: typeof mails.$inferInsert | null;
  readonly entries: NewEntry[];
  readonly files: NewFile[];
  readonly letters: NewLetter[];
};
type Closed = Readonly<{ known: Known; collected: Collected }>;

/** The mail has to be filed by itself. */
export class NotKnown extends Error {}

const closed = new WeakMap<Tx, Closed>();

/** A transaction of this mail, which touches no database; what it collects is complete once the mail is filed. */
export function closedTx(known: Known): Readonly<{ tx: Tx; collected: Collected }> {
  const refuse = (): never => {
    throw new NotKnown('this is not read beforehand');
  };
  const tx = new Proxy({}, { get: refuse }) as Tx;
  const collected: Collected = { ticket: known.ticket, mail: null, entries: [], files: [], letters: [] };
  closed.set(tx, { known, collected });
  return { tx, collected };
}

/** Null for a transaction of the database. */
export const closedIn = (tx: object): Closed | null => closed.get(tx as Tx) ?? null;

/** The same about this ticket; what is asked about another one is not known. */
export function closedOn(tx: object, ticketNumber: number): Closed | null {
  const found = closedIn(tx);
  return found?.known.ticket.number === ticketNumber ? found : null;
}
