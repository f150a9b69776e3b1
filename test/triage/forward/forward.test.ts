// A forwarded mail is what its author says: in every language and layout its words are read, and so are its fields.
import { expect, test } from 'vitest';
import { readWords } from '../../../src/filing/reading/words.ts';
import type { Address } from '../../../src/mail/address.ts';
import { saysItForwards } from '../../../src/mail/subject.ts';
import { dateIn } from '../../../src/triage/forward/date-in.ts';
import { readForward } from '../../../src/triage/forward/read-forward.ts';
import { splitReply } from '../../../src/triage/quoted/split.ts';
import { readBytes } from '../../parse/reading.ts';

const ada = 'ada@clinic.example';

const languages = {
  en: {
    ...{ prefix: 'FW:', from: 'From', sent: 'Sent', to: 'To', cc: 'Cc', subject: 'Subject' },
    ...{ gmail: 'Forwarded message', apple: 'Begin forwarded message:', date: 'Monday, November 30, 2026 8:31 AM' },
    ...{ note: 'Please look at this for our ward, thank you.', words: 'Priority: high\n\nThe agenda is empty.' },
  },
  it: {
    ...{ prefix: 'I:', from: 'Da', sent: 'Inviato', to: 'A', cc: 'Cc', subject: 'Oggetto' },
    ...{ gmail: 'Messaggio inoltrato', apple: 'Inizio messaggio inoltrato:', date: 'lunedì 30 novembre 2026 08:31' },
    ...{ note: 'Per favore guardate questa segnalazione del reparto.', words: 'Priorità: alta\n\nLa agenda è vuota.' },
  },
  es: {
    ...{ prefix: 'RV:', from: 'De', sent: 'Enviado', to: 'Para', cc: 'CC', subject: 'Asunto' },
    ...{
      gmail: 'Mensaje reenviado',
      apple: 'Inicio del mensaje reenviado:',
      date: 'lunes, 30 de noviembre de 2026 8:31',
    },
    ...{
      note: 'Por favor, mirad lo que nos escriben de consultas.',
      words: 'Prioridad: alta\n\nLa agenda está vacía.',
    },
  },
  pt: {
    ...{ prefix: 'ENC:', from: 'De', sent: 'Enviada', to: 'Para', cc: 'Cc', subject: 'Assunto' },
    ...{
      gmail: 'Mensagem reencaminhada',
      apple: 'Início da mensagem reencaminhada:',
      date: '30 de novembro de 2026 08:31',
    },
    ...{ note: 'Por favor vejam o que nos escreveram da consulta.', words: 'Prioridade: alta\n\nA agenda está vazia.' },
  },
  fr: {
    ...{ prefix: 'TR :', from: 'De', sent: 'Envoyé', to: 'À', cc: 'Cc', subject: 'Objet' },
    ...{ gmail: 'Message transféré', apple: 'Début du message transféré :', date: 'lundi 30 novembre 2026 08:31' },
    ...{ note: 'Merci de regarder ce que le service nous écrit.', words: "Priorité : haute\n\nL'agenda est vide." },
  },
  de: {
    ...{ prefix: 'WG:', from: 'Von', sent: 'Gesendet', to: 'An', cc: 'Cc', subject: 'Betreff' },
    ...{
      gmail: 'Weitergeleitete Nachricht',
      apple: 'Anfang der weitergeleiteten Nachricht:',
      date: 'Montag, 30. November 2026 08:31',
    },
    ...{
      note: 'Bitte seht euch an, was uns die Station schreibt.',
      words: 'Priorität: hoch\n\nDer Kalender ist leer.',
    },
  },
} as const;
type Language = (typeof languages)[keyof typeof languages];

const block = ({ from, sent, to, cc, subject, date }: Language): string[] => [
  `${from}: Radio Logy <radio@clinic.example>`,
  `${sent}: ${date}`,
  `${to}: Ada Villa <${ada}>; "Roe, Max" <max@clinic.example>`,
  `${cc}: eva@clinic.example`,
  `${subject}: Agenda`,
];

const plain = (body: string) => ({ type: 'text/plain; charset=utf-8', body });
const html = (body: string) => ({ type: 'text/html; charset=utf-8', body });
const br = (lines: readonly string[]) => lines.map(line => line.replace(/</g, '&lt;')).join('<br>');

const layouts: Readonly<Record<string, (language: Language) => { type: string; body: string }>> = {
  'Outlook, text': each => plain([each.note, '', 'Ada', '', ...block(each), '', each.words].join('\n')),
  'Outlook, HTML': each =>
    html(
      `<div class="WordSection1"><p class="MsoNormal">${each.note}</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${br(block(each)).replace(/(^|<br>)([^:]+:)/g, '$1<b>$2</b>')}</p></div>${each.words
        .split('\n')
        .map(line => `<p class="MsoNormal">${line || '&nbsp;'}</p>`)
        .join('')}</div>`,
    ),
  'Outlook on the web': each =>
    html(
      `<div class="elementToProof">${each.note}</div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">${br(block(each))}</div><div>${br(each.words.split('\n'))}</div>`,
    ),
  Gmail: each =>
    plain([each.note, '', `---------- ${each.gmail} ---------`, ...block(each), '', '', each.words].join('\n')),
  'Apple Mail': each =>
    plain(
      [each.note, '', each.apple, '', ...block(each), '', each.words]
        .map((line, at) => (at > 2 ? `> ${line}`.replace(/\n/g, '\n> ') : line))
        .join('\n'),
    ),
  Thunderbird: each =>
    plain([each.note, '', `-------- ${each.gmail} --------`, ...block(each), '', each.words].join('\n')),
  'attached .eml': each => ({
    type: 'multipart/mixed; boundary=b',
    body: `--b\nContent-Type: text/plain; charset=utf-8\n\n${each.note}\n--b\nContent-Type: message/rfc822\n\nFrom: Radio Logy <radio@clinic.example>\nDate: Mon, 30 Nov 2026 08:31:00 +0100\nTo: Ada Villa <${ada}>, "Roe, Max" <max@clinic.example>\nCc: eva@clinic.example\nSubject: Agenda\nContent-Type: text/plain; charset=utf-8\n\n${each.words}\n--b--\n`,
  }),
};

const wordsOf = async (subject: string, { type, body }: { type: string; body: string }) => {
  const { message } = await readBytes(
    `From: ${ada}\nSubject: ${subject}\nDate: Mon, 30 Nov 2026 09:00:00 +0100\nMIME-Version: 1.0\nContent-Type: ${type}\n\n${body}`,
  );
  const facts = { author: ada as Address, instances: [], knownInstances: new Set<string>() };
  return readWords(message, { ...facts, mail: { envelope: { mailFrom: ada, rcptTo: [] }, admitted: {} } as never });
};

for (const [name, language] of Object.entries(languages)) {
  for (const [layout, write] of Object.entries(layouts)) {
    test(`${layout}, ${name}: the sentence and the forwarded words are the request`, async () => {
      const { newText, meaning, forward } = await wordsOf(`${language.prefix} Agenda`, write(language));
      const last = language.words.split('\n').at(-1)!;
      expect(newText.text).toContain(language.note);
      expect(newText.text).toContain(last);
      expect(newText.text).toMatch(/Radio Logy <radio@clinic\.example>/);
      expect(newText.text.indexOf(last)).toBeGreaterThan(newText.text.indexOf('radio@'));
      expect(meaning).toMatchObject({ subject: 'Agenda', priority: { value: 'high', source: 'label' }, commands: [] });
      expect(forward).toMatchObject({
        author: { address: 'radio@clinic.example', name: 'Radio Logy' },
        date: new Date('2026-11-30T08:31:00+01:00'),
        words: language.words,
      });
      expect(forward?.own).toContain(language.note);
      expect(forward?.to.map(({ address }) => address)).toEqual([ada, 'max@clinic.example', 'eva@clinic.example']);
    });
  }
}

test('a command in the forwarded mail is not the author’s, and one above it is', async () => {
  const below = [
    'Da: Radio <radio@x.example>',
    'Inviato: lunedì 30 novembre 2026 08:31',
    'Oggetto: x',
    '',
    '#resolved',
  ];
  expect((await wordsOf('I: x', plain(below.join('\n')))).meaning.commands).toEqual([]);
  const own = await wordsOf(
    'I: x',
    plain(['#priority low', '', 'Ecco la richiesta del collega.', '', ...below].join('\n')),
  );
  expect(own.meaning).toMatchObject({ commands: [{ kind: 'priority', value: 'low' }], priority: { value: 'low' } });
});

test('our own mail below is quoted, whatever the subject says', () => {
  const text =
    'Ecco, è ancora così anche oggi.\n\nDa: Support <support@x.example>\nInviato: lunedì 30 novembre 2026\nA: Ada\nOggetto: [PT-4] x\n\n##- Scrivere la risposta sopra questa riga -##\n\nBuongiorno';
  expect(splitReply(text, true).text).toBe('Ecco, è ancora così anche oggi.');
});

test.each([
  ['I: x', true],
  ['RV: x', true],
  ['[EXTERNAL] TR : x', true],
  ['WG: AW: x', true],
  ['[Fwd: x]', true],
  ['ENC: x', true],
  ['R: x', false],
  ['Re: Fwd: x', false],
  ['Fwd: [PT-4] x', false],
  ['Infusion: x', false],
])('%s forwards: %s', (subject, forwards) => expect(saysItForwards(subject)).toBe(forwards));

test.each([
  ['Montag, 30. November 2026 08:31', '2026-11-30T07:31:00.000Z'],
  ['mardi 1 décembre 2026 à 14 h 05', '2026-12-01T13:05:00.000Z'],
  ['mar 1 dic 2026 alle ore 09:00', '2026-12-01T08:00:00.000Z'],
  ['martes, 2 de junio de 2026 9:05', '2026-06-02T08:05:00.000Z'],
  ['jeudi 2 juillet 2026 09:05:11', '2026-07-02T08:05:11.000Z'],
  ['Tuesday, December 1, 2026 12:05 AM', '2026-11-30T23:05:00.000Z'],
  ['30/11/2026 08:31', '2026-11-30T07:31:00.000Z'],
  ['11/30/2026 8:31 PM', '2026-11-30T19:31:00.000Z'],
  ['2026-11-30 08:31', '2026-11-30T07:31:00.000Z'],
  ['Mon, 30 Nov 2026 08:31:00 +0200', '2026-11-30T06:31:00.000Z'],
  ['Mon, 30 Nov 2026 08:31:00 GMT', '2026-11-30T08:31:00.000Z'],
  ['segunda-feira, 5 de outubro de 2026 08h31', '2026-10-05T07:31:00.000Z'],
])('%s is %s', (text, iso) => expect(dateIn(text, 60)?.toISOString()).toBe(iso));

test.each(['', 'Montag', '30. November 08:31', '2026-13-41 08:31', '30/11/2026'])('no date in %j', text =>
  expect(dateIn(text, 60)).toBeNull(),
);

test('addresses in the forms that programs write', () => {
  const people = (line: string) =>
    readForward(`From: x <x@x.example>\nSubject: s\nTo: ${line}\n\nWords`).to.map(
      each => `${each.name}|${each.address}`,
    );
  expect(people('Ada [mailto:ada@x.example]; max@x.example')).toEqual(['Ada|ada@x.example', '|max@x.example']);
  expect(people('"Villa, Ada" <ada@x.example<mailto:ada@x.example>>, <max@x.example>')).toEqual([
    'Villa, Ada|ada@x.example',
    '|max@x.example',
  ]);
  expect(people("'Ada' <ADA@X.example>, 'Ada' <ada@x.example>")).toEqual(['Ada|ada@x.example']);
});
