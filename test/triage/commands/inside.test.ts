// An agent's note never leaves: what a careful reader takes for "for colleagues only" is read as a note.
import { describe, expect, test } from 'vitest';
import { meansNote, unknownIn } from '../../../src/triage/commands/command.ts';
import { readCommands } from '../../../src/triage/commands/read-commands.ts';
import { insideLabels, noteLabels } from '../../../src/triage/words/internal-notes.ts';
import { phrasesOf } from '../../../src/triage/words/phrases.ts';
import { cpuMs } from '../../support/cpu.ts';

const isNote = (text: string): boolean => {
  const { commands } = readCommands(text);
  return commands.some(({ command }) => command.kind === 'note') || commands.some(meansNote);
};

const text = 'She has not paid since May.';

describe('at the head of a mail each label makes a note of it', () => {
  const forms: [form: string, write: (label: string) => string][] = [
    ['label: text', label => `${label}: ${text}`],
    ['label :\\n text', label => `${label} :\n${text}`],
    ['LABEL – text', label => `${label.toUpperCase()} – ${text}`],
    ['[label] text', label => `[${label}] ${text}`],
    ['(label)\\n text', label => `(${label})\n\n${text}`],
    ['**label:** text', label => `**${label}:** ${text}`],
    ['--- label ---', label => `--- ${label} ---\n${text}`],
    ['# label\\n text', label => `# ${label}\n${text}`],
    ['# label: text', label => `# ${label}: ${text}`],
    ['/label text', label => `/${label} ${text}`],
    ['label\\n text', label => `${label}\n${text}`],
    ['after another command', label => `#assign me\n\n${label}: ${text}`],
  ];
  test.each(forms)('%s', (_, write) => {
    const labels = [...new Set(phrasesOf(insideLabels, noteLabels))];
    expect(labels.length).toBeGreaterThan(200);
    expect(labels.filter(label => !isNote(write(label)))).toEqual([]);
  });
});

test.each([
  `#note ${text}`,
  `#note: ${text}`,
  `#internal: ${text}`,
  `#Internal note: ${text}`,
  `#interne-notiz ${text}`,
  `#ntoe ${text}`,
  `/note: ${text}`,
  `!note ${text}`,
  `Note (internal): ${text}`,
  `Hello all,\n\nInternal note: ${text}`,
  `It works again, thank you for waiting.\n\nInterne Notiz: ${text}`,
  `Hi,\n[internal] ${text}`,
  `Hi,\n#note\n${text}`,
  `Nota interna - ${text}`,
  `nota: ${text}`,
  `#prioirty high\nInternal: ${text}`,
])('%j is a note', mail => expect(isNote(mail)).toBe(true));

test.each([
  'Note that the agenda opens at nine.',
  'Please note: the portal is down on Sunday.',
  'Notes of the meeting are attached.',
  'Hello Ada,\n\nNote: the portal is down on Sunday.',
  'Note for the customer: the portal is down on Sunday.',
  'The internal note field is visible again.',
  'Internal error 500: we have mended it.',
  'Private patients: they can book again.',
  'Nota que la agenda abre a las nueve.',
  'Notare che il portale è chiuso.',
  'Interne Notizen können Sie jetzt schreiben.',
  'Wir haben intern nachgefragt: es geht wieder.',
  'Note?',
  'Internal?',
  'Team Nord: the calendar works again.',
  'https://desk.example/note',
  '',
])('%j is none', mail => expect(isNote(mail)).toBe(false));

test('a label on a line of its own is no part of the text, one before text is', () => {
  expect(readCommands(`[internal]\n#assign me\n${text}`)).toMatchObject({
    commands: [{ command: { kind: 'inside' } }, { command: { kind: 'assign' } }],
    rest: text,
  });
  expect(readCommands(`Internal note: ${text}`).rest).toBe(`Internal note: ${text}`);
  expect(readCommands('Internal note').rest).toBe('Internal note');
});

describe('an unknown command', () => {
  test.each([
    ['#prioirty high\n#assign me\nHello Ada', 'priority', ['unknown', 'assign'], 'Hello Ada'],
    ['#resolvd\n#priority low\nHello', 'resolved', ['unknown', 'priority'], 'Hello'],
    [
      '#resolvd Thank you for waiting.\n#assign me\nBest, Tom',
      'resolved',
      ['unknown', 'assign'],
      'Thank you for waiting.\nBest, Tom',
    ],
    ['#asign me', 'assign', ['unknown'], ''],
    ['#xray-12 works again\n#assign me\nBest, Tom', null, ['unknown', 'assign'], '#xray-12 works again\nBest, Tom'],
    ['#assign me\n#prioirty high\nHello', 'priority', ['assign', 'unknown'], 'Hello'],
    [
      '#prioirty high because since nine nobody can book\nPriority: low',
      'priority',
      ['unknown', 'priority'],
      'high because since nine nobody can book',
    ],
  ])('%j names the nearest, and the lines below it are read', (mail, nearest, kinds, rest) => {
    const read = readCommands(mail);
    expect(read.commands.map(({ command }) => command.kind)).toEqual(kinds);
    expect(unknownIn(read.commands)).toMatchObject({ nearest });
    expect(read.rest).toBe(rest);
  });
  test.each(['#assign me\nHello', 'Hello\n#resolvd', 'Resolved!', '#1 in the list', '# Steps', 'Hello'])(
    '%j has none',
    mail => expect(unknownIn(readCommands(mail).commands)).toBeNull(),
  );
});

test('any head is read in time linear in its length', () => {
  for (const piece of ['[', '(internal ', '#a ', '/note', '-', '#x\n', 'note:', '# ', 'Internal note - '])
    expect(
      cpuMs(() => readCommands(piece.repeat(400_000 / piece.length))),
      piece,
    ).toBeLessThan(400);
});
