import type { OutgoingMail } from '../desk/notice.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { requesterOf, type TicketRow } from './ticket.ts';

export type Participant = Readonly<{ mailbox: Mailbox; role: OutgoingMail['role'] }>;

/** All who are told of a change, each once: the requester, the followers, the agents. */
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

/** Without those who have the mail already: its author, and the people in its To and Cc. */
export const without = (audience: readonly Participant[], had: readonly Address[]): readonly Participant[] =>
  audience.filter(({ mailbox }) => !had.includes(mailbox.address));
