/** Why we turn mail away, in our words. SMTP numbers belong to smtp/replies.ts. */
export type Refusal =
  | 'unknown-recipient'
  | 'relaying-denied'
  | 'reply-address-invalid'
  | 'unknown-author'
  | 'unauthenticated-author'
  | 'author-must-authenticate'
  | 'author-unverifiable'
  | 'malformed-author'
  | 'repeated-field'
  | 'bare-line-end'
  | 'header-too-big'
  | 'needs-smtputf8'
  | 'mail-loop'
  | 'infected'
  | 'scanner-away'
  | 'too-big'
  | 'too-many-connections'
  | 'too-many-mails'
  | 'too-many-errors'
  | 'too-slow'
  | 'unknown-parameter'
  | 'unknown-client'
  | 'shutting-down'
  | 'not-now';

/** A later attempt may succeed; the replies to these are 4xx. */
const temporary: ReadonlySet<Refusal> = new Set([
  'author-unverifiable',
  'scanner-away',
  'too-many-connections',
  'too-many-mails',
  'too-many-errors',
  'too-slow',
  'unknown-client',
  'shutting-down',
  'not-now',
]);
export const isTemporary = (refusal: Refusal): boolean => temporary.has(refusal);

/** `hold`: taken, but a person has to let it in before it reaches a ticket. */
export type Verdict =
  /** `coveredFields`: the header fields that are the author's for sure; missing means all of them. */
  | Readonly<{ kind: 'accept'; reasons: readonly string[]; coveredFields?: readonly string[] }>
  /** `awaitsThread`: it is authenticated, and waits only until the thread that it answers is known. */
  | Readonly<{ kind: 'hold'; reasons: readonly string[]; awaitsThread?: true; coveredFields?: readonly string[] }>
  | Readonly<{ kind: 'refuse'; refusal: Refusal }>;

/** What became of a mail at intake: ours from now on, under this id, or turned away with nothing kept. */
export type Received = Readonly<{ kind: 'received'; id: string }> | Readonly<{ kind: 'refused'; refusal: Refusal }>;
