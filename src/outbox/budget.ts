// Withholds mail to addresses that do not work, and mail beyond an hourly limit. An event of the ticket says so.
import { and, desc, eq, gt, inArray, like, sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { closedIn, NotKnown } from '../db/known.ts';
import { mails } from '../db/schema/mails.ts';
import { messages } from '../db/schema/messages.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Address } from '../mail/address.ts';
import type { Notification } from './notification.ts';

/** Mails of one ticket to one person in an hour. One a minute is more than a person reads. */
const maxPerTicketHour = 60;
/** After this many hard failures a person gets no mail until they write again. */
const maxHardFailures = 3;

/** The letters to send. Each withheld one becomes an event of the ticket, if there is a ticket. */
export async function affordable(
  tx: Tx,
  letters: readonly Notification[],
  { ticketNumber, lately }: { ticketNumber: number | null; lately(person: Address): number },
): Promise<readonly Notification[]> {
  const dead = await deadAddresses(tx, letters);
  const whyNot = ({ to, role, notice }: Notification): string | null => {
    if (notice.kind === 'answer') return dead.has(to.address) ? 'it does not arrive there' : null;
    if (lately(to.address) >= maxPerTicketHour) return `more than ${maxPerTicketHour} in an hour`;
    return role !== 'agent' && dead.has(to.address) ? 'it does not arrive there' : null;
  };
  const withheld = letters.filter(letter => whyNot(letter) !== null);
  if (ticketNumber !== null)
    for (const letter of withheld)
      await noteOnce(tx, ticketNumber, `not mailed to ${letter.to.address}: ${whyNot(letter)}`);
  return letters.filter(letter => !withheld.includes(letter));
}

async function deadAddresses(tx: Tx, letters: readonly Notification[]): Promise<ReadonlySet<string>> {
  const people = letters.map(({ to }) => to.address);
  const known = closedIn(tx)?.known;
  if (known) {
    const read = new Set(known.said.sent.map(({ person }) => person));
    if (people.every(person => read.has(person) && !known.failing.has(person))) return new Set();
    throw new NotKnown('whether mail arrives there');
  }
  const failures = await tx
    .select({ email: outbox.recipientEmail, at: outbox.createdAt })
    .from(outbox)
    .where(
      and(
        inArray(outbox.recipientEmail, people),
        // Literals: with a parameter here PostgreSQL could not use the partial index.
        sql`${outbox.state} in ('failed', 'undeliverable')`,
        // RFC 3463 sections 3.2 and 3.3: bad address, or mailbox disabled.
        sql`${outbox.enhancedStatus} ~ '^5\\.(1\\.|2\\.1$)'`,
      ),
    )
    .orderBy(desc(outbox.createdAt));
  const dead = new Set<string>();
  for (const person of people) {
    const last = failures.filter(({ email }) => email === person)[maxHardFailures - 1];
    if (last && !(await hasWritten(tx, person, last.at))) dead.add(person);
  }
  return dead;
}

async function hasWritten(tx: Tx, person: Address, since: Date): Promise<boolean> {
  const taken = inArray(mails.disposition, ['opened', 'added', 'help', 'pending']);
  const [mail] = await tx
    .select({ id: mails.id })
    .from(mails)
    .where(and(gt(mails.receivedAt, since), eq(mails.author, person), taken))
    .limit(1);
  return mail !== undefined;
}

async function noteOnce(tx: Tx, ticketNumber: number, text: string): Promise<void> {
  const [noted] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.ticketNumber, ticketNumber), eq(messages.kind, 'event'), eq(messages.text, text)))
    .limit(1);
  if (!noted) await tx.insert(messages).values({ ticketNumber, kind: 'event', text });
}

/** How many budgeted receipts were written in the last `hours`: to an address, to a domain, or in all. */
export async function receiptsWithin(
  tx: Tx,
  hours: number,
  to: Readonly<{ address?: Address; domain?: string }>,
): Promise<number> {
  const since = new Date(Date.now() - hours * 3_600_000);
  const { address, domain } = to;
  const ofDomain = domain === undefined ? undefined : `%@${domain.replace(/[\\%_]/g, '\\$&')}`;
  const counted = and(
    sql`${outbox.budgeted}`,
    eq(outbox.role, 'requester'),
    gt(outbox.createdAt, since),
    address === undefined ? undefined : eq(outbox.recipientEmail, address),
    ofDomain === undefined ? undefined : like(outbox.recipientEmail, ofDomain),
  );
  return tx.$count(outbox, counted);
}
