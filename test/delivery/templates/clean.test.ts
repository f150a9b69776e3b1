import { expect, test } from 'vitest';
import { oneLine } from '../../../src/delivery/templates/clean.ts';

test.each([
  ['#follow p10@x10.test p11@x11.test p12@x12.test', 40, '#follow p10@x10.test p11@x11.test …'],
  ['a@b.test, c@d.test, e@f.test', 22, 'a@b.test, c@d.test …'],
  ['plain words that go on and on', 20, 'plain words that go…'],
  ['a\u{1F600}b', 3, 'a…'],
])('%j of at most %i characters is cut, but no address is', (text, most, cut) => {
  expect(oneLine(text, most)).toBe(cut);
});
