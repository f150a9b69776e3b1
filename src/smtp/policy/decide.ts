// The answer to one policy request, as an action of Postfix's access(5).
import { type Address, domainOf, type ReversePath } from '../../mail/address.ts';
import type { Refusal } from '../../mail/verdict.ts';
import { forwardPath, reversePath } from '../envelope-paths.ts';
import { refusedWithGuide, textOf } from '../replies.ts';
import type { PolicyRequest } from './requests.ts';

export type PolicyPorts = Readonly<{
  /** What the envelope settles before the mail comes; null: nothing. Rejects where it cannot be said now. */
  screen(envelope: Readonly<{ mailFrom: ReversePath; recipient: Address }>): Promise<Refusal | null>;
  supports: readonly Address[];
  maxMessageBytes: number;
  /** The video that refusals of authors point to. */
  guideUrl: string | null;
  onRefused(refusal: Refusal): void;
  onUnforeseen(cause: unknown): void;
}>;

/** DUNNO leaves the mail to the relay's other rules and to DATA. Never rejects. */
export async function decide(request: PolicyRequest, ports: PolicyPorts): Promise<string> {
  try {
    const refusal = await refusalOf(request, ports);
    if (refusal === null) return 'DUNNO';
    ports.onRefused(refusal);
    return `REJECT ${refusedWithGuide(refusal, ports.guideUrl).message}`;
  } catch (cause) {
    ports.onUnforeseen(cause);
    return `DEFER_IF_PERMIT ${textOf('not-now')}`;
  }
}

// RCPT names its recipient. The end of DATA names one only where there is no other, but says the size.
const states: readonly unknown[] = ['RCPT', 'DATA', 'END-OF-MESSAGE'];

async function refusalOf(request: PolicyRequest, ports: PolicyPorts): Promise<Refusal | null> {
  const value = (name: string) => request.get(name) ?? '';
  if (value('request') !== 'smtpd_access_policy' || !states.includes(value('protocol_state'))) return null;
  const found = recipientOf(value('recipient'), ports.supports);
  if (found === null) return null;
  // Postfix counts what its client sent; what it passes on is longer.
  if (Number(value('size')) > ports.maxMessageBytes) return 'too-big';
  if (!found.includes('@')) return found as Refusal;
  const refusal = await ports.screen({
    mailFrom: reversePath({ address: value('sender'), args: false }),
    recipient: found as Address,
  });
  // A client that has signed in at the relay is the relay's own user, and DATA decides about its author.
  return refusal === 'unknown-author' && value('sasl_username') !== '' ? null : refusal;
}

/** Null for what is none of our business: other domains, and the mail as a whole where it has several recipients. */
function recipientOf(path: string, supports: readonly Address[]): Address | Refusal | null {
  const domain = path.slice(path.lastIndexOf('@') + 1).toLowerCase();
  if (!path.includes('@') || !supports.some(own => domainOf(own) === domain)) return null;
  return forwardPath({ address: path, args: false }, domain, true);
}
