import type { Tx } from '../db/database.ts';
import type { Line } from '../outbox/notice.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { audienceOf, without } from '../tickets/audience.ts';
import { livingOf } from '../tickets/find.ts';
import { mergeTicket } from '../tickets/merge.ts';
import { followersOf, keyOf, lockTicket, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import type { Order } from './carry-out.ts';
import { letterTo } from './letters.ts';

type Merged = Readonly<{ ticket: TicketRow; lines: readonly Line[]; outboxIds: readonly string[] }>;

/** The requester and the followers hear of it on the thread that ends here; agents see it on the other one. */
export async function mergeInto(tx: Tx, ticket: TicketRow, { reading, desk, orders }: Order): Promise<Merged> {
  const stays = (...lines: Line[]): Merged => ({ ticket, lines, outboxIds: [] });
  if (orders.mergeInto === null) return stays();
  const into = await lockTicket(tx, await livingOf(tx, orders.mergeInto));
  if (!into) return stays({ kind: 'no-such-ticket', key: keyOf(orders.mergeInto) });
  if (into.number === ticket.number) return stays({ kind: 'same', words: `#merge ${keyOf(orders.mergeInto)}` });
  const { author } = reading;
  const following = await followersOf(tx, ticket.number);
  await mergeTicket(tx, ticket, { into, by: author });
  const notice = { kind: 'closed', days: null, into: keyOf(into.number), reopenDays: 0 } as const;
  const told = without(audienceOf(ticket, following, []), [author.address]);
  const letters = told.map(participant => letterTo(participant, notice, { desk, ticket }));
  const occasion = { ticket: ticketOfMail(ticket, following), support: desk.supports[0] };
  return {
    ticket: into,
    lines: [{ kind: 'merged', key: keyOf(into.number) }],
    outboxIds: await addToOutbox(tx, letters, occasion),
  };
}
