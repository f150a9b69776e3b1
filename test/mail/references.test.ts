import { expect, test } from 'vitest';
import type { MessageId } from '../../src/mail/message-id.ts';
import { referencesForReply, type ThreadFields } from '../../src/mail/references.ts';

test('a first reply refers to the message it answers', () => {
  expect(referencesForReply(parent('root@a'))).toEqual(['root@a']);
});
test('In-Reply-To stands in for References only when it names one message', () => {
  expect(referencesForReply(parent('b@a', { inReplyTo: ['root@a'] }))).toEqual(['root@a', 'b@a']);
  expect(referencesForReply(parent('b@a', { inReplyTo: ['x@a', 'y@a'] }))).toEqual(['b@a']);
});
test('a chain past the limit keeps its root and its newest ids', () => {
  const chain = referencesForReply(parent('last@a', { references: Array.from({ length: 40 }, (_, n) => `m${n}@a`) }));
  expect([chain.length, chain.at(0), chain.at(-1)]).toEqual([20, 'm0@a', 'last@a']);
});

function parent(id: string, fields: { inReplyTo?: string[]; references?: string[] } = {}): ThreadFields {
  const ids = (names: string[] = []) => names as MessageId[];
  return { messageId: id as MessageId, inReplyTo: ids(fields.inReplyTo), references: ids(fields.references) };
}
