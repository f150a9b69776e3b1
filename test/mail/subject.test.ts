import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownSubject, saysItAnswers, taggedTicket, threadSubject } from '../../src/mail/subject.ts';
import { cpuMs } from '../support/cpu.ts';

describe('reply and forward prefixes go, whatever program wrote them', () => {
  test.each([
    ['Re: Agenda blank', 'Agenda blank'],
    ['RE : Agenda vide', 'Agenda vide'],
    ['re:Agenda', 'Agenda'],
    ['Re: Re: RE: Agenda', 'Agenda'],
    ['RE[2]: Agenda', 'Agenda'],
    ['Re(2): Agenda', 'Agenda'],
    ['Re (3): Agenda', 'Agenda'],
    ['Re^2: Agenda', 'Agenda'],
    ['Re2: Agenda', 'Agenda'],
    ['Fwd: Agenda', 'Agenda'],
    ['FW: Agenda', 'Agenda'],
    ['Fw: Re: AW: Agenda', 'Agenda'],
    ['AW: WG: Kalender leer', 'Kalender leer'],
    ['Antwort: Kalender', 'Kalender'],
    ['Antw: Kalender', 'Kalender'],
    ['R: I: Portale fermo', 'Portale fermo'],
    ['RIF: Portale', 'Portale'],
    ['Rif: R: Portale', 'Portale'],
    ['Ref: Portale', 'Portale'],
    ['TR: Portail en panne', 'Portail en panne'],
    ['RÉ: Portail', 'Portail'],
    ['Réf. : Portail', 'Portail'],
    ['RV: Portal caído', 'Portal caído'],
    ['RES: ENC: Portal fora do ar', 'Portal fora do ar'],
    ['SV: VB: Kalender', 'Kalender'],
    ['VS: VL: Kalenteri', 'Kalenteri'],
    ['Odp: PD: Kalendarz', 'Kalendarz'],
    ['Vá: Naptár', 'Naptár'],
    ['Va\u0301: Naptár', 'Naptár'],
    ['YNT: İLT: Takvim', 'Takvim'],
    ['Отв: Календарь', 'Календарь'],
    ['ΑΠ: Ημερολόγιο', 'Ημερολόγιο'],
    ['回复：预约', '预约'],
    ['答复: 转发: 预约', '预约'],
    ['\u200fהשב: יומן', 'יומן'],
    ['[Fwd: Agenda]', 'Agenda'],
    ['[Fwd: [Fwd: Re: Agenda]]', 'Agenda'],
    ['[EXTERNAL] Re: Agenda', 'Agenda'],
    ['Re: [EXT] Re: Agenda', 'Agenda'],
    ['*EXTERNAL* Agenda', 'Agenda'],
    ['EXTERNAL: Agenda', 'Agenda'],
    ['[External Email] - Agenda', 'Agenda'],
    ['[CAUTION: External] Agenda', 'Agenda'],
    ['(Extern) AW: Kalender', 'Kalender'],
    ['Re: [Expéditeur externe] Agenda', 'Agenda'],
    ['  Re:   two\t spaces \r\n here ', 'two spaces here'],
    ['Re: [PT-42] Agenda', '[PT-42] Agenda'],
    ['Re:', ''],
    ['', ''],
  ])('%j', (subject, expected) => expect(threadSubject(subject)).toBe(expected));
});

describe('what only looks like a prefix stays', () => {
  test.each([
    'Reminder: second dose',
    'Report: no data',
    'Import: CSV fails',
    'Retry of booking 4711',
    'tt_milano: portal down',
    '[HIGH] Agenda blank',
    '[External calendar] sync fails',
    'External calendar: sync fails',
    'Internal: agenda',
    'What does Re: mean?',
    '10:30 appointment missing',
    'URGENT: portal down',
  ])('%j', subject => expect(threadSubject(subject)).toBe(subject));
});

describe("the author's own subject has none of our tags", () => {
  test.each([
    ['[PT-42] Re: [PT-42] Agenda', 'Agenda'],
    ['Re: Agenda [PT-42]', 'Agenda'],
    ['AW: [pt-42] [HIGH] Agenda', '[HIGH] Agenda'],
    ['Agenda [PT-42] blank', 'Agenda blank'],
    ['Fwd: [PT-1] [EXTERNAL] Re: x', 'x'],
    ['PT-42 without brackets', 'PT-42 without brackets'],
    ['[PT-42]', ''],
  ])('%j', (subject, expected) => expect(ownSubject(subject)).toBe(expected));
});

describe('the first tag is the ticket', () => {
  test.each([
    ['[PT-42]', 42],
    ['Re: [PT-42] Agenda', 42],
    ['Re: [pt-42] Agenda', 42],
    ['Fwd: [PT-7] Re: [PT-42] x', 7],
    ['[PT- 42 ] x', 42],
    ['[PT-0] [PT-3]', 3],
    ['PT-42', null],
    ['[PT-]', null],
    ['[PT-1234567890123]', null],
    ['[XPT-42] x', null],
    ['', null],
  ])('%j', (subject, expected) => expect(taggedTicket(subject)).toBe(expected));
});

test('reading a subject twice changes nothing, and a prefix more or less makes no difference', () => {
  const piece = fc.constantFrom('Re: ', 'AW:', 'Fwd: ', '[EXT] ', '[PT-42] ', '[', ']', 'R', ':', ' ', '\0', 'é', '10');
  const subjects = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 250 }),
    fc.array(piece).map(p => p.join('')),
  );
  fc.assert(
    fc.property(subjects, subject => {
      const bare = threadSubject(subject);
      expect(threadSubject(bare)).toBe(bare);
      expect(threadSubject(`Re: ${bare}`)).toBe(bare);
      expect(ownSubject(ownSubject(subject))).toBe(ownSubject(subject));
      expect(taggedTicket(ownSubject(subject))).toBeNull();
    }),
    { numRuns: 300 },
  );
});
test('a subject made to be slow is read at once', () => {
  const hostile = ['[', '(', 'Re: ', '*', '[Fwd: ', 'é', '<', '[PT-'].map(s => s.repeat(100_000));
  expect(cpuMs(() => hostile.forEach(ownSubject))).toBeLessThan(200);
});

test.each([
  ['Re: Calendar', true],
  ['[EXT] AW: Kalender', true],
  ['[PT-42] Calendar', true],
  ['Ticket received [#1234]', true],
  ['[HIGH] [tt_example] Calendar', false],
  ['Room [2] stays empty', false],
  ['Regarding: the calendar', false],
])('whether %s says that it answers: %s', (subject, answers) => {
  expect(saysItAnswers(subject)).toBe(answers);
});
