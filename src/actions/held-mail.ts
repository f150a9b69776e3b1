import type { Tx } from '../db/database.ts';
import type { Decide } from '../desk/action.ts';
import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Address } from '../mail/address.ts';
import { heldMail, keepOut, release } from '../tickets/waiting.ts';
import { type Acted, act } from './act.ts';

type Decided = Pick<Acted, 'feedback' | 'outboxIds'> & Readonly<{ ticketNumber: number | null }>;

/** Decides on a held mail, with or without a ticket; `refused` where no such mail is held. */
export async function decideHeldMail(
  tx: Tx,
  decision: Decide,
  actor: Actor,
  desk: Desk,
): Promise<Decided | { refused: Feedback }> {
  const mail = await heldMail(tx, decision.mail);
  if (!mail) return { refused: { kind: 'not-held', words: decision.mail } };
  if (mail.heldForTicket !== null && mail.author !== null) {
    const acted = await act(tx, mail.heldForTicket, [decision], actor, desk);
    return 'refused' in acted ? acted : { ...acted, ticketNumber: acted.ticket.number };
  }
  const by = actor.mailbox?.address ?? 'an operator';
  const address = mail.author ?? ('' as Address);
  if (decision.do === 'keep-out') {
    await keepOut(tx, [mail.id], { by: actor.mailbox?.address ?? 'operator', why: `kept out by ${by}` });
    return { feedback: [{ kind: 'kept-out', address }], outboxIds: [], ticketNumber: null };
  }
  await release(tx, [mail.id], { by: null, why: `let in by ${by}` });
  return { feedback: [{ kind: 'let-in', address }], outboxIds: [], ticketNumber: null };
}
