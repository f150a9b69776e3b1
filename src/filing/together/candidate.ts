// Which mails can be filed together: those that open a ticket and in which nothing is unusual. Pure.
//
// Whatever is not plain is filed by itself, where every case is decided (file-mail.ts).
import { whoMayFollow } from '../../actions/who-may-follow.ts';
import { type Desk, isOurs } from '../../desk/desk.ts';
import type { Address, Mailbox } from '../../mail/address.ts';
import { isComposedByUs } from '../../mail/arrival.ts';
import type { SpooledMail } from '../../spool/spooled-mail.ts';
import type { NewTicket } from '../../tickets/ticket.ts';
import type { Profile } from '../../triage/incident/likeness.ts';
import { callsForHelp, fingerprintFor, ourIdsIn } from '../file-mail.ts';
import { reportedBy } from '../file-report.ts';
import { contentOf } from '../loops/loops.ts';
import { mayBeNewAddress } from '../loops/receipt-budget.ts';
import { onBehalfOf } from '../on-behalf.ts';
import { newTicket, profileOfRequest } from '../opening.ts';
import { type AuthoredMail, copied, idsAnswered, type MailFacts, readMail } from '../read-mail.ts';
import type { ReadMail } from '../reading/reader.ts';
import { robotSignOf } from '../robots.ts';
import { withoutDecoration } from '../told.ts';

export type Readable = Readonly<{ mail: SpooledMail; read: ReadMail; bodyHash: string }>;

/** A mail that opens a ticket, with what is known of it without the database. */
export type Candidate = Readonly<{
  mail: SpooledMail;
  facts: AuthoredMail;
  fingerprint: string;
  contentHash: string;
  shown: Readonly<{ subject: string; messageId: string | null }>;
  opened: NewTicket;
  profile: Profile;
  followers: readonly Mailbox[];
}>;

/** Null for a mail that has to be filed by itself. */
export function candidateOf({ mail, read: { message, words }, bodyHash }: Readable, desk: Desk): Candidate | null {
  if (words === null || !isPlainlyAdmitted(mail)) return null;
  const asRead = readMail(mail, { message, words }, desk);
  const { author } = asRead;
  if (author === null || !opensPlainly({ ...asRead, author }, desk)) return null;
  const facts = { ...asRead, author, message: withoutDecoration(asRead.message, asRead.newText.text) };
  if (onBehalfOf(facts, desk) !== null || reportedBy({ mail, message, words }, desk).length > 0) return null;
  const followers = followersIn(facts, desk);
  if (followers === null) return null;
  const opened = newTicket(facts);
  return {
    mail,
    facts,
    fingerprint: fingerprintFor(mail, message, bodyHash),
    ...contentOf(asRead, null),
    shown: { subject: message.subject, messageId: message.messageId },
    opened,
    profile: profileOfRequest(opened, facts),
    followers,
  };
}

export const isPlainlyAdmitted = ({ via, admitted }: SpooledMail): boolean =>
  !isComposedByUs(via) &&
  !admitted.hold &&
  !admitted.released &&
  !admitted.refused &&
  !admitted.awaitsThread &&
  !admitted.hasWaited;

function opensPlainly(facts: AuthoredMail, desk: Desk): boolean {
  const { author, person, classification, meaning, clues, reportsOn, waitsSigned } = facts;
  const { messageId, outboxId } = ourIdsIn(facts);
  const mayBeOurs = isOurs(desk, author.address) || outboxId !== null || /^<[0-9a-z]{26}@/.test(messageId ?? '');
  const isDecided = reportsOn !== null || waitsSigned !== null || mayBeOurs || robotSignOf(facts) !== null;
  if (isDecided || person === null || classification.class !== 'person' || classification.doubtful) return false;
  if (mayBeNewAddress(facts)) return false;
  if (clues.addressed.length > 0 || clues.tagged !== null || idsAnswered(facts).length > 0) return false;
  return !callsForHelp(facts) && !meaning.given.some(({ marked }) => marked);
}

/** People copied in who are in the directory follow without further questions; null where somebody else is there. */
function followersIn(facts: MailFacts & AuthoredMail, desk: Desk): readonly Mailbox[] | null {
  const people = copied(facts, desk).filter(({ address }) => desk.directory.find(address)?.role !== 'agent');
  if (people.some(({ address }) => desk.directory.find(address) === null)) return null;
  const known = new Set([facts.author.address]);
  const rules = { followers: [], inDirectory: () => true, known, absent: new Set<Address>(), following: 0 };
  const { follow, barred, surplus } = whoMayFollow(people, rules);
  return barred.length + surplus.length > 0 ? null : follow;
}
