// What services send to find out who reads an address ("Ticket-Trick"). Our addresses are no mailbox of the
// people who write to them: somebody who names one to a service as his own must not see what comes of it.
import type { Tx } from '../db/database.ts';
import { isOnTicket } from '../tickets/find.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { asksForProof, isVerifier } from '../triage/machine/proof-of-address.ts';
import type { MailFacts } from './read-mail.ts';

/** Why the mail waits for an operator, and for nobody on the ticket; null where it need not. */
export async function waitsAsRobot(tx: Tx, ticket: TicketRow | null, reading: MailFacts): Promise<string | null> {
  const { mail, author } = reading;
  const why = mail.admitted.released ? null : robotSignOf(reading);
  if (why === null) return null;
  const isOn = ticket !== null && author !== null && (await isOnTicket(tx, ticket.number, author.address));
  return isOn ? null : why;
}

/** A machine's mail to support@ opens nothing, so nobody sees it; of a whole domain's people, somebody looks whether it is one. */
export const isSeenByNobody = (ticket: TicketRow | null, { classification, person }: MailFacts): boolean =>
  ticket === null && classification.class !== 'person' && !person?.email.startsWith('@');

/** It takes no answer, or wants one that only its own reader may give. */
export const isRobot = ({ classification }: MailFacts): boolean =>
  classification.class === 'notification' || classification.class === 'challenge';

function robotSignOf(reading: MailFacts): string | null {
  const { author, person, classification, message } = reading;
  if (isRobot(reading)) return `a program wrote it (${classification.class}): ${classification.evidence[0] ?? ''}`;
  if (classification.class === 'dsn' || classification.class === 'mdn') return null;
  // An entry of its own, and not one of its whole domain, says that somebody meant this very address.
  const isMeant = person !== null && !person.email.startsWith('@');
  if (author && !isMeant && isVerifier(author.address)) return 'its author is a program that verifies addresses';
  const isKnown = person !== null && classification.class === 'person';
  return !isKnown && asksForProof(message.subject, message.text) ? 'it asks whether somebody reads this address' : null;
}
