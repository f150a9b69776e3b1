import { describe, expect, test } from 'vitest';
import { readWords } from '../../../src/delivery/templates/words.ts';
import { locales } from '../../../src/desk/locale.ts';
import { understand } from '../../../src/triage/meaning.ts';
import { mail } from '../facts.ts';

const read = (text: string) => understand(mail({ text })).commands;

describe('one command', () => {
  test.each([
    ['#priority high', { kind: 'priority', value: 'high' }],
    ['#PRIORITY: urgent', { kind: 'priority', value: 'urgent' }],
    ['＃priority high', { kind: 'priority', value: 'high' }],
    ['#priorità alta', { kind: 'priority', value: 'high' }],
    ['#prioridad baja', { kind: 'priority', value: 'low' }],
    ['#prioridade média', { kind: 'priority', value: 'medium' }],
    ['#priorité haute', { kind: 'priority', value: 'high' }],
    ['#Priorität dringend', { kind: 'priority', value: 'urgent' }],
    ['#urgent', { kind: 'priority', value: 'urgent' }],
    ['#alta', { kind: 'priority', value: 'high' }],
    ['#instance tt_Milano', { kind: 'instance', value: 'tt_milano' }],
    ['#istanza tt_milano', { kind: 'instance', value: 'tt_milano' }],
    ['#instanz Klinikum Süd', { kind: 'instance', value: 'Klinikum Süd' }],
    ['#status resolved', { kind: 'status', value: 'resolved' }],
    ['#status open', { kind: 'status', value: 'open' }],
    ['#stato in attesa', { kind: 'status', value: 'pending' }],
    ['#estado cerrado', { kind: 'status', value: 'closed' }],
    ['#statut résolu', { kind: 'status', value: 'resolved' }],
    ['#resolved', { kind: 'status', value: 'resolved' }],
    ['#Resolved!', { kind: 'status', value: 'resolved' }],
    ['#risolto', { kind: 'status', value: 'resolved' }],
    ['#resuelto', { kind: 'status', value: 'resolved' }],
    ['#resolvido', { kind: 'status', value: 'resolved' }],
    ['#résolu', { kind: 'status', value: 'resolved' }],
    ['#gelöst', { kind: 'status', value: 'resolved' }],
    ['#erledigt', { kind: 'status', value: 'resolved' }],
    ['#close', { kind: 'status', value: 'closed' }],
    ['#chiudi', { kind: 'status', value: 'closed' }],
    ['#fechar', { kind: 'status', value: 'closed' }],
    ['#reopen', { kind: 'status', value: 'open' }],
    ['#pending', { kind: 'status', value: 'pending' }],
    ['#assign Ana@Desk.Example', { kind: 'assign', to: 'ana@desk.example' }],
    ['#assign ana@desk.example<mailto:ana@desk.example>', { kind: 'assign', to: 'ana@desk.example' }],
    ['#assegna a ana@desk.example', { kind: 'assign', to: 'ana@desk.example' }],
    ['#zuweisen ana@desk.example', { kind: 'assign', to: 'ana@desk.example' }],
    ['#merge PT-7', { kind: 'merge', into: 7 }],
    ['#merge [PT-7]', { kind: 'merge', into: 7 }],
    ['#merge 7', { kind: 'merge', into: 7 }],
    ['#unisci PT-7', { kind: 'merge', into: 7 }],
    ['#zusammenführen pt-7', { kind: 'merge', into: 7 }],
    ['#note', { kind: 'note' }],
    ['#nota', { kind: 'note' }],
    ['#intern', { kind: 'note' }],
    ['#help', { kind: 'help' }],
    ['#aiuto', { kind: 'help' }],
    ['#hilfe', { kind: 'help' }],
    ['#unfollow', { kind: 'unfollow' }],
    ['#ne-plus-suivre', { kind: 'unfollow' }],
    ['#dejar_de_seguir', { kind: 'unfollow' }],
    ['#abbestellen', { kind: 'unfollow' }],
    ['**#resolved**', { kind: 'status', value: 'resolved' }],
    ['  #resolved  ', { kind: 'status', value: 'resolved' }],
    ['Priority: high', { kind: 'priority', value: 'high' }],
    ['Priorität: hoch', { kind: 'priority', value: 'high' }],
    ['Instance: tt_milano', { kind: 'instance', value: 'tt_milano' }],
    ['Status: resolved', { kind: 'status', value: 'resolved' }],
    ['Stato: chiuso', { kind: 'status', value: 'closed' }],
    ['Assign to: ana@desk.example', { kind: 'assign', to: 'ana@desk.example' }],
    ['Merge: PT-7', { kind: 'merge', into: 7 }],
    ['#priority', { kind: 'invalid', word: 'priority', argument: '' }],
    ['#priority purple', { kind: 'invalid', word: 'priority', argument: 'purple' }],
    ['#assign Ana', { kind: 'invalid', word: 'assign', argument: 'Ana' }],
    ['#merge PT-0', { kind: 'invalid', word: 'merge', argument: 'PT-0' }],
    ['#status purple', { kind: 'invalid', word: 'status', argument: 'purple' }],
    ['#resolvd', { kind: 'unknown', word: 'resolvd', nearest: 'resolved' }],
    ['#asign ana@desk.example', { kind: 'unknown', word: 'asign', nearest: 'assign' }],
    ['#unfolow', { kind: 'unknown', word: 'unfolow', nearest: 'unfollow' }],
    ['#prioryti high', { kind: 'unknown', word: 'prioryti', nearest: 'priority' }],
    ['#hlep', { kind: 'unknown', word: 'hlep', nearest: 'help' }],
    ['#urgnet', { kind: 'unknown', word: 'urgnet', nearest: 'urgent' }],
    ['#resolved?', { kind: 'unknown', word: 'resolved', nearest: 'resolved' }],
    ['#resolved#close', { kind: 'unknown', word: 'resolved', nearest: 'resolved' }],
    ['#merge into PT-7, please', { kind: 'merge', into: 7 }],
    ['#unisci con PT-7, grazie', { kind: 'merge', into: 7 }],
    ['#zusammenführen mit PT-7', { kind: 'merge', into: 7 }],
    ['#merge PT-7?', { kind: 'invalid', word: 'merge', argument: 'PT-7?' }],
    ['#priority high?', { kind: 'invalid', word: 'priority', argument: 'high?' }],
    ['#priority low → high', { kind: 'priority', value: 'high' }],
    ['#not this ticket', { kind: 'separate' }],
    ['#wieder öffnen', { kind: 'status', value: 'open' }],
    ['#in attesa', { kind: 'status', value: 'pending' }],
    ['#not-resolved', { kind: 'status', value: 'open' }],
    ['#close please', { kind: 'status', value: 'closed' }],
    ['#chiudi per favore', { kind: 'status', value: 'closed' }],
    ['#fermer s’il vous plaît', { kind: 'status', value: 'closed' }],
    ['Status: done, thanks!', { kind: 'status', value: 'resolved' }],
    ['Stato: risolto, grazie mille', { kind: 'status', value: 'resolved' }],
    ['Estado: resuelto, por favor', { kind: 'status', value: 'resolved' }],
    ['Estado: resolvido, obrigada.', { kind: 'status', value: 'resolved' }],
    ['Statut : résolu, merci beaucoup', { kind: 'status', value: 'resolved' }],
    ['Status: bitte schließen', { kind: 'status', value: 'closed' }],
    ['Priorität: bitte hoch', { kind: 'priority', value: 'high' }],
  ])('%s', (text, command) => expect(read(text)).toEqual([command]));
});

describe('as people write them', () => {
  test.each([
    ['#priority:high', { kind: 'priority', value: 'high' }],
    ['#assign:ana@desk.example', { kind: 'assign', to: 'ana@desk.example' }],
    ["#priorita' alta", { kind: 'priority', value: 'high' }],
    ['#priority\u00a0high', { kind: 'priority', value: 'high' }],
    ['#re\u00adsolved', { kind: 'status', value: 'resolved' }],
    ['“Priority: high”', { kind: 'priority', value: 'high' }],
    ['«\u00a0Priorité\u00a0: haute\u00a0»', { kind: 'priority', value: 'high' }],
    ['„#Priorität hoch“', { kind: 'priority', value: 'high' }],
    ['"#resolved".', { kind: 'status', value: 'resolved' }],
    ['#merge PT–7', { kind: 'merge', into: 7 }],
    ['#merge PT\u20117', { kind: 'merge', into: 7 }],
    ['#merge pt7', { kind: 'merge', into: 7 }],
    ['#merge this into PT-7', { kind: 'merge', into: 7 }],
    ['#merge [PT-7] Portal down since 9', { kind: 'merge', into: 7 }],
    ['#fusionner avec le ticket PT-7', { kind: 'merge', into: 7 }],
    ['#unisci al PT-7', { kind: 'merge', into: 7 }],
    ['#merge PT-7 or PT-8', { kind: 'invalid', word: 'merge', argument: 'PT-7 or PT-8' }],
    ['#stop following', { kind: 'unfollow' }],
    ['#smetti di seguire', { kind: 'unfollow' }],
    ['#Diesem Ticket nicht mehr folgen', { kind: 'unfollow' }],
    ['#me désabonner', { kind: 'unfollow' }],
    ['#status new', { kind: 'status', value: 'new' }],
    ['#assign me', { kind: 'assign', to: 'me' }],
    ['#assign: to me, please', { kind: 'assign', to: 'me' }],
    ['#assegna a me', { kind: 'assign', to: 'me' }],
    ['#asignar a mí', { kind: 'assign', to: 'me' }],
    ['#atribuir a mim', { kind: 'assign', to: 'me' }],
    ['#attribuer à moi', { kind: 'assign', to: 'me' }],
    ['#zuweisen an mich', { kind: 'assign', to: 'me' }],
  ])('%s', (text, command) => expect(read(text)).toEqual([command]));

  test.each([
    ['#close this ticket', 'status'],
    ['#chiudi il ticket', 'status'],
    ['#reopen the case, please', 'status'],
    ['#unfollow me, thanks', 'unfollow'],
    ['#undo my last change', 'undo'],
    ['#rückgängig machen', 'undo'],
  ])('%s leaves no text behind', (text, kind) => {
    const { commands, description } = understand(mail({ text }));
    expect([commands.map(command => command.kind), description]).toEqual([[kind], '']);
  });
  test.each([
    ['#priority high We look into it.', 'We look into it.'],
    ['#priorità alta perché nessuno riesce a prenotare', 'perché nessuno riesce a prenotare'],
    ['#priority high, please', ''],
    ['#priority 1 - urgent', ''],
  ])('%s: what is more than a level begins the text', (text, rest) => {
    const { commands, description } = understand(mail({ text }));
    expect([commands.length, commands[0]?.kind, description]).toEqual([1, 'priority', rest]);
  });
  test('thanks are text', () => expect(understand(mail({ text: '#resolved Thanks!' })).description).toBe('Thanks!'));

  test.each(locales)('what our own mail calls a status is one after #status, in %s', locale => {
    const { labels, statuses } = readWords(`templates/words/${locale}.json`) as Record<string, Record<string, string>>;
    for (const [value, word] of Object.entries(statuses!)) {
      expect(read(`#${labels!.status} ${word}`), word).toEqual([{ kind: 'status', value }]);
    }
  });
  test.each(locales)('what our own mail calls a priority is one, in %s', locale => {
    const { labels, priorities } = readWords(`templates/words/${locale}.json`) as Record<
      string,
      Record<string, string>
    >;
    for (const [value, word] of Object.entries(priorities!)) {
      expect(read(`#${labels!.priority} ${word}`), word).toEqual([{ kind: 'priority', value }]);
    }
  });
  test('a word like none of ours stays with the text that it begins', () => {
    const { commands, description } = understand(mail({ text: '#XRAY-123 is fixed in the next release.' }));
    expect(commands).toEqual([{ kind: 'unknown', word: 'XRAY-123', nearest: null }]);
    expect(description).toBe('#XRAY-123 is fixed in the next release.');
  });
});

describe('no command', () => {
  test.each([
    '',
    'The fix works.\nStatus: resolved',
    'Priority: high?',
    'Status: done?',
    'Please merge this with PT-7',
    'We closed the clinic, thanks',
    'Is it resolved?',
    'Resolved it is not',
    'Thanks, all is well now',
    'Bitte schließen Sie das Fenster',
    'Per favore chiudete la finestra',
    'Ya está abierto el centro de salud',
    'open\nsesame',
    'Status: still broken',
    'Status: resolved? I do not think so',
    'Help: the agenda is empty',
    'Priority: high because since this morning nobody in the house can book',
    'Priority: purple',
    'Clinic: Saint Mary',
    '#1 in the list is wrong',
    '# Steps to reproduce',
    '> #resolved',
  ])('%j', text => expect(read(text)).toEqual([]));
});

test('commands stand before the text, with empty lines between them, and are not part of the description', () => {
  const { commands, description } = understand(
    mail({
      text: '\n#assign ana@desk.example\n\nPriority: low | Status: open\n#note\n\nShe knows the cache.\n#resolved\n',
    }),
  );
  expect(commands).toEqual([
    { kind: 'assign', to: 'ana@desk.example' },
    { kind: 'priority', value: 'low' },
    { kind: 'status', value: 'open' },
    { kind: 'note' },
    { kind: 'late', word: 'resolved' },
  ]);
  expect(description).toBe('She knows the cache.\n#resolved');
});
test('commands further down are reported, and not carried out', () => {
  const { commands, description } = understand(mail({ text: 'Hello,\n#resolved\n#metoo\n#priority high' }));
  expect(commands).toEqual([
    { kind: 'late', word: 'resolved' },
    { kind: 'late', word: 'priority high' },
  ]);
  expect(description).toBe('Hello,\n#resolved\n#metoo\n#priority high');
});
test('several stand on one line', () => {
  expect(read('#high #resolved #assign ana@desk.example')).toEqual([
    { kind: 'priority', value: 'high' },
    { kind: 'status', value: 'resolved' },
    { kind: 'assign', to: 'ana@desk.example' },
  ]);
});
test.each([
  ['#priority high #instance tt_nord'],
  ['#priority high, #instance tt_nord'],
  ['#priority: high and #instance: tt_nord'],
  ['#priorità alta e #istanza tt_nord'],
])('one with an argument ends where the next one begins: %s', text => {
  expect(read(text)).toEqual([
    { kind: 'priority', value: 'high' },
    { kind: 'instance', value: 'tt_nord' },
  ]);
});
test.each([
  ['#priority high #asign me', 'assign'],
  ['#assign me and #resolvd', 'resolved'],
  ['#follow x@y.test, #priorty low', 'priority'],
])('of %j the misspelt one is told, and not lost in the argument', (text, nearest) => {
  expect(read(text)).toMatchObject([{}, { kind: 'unknown', nearest }]);
});
test('a number sign within an argument is no command', () => {
  expect(read('#merge into #7')).toEqual([{ kind: 'merge', into: 7 }]);
  expect(read('#instance Clinic #north wing')).toMatchObject([{ kind: 'instance', value: 'Clinic #north wing' }]);
});
test.each([
  ['Resolved!', 'resolved'],
  ['Please close this, thanks', 'close'],
  ['Puoi chiudere il ticket? Grazie', null],
  ['chiudi per favore', 'chiudi'],
  ['Cerrar por favor', 'cerrar'],
  ['Fechar, por favor', 'fechar'],
  ['Fermer, merci', 'fermer'],
  ['Bitte schließen', 'schliessen'],
  ['Erledigt, danke', 'erledigt'],
  ['Das ist erledigt. Vielen Dank!', 'erledigt'],
  ['unfollow', 'unfollow'],
  ['# resolved', 'resolved'],
  ['## resolved', 'resolved'],
  ['Please #close this', 'close'],
  ['(#resolved)', 'resolved'],
])('%j is asked about, and not obeyed', (text, nearest) => {
  expect(read(text)).toEqual(nearest === null ? [] : [{ kind: 'unknown', word: text, nearest }]);
});
test('words after a command that takes none begin the text', () => {
  const { commands, description } = understand(mail({ text: '#resolved Thank *you*!\n#close' }));
  expect(commands).toEqual([
    { kind: 'status', value: 'resolved' },
    { kind: 'late', word: 'close' },
  ]);
  expect(description).toBe('Thank *you*!\n#close');
});
test('the description keeps long lines whole', () => {
  const long = 'word '.repeat(1000).trim();
  expect(understand(mail({ text: `#note ${long}` })).description).toBe(long);
});
test('no more than twenty commands are read', () => {
  expect(read('#help\n'.repeat(100))).toHaveLength(20);
});
