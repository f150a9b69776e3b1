import { describe, expect, test } from 'vitest';
import { understand } from '../../src/triage/meaning.ts';
import { mail } from './facts.ts';

const inSubject = (subject: string) => understand(mail({ subject })).priority;
const inText = (text: string) => understand(mail({ subject: 'Agenda', text })).priority;

describe('a tag in the subject', () => {
  test.each([
    ['[HIGH] Booking page blank', 'high'],
    ['[high] Booking page blank', 'high'],
    ['Booking page blank [URGENT]', 'urgent'],
    ['Re: [PT-42] [Urgent] Booking page blank', 'urgent'],
    ['[LOW] Wrong colour of a button', 'low'],
    ['[Medium] Slow agenda', 'medium'],
    ['[P1] All down', 'urgent'],
    ['[P2] Reports late', 'high'],
    ['[P3] Reports late', 'medium'],
    ['[P4] Typo', 'low'],
    ['[High priority] Booking', 'high'],
    ['[Priority high] Booking', 'high'],
    ['[tt_milano][HIGH] Booking', 'high'],
    ['【URGENT】 Booking', 'urgent'],
    ['(urgent) Booking', 'urgent'],
    ['Booking down (URGENT!)', 'urgent'],
    ['[Very urgent] Booking', 'urgent'],
    ['[ALTA] Prenotazioni ferme', 'high'],
    ['[Priorità alta] Prenotazioni ferme', 'high'],
    ['[Bassa priorità] Refuso', 'low'],
    ['[URGENTE] Portale fermo', 'urgent'],
    ['[Alta] Citas bloqueadas', 'high'],
    ['[Prioridad baja] Texto equivocado', 'low'],
    ['[Crítico] Portal caído', 'urgent'],
    ['[Prioridade média] Agenda lenta', 'medium'],
    ['[Baixa] Texto errado', 'low'],
    ['[Haute] Agenda bloqué', 'high'],
    ['[Priorité moyenne] Lenteurs', 'medium'],
    ['[Hoch] Kalender leer', 'high'],
    ['[Dringend] Kalender leer', 'urgent'],
    ['[Hohe Priorität] Kalender leer', 'high'],
    ['[niedrig] Tippfehler', 'low'],
    ['#urgent Booking page blank', 'urgent'],
    ['Booking page blank #high', 'high'],
    ['Booking page blank #p1', 'urgent'],
    ['Prenotazioni ferme #urgente', 'urgent'],
    ['Kalender leer #dringend', 'urgent'],
    ['Lenteurs #priorite-haute', 'high'],
    ['#high_priority Booking', 'high'],
    ['URGENT: Booking page blank', 'urgent'],
    ['urgent : page de réservation vide', 'urgent'],
    ['URGENT - Booking page blank', 'urgent'],
    ['Urgent! Booking page blank', 'urgent'],
    ['!!! URGENT !!! Booking page blank', 'urgent'],
    ['*URGENT* Booking page blank', 'urgent'],
    ['Fwd: Re: URGENT: Booking page blank', 'urgent'],
    ['[EXTERNAL] URGENT: Booking page blank', 'urgent'],
    ['[tt_milano] URGENT: Booking page blank', 'urgent'],
    ['HIGH: Booking page blank', 'high'],
    ['High priority: Booking page blank', 'high'],
    ['CRITICAL: everything down', 'urgent'],
    ['Urgente - portale fermo', 'urgent'],
    ['URGENTE: portale fermo', 'urgent'],
    ['Urgentissimo: portale fermo', 'urgent'],
    ['Molto urgente - portale fermo', 'urgent'],
    ['Alta priorità - portale lento', 'high'],
    ['URGENTE – portal caído', 'urgent'],
    ['Muy urgente: portal caído', 'urgent'],
    ['Emergencia: portal caído', 'urgent'],
    ['Emergência: portal em baixo', 'urgent'],
    ['Muito urgente: portal em baixo', 'urgent'],
    ['Très urgent : portail en panne', 'urgent'],
    ['URGENCE : portail en panne', 'urgent'],
    ['Dringend: Portal nicht erreichbar', 'urgent'],
    ['Sehr dringend - Portal nicht erreichbar', 'urgent'],
    ['EILIG: Portal nicht erreichbar', 'urgent'],
    ['Notfall: Portal nicht erreichbar', 'urgent'],
    ['Booking page blank - URGENT', 'urgent'],
    ['Portale fermo URGENTE!!!', 'urgent'],
    ['URGENT booking page blank', 'urgent'],
    ['URGENT', 'urgent'],
    ['[HIGH] Booking [LOW]', 'high'],
  ])('%s', (subject, value) => expect(inSubject(subject)).toMatchObject({ value, source: 'tag' }));
});

describe('a word in running prose is no tag', () => {
  test.each([
    'We urgently need the booking page back',
    'Urgent problem with the booking page',
    'This is urgent for our doctors',
    'Is this urgent?',
    'urgent?',
    'Urgent care bookings fail',
    'Appointment type: urgent',
    'NOT URGENT: typo on the start page',
    'Not urgent - typo on the start page',
    '[not urgent] typo',
    '[non-urgent] typo',
    '#not-urgent typo',
    'not #urgent, typo',
    'typo, NOT URGENT',
    'typo - not urgent',
    'Urgent: no',
    'Non urgente: refuso',
    'Refuso (non urgente)',
    'Refuso, non URGENTE',
    'No urgente - errata',
    'Não urgente: erro de texto',
    'Pas urgent : faute de frappe',
    'Faute de frappe, pas URGENT',
    'Nicht dringend: Tippfehler',
    'Tippfehler (nicht dringend)',
    'Problema urgente in agenda',
    'High-level report is empty',
    'Highlight colours are wrong',
    'The high season agenda',
    '[Media] files do not load',
    '[Normal] template',
    '[1] first attempt',
    'Alta: nuevo usuario',
    'Baja: usuario que deja el centro',
    'Battery low on the tablet',
    'Low battery icon on the tablet',
    '#1 in the list is wrong',
    'Critical values are not shown in the report',
    'Emergency contact field: not saved',
    'Notfallkontakt: wird nicht gespeichert',
    'URGENT CARE CLINIC AGENDA EMPTY',
    'Prioritise the waiting list: wrong order',
    '',
  ])('%s', subject => expect(inSubject(subject)).toBeNull());
});

describe('a priority line in the text', () => {
  test.each([
    ['Priority: high', 'high'],
    ['priority:urgent', 'urgent'],
    ['PRIORITY : LOW', 'low'],
    ['Priority = medium', 'medium'],
    ['Priority：high', 'high'],
    ['**Priority:** high', 'high'],
    ['**Priority**: High', 'high'],
    ['*Priority: urgent*', 'urgent'],
    ['__Priority:__ urgent', 'urgent'],
    ['- Priority: urgent', 'urgent'],
    ['• Priority: normal', 'medium'],
    ['3) Priority: high', 'high'],
    ['🔴 Priority: high', 'high'],
    ['| Priority | high |', 'high'],
    ['Priority\thigh', 'high'],
    ['Priority:\nhigh', 'high'],
    ['Priority - high', 'high'],
    ['Priority high', 'high'],
    ['## Priority: high', 'high'],
    ['Priority (low, medium, high, urgent): high', 'high'],
    ['Priority: [ ] low [ ] medium [x] high [ ] urgent', 'high'],
    ['Priority: ☐ low ☑ urgent', 'urgent'],
    ['Priority level: critical', 'urgent'],
    ['Ticket priority: high', 'high'],
    ['Prio: 1', 'urgent'],
    ['Priority: P2', 'high'],
    ['Priority: 2 - High', 'high'],
    ['Priority: 1 (low)', 'low'],
    ['Priority: high, since nobody can book', 'high'],
    ['Priority: high because nobody can book and reports are low', 'high'],
    ['Priority: high priority', 'high'],
    ['Priority: very high', 'high'],
    ['Priority: not urgent', 'low'],
    ['Priority: High!', 'high'],
    ['Urgency: high', 'high'],
    ['Severity: critical', 'urgent'],
    ['Urgent: yes', 'urgent'],
    ['Instance: tt_milano | Priority: high', 'high'],
    ['Hello team,\n\nthe agenda is empty.\n\nPriority: high\n\nRegards', 'high'],
    ['Priorità: alta', 'high'],
    ['Priorita: urgente', 'urgent'],
    ["Priorita': urgente", 'urgent'],
    ['**Priorità**: media', 'medium'],
    ['Livello di priorità: bassa', 'low'],
    ['Urgenza: alta', 'high'],
    ['Prioridad: alta', 'high'],
    ['Prioridad: Urgente', 'urgent'],
    ['Nivel de prioridad: media', 'medium'],
    ['Prioridad: baja', 'low'],
    ['Prioridade: alta', 'high'],
    ['Prioridade: média', 'medium'],
    ['Nível de prioridade: baixa', 'low'],
    ['Priorité : haute', 'high'],
    ['Priorité\u00a0: élevée', 'high'],
    ['Niveau de priorité : basse', 'low'],
    ['Priorité : moyenne', 'medium'],
    ['Priorität: hoch', 'high'],
    ['Prioritaet: hoch', 'high'],
    ['Priorität: dringend', 'urgent'],
    ['Dringlichkeit: niedrig', 'low'],
    ['Priorität: mittel', 'medium'],
    ['Priority: low\nPriority: high', 'low'],
  ])('%j', (text, value) => expect(inText(text)).toMatchObject({ value, source: 'label' }));
});

describe('a line that says no priority', () => {
  test.each([
    'Priority:',
    'Priority: low / medium / high / urgent',
    'Priority: low, medium, high',
    'Priority: high or urgent?',
    'Priority: [ ] low [ ] high',
    'Priority: medium to high',
    'Priority: ?',
    'Priority: tell me',
    'Priority: 3/5',
    'Priority: as soon as possible',
    'Priority: not high',
    '> Priority: high',
    'Please set Priority: high',
    'The priority: in the list is wrong',
    'It has a high priority for us',
    'This is really urgent!',
    'URGENT!!!',
    'Non è urgente.',
    'Urgent: no',
    'Urgente: no',
    'Urgent: the portal is down',
    'Prioritäten: hoch und niedrig',
    'Priorità: da definire',
    '',
  ])('%j', text => expect(inText(text)).toBeNull());
});

describe('a priority line in the subject', () => {
  test.each([
    ['Priority: high - booking page blank', 'high'],
    ['Booking page blank, priority: urgent', 'urgent'],
    ['Booking page blank (Priority: low)', 'low'],
    ['[Priority: high] booking page blank', 'high'],
    ['Booking page blank | **Priority** = high', 'high'],
    ['tt_milano - Priorità：alta - prenotazioni', 'high'],
    ['Prioridad: urgente | portal caído', 'urgent'],
    ['Priorität: niedrig; Tippfehler', 'low'],
  ])('%s', (subject, value) => expect(inSubject(subject)).toMatchObject({ value, source: 'label' }));
});

describe('functions and users, through the table', () => {
  test.each([
    ['Functions: all\nUsers: all', 'urgent'],
    ['Functions: all\nUsers: most', 'high'],
    ['Functions: all\nUsers: few', 'high'],
    ['Functions: most\nUsers: all', 'urgent'],
    ['Functions: most\nUsers: most', 'high'],
    ['Functions: most\nUsers: few', 'medium'],
    ['Functions: few\nUsers: all', 'high'],
    ['Functions: few\nUsers: most', 'medium'],
    ['Functions: few\nUsers: few', 'low'],
    ['Affected functions: everything\nAffected users: everybody', 'urgent'],
    ['**Functions:** portal, back-office, app\n**Users:** all of them', 'urgent'],
    ['Functions: online booking\nUsers: almost all', 'high'],
    ['Functions: one agenda\nUsers: 2', 'low'],
    ['Functions: a single reminder\nUsers: 80%', 'medium'],
    ['Functions: all; Users: 3 of 200', 'high'],
    ['Users: all\n\nFunctions: some', 'high'],
    ['Funzioni: tutte\nUtenti: tutti', 'urgent'],
    ['Funzioni coinvolte: la maggior parte\nUtenti coinvolti: pochi', 'medium'],
    ['Funzionalità: prenotazioni online\nUtenti: alcuni', 'medium'],
    ['Funciones: todas\nUsuarios: la mayoría', 'high'],
    ['Funciones afectadas: algunas\nUsuarios afectados: todos', 'high'],
    ['Funções: poucas\nUtilizadores: poucos', 'low'],
    ['Funcionalidades: todas\nUsuários: quase todos', 'high'],
    ['Fonctions : toutes\nUtilisateurs : tous', 'urgent'],
    ['Fonctionnalités : quelques-unes\nUtilisateurs : la plupart', 'medium'],
    ['Funktionen: alle\nBenutzer: einige', 'high'],
    ['Betroffene Funktionen: die meisten\nBetroffene Nutzer: alle', 'urgent'],
    ['Funktionen: ein Kalender\nAnwender: ein paar', 'low'],
  ])('%j', (text, value) => expect(inText(text)).toMatchObject({ value, source: 'table' }));

  test.each([
    'Functions: all',
    'Users: all',
    'Functions: all\nUsers:',
    'Functions: all\nUsers: not all',
    'Functions: all\nUsers: 250',
    'Functions: as usual\nUsers: thanks',
    'All functions fail for all users',
  ])('%j says too little', text => expect(inText(text)).toBeNull());
});

describe('the importance flag', () => {
  test('says high or low, and never urgent', () => {
    expect(understand(mail({ importance: 'high' })).priority).toMatchObject({ value: 'high', source: 'importance' });
    expect(understand(mail({ importance: 'low' })).priority).toMatchObject({ value: 'low', source: 'importance' });
    expect(understand(mail({ importance: 'normal' })).priority).toBeNull();
    expect(understand(mail()).priority).toBeNull();
  });
});

test('each source gives way to the ones that are trusted more', () => {
  const everything = {
    subject: '[LOW] Priority: medium',
    text: '#priority urgent\nPriority: high\nFunctions: few\nUsers: few',
    importance: 'high' as const,
  };
  const read = (facts: Partial<typeof everything>) => understand(mail({ ...everything, ...facts })).priority;
  const table = 'Functions: few\nUsers: most';
  expect(read({})).toEqual({ value: 'urgent', source: 'command', because: '#priority urgent' });
  expect(read({ text: 'Priority: high' })).toEqual({ value: 'medium', source: 'label', because: 'Priority: medium' });
  expect(read({ subject: '[LOW]', text: `Priority: high\n${table}` })).toMatchObject({
    value: 'high',
    source: 'label',
  });
  expect(read({ subject: '[LOW] x', text: table })).toEqual({ value: 'low', source: 'tag', because: '[LOW]' });
  expect(read({ subject: 'x', text: table })).toEqual({
    value: 'medium',
    source: 'table',
    because: 'Functions: few; Users: most',
  });
  expect(read({ subject: 'x', text: '' })).toMatchObject({ value: 'high', source: 'importance' });
});
