// Mail by which services verify an address ("Ticket-Trick"). An attacker may give a service one of our addresses as
// their own, and must not see the mail that the service then sends.
import type { Tx } from '../db/database.ts';
import { isOnTicket } from '../tickets/find.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { asksForProof, isVerifier } from '../triage/machine/proof-of-address.ts';
import type { MailFacts } from './read-mail.ts';

/** Why the mail waits for an operator, and not for a person on the ticket; null where it need not wait. */
export async function waitsAsRobot(tx: Tx, ticket: TicketRow | null, facts: MailFacts): Promise<string | null> {
  const { mail, author } = facts;
  const why = mail.admitted.released ? null : robotSignOf(facts);
  if (why === null) return null;
  const isOn = ticket !== null && author !== null && (await isOnTicket(tx, ticket.number, author.address));
  return isOn ? null : why;
}

/**
 * Automated mail without a ticket opens none, so it shows its content to no person and need not be held. If the author
 * is admitted only by an `@domain` entry, it is held for an operator.
 */
export const opensNoTicket = (ticket: TicketRow | null, { classification, person }: MailFacts): boolean =>
  ticket === null && classification.class !== 'person' && !person?.email.startsWith('@');

/** True for mail that takes no answer, and for a challenge, which only the owner of the address may answer. */
export const isRobot = ({ classification }: MailFacts): boolean =>
  classification.class === 'notification' || classification.class === 'challenge';

/** Why its author seems to be a program, or null. */
export function robotSignOf(facts: MailFacts): string | null {
  const { author, person, classification, message } = facts;
  if (isRobot(facts)) return `a program wrote it (${classification.class}): ${classification.evidence[0] ?? ''}`;
  if (classification.class === 'dsn' || classification.class === 'mdn') return null;
  // An entry of its own, and not of its whole domain, shows that the operator meant this address.
  const isMeant = person !== null && !person.email.startsWith('@');
  if (author && !isMeant && isVerifier(author.address)) return 'its author is a program that verifies addresses';
  const isKnown = person !== null && classification.class === 'person';
  return !isKnown && asksForProof(message.subject, message.text) ? 'it asks whether somebody reads this address' : null;
}
