import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Facts, understand } from '../../src/triage/meaning.ts';
import { cpuMs } from '../support/cpu.ts';
import { mail } from './facts.ts';

describe('the subject as the ticket shows it', () => {
  test.each([
    ['Re: [PT-42] [EXTERNAL] Agenda', 'Agenda'],
    ['AW: WG: Kalender leer', 'Kalender leer'],
    ['[HIGH] tt_milano agenda', '[HIGH] tt_milano agenda'],
    ['URGENT: agenda #high', 'URGENT: agenda #high'],
    ['', ''],
  ])('%j', (subject, expected) => expect(understand(mail({ subject })).subject).toBe(expected));
});

test('a whole report is understood', () => {
  const meaning = understand({
    subject: 'Fwd: [EXTERNAL] [Alta] tt_roma-est: agenda vuota',
    text: `#assegna ana@desk.example

Buongiorno,
da stamattina, quando apriamo l'agenda del dott. Bianchi, compare una pagina bianca invece degli appuntamenti.

Priorità: urgente
Ospedale: San Camillo`,
    importance: 'high',
    instances: ['tt_milano'],
    knownInstances: new Set(['tt_milano', 'tt_roma-est']),
    hasImages: false,
  });
  expect(meaning).toMatchObject({
    subject: '[Alta] tt_roma-est: agenda vuota',
    instance: { value: 'tt_roma-est', source: 'subject', known: true },
    priority: { value: 'urgent', source: 'label', because: 'Priorità: urgente' },
    missing: [],
    commands: [{ kind: 'assign', to: 'ana@desk.example' }],
  });
  expect(meaning.description.startsWith('Buongiorno,')).toBe(true);
});

const scrap = fc.constantFrom(
  ...[
    'Priority',
    'Priorità',
    ':',
    '：',
    '=',
    '|',
    '\t',
    '\n',
    '#',
    '[',
    ']',
    '(',
    ')',
    ' ',
    '-',
    '*',
    'high',
    'urgent',
    'not ',
  ],
  ...[
    'tt_',
    'Instance',
    'Functions',
    'Users',
    'all',
    'few',
    '1',
    '%',
    '>',
    '"',
    '\0',
    '\ufdfa',
    '\u200f',
    '\ud800',
    'é',
    '☑',
  ],
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(scrap, { maxLength: 80 }).map(scraps => scraps.join('')),
);
const facts: fc.Arbitrary<Facts> = fc.record({
  subject: text,
  text,
  importance: fc.constantFrom('high', 'normal', 'low', null),
  instances: fc.array(text, { maxLength: 2 }),
  knownInstances: fc.array(text, { maxLength: 3 }).map(names => new Set(names)),
  hasImages: fc.boolean(),
});

test('nothing throws, and what is found keeps its form', () => {
  fc.assert(
    fc.property(facts, given => {
      const { instance, priority, commands, description, subject } = understand(given);
      expect(['urgent', 'high', 'medium', 'low', undefined]).toContain(priority?.value);
      if (priority) expect(priority.because.length).toBeGreaterThan(0);
      if (priority?.source === 'importance') expect(priority.value).toBe(given.importance);
      if (instance) expect(instance.known || instance.value.trim() !== '').toBe(true);
      expect(commands.length).toBeLessThanOrEqual(22);
      // Commands between an unknown one and the text are taken out.
      for (const line of description.split('\n')) expect(given.text).toContain(line);
      expect(subject).not.toMatch(/[\0\r\n]/);
    }),
    { numRuns: 500 },
  );
});
test('text that is not the author’s to begin a line with decides nothing', () => {
  const prose = fc.constantFrom('we saw ', '> ', 'is it ', 'das ist: ', '"');
  fc.assert(
    fc.property(prose, fc.constantFrom('Priority: high', 'Priorität: hoch', 'Instance: tt_x'), (before, line) => {
      const { priority, instance } = understand(mail({ subject: 'Agenda', text: `${before}${line}` }));
      expect([priority, instance]).toEqual([null, null]);
    }),
  );
});
test('megabytes made to be slow are read at once', () => {
  const hostile = [
    'a ',
    ':',
    '\n',
    '#a\n',
    'Priority: ',
    '(',
    '[',
    '| ',
    '"',
    '1. a\n',
    ' ',
    '\ufdfa',
    'patient 1 ',
    'tt_',
    '*',
    'é',
  ].map(piece => piece.repeat(1_000_000 / piece.length));
  for (const bytes of hostile) {
    const slow = mail({ subject: bytes, text: bytes });
    expect(
      cpuMs(() => understand(slow)),
      JSON.stringify(bytes.slice(0, 10)),
    ).toBeLessThan(1000);
  }
});

test.each([
  ['Hello,\n\nthe agenda is empty.\nBest, Ada', 'the agenda is empty'],
  [
    'Buongiorno,\nle stampe sono ferme dalle nove e nessuno riesce a stampare i referti del mattino',
    'le stampe sono ferme dalle nove e nessuno riesce a stampare i referti…',
  ],
  ['', ''],
])('a mail without a subject gets one from its first words: %j', (text, subject) => {
  const read = understand(mail({ text }));
  expect(read.subject).toBe(subject);
  expect(read.missing).toContain('subject');
});
