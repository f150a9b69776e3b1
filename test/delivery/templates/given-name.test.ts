import { expect, test } from 'vitest';
import { givenName, spokenName } from '../../../src/delivery/templates/given-name.ts';

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

test.each([
  ['Rossi, Ada (IT)', 'Ada Rossi'],
  ['Rossi, Ada', 'Ada Rossi'],
  ['Müller, Dr. Eva [Extern]', 'Dr. Eva Müller'],
  ['de la Cruz, Juan Carlos', 'Juan Carlos de la Cruz'],
  ['Ada Rossi', 'Ada Rossi'],
  ['Ada Rossi (IT)', 'Ada Rossi (IT)'],
  ['Hart, MD', 'Hart, MD'],
  ['Ospedale Nord, Milano', 'Ospedale Nord, Milano'],
  ['Anna, Bob, Carl', 'Anna, Bob, Carl'],
  ['', ''],
])('%j is named %j', (name, spoken) => expect(spokenName(name)).toBe(spoken));
