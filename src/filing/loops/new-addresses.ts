// A loop whose machine writes from a new address each time, where the directory admits its whole domain: each receipt
// goes to another address, so no address shows the loop, and only its mails together do.
import type { Tx } from '../../db/database.ts';
import { type Address, domainOf } from '../../mail/address.ts';
import { taggedTicket } from '../../mail/subject.ts';
import { livingOf, ticketsNaming } from '../../tickets/find.ts';
import { openedInDomain } from '../../tickets/loop-facts.ts';
import { openingOf as openingMailOf } from '../../tickets/same-thread.ts';
import { idsAnswered, type MailFacts } from '../read-mail.ts';
import { type Opening, type Suspicion, saidWords, saysLittleNew, suspicionOf } from './reactions.ts';

/** So many mails in a row, each of which answers the receipt of the one before, at another address. */
const chainLength = 3;
const mostRead = 30;

type Named = Readonly<{ ids: readonly string[]; subject: string; author: string | null }>;

/** Whether this mail of an address that is new here ends a chain of answers to receipts of other addresses. */
export async function chainOfAnswers(tx: Tx, facts: MailFacts): Promise<boolean> {
  const domain = domainOf(facts.author?.address ?? ('' as Address));
  const seen = new Set<string | null>([facts.author?.address ?? null]);
  let named: Named = { ids: idsAnswered(facts), subject: facts.message.subject, author: null };
  for (let length = 0; length < chainLength; length += 1) {
    const before = await openedFor(tx, named);
    if (!before?.author || seen.has(before.author) || domainOf(before.author as Address) !== domain) return false;
    seen.add(before.author);
    named = before;
  }
  return true;
}

/** The mail that opened the ticket which a mail names. */
async function openedFor(tx: Tx, { ids, subject }: Named): Promise<Named | null> {
  const [byId] = await ticketsNaming(tx, ids);
  const tagged = taggedTicket(subject);
  const number = byId ?? (tagged === null ? null : await livingOf(tx, tagged));
  return number === null ? null : openingMailOf(tx, number);
}

/** The same where the mails name no ticket, by what they say and when they come. */
export async function suspicionInDomain(
  tx: Tx,
  mail: Opening,
  { author, since }: Readonly<{ author: Address; since: Date }>,
): Promise<Suspicion> {
  const period = { from: since, to: mail.at };
  const rows = await openedInDomain(tx, domainOf(author), { period, limit: mostRead, maxText: 1000 });
  const byAddress = Map.groupBy(rows, row => row.author);
  // People and ordinary loops write more than once.
  const once = rows.filter(row => row.author !== author && byAddress.get(row.author)?.length === 1);
  const before = once.map(({ subject, text, ...row }) => ({ ...row, said: `${subject}\n${text ?? ''}` }));
  const words = saidWords(mail.said);
  const alike = before.filter(({ said }) => saysLittleNew(words, [saidWords(said)]));
  return suspicionOf({ ...mail, isAnswer: true }, alike);
}
