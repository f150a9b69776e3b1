// Forms in HTML, as programs send them: tables of Outlook and of web mail, boxes as letters of a symbol font, controls.
import { describe, expect, test } from 'vitest';
import type { Locale } from '../../../src/desk/locale.ts';
import { htmlToText } from '../../../src/parse/html/html-text.ts';
import { understand } from '../../../src/triage/meaning.ts';
import { mail } from '../facts.ts';

type Form = Readonly<{ label: string; options: readonly string[]; chosen: string | null }>;
const levels = ['urgent', 'high', 'medium', 'low'] as const;
const forms: Record<Locale, { label: string; instance: string; options: readonly string[]; yes: string }> = {
  en: { label: 'Severity', instance: 'Site', options: ['Urgent', 'High', 'Medium', 'Low'], yes: 'Yes' },
  it: { label: 'Livello di gravità', instance: 'Presidio', options: ['Urgente', 'Alta', 'Media', 'Bassa'], yes: 'Sì' },
  es: { label: 'Criticidad', instance: 'Sede', options: ['Urgente', 'Alta', 'Media', 'Baja'], yes: 'Sí' },
  pt: { label: 'Severidade', instance: 'Unidade', options: ['Urgente', 'Alta', 'Média', 'Baixa'], yes: 'Sim' },
  fr: { label: 'Gravité', instance: 'Établissement', options: ['Urgente', 'Haute', 'Moyenne', 'Basse'], yes: 'Oui' },
  de: { label: 'Dringlichkeit', instance: 'Standort', options: ['Dringend', 'Hoch', 'Mittel', 'Niedrig'], yes: 'Ja' },
};

const word = (text: string) =>
  `<p class=MsoNormal><span style='font-size:11.0pt;mso-fareast-language:EN-US'>${text}<o:p></o:p></span></p>`;
const outlook = (rows: readonly (readonly string[])[]) =>
  `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><div class=WordSection1>
<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0>${rows
    .map(row => `<tr>${row.map(cell => `<td width=200 valign=top>${word(cell)}</td>`).join('')}</tr>`)
    .join('')}</table>${word('&nbsp;')}${word('The agenda of room 4 is empty since nine.')}</div></body></html>`;
const web = (rows: readonly (readonly string[])[]) =>
  `<div dir="ltr"><table><tbody>${rows
    .map(row => `<tr>${row.map(cell => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table><div><br></div><div>The agenda of room 4 is empty since nine.</div></div>`;
const wingdings = (letter: string) => `<span style='font-family:Wingdings;mso-char-type:symbol'>${letter}</span>`;
const boxes =
  (on: string, off: string, join: string) =>
  ({ options, chosen }: Form) =>
    options.map(option => `${option === chosen ? on : off} ${option}`).join(join);

const layouts: Record<string, (form: Form, yes: string) => string> = {
  'a cell of boxes in Outlook': form => outlook([[form.label, boxes('☒', '☐', '<br>')(form)]]),
  'boxes of Wingdings': form => outlook([[form.label, boxes(wingdings('þ'), wingdings('o'), ' ')(form)]]),
  'boxes of Wingdings by code': form =>
    outlook([[form.label, boxes(wingdings('&#61694;'), wingdings('&#61608;'), ' ')(form)]]),
  'content controls of Word': form =>
    [
      `${word(`${form.label}:`)}`,
      ...boxes('<w:Sdt CheckBox="t">☒</w:Sdt>', '<w:Sdt CheckBox="t">☐</w:Sdt>', '\n')(form).split('\n').map(word),
    ].join(''),
  'check boxes': form =>
    web([[form.label, boxes('<input type="checkbox" checked>', '<input type="checkbox">', ' ')(form)]]),
  'radio buttons': form =>
    `<p>${form.label}: ${boxes('<input type=radio name=p checked=checked>', '<input type=radio name=p>', ' ')(form)}</p>`,
  'a list to choose from': ({ label, options, chosen }) =>
    `<p>${label}: <select>${options.map(option => `<option${option === chosen ? ' selected' : ''}>${option}</option>`).join('')}</select></p>`,
  'columns of yes and no with empty cells': ({ label, options, chosen }, yes) =>
    web([[label, yes, 'No'], ...options.map(option => (option === chosen ? [option, 'X', ''] : [option, '', 'X']))]),
  'a row for each option': ({ label, options, chosen }) =>
    outlook([[label, '&nbsp;'], ...options.map(option => [option, option === chosen ? 'X' : '&nbsp;'])]),
};
const meant = (html: string) => understand(mail({ text: htmlToText(html) }));

describe.each(Object.entries(forms))('%s', (_, { label, instance, options, yes }) => {
  test.each(Object.entries(layouts))('%s', (_, layout) => {
    for (const [n, chosen] of options.entries()) {
      const html = layout({ label, options, chosen }, yes);
      expect(meant(html).priority?.value, htmlToText(html)).toBe(levels[n]);
    }
    expect(meant(layout({ label, options, chosen: null }, yes)).priority).toBeNull();
  });
  test('values beside, below and among other columns', () => {
    for (const table of [outlook, web])
      for (const [n, level] of options.entries()) {
        const tables = [
          table([
            [label, level],
            [instance, 'Hospital Brezo (Consultas)'],
          ]),
          table([
            ['Nr.', label, instance, 'Date'],
            ['7', level, 'Hospital Brezo (Consultas)', '12/11/2026'],
          ]),
          `<dl><dt>${label}</dt><dd>${level}</dd><dt>${instance}</dt><dd>Hospital Brezo (Consultas)</dd></dl>`,
        ];
        for (const html of tables) {
          const { priority, instance: found } = meant(html);
          expect([priority?.value, found?.value], htmlToText(html)).toEqual([levels[n], 'Hospital Brezo (Consultas)']);
        }
      }
  });
});

test('a smile of Outlook is a smile, and text in a symbol font by mistake is text', () => {
  expect(htmlToText(`<p>Thank you ${wingdings('J')}</p>`)).toBe('Thank you ☺');
  const long = 'This whole paragraph was set in a font of pictures by mistake.';
  expect(htmlToText(`<p>${wingdings(long)}</p>`)).toBe(long);
});

const toldNothing = `non la so; non la conosco; lasciare vuoto; da completare; je l’ignore; NSP; je ne sais plus; à compléter;
  no la sé; no lo conozco; dejar en blanco; no procede; não conheço; não sei qual; por preencher; deixar em branco;
  weiß ich leider nicht; kenne ich nicht; bitte leer lassen; nicht ausgefüllt; I’m not sure; we are not sure; dunno; no clue;
  n/k; to be completed; non ricordo; aucune information; não me lembro; ist mir nicht bekannt`;
const greetings = `Buonasera a tutti; Gentile assistenza,; Egregi,; Hola, buenas; Estimado equipo:; Muy buenas; Boa noite; Caros
  colegas,; Bonsoir; Chère équipe,; Madame,; Grüezi; Liebes Team,; Guten Abend; Good evening; Dear colleagues,; Hey there;
  Buon pomeriggio; Vi scrivo per un problema; Os escribo porque no carga; Wir haben ein Problem; Nous avons un souci; Segue o
  detalhe; Il modulo non si apre; Nothing works; Mario Bianchi; Ospedali riuniti chiusi oggi?`;
const each = (list: string) => list.split(';').map(phrase => phrase.replace(/\s+/g, ' ').trim());

describe('no instance is named, and the directory’s counts', () => {
  const understood = (text: string) => understand({ ...mail({ text }), instances: ['tt_milano'] }).instance;
  const directory = { value: 'tt_milano', source: 'directory', known: true };
  test.each(each(toldNothing))('by %s', phrase => {
    for (const label of ['Istanza', 'Instance', 'Sede', 'Unidade', 'Standort', 'Établissement'])
      expect(understood(`${label}: ${phrase}\n\nThe agenda is empty.`), label).toEqual(directory);
  });
  test.each(each(greetings))('above %s', phrase => {
    for (const gap of ['\n', '\n\n'])
      for (const label of ['Istanza:', 'Instance :', 'Centro:', 'Presidio:', '**Site:**'])
        expect(understood(`${label}${gap}${phrase}\n\nThe agenda is empty.`), label).toEqual(directory);
  });
});
