import { enqueueNotifications, notificationTo, roleOf } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import { type Desk, localeFor } from '../desk/desk.ts';
import { type NotTaken, notTaken } from '../desk/not-taken.ts';
import type { Notice } from '../desk/notice.ts';
import { addToOutbox, withoutTicket } from '../outbox/outbox.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { type FilingResult, type PersonMail, withoutLetters } from './filed.ts';
import { doubtAbout } from './loops/caution.ts';
import type { AuthoredMail } from './read-mail.ts';

const guide = ({ rules }: Desk): Notice => ({ kind: 'help', videoUrl: rules.guideVideoUrl });

/** Sends the guide on the thread on which it was asked for. */
export async function helpOn(
  tx: Tx,
  ticket: TicketRow,
  { facts: { author, isAgent }, desk }: Pick<PersonMail, 'facts' | 'desk'>,
): Promise<string[]> {
  const role = roleOf(author.address, ticket, isAgent);
  const letter = notificationTo({ mailbox: author, role }, guide(desk), { desk, ticket });
  return enqueueNotifications(tx, ticket, { letters: [letter], desk });
}

/** Why a mail that was refused and kept was not taken. */
function reasonIn({ admitted }: AuthoredMail['mail']): { notTaken?: NotTaken } {
  const reason = admitted.refused ? notTaken(admitted.refused.refusal) : null;
  return reason === null ? {} : { notTaken: reason };
}

/** Answers a mail that asks only for the guide. It opens no ticket. */
export async function answerHelp(tx: Tx, facts: AuthoredMail, desk: Desk): Promise<FilingResult> {
  const { author, message, mail, classification } = facts;
  const conclusion = { disposition: 'help', reasons: ['asks how to write to us'] } as const;
  if (classification.suppressAnswer) return withoutLetters(conclusion);
  const caution = await doubtAbout(tx, facts);
  if (caution.quiet) return withoutLetters({ ...conclusion, reasons: [...conclusion.reasons, ...caution.reasons] });
  const ticket = withoutTicket({ subject: facts.meaning.subject, requester: author, openedAt: mail.receivedAt });
  const letter = {
    to: author,
    role: facts.isAgent ? ('agent' as const) : ('requester' as const),
    locale: localeFor(desk, author.address),
    notice: { ...guide(desk), ...reasonIn(mail) },
    ...caution.letter,
  };
  const context = { ticket, support: desk.supports[0], openedBy: message.messageId };
  return { conclusion, outboxIds: await addToOutbox(tx, [letter], context) };
}
