// The header of a forwarded mail on one line or two, as Yahoo, AOL and gateways write it.
import { describe, expect, test } from 'vitest';
import { readForward } from '../../../src/triage/forward/read-forward.ts';
import { splitReply } from '../../../src/triage/quoted/split.ts';

const languages = {
  en: ['Forwarded Message', 'From', 'To', 'Cc', 'Sent', 'Subject', 'Tuesday, December 1, 2026 at 09:12:00 AM GMT+1'],
  it: ['Messaggio inoltrato', 'Da', 'A', 'Cc', 'Inviato', 'Oggetto', 'martedì 1 dicembre 2026 alle ore 09:12:00 CET'],
  es: ['Mensaje reenviado', 'De', 'Para', 'CC', 'Enviado', 'Asunto', 'martes, 1 de diciembre de 2026, 09:12:00 CET'],
  pt: [
    'Mensagem encaminhada',
    'De',
    'Para',
    'Cc',
    'Enviado',
    'Assunto',
    'terça-feira, 1 de dezembro de 2026 às 09:12:00 CET',
  ],
  fr: ['Mail transféré', 'De ', 'À ', 'Cc ', 'Envoyé ', 'Objet ', 'mardi 1 décembre 2026 à 09:12:00 CET'],
  de: [
    'Weitergeleitete Nachricht',
    'Von',
    'An',
    'CC',
    'Gesendet',
    'Betreff',
    'Dienstag, 1. Dezember 2026 um 09:12:00 CET',
  ],
} as const;

type Labels = (typeof languages)[keyof typeof languages];
const people = ['Ada Villa <ada@clinic.example>', '"max@lab.example" <max@lab.example>', 'Bo Berg <bo@clinic.example>'];
const fieldsOf = ([, from, to, cc, sent, subject, date]: Labels): string[] => [
  `${from}: ${people[0]}`,
  `${to}: ${people[1]}`,
  `${cc}: ${people[2]}`,
  `${sent}: ${date}`,
  `${subject}: Agenda 4: vuota`,
];
const body = 'The agenda of room 4 is empty.\nPriority: low';

const layouts: Record<string, (labels: Labels, fields: string[]) => string> = {
  'glued, below the divider': ([divider], fields) => `----- ${divider} -----\n${fields.join('')}\n${body}`,
  'glued to the divider': ([divider], fields) => `----- ${divider} -----${fields.join('')}\n\n${body}`,
  'with blanks, behind the divider': ([divider], fields) => `----- ${divider} ----- ${fields.join(' ')}\n${body}`,
  'with blanks, without a divider': (_, fields) => `${fields.join(' ')}\n\n${body}`,
  'with semicolons': (_, fields) => `${fields.join('; ')}\n${body}`,
  'with bars': (_, fields) => `${fields.join(' | ')}\n${body}`,
  'in bold': ([divider], fields) =>
    `----- ${divider} -----\n${fields.map(field => field.replace(/^[^:]+:/, label => `*${label}*`)).join(' ')}\n\n${body}`,
  'two to a line': ([divider], [from, to, cc, sent, subject]) =>
    `---------- ${divider} ----------\n${from} ${to}\n${cc} ${sent}\n${subject}\n\n${body}`,
  'as a quote': ([divider], fields) => `${`----- ${divider} -----${fields.join('')}\n${body}`.replace(/^/gm, '> ')}`,
};

describe.each(Object.entries(layouts))('%s', (_, layout) => {
  test.each(Object.entries(languages))('%s', (_, labels) => {
    const text = `Can you look at this?\n\n${layout(labels, fieldsOf(labels))}`;
    const { forward } = splitReply(text, true);
    expect(forward?.own).toBe('Can you look at this?');
    expect(readForward(forward?.mail ?? '')).toMatchObject({
      author: { address: 'ada@clinic.example', name: 'Ada Villa' },
      to: [{ address: 'max@lab.example' }, { address: 'bo@clinic.example' }],
      cc: [{ address: 'bo@clinic.example', name: 'Bo Berg' }],
      date: new Date('2026-12-01T08:12:00Z'),
      words: body,
    });
  });
});

test('the words may stand on the line of the header, and the header may be long', () => {
  const many = Array.from({ length: 40 }, (_, n) => `Person ${n} <person${n}@clinic.example>`);
  const header = `From: ${people[0]} To: ${many.join(', ')} Sent: Tue, Dec 1, 2026 9:12 am Subject: Agenda`;
  const { forward } = splitReply(`Please look at this.\n\n-----Original Message-----\n${header}\n\n${body}`, true);
  expect(readForward(forward?.mail ?? '')).toMatchObject({ author: { name: 'Ada Villa' }, words: body });
  expect(readForward(forward?.mail ?? '').to).toHaveLength(40);
  const joined = splitReply(
    `Please look.\n\n----- Forwarded Message ----- ${header} The agenda of room 4 is empty.`,
    true,
  );
  expect(joined.forward?.own).toBe('Please look.');
  expect(readForward(joined.forward?.mail ?? '').words).toContain('The agenda of room 4 is empty.');
});

test.each([
  'From: 9:00 To: 12:00 the agenda of ada@clinic.example is empty.',
  'Subject: to be clear: the mail from: ada@clinic.example never came, sent: 5 times.',
  'De: la sala 4 a: la sala 5, asunto: agenda vacía.',
])('a sentence with labels is no header: %s', text =>
  expect(splitReply(text, true)).toMatchObject({ text, quoted: null }),
);
