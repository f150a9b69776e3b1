import { describe, expect, test } from 'vitest';
import { understand } from '../../../src/triage/meaning.ts';
import { mail } from '../facts.ts';

const inSubject = (subject: string) => understand(mail({ subject })).instance;
const inText = (text: string) => understand(mail({ subject: 'Agenda', text })).instance;

describe('a technical name in the subject', () => {
  test.each([
    ['tt_milano booking page blank', 'tt_milano'],
    ['[tt_milano] booking page blank', 'tt_milano'],
    ['Booking page blank on TT_MILANO', 'tt_milano'],
    ['Booking page blank (tt_Milano)', 'tt_milano'],
    ['Re: [PT-42] tt_milano: booking', 'tt_milano'],
    ['Booking page blank in tt_milano.', 'tt_milano'],
    ['tt_roma-est, agenda vuota', 'tt_roma-est'],
    ['tt_milano- agenda vuota', 'tt_milano'],
    ['URGENT: tt_x1 and tt_y2 down', 'tt_x1'],
    ['Instance: tt_milano', 'tt_milano'],
    ['Portale "tt_milano" fermo', 'tt_milano'],
    ['tt\\_milano fermo', 'tt_milano'],
    ['**tt_milano** fermo', 'tt_milano'],
    ['ｔｔ＿milano fermo', 'tt_milano'],
    ['https://tt_milano.example/login blank', 'tt_milano'],
    ['tt_a', 'tt_a'],
  ])('%s', (subject, value) => expect(inSubject(subject)).toMatchObject({ value, source: 'subject' }));

  test.each(['att_milano broken', 'shop_tt_milano', 'tt_ broken', 'tt milano', 'watt_hours report', 'ttmilano', ''])(
    '%j holds none',
    subject => expect(inSubject(subject)).toBeNull(),
  );
});

describe('a name on a labelled line', () => {
  test.each([
    ['Instance: tt_milano', 'tt_milano', true],
    ['instance : TT_Milano.', 'tt_milano', true],
    ['**Instance:** tt_new', 'tt_new', false],
    ['Instance = tt_milano (production)', 'tt_milano', true],
    ['Instance name: tt_milano', 'tt_milano', true],
    ['Instance tt_milano', 'tt_milano', true],
    ['Instance:\n\ntt_milano', 'tt_milano', true],
    ['| Instance | tt_milano |', 'tt_milano', true],
    ['Priority: high, Instance: tt_milano', 'tt_milano', true],
    ['Platform: tt_milano', 'tt_milano', true],
    ['Istanza: tt_milano', 'tt_milano', true],
    ['Piattaforma: https://tt_milano.example/', 'tt_milano', true],
    ['Instancia: tt_milano', 'tt_milano', true],
    ['Instância: tt_milano', 'tt_milano', true],
    ['Instance : tt_milano', 'tt_milano', true],
    ['Instanz: tt_milano', 'tt_milano', true],
    ['Plattform: tt_milano', 'tt_milano', true],
    ['Hospital: tt_milano', 'tt_milano', true],
    ['Hello,\nthe agenda is empty.\nInstance: tt_milano\nBye', 'tt_milano', true],
    ['Hospital: Saint Mary, London', 'Saint Mary, London', false],
    ['Centre: Riverside Medical Centre', 'Riverside Medical Centre', false],
    ['Center: Riverside', 'Riverside', false],
    ['Medical centre: Riverside', 'Riverside', false],
    ['Clinic: Dr. Brown & Partners', 'Dr. Brown & Partners', false],
    ['Name of the clinic: Riverside', 'Riverside', false],
    ['Platform: "Riverside"', 'Riverside', false],
    ['Ospedale: Ospedale San Carlo', 'Ospedale San Carlo', true],
    ['Ospedale: OSPEDALE SAN CARLO', 'Ospedale San Carlo', true],
    ['Centro: Poliambulatorio Città Studi', 'Poliambulatorio Città Studi', false],
    ['Clinica: Villa Aurora - Bologna', 'Villa Aurora', false],
    ['Struttura: Casa di cura Sant’Anna', 'Casa di cura Sant’Anna', false],
    ['Centro médico: Clínica del Sur', 'Clínica del Sur', false],
    ['Centro de salud: Los Ángeles', 'Los Ángeles', false],
    ['Clínica: São João', 'São João', false],
    ['Unidade de saúde: Alvalade', 'Alvalade', false],
    ['Hôpital : Hôtel-Dieu', 'Hôtel-Dieu', false],
    ['Clinique : Les Lilas', 'Les Lilas', false],
    ['Établissement : Les Lilas', 'Les Lilas', false],
    ['Klinik: Klinikum Süd', 'Klinikum Süd', false],
    ['Krankenhaus: St. Josef', 'St. Josef', false],
    ['Praxis: Dr. Weber', 'Dr. Weber', false],
    ['Hospital: Saint Mary\nInstance: tt_milano', 'tt_milano', true],
    ['Instance: tt_first\nInstance: tt_milano', 'tt_first', false],
    ['Instance: unknown\nHospital: Saint Mary', 'Saint Mary', false],
  ])('%j', (text, value, known) => expect(inText(text)).toMatchObject({ value, source: expect.any(String), known }));

  test.each([
    'Instance:',
    'Instance: n/a',
    'Instance: ?',
    'Instance: -',
    'Hospital: none',
    'Ospedale: tutti',
    'Klinik: alle',
    'Clinic: can you help us?',
    'Clinic: since this morning we cannot open the agenda of our doctors any more',
    'Hospital:\nWe cannot open the agenda',
    'We are the clinic: Riverside',
    'The problem is on tt_milano',
    '> Instance: tt_milano',
    'For instance: the agenda is empty',
    'In the centre: a white box',
    'Par exemple : tt_milano',
  ])('%j names none', text => expect(inText(text)).toBeNull());
});

test('a name in the subject needs an end', () => {
  expect(inSubject('[Centre: Saint Mary] agenda empty')).toMatchObject({ value: 'Saint Mary', source: 'subject' });
  expect(inSubject('Instance: Saint Mary - agenda empty')).toMatchObject({ value: 'Saint Mary' });
  expect(inSubject('Ospedale: San Carlo | agenda')).toMatchObject({ value: 'San Carlo' });
  expect(inSubject('Clinic: agenda is empty')).toBeNull();
});
test('the only instance of the author stands in where nothing is said', () => {
  const one = understand(mail({ instances: ['tt_milano'] })).instance;
  expect(one).toEqual({ value: 'tt_milano', source: 'directory', known: true });
  expect(understand(mail({ instances: ['tt_milano', 'tt_roma-est'] })).instance).toBeNull();
  expect(understand(mail({ instances: [] })).instance).toBeNull();
});
test('what is said goes before the directory, known or not', () => {
  const read = (subject: string, text: string) =>
    understand(mail({ subject, text, instances: ['tt_milano'] })).instance;
  expect(read('tt_other down', 'Instance: tt_third')).toEqual({ value: 'tt_other', source: 'subject', known: false });
  expect(read('down', 'Instance: tt_third')).toEqual({ value: 'tt_third', source: 'label', known: false });
  expect(read('tt_other', '#instance tt_roma-est')).toEqual({ value: 'tt_roma-est', source: 'command', known: true });
});
