import { inArray, or, type SQL } from 'drizzle-orm';
import { outbox } from '../db/schema/outbox.ts';
import { withSesForms } from '../mail/message-id.ts';

/** Mail of ours by one of these Message-IDs: ours, or the one that a relay put in its place. */
export const sentAs = (ids: readonly string[]): SQL | undefined =>
  or(inArray(outbox.messageId, [...ids]), inArray(outbox.relayedAs, withSesForms(ids)));
