/** Why mail is refused. SMTP codes and texts are in smtp/reply-table.ts. */
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
  | 'near-limits'
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
  'near-limits',
  'not-now',
]);
export const isTemporary = (refusal: Refusal): boolean => temporary.has(refusal);

/** `hold`: taken, but a person must release it before it reaches a ticket. */
export type Verdict =
  /** `coveredFields`: the header fields that are authenticated as the author's; missing means all. */
  | Readonly<{ kind: 'accept'; reasons: readonly string[]; coveredFields?: readonly string[] }>
  /** `awaitsThread`: authenticated; waits only until the thread that it answers is known. */
  | Readonly<{ kind: 'hold'; reasons: readonly string[]; awaitsThread?: true; coveredFields?: readonly string[] }>
  | Readonly<{ kind: 'refuse'; refusal: Refusal }>;

/** The result of intake: stored under this id, or refused with nothing kept. */
export type Received = Readonly<{ kind: 'received'; id: string }> | Readonly<{ kind: 'refused'; refusal: Refusal }>;
