import { warnAgents } from '../../actions/warn.ts';
import type { Tx } from '../../db/database.ts';
import { lockTicket, type TicketRow } from '../../tickets/ticket.ts';
import { addEntry } from '../../tickets/write.ts';
import { entryOf } from '../entry-of.ts';
import type { FilingResult, PersonMail } from '../filed.ts';
import { reactsOnTicket, repeatedBefore } from './loops.ts';

/** Null for a mail that is not part of a loop. */
export async function fileLoop(tx: Tx, ticket: TicketRow | null, written: PersonMail): Promise<FilingResult | null> {
  const { facts, content } = written;
  const repeated = ticket && isOrder(facts) ? null : await repeatedBefore(tx, facts, content);
  if (repeated) {
    const why = 'the same words from the same author for the third time in ten minutes';
    const on = ticket?.number ?? repeated.ticketNumber;
    const outboxIds = repeated.first && on !== null ? await warnOfLoop(tx, written, { on, why }) : [];
    return { conclusion: { disposition: 'held', ticketNumber: on, reasons: [why] }, outboxIds };
  }
  if (!ticket || !(await reactsOnTicket(tx, facts, ticket.number))) return null;
  await addEntry(tx, ticket.number, entryOf(facts, 'auto-reply'));
  const why = 'it answers our automatic mail within seconds, again and again';
  const outboxIds = await warnOfLoop(tx, written, { on: ticket.number, why });
  return { conclusion: { disposition: 'auto-reply', ticketNumber: ticket.number, reasons: [why] }, outboxIds };
}

/** An agent may send `#undo` three times in ten minutes. A loop of commands is found by its speed instead. */
const isOrder = ({ isAgent, meaning }: PersonMail['facts']): boolean =>
  isAgent && meaning.description === '' && meaning.given.some(({ marked }) => marked);

async function warnOfLoop(
  tx: Tx,
  { facts: { author }, desk }: PersonMail,
  { on, why }: { on: number; why: string },
): Promise<string[]> {
  const ticket = await lockTicket(tx, on);
  if (!ticket) return [];
  const ids = await warnAgents(tx, ticket, { warning: { about: 'looping', who: author, why }, desk });
  const message = { kind: 'event' as const, text: `loop: mail from ${author.address} is not answered: ${why}` };
  if (ids.length > 0) await addEntry(tx, on, { message, attachments: [] });
  return ids;
}
