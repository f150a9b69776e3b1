import { eq } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import type { Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Notice } from '../desk/notice.ts';
import { followersAllowedBy } from '../directory/organisations.ts';
import { copied, type MailFacts, othersAddressed } from '../filing/read-mail.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { addEvent } from '../tickets/change.ts';
import { toldOf } from '../tickets/left-out.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { answersTo, release } from '../tickets/waiting.ts';
import { addFollowers } from '../tickets/write.ts';
import { type FollowRules, type LeftOut, linesAbout, whoMayFollow } from './who-may-follow.ts';

/** `lines` are what there is to say of who does not follow, and `leftOut` their addresses. */
type Copies = Readonly<{ added: readonly Mailbox[]; lines: readonly Feedback[]; leftOut: readonly Address[] }>;
export const noCopies: Copies = { added: [], lines: [], leftOut: [] };

/** Who was copied in follows, as far as that is allowed; answers who is new, and what there is to say of the others. */
export async function copyIn(
  tx: Tx,
  ticket: TicketRow,
  { reading, desk }: { reading: MailFacts; desk: Desk },
): Promise<Copies> {
  if (!reading.isAddressedToUs && othersAddressed(reading, desk).length > 0 && !reading.classification.suppressAnswer) {
    return { ...noCopies, lines: [{ kind: 'blind-copy' }] };
  }
  const people = copied(reading, desk);
  if (people.length === 0) return noCopies;
  const rules = await followRules(tx, ticket, desk);
  const { follow, ...leftOut } = whoMayFollow(people, rules);
  const added = await addFollowers(tx, ticket.number, follow);
  await noteOutsiders(tx, ticket, {
    added: added.filter(({ address }) => !rules.inDirectory(address)),
    by: reading.author,
  });
  const { messageId } = reading.message;
  if (messageId) {
    // Somebody copied in may have answered before this mail was here.
    const early = await answersTo(
      tx,
      [messageId],
      added.map(({ address }) => address),
    );
    await release(tx, early, { by: 'thread', why: 'the thread that it answers has arrived' });
  }
  const news = await notTold(tx, ticket, { leftOut, reading });
  return { added, lines: linesAbout(news), leftOut: [...news.barred, ...news.surplus].map(({ address }) => address) };
}

/** Who may follow this ticket, and who does. */
export async function followRules(tx: Tx, ticket: TicketRow, desk: Desk): Promise<FollowRules> {
  const rows = await tx.select().from(followers).where(eq(followers.ticketNumber, ticket.number));
  return {
    followers: (await followersAllowedBy(tx, ticket.organisation)) ?? desk.rules.followers,
    inDirectory: address => desk.directory.find(address) !== null,
    known: new Set([...rows.map(({ email }) => email as Address), ticket.requesterEmail as Address]),
    following: rows.filter(({ state }) => state === 'following').length,
  };
}

/** Every answer to all copies them in again; their author is told once of each. */
async function notTold(
  tx: Tx,
  ticket: TicketRow,
  { leftOut: { barred, surplus }, reading }: { leftOut: LeftOut; reading: MailFacts },
): Promise<LeftOut> {
  const author = reading.mail.author?.address;
  if (!author || reading.classification.suppressAnswer || barred.length + surplus.length === 0)
    return { barred: [], surplus: [] };
  const told = await toldOf(tx, ticket.number, author);
  const isNews = ({ address }: Mailbox) => !told.has(address);
  return { barred: barred.filter(isNews), surplus: surplus.filter(isNews) };
}

/** Somebody of no directory reads along from here on: who asks later finds since when, and by whom. */
async function noteOutsiders(
  tx: Tx,
  ticket: TicketRow,
  { added, by }: { added: readonly Mailbox[]; by: Mailbox | null },
): Promise<void> {
  if (added.length === 0) return;
  const names = added.map(({ address }) => address).join(', ');
  await addEvent(tx, ticket.number, { text: `copied in from outside the directory: ${names}`, by });
}

/** Whoever copies somebody in is named: the requester has not always. */
export const copiedInBy = (author: Mailbox, { requesterEmail }: TicketRow): Notice =>
  author.address === requesterEmail ? { kind: 'opened' } : { kind: 'opened', by: author };
