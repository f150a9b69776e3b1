// The outcome of sending one mail: sent, refused for good, or to be tried again.
//
// A wrong "refused" loses a mail, a wrong "later" costs a retry. So a real reply code decides first, then
// the library's own codes, and everything unknown is temporary.
import type { NodemailerError } from 'nodemailer';
import type { MessageId } from '../../mail/message-id.ts';
import { oneLine } from '../templates/clean.ts';

export type Outcome = Sent | Refused | Later;
/** `relayedAs` is the Message-ID that the relay put in place of ours, where it says so. */
export type Sent = Readonly<{ kind: 'sent'; response: string; relayedAs?: MessageId }>;
/** The relay refused this recipient or this mail for good. */
export type Refused = Readonly<{ kind: 'refused'; code: number; enhancedStatus: string | null; response: string }>;
/**
 * `reason` is for the outbox row and operators; it never goes into a mail. `cause`: whether the relay turns everything
 * away; `unanswered` may be either.
 */
export type Later = Readonly<{ kind: 'later'; reason: string; cause: 'relay' | 'mail' | 'unanswered' }>;

/** Asked before the mail's first byte and before its final dot; false ends the connection without the dot. */
export type MayGo = () => boolean;

// Our session was in the wrong state, or we may not use this relay (yet): RFC 5321 section 4.2.2 and RFC 4954
// section 6. The mail is not at fault: it is tried again, and an operator can correct the setting.
const ourFault = [503, 530, 534, 535, 538];

/** The outcome of a send that threw. */
export function outcomeOf(cause: unknown): Refused | Later {
  const { code, originalCode, command, responseCode, response } = asFailure(cause);
  const answer = oneLine(response ?? '', 300);
  const final = responseCode !== undefined && responseCode >= 500 && responseCode < 600;
  // A 5xx to MAIL FROM or AUTH is about us; only one to the recipient or the mail itself is final.
  const aboutTheMail = command === 'RCPT TO' || command === 'DATA';
  if (final && aboutTheMail && !ourFault.includes(responseCode)) {
    return { kind: 'refused', code: responseCode, enhancedStatus: enhancedStatusIn(answer), response: answer };
  }
  // Only codes and the relay's reply: the text of an exception may hold addresses and paths.
  const words = [code ?? 'unknown', originalCode, command && `at ${command}`, answer];
  const about = responseCode === undefined ? 'unanswered' : aboutTheMail ? 'mail' : 'relay';
  return { kind: 'later', reason: words.filter(Boolean).join(' '), cause: about };
}

/** The enhanced status (RFC 3463 section 2), right after the reply code (RFC 2034 section 4). */
const enhancedStatusIn = (response: string): string | null =>
  /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(response)?.[1] ?? null;

const asFailure = (cause: unknown): Partial<NodemailerError> => (cause instanceof Error ? cause : {});
