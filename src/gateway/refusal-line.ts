import type { RefusalLine } from '../db/refusals.ts';
import type { RefusedMail } from '../intake/keep-refused.ts';
import type { Arrival } from '../mail/arrival.ts';
import { authorOf } from '../mail/author.ts';
import { fieldValue } from '../mail/header.ts';
import { messageIdsIn } from '../mail/message-id.ts';
import { newId } from '../mail/new-id.ts';
import type { Refusal } from '../mail/verdict.ts';

/** What is kept of a mail that was refused in the session: whose it was and why, and none of its content. */
export function refusalLine({ refusal, arrival, header, decision }: RefusedMail): RefusalLine {
  const found = authorOf(header);
  const author = decision?.author ?? (found.kind === 'author' ? found.mailbox : null);
  const { spf, dkim, dmarc, arc, policy, evidence } = decision?.authentication ?? {};
  return {
    id: newId(),
    at: new Date(),
    peer: arrival.ip,
    heloName: arrival.heloName?.slice(0, 255) ?? null,
    mailFrom: arrival.mailFrom,
    rcptTo: [...arrival.rcptTo],
    author: author?.address ?? null,
    messageId: messageIdsIn(fieldValue(header, 'message-id'))[0] ?? null,
    refusal,
    detail: decision?.authentication ? { spf, dkim, dmarc, arc, policy, evidence } : {},
  };
}

type RefusedRecipient = Readonly<{ refusal: Refusal; to: string; arrival: Omit<Arrival, 'rcptTo'> }>;

/** The same of a recipient that was refused: then there is no mail. */
export const recipientLine = ({ refusal, to, arrival }: RefusedRecipient): RefusalLine => ({
  id: newId(),
  at: new Date(),
  peer: arrival.ip,
  heloName: arrival.heloName?.slice(0, 255) ?? null,
  mailFrom: arrival.mailFrom,
  rcptTo: [to],
  author: null,
  messageId: null,
  refusal,
  detail: {},
});
