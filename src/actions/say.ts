import type { Tx } from '../db/database.ts';
import type { Say, SetFields } from '../desk/action.ts';
import { travelling } from '../desk/attachment.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { addEntry, updateTicket } from '../tickets/write.ts';
import type { Order, Performed, Spoken } from './performed.ts';

/** Adds an answer, a note or a reply to the thread. */
export async function say(tx: Tx, ticket: TicketRow, action: Say, { actor }: Order): Promise<Performed> {
  const { text, told = text, attachments = [], had = [] } = action;
  const { quoted = null, html = null, messageId = null, mailId, createdAt, toldHtml } = action;
  const message = {
    kind: action.do,
    authorEmail: actor.mailbox?.address ?? null,
    authorName: actor.mailbox?.name || null,
    via: actor.via,
    text,
    quoted,
    html,
    messageId,
    ...(mailId === undefined ? {} : { mailId }),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
  const entry = await addEntry(tx, ticket.number, { message, attachments });
  await updateTicket(tx, ticket.number, {}, action.do !== 'note');
  const words = toldHtml === undefined ? {} : { html: toldHtml };
  return {
    said: { as: action.do, entry, told, files: travelling(attachments), ...words, had },
    feedback: action.do === 'note' && told !== null ? [{ kind: 'noted' }] : [],
  };
}

/** An answer sets a new ticket to open. A reply reopens one that is pending, resolved or closed. */
export function statusAfter({ status }: TicketRow, { as, told }: Spoken): (SetFields & { automatic: true }) | null {
  if (as === 'note' || told === null) return null;
  const after = as === 'answer' ? (status === 'new' ? 'open' : status) : status === 'new' ? 'new' : 'open';
  return after === status ? null : { do: 'set', fields: { status: after }, automatic: true };
}
