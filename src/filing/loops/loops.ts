// Loops: two systems that thank each other forever, where no header says that one is a machine.
//
// People may write any amount of mail. A loop shows in what only machines do: repeating the same words,
// or answering within seconds each automatic mail of ours and nothing else.
// No mail is lost: repeated mail is held, a reacting mail is kept on the ticket without an answer,
// and the agents are warned once. The facts come from PostgreSQL, so they hold across restarts and workers.
// Each rule looks back a short time only, so its effect ends by itself.
import type { Tx } from '../../db/database.ts';
import { fingerprintOf } from '../../mail/fingerprint.ts';
import { ownSubject } from '../../mail/subject.ts';
import { automaticMailTo, mailsWithContent, wordsBy } from '../../tickets/loop-facts.ts';
import type { MailFacts } from '../read-mail.ts';
import { reactions, saidWords, saysLittleNew } from './reactions.ts';

/** A hash of author, ticket, subject, text and files, to find repeated mail. */
export type Content = Readonly<{ contentHash: string }>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const repeatsMs = 10 * minuteMs;
const maxRepeats = 2;

export function contentOf({ author, message, newText }: MailFacts, ticketNumber: number | null): Content {
  const text = newText.text.slice(0, 20_000).replace(/\s+/g, ' ').trim();
  const files = message.attachments.map(({ sha256 }) => sha256);
  const by = author?.address ?? null;
  return {
    contentHash: fingerprintOf([by, String(ticketNumber), ownSubject(message.subject).toLowerCase(), text, ...files]),
  };
}

/** Set if the author sends the same content at least the third time in ten minutes; `first` on the third time. */
export async function repeatedBefore(
  tx: Tx,
  { mail }: MailFacts,
  { contentHash }: Content,
): Promise<{ first: boolean; ticketNumber: number | null } | null> {
  const at = new Date(mail.receivedAt).getTime();
  const period = { from: new Date(at - repeatsMs), to: new Date(at + repeatsMs) };
  const rows = await mailsWithContent(tx, { contentHash, except: mail.id, period });
  if (rows.length < maxRepeats) return null;
  const ticketNumber = rows.find(row => row.ticketNumber !== null)?.ticketNumber ?? null;
  return { first: rows.length === maxRepeats, ticketNumber };
}

/** So many reactions within so long are a loop. `alike`: only if the mail says hardly anything new. */
const tooMany = [
  { count: 3, withinMs: 120_000, alike: true },
  { count: 6, withinMs: 10_000, alike: false },
  { count: 12, withinMs: 30_000, alike: false },
];
/** Fewer automatic mails of ours are no loop. */
export const fewestSent = 3;

/** Whether the author's mail on this ticket only reacts to our automatic mail. */
export async function reactsOnTicket(tx: Tx, facts: MailFacts, ticketNumber: number): Promise<boolean> {
  const { mail, author, meaning, newText } = facts;
  // An author of commands answers our feedback fast, and a machine writes no commands.
  if (meaning.given.some(({ marked, command }) => marked && !['unknown', 'invalid'].includes(command.kind)))
    return false;
  const at = new Date(mail.receivedAt);
  const since = new Date(at.getTime() - hourMs);
  const address = author?.address ?? '';
  const sent = await automaticMailTo(tx, { ticketNumber, address, since });
  if (sent.length < fewestSent) return false;
  const before = await wordsBy(tx, { ticketNumber, address, since });
  const events = [...before, { at }];
  const said = before.map(({ text }) => saidWords(text));
  const isAlike = saysLittleNew(saidWords(newText.text), said);
  return tooMany.some(
    ({ count, withinMs, alike }) => (isAlike || !alike) && reactions(events, sent, withinMs) >= count,
  );
}
