import type { MessageId } from './message-id.ts';

export type ThreadFields = Readonly<{
  messageId: MessageId | null;
  inReplyTo: readonly MessageId[];
  references: readonly MessageId[];
}>;

// Ours, not the RFC's: it keeps the field readable and its lines short of 998 octets (RFC 5322 section 2.1.1).
const maxReferences = 20;

/**
 * The References field of a reply to the last of these (RFC 5322 section 3.6.4): at most 20 ids, each once.
 * Kept are the first one, which identifies the thread, and the last ones.
 */
export function capReferences(ids: readonly MessageId[]): MessageId[] {
  const chain = [...new Set(ids)];
  return chain.length <= maxReferences ? chain : [...chain.slice(0, 1), ...chain.slice(1 - maxReferences)];
}
