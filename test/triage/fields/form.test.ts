// Forms as people fill them in. What is ticked or written beside a label is the value; a form left open says nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Locale } from '../../../src/desk/locale.ts';
import { plainLine } from '../../../src/triage/fields/label.ts';
import { understand } from '../../../src/triage/meaning.ts';
import { cpuMs } from '../../support/cpu.ts';
import { mail } from '../facts.ts';

type Language = Readonly<{
  priority: string;
  levels: Readonly<Record<'urgent' | 'high' | 'medium' | 'low', string>>;
  instance: string;
  functions: string;
  users: string;
  shares: Readonly<Record<'all' | 'most' | 'few', string>>;
  possessive: (label: string) => string;
}>;
const languages: Record<Locale, Language> = {
  en: {
    priority: 'Priority',
    levels: { urgent: 'Urgent', high: 'High', medium: 'Medium', low: 'Low' },
    instance: 'Instance',
    functions: 'Affected functions',
    users: 'Affected users',
    shares: { all: 'ALL', most: 'MOST', few: 'FEW' },
    possessive: label => `Our suggested ${label.toLowerCase()}`,
  },
  it: {
    priority: 'Priorità',
    levels: { urgent: 'Urgente', high: 'Alta', medium: 'Media', low: 'Bassa' },
    instance: 'Istanza',
    functions: 'Funzioni colpite',
    users: 'Utenti colpiti',
    shares: { all: 'tutti', most: 'la maggior parte', few: 'pochi' },
    possessive: label => `La nostra ${label.toLowerCase()}`,
  },
  es: {
    priority: 'Criticidad',
    levels: { urgent: 'Urgente', high: 'Alta', medium: 'Media', low: 'Baja' },
    instance: 'Instancia',
    functions: 'Funciones impactadas',
    users: 'Usuarios afectados',
    shares: { all: 'todos', most: 'la mayoría', few: 'pocos' },
    possessive: label => `Nuestra ${label.toLowerCase()} sugerida`,
  },
  pt: {
    priority: 'Prioridade',
    levels: { urgent: 'Urgente', high: 'Alta', medium: 'Média', low: 'Baixa' },
    instance: 'Instância',
    functions: 'Funções afetadas',
    users: 'Utilizadores afetados',
    shares: { all: 'todos', most: 'a maioria', few: 'poucos' },
    possessive: label => `A nossa ${label.toLowerCase()}`,
  },
  fr: {
    priority: 'Criticité',
    levels: { urgent: 'Urgente', high: 'Haute', medium: 'Moyenne', low: 'Basse' },
    instance: 'Instance',
    functions: 'Fonctions impactées',
    users: 'Utilisateurs touchés',
    shares: { all: 'tous', most: 'la plupart', few: 'quelques' },
    possessive: label => `Notre ${label.toLowerCase()}`,
  },
  de: {
    priority: 'Priorität',
    levels: { urgent: 'Dringend', high: 'Hoch', medium: 'Mittel', low: 'Niedrig' },
    instance: 'Instanz',
    functions: 'Betroffene Funktionen',
    users: 'Betroffene Benutzer',
    shares: { all: 'alle', most: 'die meisten', few: 'wenige' },
    possessive: label => `Unsere gewünschte ${label}`,
  },
};

/** A question with all options, the chosen one among them; the layouts of one value, as text made of plain text or HTML. */
type Asked = Readonly<{ label: string; options: readonly string[]; chosen: string | null }>;
type Layout = (asked: Asked) => string;
const boxed =
  (on: string, off: string, join: string, behind = false): Layout =>
  ({ label, options, chosen }) => {
    const each = options.map(option => {
      const box = option === chosen ? on : off;
      return behind ? `${option} ${box}` : `${box} ${option}`;
    });
    return `${label}:${join === '\n' ? '\n' : ' '}${each.join(join)}`;
  };
const layouts: Record<string, Layout> = {
  'boxes, one a line': boxed('[x]', '[ ]', '\n'),
  'boxes in capitals, one a line with gaps': asked => boxed('[X]', '[ ]', '\n')(asked).replaceAll('\n', '\n\n'),
  'round boxes, one a line': boxed('(x)', '( )', '\n'),
  'ballot boxes, one a line': boxed('☒', '☐', '\n'),
  'check boxes, one a line': boxed('☑', '☐', '\n'),
  'boxes behind, one a line': boxed('[x]', '[ ]', '\n', true),
  'boxes on one line': boxed('[x]', '[ ]', '  '),
  'ballot boxes on one line': boxed('☑', '☐', ' '),
  'boxes behind on one line': boxed('[X]', '[ ]', ' ', true),
  'boxes behind, with bars': boxed('(X)', '( )', ' | ', true),
  'a list of boxes': ({ label, options, chosen }) =>
    [`**${label}**:`, ...options.map(option => `- [${option === chosen ? 'x' : ' '}] ${option}`)].join('\n'),
  'circles, one a line': boxed('●', '○', '\n'),
  'circles on one line': boxed('●', '○', '  '),
  'large circles': boxed('🔘', '⚪', ' '),
  'braces on one line': boxed('{x}', '{ }', '  '),
  'lines to write on': boxed('_X_', '___', '  '),
  'crosses in front, one a line': ({ label, options, chosen }) =>
    [`${label}:`, ...options.map(option => (option === chosen ? `x ${option}` : option))].join('\n'),
  'crosses behind, one a line': ({ label, options, chosen }) =>
    [`${label}:`, ...options.map(option => (option === chosen ? `${option} X` : option))].join('\n'),
  'a tick among options with slashes': ({ label, options, chosen }) =>
    `${label}: ${options.map(option => (option === chosen ? `${option} ✔` : option)).join(' / ')}`,
  'a cross among options with slashes': ({ label, options, chosen }) =>
    `${label}: ${options.map(option => (option === chosen ? `x ${option}` : option)).join(' / ')}`,
  'a label without a colon above boxes': asked => boxed('[x]', '[ ]', '\n')(asked).replace(':', ''),
  'boxes in a cell': ({ label, options, chosen }) =>
    `${label}\t${options.map(option => `${option === chosen ? '☑' : '☐'} ${option}`).join(' ')}`,
  'rows with a mark': ({ label, options, chosen }) =>
    [label, ...options.map(option => `${option}\t${option === chosen ? 'X' : ''}`)].join('\n'),
  'columns of yes and no': ({ label, options, chosen }) =>
    [`${label}\tSí\tNo`, ...options.map(option => `${option}\t${option === chosen ? 'X\t' : '\tX'}`)].join('\n'),
};
const written: Record<string, (label: string, value: string) => string> = {
  'a colon': (label, value) => `${label}: ${value}`,
  'a colon apart': (label, value) => `${label} : ${value}`,
  'a hyphen': (label, value) => `${label} - ${value}`,
  'a dash': (label, value) => `${label} – ${value}`,
  'an equals sign': (label, value) => `${label} = ${value}`,
  'bold text': (label, value) => `**${label}:** ${value}`,
  'a bullet': (label, value) => `• ${label}: ${value}`,
  'a cell': (label, value) => `${label}\t${value}`,
  'a cell with a colon': (label, value) => `${label}:\t${value}`,
  'the next line': (label, value) => `${label}:\n${value}`,
  'the line after an empty one': (label, value) => `${label}:\n\n${value}`,
};
const end = '\n\nThe agenda of the day hospital is empty since nine.';
const priorityOf = (text: string) => understand(mail({ text: text + end })).priority?.value ?? null;

describe('six languages, each layout and each value give the value back', () => {
  for (const [locale, each] of Object.entries(languages)) {
    const options = Object.values(each.levels);
    for (const [name, layout] of Object.entries(layouts)) {
      test(`${locale}: ${name}`, () => {
        for (const [level, chosen] of Object.entries(each.levels)) {
          expect(priorityOf(layout({ label: each.priority, options, chosen })), level).toBe(level);
          const reversed = layout({ label: each.priority, options: options.toReversed(), chosen });
          expect(priorityOf(reversed), reversed).toBe(level);
        }
        // A form that is sent as it came says nothing.
        expect(priorityOf(layout({ label: each.priority, options, chosen: null }))).toBeNull();
      });
    }
    for (const [name, write] of Object.entries(written)) {
      test(`${locale}: ${name}`, () => {
        for (const [level, word] of Object.entries(each.levels)) {
          expect(priorityOf(write(each.priority, word)), write(each.priority, word)).toBe(level);
          expect(priorityOf(write(each.possessive(each.priority), word)), each.possessive(each.priority)).toBe(level);
        }
        for (const [share, word] of Object.entries(each.shares)) {
          const form = `${write(each.functions, word)}\n${write(each.users, word)}`;
          expect(understand(mail({ text: form + end })).priority?.extents, form).toEqual({
            functions: share,
            users: share,
          });
        }
        expect(understand(mail({ text: write(each.instance, 'tt_milano') + end })).instance).toEqual({
          value: 'tt_milano',
          source: 'label',
          known: true,
        });
      });
    }
    test(`${locale}: a table with a row of labels`, () => {
      for (const mark of ['\t', ' | '])
        for (const [level, word] of Object.entries(each.levels)) {
          const text = `${[each.priority, each.instance, each.users].join(mark)}\n${[word, 'tt_milano', each.shares.all].join(mark)}${end}`;
          expect(understand(mail({ text })), text).toMatchObject({
            priority: { value: level },
            instance: { value: 'tt_milano' },
          });
        }
    });
    test(`${locale}: shares in boxes`, () => {
      const options = Object.values(each.shares);
      for (const [name, layout] of Object.entries(layouts))
        for (const [functions, first] of Object.entries(each.shares))
          for (const [users, second] of Object.entries(each.shares)) {
            const form = [
              layout({ label: each.functions, options, chosen: first }),
              layout({ label: each.users, options, chosen: second }),
            ].join('\n\n');
            expect(understand(mail({ text: form + end })).priority?.extents, `${name}\n${form}`).toEqual({
              functions,
              users,
            });
          }
    });
  }
});

describe('never more than was chosen', () => {
  test.each([
    'Priority: [x] urgent [x] low',
    'Priority:\nUrgent\nHigh\nMedium\nLow',
    'Prioridad:\n\nUrgente\nAlta',
    'Priorità: urgente / alta / media / bassa',
    'Priority:\nURGENT: a complete business-down situation\nHIGH: a critical function is unusable\nLOW: isolated cases',
    'Priority:\nURGENT – a complete business-down situation\nHIGH – a critical function is unusable',
    'Priority:\n\nUrgent help would be nice, since the agenda is empty',
    'Functions: [ ] ALL [ ] MOST [ ] FEW\nUsers: [ ] ALL [ ] MOST [ ] FEW',
    'Functions:\nALL\nMOST\nFEW\nUsers:\nALL\nMOST\nFEW',
    'Functions: [x] ALL [x] FEW\nUsers: [x] ALL',
    'Priority: { } urgent { } high { } low',
    'Priority: ○ Urgent ○ High ○ Low',
    'Priority: ● Urgent ● High ● Low',
    'Priority: ___ urgent ___ high ___ low',
    'Priority: urgent x / low x',
    'Priority\tYes\tNo\nUrgent\t\tx\nHigh\t\tx\nLow\t\tx',
    'Priority\tYes\tNo\nUrgent\t\tx\nHigh\t\t\nLow\t\t',
    'Priorità:\nUrgente\nAlta\nMedia\nBassa',
  ])('%j', text => expect(priorityOf(text)).toBeNull());
});

describe('what is no name of an instance leaves the directory’s', () => {
  const own = { instances: ['tt_milano'] };
  test.each([
    'Istanza:\n\nBuongiorno,\nle stampe sono ferme.',
    'Istanza:\nBuongiorno',
    'Instance:\nHello team',
    'Instancia:\nBuenos días',
    'Instance:\nAnna Ferri',
    'Instanz:\nGuten Tag zusammen',
    'Istanza: non lo so',
    'Istanza: non lo so, scusate',
    'Instancia: (en blanco)',
    'Instancia: desconozco',
    'Instanz: k. A.',
    'Instanz: keine Ahnung',
    'Instance : aucune idée',
    'Instância: não sei',
    'Istanza: n.d.',
    'Instance: N/A',
    "Instance: I don't know",
    'Instance: [ ] tt_roma-est [ ] tt_milano',
    'Istanza\t\nUtenti\tpochi',
  ])('%j', text =>
    expect(understand(mail({ text: text + end, ...own })).instance).toEqual({
      value: 'tt_milano',
      source: 'directory',
      known: true,
    }),
  );
});

test.each([
  ['Instance: tt-milano', 'tt_milano', true],
  ['Istanza: TT-MILANO', 'tt_milano', true],
  ['Instance: TT_ROMA_EST', 'tt_roma-est', true],
  ['Instance: [ ] tt_roma-est [x] tt_milano', 'tt_milano', true],
  ['Instance:\n☐ tt_roma-est\n☑ tt_milano', 'tt_milano', true],
  ['Presidio: ospedale san carlo', 'Ospedale San Carlo', true],
  ['Sede: Poliambulatorio Nord (Pediatria)', 'Poliambulatorio Nord (Pediatria)', false],
  ['Centre: [San Carlo]', 'San Carlo', false],
  ['Unidade: Hospital do Alvor (Consultas)', 'Hospital do Alvor (Consultas)', false],
  ['Ospedale:\nOspedale San Carlo', 'Ospedale San Carlo', true],
])('%j is %s', (text, value, known) =>
  expect(understand(mail({ text: text + end })).instance).toMatchObject({ value, known }),
);

test.each([
  ['La priorità che proponiamo: alta', 'high'],
  ['Nivel de prioridad sugerido: ALTA', 'high'],
  ['The priority we suggest: low', 'low'],
  ['La priorité que nous proposons : haute', 'high'],
  ['A prioridade que propomos: baixa', 'low'],
  ['Die Priorität, die wir vorschlagen: hoch', 'high'],
  ['Priority: ~~urgent~~ high', 'high'],
  // In a sentence, but unmistakable.
  ['Per favore guardate, priorità alta.', 'high'],
  ['Bitte ansehen – hohe Priorität!', 'high'],
  ['Por favor, mirad esto (prioridad media)', 'medium'],
  ['The colour is wrong, low priority.', 'low'],
  ['Merci de regarder ; priorité haute.', 'high'],
  ['Vejam, por favor. Prioridade baixa.', 'low'],
  ['Nothing opens. Priority: high', 'high'],
  ['We treat high priority patients first, low priority later.', null],
  ['High priority\nLow priority', null],
  ['High priority: all down\nLow priority: colours', null],
  ['Not a high priority, really.', null],
  ['Is it high priority?', null],
  ['It prints. Priority: urgent / high / medium', null],
  ['> Please look, high priority.', null],
])('%j: %s', (text, level) => expect(understand(mail({ text: text + end })).priority?.value ?? null).toBe(level));

test('a label behind a sentence names the instance, and the sentence is the description', () => {
  const read = understand(mail({ text: 'Non si vede nulla. Istanza: tt_milano' }));
  expect(read.instance).toMatchObject({ value: 'tt_milano', source: 'label' });
  expect(read.missing).not.toContain('description');
});

test.each([
  ['[MEDIA] La agenda tarda en abrir', 'medium'],
  ['[Medio] Sportello lento', 'medium'],
  ['[MÉDIA] Relatórios lentos', 'medium'],
  ['#media La agenda tarda', 'medium'],
  ['[Media] files do not load', null],
  ['Media library is empty', null],
  // Without square brackets, in six languages.
  ['(Media) Portale lento', 'medium'],
  ['Portale lento (media)', 'medium'],
  ['MEDIA - Portale lento', 'medium'],
  ['Media: portale lento', 'medium'],
  ['Media – el portal va lento', 'medium'],
  ['tt_milano - Media - agenda lenta', 'medium'],
  ['[tt_milano] MEDIO: agenda lenta', 'medium'],
  ['MÉDIA | Relatórios lentos', 'medium'],
  ['Relatórios lentos - média', 'medium'],
  ['(Moyenne) Lenteurs', 'medium'],
  ['Moyenne : lenteurs dans l’agenda', 'medium'],
  ['Mittel: Kalender langsam', 'medium'],
  ['Kalender langsam (mittel)', 'medium'],
  ['Medium - slow agenda', 'medium'],
  ['(Alta) Prenotazioni ferme', 'high'],
  ['ALTA - Prenotazioni ferme', 'high'],
  ['Haute : agenda vide', 'high'],
  ['(Bassa) Refuso', 'low'],
  ['Niedrig: Tippfehler', 'low'],
  ['(não média) Relatórios', null],
  ['Media: upload of pictures fails', null],
  ['Media - the gallery is empty', null],
  ['Media: richiesta di intervista', null],
  ['Media - solicitud de la prensa', null],
  ['Médias : demande d’interview', null],
  ['Social media: pagina vuota', null],
  ['Tempi di attesa (media) errati', null],
  ['Valor (media) mal calculado', null],
  ['Durée d’attente (moyenne) fausse', null],
  ['Wartezeit (Mittel) falsch', null],
  ['Mittel: Antrag auf Budget', null],
  ['Medio: correo electrónico del paciente', null],
  ['I media parlano del portale', null],
  ['La media non torna', null],
  ['Alta: Dra. Gil', null],
  ['Baja - paciente duplicado', null],
  ['Nuevo usuario - alta', null],
  ['Alta stagione: agenda vuota', null],
  ['Portale lento, priorità media', 'medium'],
  ['Agenda leer; Priorität hoch', 'high'],
  ['Agenda vide, pas de priorité haute', null],
  ['Agenda, alta', null],
])('subject %j: %s', (subject, level) => expect(understand(mail({ subject })).priority?.value ?? null).toBe(level));

test('any form is read in time linear in its length', () => {
  const piece = fc.constantFrom(
    '[x] ',
    '[ ]',
    'a:\n',
    'Priority\t',
    'Priority:\n',
    '☑ Alta\n',
    '|',
    'Users - ',
    'tt-',
    '(',
    'Alta\tX\n',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), pieces => {
      const text = pieces.join('').repeat(20_000).slice(0, 200_000);
      expect(cpuMs(() => understand(mail({ text })))).toBeLessThan(600);
    }),
    { numRuns: 25 },
  );
  expect(plainLine('☑ Alta')).toBe('☑ Alta');
});
