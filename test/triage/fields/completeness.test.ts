import { describe, expect, test } from 'vitest';
import { understand } from '../../../src/triage/meaning.ts';
import { mail } from '../facts.ts';
import { tiredAdmins } from '../tired-admins.ts';

const missing = (text: string, hasImages = false) => understand(mail({ subject: 'Agenda', text, hasImages })).missing;
const everything = ['steps', 'error', 'expected', 'when', 'example'];

describe('a cry for help lacks everything', () => {
  test.each([
    'It does not work.',
    'The portal is down!',
    'We cannot log in, please help.',
    'Il portale non funziona.',
    'Non riusciamo ad accedere, aiuto.',
    'La agenda no funciona.',
    'O portal não funciona.',
    'Le portail est en panne.',
    'Das Portal geht nicht.',
    'Hello,\n\nthe booking page is broken.\n\nKind regards\nAnna Rossi\nTel. +39 02 1234567\nMobile: 333 1234567',
  ])('%j', text => expect(missing(text)).toEqual(everything));
});

describe('a filled-in form lacks nothing', () => {
  test.each([
    'Steps: open the agenda, press New\nError: a red box\nExpected: a form\nWhen: 3 May\nExample: booking 4711',
    'Passi: apro la pagina\nErrore: riquadro rosso\nRisultato atteso: il modulo\nQuando: 3 maggio\nEsempio: prenotazione 4711',
    'Pasos: abrir la agenda\nError: cuadro rojo\nResultado esperado: formulario\nCuándo: 3 de mayo\nEjemplo: cita 4711',
    'Passos: abrir a agenda\nErro: caixa vermelha\nResultado esperado: formulário\nQuando: 3 de maio\nExemplo: consulta 4711',
    'Étapes : ouvrir la page\nErreur : cadre rouge\nRésultat attendu : formulaire\nQuand : 3 mai\nExemple : RDV 4711',
    'Schritte: Kalender öffnen\nFehlermeldung: roter Kasten\nErwartet: Formular\nWann: 3. Mai\nBeispiel: Termin 4711',
  ])('%j', text => expect(missing(text)).toEqual([]));
});

describe('so does a story that tells it all', () => {
  test.each([
    'Since this morning, when I click on Save a box says "Access denied". The visit should be stored. It happened with patient Anna Rossi.',
    'Yesterday at 10:30 I tried to open booking 88123 and got a blank page instead of the details.',
    'Quando clicco su Salva appare "Errore interno". Mi aspetto che la visita venga salvata. Da stamattina, paziente Mario Rossi.',
    'Da ieri, aprendo la scheda della prenotazione 88123, vediamo una pagina bianca invece del dettaglio.',
    'Desde ayer, al abrir la cita 88123, aparece una página en blanco en lugar del detalle.',
    'Hoy al guardar sale "Acceso denegado"; debería guardarse la visita del paciente Juan Pérez.',
    'Desde ontem, ao abrir a consulta 88123, aparece uma página em branco em vez do detalhe.',
    'Hoje, ao clicar em Guardar, surge "Acesso negado"; deveria gravar a visita do paciente João Silva.',
    "Depuis ce matin, lorsque je clique sur Valider, une page blanche s'affiche au lieu de la confirmation, par exemple pour le RDV 88123.",
    'Seit heute Morgen erscheint beim Speichern die Meldung „Zugriff verweigert“, eigentlich sollte der Termin 4711 gespeichert werden.',
    'Gestern gegen 10:30 Uhr habe ich die Buchung 88123 geöffnet. Nach dem Klick auf Details kam eine leere Seite statt der Übersicht.',
  ])('%j', text => expect(missing(text)).toEqual([]));
});

describe('each thing is recognised by itself', () => {
  test.each([
    ['steps', '1. open the agenda\n2. choose a doctor'],
    ['steps', 'Menu > Agenda > New'],
    ['steps', 'Every time we save'],
    ['error', 'HTTP 503'],
    ['error', 'The screen freezes'],
    ['error', 'It answers “cannot reach the registry”'],
    ['expected', 'It used to work'],
    ['expected', 'Funzionava bene'],
    ['when', 'at 14.30'],
    ['when', '2026-03-01'],
    ['when', '3/12'],
    ['when', 'el 3 de marzo'],
    ['when', 'am 3. März'],
    ['when', 'le 3 août'],
    ['when', '10 Uhr'],
    ['example', 'https://portal.example/booking/77'],
    ['example', 'user anna@clinic.example'],
    ['example', 'booking no. 77'],
    ['example', 'ID: 77'],
    ['example', 'BK-20931'],
    ['example', 'Dr. Weber'],
    ['example', 'la paziente: Rossi Anna, cartella 88'],
  ])('%s: %j', (lack, text) => {
    expect(missing(text)).not.toContain(lack);
    expect(missing('The agenda is broken')).toContain(lack);
  });
});

test('a screenshot shows the error and its case', () => {
  expect(missing('The agenda is broken', true)).toEqual(['steps', 'expected', 'when']);
});
test('an empty subject and an empty description are asked for first', () => {
  expect(understand(mail({ subject: 'Re: ', text: ' \n\n' })).missing).toEqual([
    'subject',
    'description',
    ...everything,
  ]);
  expect(understand(mail({ subject: '', text: 'Since today' })).missing[0]).toBe('subject');
  expect(understand(mail({ subject: '[PT-42]', text: '' })).missing.slice(0, 2)).toEqual(['subject', 'description']);
});
test('filled-in fields and commands alone describe nothing', () => {
  expect(missing('#priority high\n')).toContain('description');
  expect(missing('Functions: all\nUsers: all\n--')).toContain('description');
  expect(missing('Functions: all\nThe portal is down')).not.toContain('description');
});
test('the subject counts as well', () => {
  const { missing: lacks } = understand(mail({ subject: 'Error 500 since yesterday', text: 'See above.' }));
  expect(lacks).toEqual(['steps', 'expected', 'example']);
});

test('what tired people said in their own words is not asked for again', () => {
  const asked = tiredAdmins.map(([subject, text, hasImages, said]) => {
    const { missing: lacks } = understand(mail({ subject, text, hasImages }));
    return { said: said.split(' '), again: said.split(' ').filter(each => (lacks as string[]).includes(each)) };
  });
  const again = asked.flatMap(each => each.again).length;
  const said = asked.flatMap(each => each.said).length;
  console.log(`${said} things said in ${asked.length} mails: ${again} are asked for again`);
  expect(again / said).toBeLessThan(0.04);
});
