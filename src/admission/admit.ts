// Admission decides whether a mail is taken, held or refused: a pure function over facts that were
// looked up beforehand. It knows no SMTP codes and does no I/O.
import type { ReversePath } from '../mail/address.ts';
import type { Author } from '../mail/author.ts';
import type { Refusal, Verdict } from '../mail/verdict.ts';
import type { Verification } from './authenticity/verify.ts';
import type { Route } from './recipients.ts';

export type AdmissionFacts = Readonly<{
  mailFrom: ReversePath;
  author: Author;
  routes: readonly Route[];
  /** The author is in the directory and active. */
  inDirectory: boolean;
  /** Whether the author is on a ticket whose messages the mail refers to; null where it refers to none. */
  onThread: 'member' | 'known' | 'unknown' | null;
  /** A multipart/report (RFC 6522). */
  isReport: boolean;
  verified: Verification;
  unauthenticated: 'hold' | 'refuse';
}>;

export function admit(facts: AdmissionFacts): Verdict {
  const { author, routes, verified } = facts;
  const toThread = routes.some(route => route.kind === 'thread');
  // RFC 5321 section 4.5.5: reports have the null reverse-path; people write to the reply address.
  if (facts.mailFrom !== null && routes.some(route => route.kind === 'report')) return refuse('reply-address-invalid');
  // Refusing a DSN would hide the failure of our own mail. It is always filed as a report, so its author need
  // not be authenticated.
  const toReturnPath = routes.every(route => route.kind === 'report');
  if (facts.mailFrom === null && (facts.isReport || toReturnPath)) return accept('null reverse-path: a report');
  if (routes.every(route => route.kind === 'postmaster')) return hold('for postmaster or abuse: a person reads it');
  // Old mail servers send DSNs as plain text, which anyone can imitate.
  const turnedAway = facts.mailFrom === null && toThread ? heldReport : refuse;
  if (author.kind === 'refuse') return turnedAway('malformed-author');
  const mayWrite = facts.inDirectory || facts.onThread === 'member' || toThread;
  // The reply of a person in Cc may arrive before the mail that it answers. A reply to a known thread by an
  // author who is not on it is refused.
  const mayWait = facts.onThread === 'unknown' && facts.mailFrom !== null && verified.kind === 'authenticated';
  if (!mayWrite && mayWait) {
    return {
      ...hold('answers a thread that is not known here yet', verified.how),
      ...covered(verified),
      awaitsThread: true,
    };
  }
  if (!mayWrite) return refuse('unknown-author');
  if (verified.kind === 'refuse') {
    return verified.refusal === 'author-unverifiable' ? refuse(verified.refusal) : turnedAway(verified.refusal);
  }
  if (verified.kind === 'unauthenticated') {
    return facts.unauthenticated === 'refuse' && !verified.undecided
      ? turnedAway('author-must-authenticate')
      : hold(`nobody vouches for the author: ${verified.why}`);
  }
  const standing = facts.inDirectory ? 'author in the directory' : 'author writes on a thread';
  return { ...accept(standing, verified.how), ...covered(verified) };
}

const covered = ({ covers }: Extract<Verification, { kind: 'authenticated' }>) =>
  covers === 'every' ? {} : { coveredFields: covers };

const refuse = (refusal: Refusal): Verdict => ({ kind: 'refuse', refusal });
const accept = (...reasons: string[]): Verdict => ({ kind: 'accept', reasons });
const hold = (...reasons: string[]): Extract<Verdict, { kind: 'hold' }> => ({ kind: 'hold', reasons });
const heldReport = (refusal: Refusal): Verdict => hold(`null reverse-path, otherwise refused: ${refusal}`);
