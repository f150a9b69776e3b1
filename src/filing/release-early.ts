import type { Tx } from '../db/database.ts';
import type { Mailbox } from '../mail/address.ts';
import { answersTo, release } from '../tickets/waiting.ts';
import type { MailFacts } from './read-mail.ts';

/** Releases answers that people copied in sent before this mail arrived. */
export async function releaseEarly(
  tx: Tx,
  { message: { messageId } }: MailFacts,
  added: readonly Mailbox[],
): Promise<void> {
  if (!messageId || added.length === 0) return;
  const people = added.map(({ address }) => address);
  const early = await answersTo(tx, [messageId], people);
  await release(tx, early, { by: 'thread', why: 'the thread that it answers has arrived' });
}
