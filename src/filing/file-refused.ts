// A refused mail that was kept so that its relay sends no DSN reaches no ticket. Its author gets one help mail a day
// if the relay says that the author is authenticated: any other answer could go to a forged address.
import type { Tx } from '../db/database.ts';
import { type Desk, isOurs } from '../desk/desk.ts';
import { notTaken } from '../desk/not-taken.ts';
import type { Refusal } from '../mail/verdict.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { type Conclusion, claimRefused, concludeMail } from '../tickets/mail-record.ts';
import { wasHelpedSince } from '../tickets/refused.ts';
import type { Filed } from './filed.ts';
import { answerHelp } from './help.ts';
import { type MailFacts, readMail } from './read-mail.ts';
import type { ReadMail } from './reading/reader.ts';

const dayMs = 86_400_000;

export async function fileRefused(
  tx: Tx,
  { mail, read, refusal }: Readonly<{ mail: SpooledMail; read: ReadMail; refusal: Refusal }>,
  desk: Desk,
): Promise<Filed> {
  const { subject, messageId } = read.message;
  if (!(await claimRefused(tx, mail, { subject, messageId }))) return { conclusion: null, outboxIds: [] };
  const outboxIds = await answerRefused(tx, { mail, read, refusal }, desk);
  const reasons = outboxIds.length > 0 ? ['answered by a help mail'] : [];
  const conclusion: Conclusion = { disposition: 'refused', reasons };
  await concludeMail(tx, mail, conclusion);
  return { conclusion, outboxIds };
}

async function answerRefused(
  tx: Tx,
  { mail, read: { message, words }, refusal }: Parameters<typeof fileRefused>[1],
  desk: Desk,
): Promise<readonly string[]> {
  if (!mail.admitted.refused?.answerable || notTaken(refusal) === null || words === null) return [];
  const facts = readMail(mail, { message, words }, desk);
  const { author } = facts;
  if (author === null || !isAnswered(facts) || isOurs(desk, author.address)) return [];
  if (await wasHelpedSince(tx, author.address, new Date(Date.now() - dayMs))) return [];
  return (await answerHelp(tx, { ...facts, author }, desk)).outboxIds;
}

/** No answer to a machine or to the null reverse-path (RFC 3834 section 2). */
const isAnswered = ({ mail, classification }: MailFacts): boolean =>
  mail.envelope.mailFrom !== null && classification.class === 'person';
