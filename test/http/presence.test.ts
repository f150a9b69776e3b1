import { expect, test } from 'vitest';
import { presentMs, trackPresence } from '../../src/http/presence.ts';

const sam = { ticket: 1, email: 'sam@desk.test', name: 'Sam', state: 'reading' } as const;
const lea = { ...sam, email: 'lea@desk.test', name: 'Lea', state: 'writing' } as const;

test('people are there until they leave, or are not heard of for half a minute', () => {
  let now = 0;
  const presence = trackPresence(() => now);
  const names = (people: readonly { name: string; state: string }[]) =>
    people.map(({ name, state }) => `${name} ${state}`);
  expect(names(presence.note(sam))).toEqual(['Sam reading']);
  expect(names(presence.note(lea))).toEqual(['Sam reading', 'Lea writing']);
  expect(names(presence.note({ ...sam, state: 'writing' }))).toEqual(['Sam writing', 'Lea writing']);
  expect(names(presence.note({ ...sam, ticket: 2 }))).toEqual(['Sam reading']);
  expect(names(presence.note({ ...sam, state: 'gone' }))).toEqual(['Lea writing']);
  now = presentMs + 1;
  expect(names(presence.note(sam))).toEqual(['Sam reading']);
});
