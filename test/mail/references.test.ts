import { expect, test } from 'vitest';
import type { MessageId } from '../../src/mail/message-id.ts';
import { capReferences } from '../../src/mail/references.ts';

const ids = (...names: string[]) => names as MessageId[];

test('each message of a thread is named once, in order', () => {
  expect(capReferences(ids('root@a', 'b@a', 'root@a'))).toEqual(['root@a', 'b@a']);
});
test('a chain past the limit keeps its root and its newest ids', () => {
  const chain = capReferences(ids(...Array.from({ length: 40 }, (_, n) => `m${n}@a`), 'last@a'));
  expect([chain.length, chain.at(0), chain.at(-1)]).toEqual([20, 'm0@a', 'last@a']);
});
