import type { Notice } from '../desk/notice.ts';
import type { Mailbox } from '../mail/address.ts';
import type { TicketRow } from '../tickets/ticket.ts';

/** Names the author unless it is the requester, whom followers assume. */
export const copiedInBy = (author: Mailbox | null, { requesterEmail }: TicketRow, outside = false): Notice => ({
  kind: 'opened',
  ...(author === null || author.address === requesterEmail ? {} : { by: author }),
  ...(outside ? { outside } : {}),
});
