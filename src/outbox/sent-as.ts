import { inArray, or, type SQL } from 'drizzle-orm';
import { outbox } from '../db/schema/outbox.ts';
import { withSesForms } from '../mail/message-id.ts';

/** Matches our mail by its own Message-ID or by the one that a relay put in its place. */
export const sentAs = (ids: readonly string[]): SQL | undefined =>
  or(inArray(outbox.messageId, [...ids]), inArray(outbox.relayedAs, withSesForms(ids)));
