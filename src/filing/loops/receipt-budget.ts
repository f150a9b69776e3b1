// Whether a new ticket gets its receipt at once, late or not at all. A person always gets one, for any number of
// tickets; the budgets are for mail that looks like a machine's.
import type { Tx } from '../../db/database.ts';
import { type Address, domainOf } from '../../mail/address.ts';
import { saysItAnswers } from '../../mail/subject.ts';
import { receiptsWithin } from '../../outbox/budget.ts';
import { openedBy } from '../../tickets/loop-facts.ts';
import { admittingDomain, idsAnswered, type MailFacts } from '../read-mail.ts';
import { chainOfAnswers, suspicionInDomain } from './new-addresses.ts';
import { type Opened, type Suspicion, suspicionOf } from './reactions.ts';

export const hourMs = 3_600_000;
/** Most receipts to mail that looks like a machine's: to an address in an hour and a day, to a domain, and in all. */
const budgets = { hour: 5, day: 20, domainHour: 50, gatewayHour: 500 };
export const lookBack = 100;
/** Characters of a mail that are compared. */
export const maxSaid = 1000;
/** A reaction comes within this time (reactions.ts), and no receipt is delayed for longer. */
export const soonMs = 15 * 60_000;

/** The mail as reactions.ts looks at it. */
export const openingOf = ({ mail, message, meaning, newText }: MailFacts) => ({
  at: new Date(mail.receivedAt),
  said: `${meaning.subject}\n${newText.text.slice(0, maxSaid)}`,
  isAnswer: saysItAnswers(message.subject),
});

export async function suspicionAbout(tx: Tx, facts: MailFacts): Promise<Suspicion> {
  const at = new Date(facts.mail.receivedAt);
  const [last] = await openedBefore(tx, facts, 1);
  if (!last && mayBeNewAddress(facts)) return suspicionOfNewAddress(tx, facts);
  // The hour of earlier mail is read only for the few authors who write again soon.
  if (!last || at.getTime() - last.at.getTime() > soonMs) return { kind: 'none' };
  return suspicionOf(openingOf(facts), await openedBefore(tx, facts, lookBack));
}

/** The mail seems to answer one, and only an `@domain` entry admits its author. */
export const mayBeNewAddress = (facts: MailFacts): boolean =>
  admittingDomain(facts) !== null && (idsAnswered(facts).length > 0 || saysItAnswers(facts.message.subject));

async function suspicionOfNewAddress(tx: Tx, facts: MailFacts): Promise<Suspicion> {
  if (await chainOfAnswers(tx, facts)) return { kind: 'loop' };
  const opening = openingOf(facts);
  const since = new Date(opening.at.getTime() - hourMs);
  return suspicionInDomain(tx, opening, { author: facts.author?.address ?? ('' as Address), since });
}

async function openedBefore(tx: Tx, { mail, author }: MailFacts, limit: number): Promise<Opened[]> {
  const to = new Date(mail.receivedAt);
  const period = { from: new Date(to.getTime() - hourMs), to };
  const rows = await openedBy(tx, author?.address ?? '', { period, limit, maxText: maxSaid });
  return rows.map(({ subject, text, ...row }) => ({ ...row, said: `${subject}\n${text ?? ''}` }));
}

/** The budget that is used up, so that this mail gets no receipt; null where it gets one. */
export async function overBudget(tx: Tx, author: Address): Promise<string | null> {
  const domain = domainOf(author);
  if ((await receiptsWithin(tx, 1, { address: author })) >= budgets.hour)
    return `${budgets.hour} in an hour to ${author}`;
  if ((await receiptsWithin(tx, 24, { address: author })) >= budgets.day) return `${budgets.day} in a day to ${author}`;
  if ((await receiptsWithin(tx, 1, { domain })) >= budgets.domainHour)
    return `${budgets.domainHour} in an hour to ${domain}`;
  if ((await receiptsWithin(tx, 1, {})) >= budgets.gatewayHour) return `${budgets.gatewayHour} in an hour to anybody`;
  return null;
}
