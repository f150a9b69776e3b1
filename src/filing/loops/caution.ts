import { warnAgents } from '../../actions/warn.ts';
import type { Tx } from '../../db/database.ts';
import type { Desk } from '../../desk/desk.ts';
import type { Notification } from '../../outbox/notification.ts';
import type { TicketRow } from '../../tickets/ticket.ts';
import { addEntry } from '../../tickets/write.ts';
import type { AuthoredMail } from '../read-mail.ts';
import { overBudget, suspicionAbout } from './receipt-budget.ts';

export type Caution = Readonly<{ quiet: boolean; reasons: readonly string[]; letter: Partial<Notification> }>;

/** Whether the receipt is sent, late, or not at all, because of a possible loop (loops.ts). */
export async function cautionAbout(tx: Tx, facts: AuthoredMail): Promise<Caution> {
  if (facts.classification.suppressAnswer) return { quiet: false, reasons: [], letter: {} };
  const suspicion = await suspicionAbout(tx, facts);
  if (suspicion.kind === 'loop') {
    return { quiet: true, reasons: ['not answered: it answers each receipt of ours, and waits for it'], letter: {} };
  }
  if (suspicion.kind === 'wait') {
    const { ms } = suspicion;
    const reasons = [`the receipt waits ${Math.round(ms / 1000)} seconds: perhaps a loop`];
    return { quiet: false, reasons, letter: { budgeted: true, heldBackMs: ms } };
  }
  return doubtAbout(tx, facts);
}

/** Applies the receipt budget to mail with signs of a machine, but too few to be one. */
export async function doubtAbout(tx: Tx, { classification, author }: AuthoredMail): Promise<Caution> {
  if (!classification.doubtful) return { quiet: false, reasons: [], letter: {} };
  const over = await overBudget(tx, author.address);
  if (over) return { quiet: true, reasons: [`not answered: receipts over budget, ${over}`], letter: {} };
  return { quiet: false, reasons: [], letter: { budgeted: true } };
}

export async function warnOfCaution(
  tx: Tx,
  ticket: TicketRow,
  { caution, facts, desk }: { caution: Caution; facts: AuthoredMail; desk: Desk },
): Promise<string[]> {
  if (!caution.quiet) return [];
  const why = caution.reasons.join('; ');
  await addEntry(tx, ticket.number, { message: { kind: 'event', text: `loop: ${why}` }, attachments: [] });
  return warnAgents(tx, ticket, { warning: { about: 'looping', who: facts.author, why }, desk });
}
