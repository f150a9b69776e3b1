import { expect, test } from 'vitest';
import { givenName } from '../../../src/delivery/templates/given-name.ts';

test.each([
  ['Ada Rossi', 'Ada'],
  ['Rossi, Ada (IT)', 'Ada'],
  ['ROSSI Ada', 'Ada'],
  ['ADA ROSSI', 'Ada'],
  ['ada rossi', 'Ada'],
  ['Dott.ssa Ada Rossi', 'Ada'],
  ['Dr. med. Jean-Luc Weiß', 'Jean-Luc'],
  ['Müller, Dr. Eva [Extern]', 'Eva'],
  ['JEAN-LUC PICARD', 'Jean-Luc'],
  ['Ada', 'Ada'],
  ['"Ada" Rossi', 'Ada'],
])('%s is greeted as %s', (name, given) => {
  expect(givenName(name)).toBe(given);
});
test.each(['', 'ada@clinic.test', 'Ufficio IT', 'IT Helpdesk', 'Soporte Hospital Brezo', 'A. Rossi', '12345', '(IT)'])(
  '%j is greeted without a name',
  name => {
    expect(givenName(name)).toBe('');
  },
);
