import type { Mailbox } from '../mail/address.ts';
import type { Authentication } from '../mail/authentication.ts';
import type { Verdict } from '../mail/verdict.ts';

/** What admission decided about a mail, and what it found out about its author. */
export type Decision = Readonly<{
  verdict: Verdict;
  author: Mailbox | null;
  authentication: Authentication | null;
}>;
