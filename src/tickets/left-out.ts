import { and, eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { mails } from '../db/schema/mails.ts';
import type { Address, Mailbox } from '../mail/address.ts';

const said = 'its author is told who does not follow: ';

/** Stands among the mail's reasons, so that nobody is told of the same person twice. */
export const tellingOf = (people: readonly Mailbox[]): string[] =>
  people.length === 0 ? [] : [said + people.map(({ address }) => address).join(' ')];

/** Of whom the author of earlier mail on this ticket has been told that they do not follow it. */
export async function toldOf(tx: Tx, ticketNumber: number, author: Address): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ reasons: mails.reasons })
    .from(mails)
    .where(and(eq(mails.ticketNumber, ticketNumber), eq(mails.author, author)));
  const told = rows.flatMap(({ reasons }) => reasons).filter(reason => reason.startsWith(said));
  return new Set(told.flatMap(reason => reason.slice(said.length).split(' ')));
}
