import type { OutgoingMail } from '../desk/notice.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { requesterOf, type TicketRow } from './ticket.ts';

export type Participant = Readonly<{ mailbox: Mailbox; role: OutgoingMail['role'] }>;

/** Everyone who is told of a change, each once: the requester, who follows, the agents. */
export function audienceOf(
  ticket: TicketRow,
  following: readonly Mailbox[],
  agents: readonly Mailbox[],
): readonly Participant[] {
  const everyone = new Map<Address, Participant>();
  const add = (role: Participant['role'], mailboxes: readonly Mailbox[]) => {
    for (const mailbox of mailboxes) {
      if (!everyone.has(mailbox.address)) everyone.set(mailbox.address, { mailbox, role });
    }
  };
  add('requester', [requesterOf(ticket)]);
  add('follower', following);
  add('agent', agents);
  return [...everyone.values()];
}

/** Without those who have it already: its author, and who stood beside us in To or Cc. */
export const without = (audience: readonly Participant[], had: readonly Address[]): readonly Participant[] =>
  audience.filter(({ mailbox }) => !had.includes(mailbox.address));
