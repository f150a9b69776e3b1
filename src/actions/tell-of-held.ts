// Held mail is never silent: agents are told of it by one mail an hour, and at once of mail to postmaster and abuse.
import type { Tx } from '../db/database.ts';
import { agentsTold, type Desk, localeFor } from '../desk/desk.ts';
import type { HeldMail } from '../desk/notice.ts';
import type { Address } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import { heldListSentSince, toldUnprovenSince } from '../outbox/asked.ts';
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
  const told = await tellMembers(tx, wanted, { desk, now });
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
  return [...told, ...(await addToOutbox(tx, letters, { ticket, support, openedBy: null }))];
}

/**
 * Tells members by one mail a day that their mail waits, because nothing proves that they wrote it. Only where SPF or
 * DKIM passes for something of their domain: an answer to any other mail would go to people who did not write.
 */
async function tellMembers(
  tx: Tx,
  held: readonly UntoldMail[],
  { desk, now }: { desk: Desk; now: Date },
): Promise<string[]> {
  const first = new Map(
    held
      .filter(mail => mayBeTold(mail, desk))
      .map(mail => [mail.author!, mail] as const)
      .toReversed(),
  );
  const told = await toldUnprovenSince(tx, [...first.keys()], new Date(now.getTime() - 24 * hourMs));
  const ids: string[] = [];
  for (const [author, { subject, receivedAt, messageId }] of first) {
    if (told.has(author)) continue;
    const to = { address: author as Address, name: desk.directory.find(author as Address)?.name ?? '' };
    const openedAt = receivedAt.toISOString();
    const ticket = withoutTicket({ subject: subject ?? '', requester: to, openedAt });
    const notice = { kind: 'help' as const, videoUrl: desk.rules.guideVideoUrl, notTaken: 'unproven' as const };
    const letter = { to, role: 'requester' as const, locale: localeFor(desk, to.address), notice, budgeted: true };
    const openedBy = messageId as MessageId | null;
    ids.push(...(await addToOutbox(tx, [letter], { ticket, support: desk.supports[0], openedBy })));
  }
  return ids;
}

const mayBeTold = ({ author, mailFrom, authentication }: UntoldMail, { directory }: Desk): boolean =>
  author !== null &&
  mailFrom !== null &&
  (authentication?.aligned.length ?? 0) > 0 &&
  directory.find(author as Address) !== null;

/** RFC 2142: a person reads these mailboxes. */
const isUrgent = ({ rcptTo }: UntoldMail): boolean => rcptTo.some(to => /^(?:postmaster|abuse)@/i.test(to));

function listed(mail: UntoldMail, desk: Desk): HeldMail {
  const { id, author, subject, receivedAt, reasons } = mail;
  const person = author === null || mayBeTold(mail, desk) ? null : desk.directory.find(author as Address);
  return {
    mail: id,
    from: author ?? '',
    subject: subject ?? '',
    receivedAt: receivedAt.toISOString(),
    why: reasons.at(-1) ?? '',
    ...(person ? { member: true } : {}),
  };
}
