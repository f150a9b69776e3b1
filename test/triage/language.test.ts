import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languageOf } from '../../src/triage/language.ts';
import { cpuMs } from '../support/cpu.ts';

test.each([
  ['en', 'Since this morning the calendar is empty. Please have a look, the patients are not able to book.'],
  ['it', 'Da stamattina il calendario non mostra gli appuntamenti, anche se sono stati confermati. Grazie.'],
  ['es', 'Desde esta mañana el calendario está vacío y los pacientes no pueden reservar. Gracias.'],
  ['pt', 'Desde esta manhã o calendário está vazio e os pacientes não conseguem marcar uma consulta. Obrigado.'],
  ['fr', 'Depuis ce matin le calendrier est vide et les patients ne peuvent pas réserver. Merci pour votre aide.'],
  ['de', 'Seit heute früh ist der Kalender leer und die Patienten können nicht buchen. Bitte helfen Sie.'],
])('%s is told by its small words', (locale, text) => {
  expect(languageOf(text)).toBe(locale);
});

test.each(['', 'Hi', 'Error 500 tt_example /booking/calendar', 'OK grazie', '予約できません', 'HTTP 502 nginx'])(
  'too little to tell: %j',
  text => {
    expect(languageOf(text)).toBeNull();
  },
);

test('any text is read, and quickly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      languageOf(text);
    }),
  );
  const long = 'the '.repeat(1_000_000);
  expect(cpuMs(() => languageOf(long))).toBeLessThan(1_000);
});
