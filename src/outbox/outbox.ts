// The outbox holds mail that must go out, written in the transaction of the change that it tells of:
// there is no ticket without its answer, and no answer without its ticket. A row is one mail to one
// recipient. It keeps its Message-ID through every attempt, so that a mail system can recognise a second copy.
import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { type Collected, closedIn, NotKnown } from '../db/known.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { TicketOfMail } from '../desk/notice.ts';
import { type Address, domainOf } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import { newId } from '../mail/new-id.ts';
import { capReferences } from '../mail/references.ts';
import { affordable } from './budget.ts';
import { leased } from './lease.ts';
import type { Notification } from './notification.ts';
import type { OutboxRow } from './rows.ts';
import { heldBy, threadOf } from './thread.ts';

export type ThreadContext = Readonly<{
  ticket: TicketOfMail;
  /** The domain of our Message-IDs. */
  support: Address;
  /** The Message-ID of the mail that opens the ticket in this transaction, null where it has none. Else left out. */
  openedBy?: MessageId | null;
  /** The entry that the letters tell of. */
  entry?: number;
}>;

/** The NOTIFY channel that tells workers of outbox rows which another process wrote. */
export const outboxChanged = 'postern_outbox';

/** PostgreSQL notifies the workers when the transaction commits. */
export const announceOutbox = async (tx: Tx): Promise<void> => {
  await tx.execute(sql.raw(`notify ${outboxChanged}`));
};

/** The number of a notice that is about no ticket; ticket numbers start at one. */
export const aboutNoTicket = 0;

/** What a mail shows in a ticket's place where it is about none. `openedAt`: ISO 8601. */
export const withoutTicket = (shown: Pick<TicketOfMail, 'subject' | 'requester' | 'openedAt'>): TicketOfMail => ({
  number: aboutNoTicket,
  key: '',
  ...shown,
  followers: [],
  threadIndex: null,
  url: null,
});

/** Adds a row for each letter. Returns the ids to offer to the queue after the commit, without delayed letters. */
export async function addToOutbox(tx: Tx, wanted: readonly Notification[], occasion: ThreadContext): Promise<string[]> {
  if (wanted.length === 0) return [];
  const { ticket, openedBy } = occasion;
  const people = [...new Set(wanted.map(({ to }) => to.address))];
  const said = openedBy === undefined ? await threadOf(tx, { ticketNumber: ticket.number, people }) : null;
  const had = new Map(people.map(person => [person, said && heldBy(said, person)]));
  const lately = (person: Address) => had.get(person)?.lately ?? 0;
  const letters = await affordable(tx, wanted, { ticketNumber: numberOf(ticket), lately });
  if (letters.length === 0) return [];
  const rows = letters.map(letter => {
    const held = had.get(letter.to.address)?.held ?? (openedBy ? [openedBy] : []);
    return rowOf(letter, capReferences(held), occasion);
  });
  const closed = closedIn(tx);
  const born = bornLeased.get(tx);
  if (closed) collect(closed.collected.letters, rows);
  else if (born) {
    const until = (row: (typeof rows)[number]) => ('nextAttemptAt' in row ? row : { ...row, ...leased });
    const written = await tx.insert(outbox).values(rows.map(until)).returning();
    born.push(...written.filter(({ heldBack }) => !heldBack));
  } else await tx.insert(outbox).values(rows);
  return rows.filter((_, at) => letters[at]?.heldBackMs === undefined).map(({ id }) => id);
}

/** A letter that waits is written by itself. */
function collect(letters: Collected['letters'], rows: readonly ReturnType<typeof rowOf>[]): void {
  if (rows.some(row => 'heldBack' in row)) throw new NotKnown('when it is sent');
  const createdAt = new Date();
  letters.push(...rows.map(row => ({ ...row, createdAt })));
}

const bornLeased = new WeakMap<Tx, OutboxRow[]>();

/**
 * From here on the letters of this transaction are written under a lease: after the commit the caller sends the rows
 * that are returned here by then.
 */
export function leaseLetters(tx: Tx): readonly OutboxRow[] {
  const rows: OutboxRow[] = [];
  bornLeased.set(tx, rows);
  return rows;
}

const numberOf = ({ number }: TicketOfMail): number | null => (number === aboutNoTicket ? null : number);

/** The row of a letter, whose recipient has the mails of `chain`, oldest first. */
export function rowOf(letter: Notification, chain: MessageId[], { ticket, support, entry }: ThreadContext) {
  const { to, role, locale, notice, heldMail, budgeted = false, heldBackMs } = letter;
  const id = newId();
  return {
    id,
    ticketNumber: numberOf(ticket),
    entry: entry ?? null,
    heldMail: heldMail ?? null,
    recipientEmail: to.address,
    recipientName: to.name || null,
    role,
    locale,
    notice,
    ticket,
    messageId: `<${id}@${domainOf(support)}>`,
    inReplyTo: chain.at(-1) ?? null,
    references: chain,
    budgeted,
    ...(heldBackMs === undefined ? {} : { heldBack: true, nextAttemptAt: new Date(Date.now() + heldBackMs) }),
  };
}
