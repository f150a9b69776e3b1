// Held mail is never silent: agents are told of it by one mail an hour, and at once of mail to postmaster and abuse.
import type { Tx } from '../db/database.ts';
import { agentsTold, type Desk, localeFor } from '../desk/desk.ts';
import type { HeldMail } from '../desk/notice.ts';
import type { Address } from '../mail/address.ts';
import { heldListSentSince } from '../outbox/asked.ts';
import { addToOutbox, withoutTicket } from '../outbox/outbox.ts';
import { heldUntold, markTold, type UntoldMail } from '../tickets/held-untold.ts';

const hourMs = 3_600_000;
const maxListed = 50;

/** Returns the outbox rows. */
export async function tellOfHeld(tx: Tx, desk: Desk, now: Date): Promise<string[]> {
  const agents = agentsTold(desk);
  if (agents.length === 0) return [];
  const untold = await heldUntold(tx, maxListed);
  const isDue = !(await heldListSentSince(tx, new Date(now.getTime() - hourMs)));
  const wanted = isDue ? untold : untold.filter(isUrgent);
  if (wanted.length === 0) return [];
  await markTold(
    tx,
    wanted.map(({ id }) => id),
  );
  const notice = { kind: 'held-list' as const, mails: wanted.map(mail => listed(mail, desk)) };
  const letters = agents.map(to => ({
    to,
    role: 'agent' as const,
    locale: localeFor(desk, to.address),
    notice,
    ...(wanted.length === 1 ? { heldMail: wanted[0]!.id } : {}),
    budgeted: true,
  }));
  const support = desk.supports[0];
  const requester = { address: support, name: desk.name };
  const ticket = withoutTicket({ subject: '', requester, openedAt: now.toISOString() });
  return addToOutbox(tx, letters, { ticket, support, openedBy: null });
}

/** RFC 2142: a person reads these mailboxes. */
const isUrgent = ({ rcptTo }: UntoldMail): boolean => rcptTo.some(to => /^(?:postmaster|abuse)@/i.test(to));

function listed({ id, author, subject, receivedAt, reasons }: UntoldMail, { directory }: Desk): HeldMail {
  const person = author === null ? null : directory.find(author as Address);
  return {
    mail: id,
    from: author ?? '',
    subject: subject ?? '',
    receivedAt: receivedAt.toISOString(),
    why: reasons.at(-1) ?? '',
    ...(person ? { member: true } : {}),
  };
}
