import { expect, test } from 'vitest';
import { createMemory } from '../../src/spool/memory.ts';
import { spooled } from './mails.ts';

const mib = 1024 * 1024;
/** As in a process that files mail, too. */
function askedMemory() {
  const memory = createMemory();
  memory.read('none');
  return memory;
}
const kept = (ids: readonly string[], memory: ReturnType<typeof createMemory>) => ids.filter(id => memory.read(id));

test('eight megabytes are kept, and then the oldest mails are forgotten, as few as need be', () => {
  const memory = askedMemory();
  const ids = ['a', 'b', 'c', 'd'];
  for (const id of ids) memory.keeping(id)({ ...spooled(id), size: 2 * mib }, Buffer.alloc(2 * mib));
  expect(kept(ids, memory)).toEqual(ids);
  memory.keeping('e')({ ...spooled('e'), size: 1 }, Buffer.alloc(1));
  expect(kept([...ids, 'e'], memory)).toEqual(['b', 'c', 'd', 'e']);
});

test('what is forgotten makes room, once however often', () => {
  const memory = askedMemory();
  for (const id of ['a', 'b']) memory.keeping(id)({ ...spooled(id), size: 4 * mib }, Buffer.alloc(4 * mib));
  for (const _ of [1, 2]) memory.forget('a');
  memory.forget('none');
  for (const id of ['c', 'd']) memory.keeping(id)({ ...spooled(id), size: 2 * mib }, Buffer.alloc(2 * mib));
  expect(kept(['a', 'b', 'c', 'd'], memory)).toEqual(['b', 'c', 'd']);
  memory.keeping('e')({ ...spooled('e'), size: 1 }, Buffer.alloc(1));
  expect(kept(['b', 'c', 'd', 'e'], memory)).toEqual(['c', 'd', 'e']);
});

test('a process that reads no mail keeps none', () => {
  const memory = createMemory();
  memory.keeping('a')({ ...spooled('a'), size: 1 }, Buffer.alloc(1));
  expect(kept(['a'], memory)).toEqual([]);
  memory.keeping('a')({ ...spooled('a'), size: 1 }, Buffer.alloc(1));
  expect(kept(['a'], memory)).toEqual(['a']);
});
