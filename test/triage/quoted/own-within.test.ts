// Answers that stand where a mail program or a hurried author put them: within our own mail.
import { expect, test } from 'vitest';
import { readAnswers } from '../../../src/triage/commands/answers.ts';
import { splitReply } from '../../../src/triage/quoted/split.ts';

const ours = {
  en: [
    'On Mon, 30 Nov 2026 at 10:12, Support <s@x.example> wrote:',
    '##- Please write your reply above this line -##',
    'Hello Ada,',
  ],
  it: [
    'Il giorno lun 30 nov 2026 alle ore 10:12 Support <s@x.example> ha scritto:',
    '##- Scrivere la risposta sopra questa riga -##',
    'Buongiorno Ada,',
  ],
  es: [
    'El lun, 30 nov 2026 a las 10:12, Support <s@x.example> escribió:',
    '##- Escriba su respuesta por encima de esta línea -##',
    'Hola, Ada:',
  ],
  pt: [
    'Em seg., 30 de nov. de 2026 às 10:12, Support <s@x.example> escreveu:',
    '##- Escreva a sua resposta acima desta linha -##',
    'Olá, Ada.',
  ],
  fr: [
    'Le lun. 30 nov. 2026 à 10:12, Support <s@x.example> a écrit :',
    '##- Répondez au-dessus de cette ligne -##',
    'Bonjour Ada,',
  ],
  de: [
    'Am Mo., 30. Nov. 2026 um 10:12 Uhr schrieb Support <s@x.example>:',
    '##- Bitte oberhalb dieser Zeile antworten -##',
    'Guten Tag Ada,',
  ],
} as const;
const answer = 'Instance tt_brezo, error 500 since nine.';
const rest = ['', 'PT-7: thank you.', '', 'Instance: none found. Which one is it?', '', '--', 'Support'];
const quoted = (lines: readonly string[]) => lines.map(line => `> ${line}`.trimEnd());

for (const [language, [attribution, marker, hello]] of Object.entries(ours)) {
  const body = [marker, '', hello, ...rest];
  test.each([
    ['inside the quote, above the marker', [attribution, ...quoted([answer, '', ...body])]],
    ['all of it marked', quoted([attribution, answer, '', ...body])],
    ['between marker and greeting', [attribution, ...quoted([marker, '', answer, '', hello, ...rest])]],
    ['between, without marks', [attribution, marker, '', answer, '', hello, ...rest]],
    [
      'between, with a greeting of its own',
      [attribution, marker, '', hello.replace('Ada', ''), answer, '', hello, ...rest],
    ],
  ])(`${language}: typed %s`, (_, lines) => {
    const split = splitReply(lines.join('\n'));
    expect(split.text.split('\n').at(-1)).toBe(answer);
    expect(split.text).not.toContain('PT-7');
    const kept = `${split.text}\n${split.quoted}`;
    for (const line of lines) expect(kept).toContain(line.replace(/^> ?/, ''));
  });

  test(`${language}: a reply without words has none of ours`, () => {
    for (const lines of [[attribution, ...quoted(body)], quoted([attribution, ...body])]) {
      const split = splitReply(lines.join('\n'));
      expect(split).toMatchObject({ text: '', quoted: lines.join('\n') });
    }
  });
}

test('short answers between quoted questions keep their questions', () => {
  const text = [
    'On Mon, 30 Nov 2026 at 10:12, Support <s@x.example> wrote:',
    '> Is the portal slow as well?',
    'Sì',
    '> And the app?',
    'No',
    '> Since this morning?',
    'Sì',
    '> --',
    '> Support',
  ].join('\n');
  expect(splitReply(text).text).toBe(
    '> Is the portal slow as well?\nSì\n> And the app?\nNo\n> Since this morning?\nSì',
  );
});

test.each([
  ['tt_pinolago', { instance: 'tt_pinolago' }],
  ['Alta', { priority: 'high' }],
  ['Hospital Brezo', { instance: 'Hospital Brezo' }],
  ['È tt_pinolago, priorità alta.', { instance: 'tt_pinolago', priority: 'high' }],
  ['It is tt_pinolago, priority low', { instance: 'tt_pinolago', priority: 'low' }],
  ['Es tt_pinolago y la prioridad es media.', { instance: 'tt_pinolago', priority: 'medium' }],
  ["C'est tt_pinolago, priorité haute", { instance: 'tt_pinolago', priority: 'high' }],
  ['Die Instanz ist tt_pinolago, Priorität hoch.', { instance: 'tt_pinolago', priority: 'high' }],
  ['Prioridade alta. Instância tt_pinolago.', { instance: 'tt_pinolago', priority: 'high' }],
  ['Ecco: istanza tt_pinolago, errore 500.', { instance: 'tt_pinolago' }],
  [
    '> Instance: none found. Which one is it?\ntt_pinolago\n\n> Priority: not given.\nAlta',
    { instance: 'tt_pinolago', priority: 'high' },
  ],
  ['1. tt_pinolago\n2. alta', { instance: 'tt_pinolago', priority: 'high' }],
  ['- tt_pinolago\n- Alta', { instance: 'tt_pinolago', priority: 'high' }],
  ['Which instance? tt_pinolago\nWhich priority? High', { instance: 'tt_pinolago', priority: 'high' }],
  ['Can you look? tt_pinolago is slow', {}],
  ['Grazie, è ancora così.', {}],
  ['È tutto fermo, la tensione è alta', {}],
])('%s answers our questions', (text, said) => {
  const found = readAnswers(text, new Set(['tt_pinolago'])).map(({ command }) =>
    'value' in command ? [command.kind, command.value] : [],
  );
  expect(Object.fromEntries(found)).toEqual(said);
});
