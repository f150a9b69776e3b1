// Parts of pages, and what they weigh.
import { expect, test } from 'vitest';
import { loadAssets } from '../../src/http/assets.ts';
import { initials } from '../../src/http/parts/avatar.ts';

test.each([
  ['Ada Ferri', 'AF'],
  ['Dr. Maria-Magdalena Wolkenstein von und zu Eisenhüttenstadt', 'ME'],
  ['Prof. Dr. Ines Rojas', 'IR'],
  ['J. R. Tolk', 'JT'],
  ['ada.ferri@clinic.test', 'A'],
])('%s is %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test.each(['plain.css', 'agent.css', 'new.css'])('%s goes out in at most 7,000 bytes', name => {
  const assets = loadAssets();
  expect(assets.find(assets.path(name))!.gzip.length).toBeLessThanOrEqual(7_000);
});
