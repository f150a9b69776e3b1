import type { ApiToken } from '../../db/api-tokens.ts';
import type { Database } from '../../db/database.ts';
import type { FormMail } from '../../delivery/form-mail.ts';
import type { Desk } from '../../desk/desk.ts';
import type { Received } from '../../mail/verdict.ts';

/** A mail that the API writes for a person, to be taken in like every mail. */
export type MailToTake = Readonly<{
  mail: Omit<FormMail, 'to'>;
  /** The ticket that it is a reply to. */
  onTicket?: number;
  /** Why its author is believed. */
  voucher: string;
}>;

export type ApiRooms = Readonly<{
  db: Database;
  desk: Desk;
  /** Composes the mail and takes it in. */
  take(mail: MailToTake): Promise<Received>;
  onUnforeseen(cause: unknown): void;
}>;

declare module 'hono' {
  interface ContextVariableMap {
    token: ApiToken;
    /** When a request with an Idempotency-Key was first begun. */
    begun: Date | undefined;
  }
}
