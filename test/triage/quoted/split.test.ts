import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isReplyMarker, replyMarker } from '../../../src/mail/marker.ts';
import { splitReply } from '../../../src/triage/quoted/split.ts';
import { cpuMs } from '../../support/cpu.ts';
import { attributions } from './attributions.ts';
import { deviceLines } from './device-lines.ts';
import { headerLabels } from './header-blocks.ts';
import { ownInWhole } from './own-in-whole.ts';

const directory = new URL('../../corpus/quoted/', import.meta.url);
const own = 'Thank you, it works again.\n\nOnly the agenda of Monday is still empty.';

describe('mails as programs write them', () => {
  for (const name of readdirSync(directory).filter(file => file.endsWith('.txt'))) {
    test(name.replace('.txt', ''), () => {
      const [mail = '', text = ''] = readFileSync(new URL(name, directory), 'utf8').split('=== text\n');
      const split = splitReply(mail);
      expect(split.text).toBe(text.trimEnd());
      expectNothingLost(mail);
    });
  }
});

describe('an attribution line goes, with a quote that is marked, unmarked or missing', () => {
  for (const [program, language, line] of attributions) {
    test(`${program}, ${language}`, () => {
      const marked = ['\n\n> Could you try?\n> Nora', '\n> Could you try?'];
      for (const quote of marked)
        for (const gap of ['\n', '\n\n']) expect(splitReply(own + gap + line + quote).text).toBe(own);
      expect(splitReply(`${own}\n\n${line}\n\nCould you try?\nNora`).text).toBe(own);
    });
  }
});

describe('a header block goes, plain, bold, spaced, below a divider or a rule', () => {
  for (const [language, from, sent, to, subject, divider] of headerLabels) {
    test(language, () => {
      const lines = [
        `${from}: Nora <nora@clinic.example>`,
        `${sent}: 5. 3. 2024 09:41`,
        `${to}: Otto`,
        `${subject}: Agenda`,
      ];
      const plain = `${lines.join('\n')}\n\nCould you try?`;
      const variants = [
        plain,
        lines.map(line => `*${line.replace(':', ':*')}`).join('\n'),
        lines.map(line => line.replace(':', ' :')).join('\n\n'),
        `-----${divider}-----\n${plain}`,
        `-------- ${divider} --------\n\nCould you try?`,
        `${'_'.repeat(32)}\n${plain}`,
        lines.map(line => `> ${line}`).join('\n'),
      ];
      for (const variant of variants) expect(splitReply(`${own}\n\n${variant}`).text).toBe(own);
    });
  }
});

test.each(deviceLines)('what a device signs with goes: %s', line => {
  expect(splitReply(`${own}\n\n${line}`).text).toBe(own);
  expect(
    splitReply(`${own}\n\n${line}\n\nOn 5 Mar 2024, at 09:41, Nora <nora@clinic.example> wrote:\n\n> Hi`).text,
  ).toBe(own);
});

const line = 'On Tue, 5 Mar 2024 at 09:41, Nora Lind <nora@clinic.example> wrote:';
test.each([
  ['on the last line of his', `Yes, on Monday. ${line}\n> Could you try?`, 'Yes, on Monday.'],
  ['on it, with dashes', `Yes - on Monday--- ${line}\n\n> Could you try?`, 'Yes - on Monday'],
  ['on it, and wrapped', `Yes. ${line.replace('Lind <', 'Lind <\n')}\n\n> Could you try?`, 'Yes.'],
  ['with the quote on the same line', `Yes.\n\n${line}Could you\ntry?`, 'Yes.'],
  ['that says you', 'Yes.\n\nAt 09:41 05.03.2024, you wrote:\n\n>Could you try?', 'Yes.'],
  [
    'that is a label',
    'Yes.\n\n____________\nFrom: nora@clinic.example\n\n> Could you try?\n\nIt works.',
    'Yes.\n\n> Could you try?\n\nIt works.',
  ],
  ['above our line', 'Yes.\n\nNora Lind wrote:\n\n-- Reply above this line --\n\nCould you try?', 'Yes.'],
  ['that is a divider glued to his words', 'Yes.----- Original message ----- From: Nora <nora@clinic.example>', 'Yes.'],
  ['that is one glued to what follows', 'Yes.\n------ Original message------ From: NoraDate: 5 Mar 2024Hi', 'Yes.'],
  ['of a list’s name', 'Yes.\n\nnora via Clinic wrote:\n> Could you try?', 'Yes.'],
])('an attribution %s', (_, mail, text) => {
  expect(inked(splitReply(mail).text)).toEqual(inked(text));
  expectNothingLost(mail);
});
test.each([
  `I read that ${line}`,
  'We talked. On Tuesday, 5 March 2024 at 09:41, Nora called and we wrote:\n\nall of it down.',
  'Date: Tue, 5 Mar 2024\nTo: the second floor\n\nPlease move the printer.',
  ...ownInWhole,
])('prose stays: %s', mail => {
  expect(splitReply(mail).text).toBe(mail);
});
test('the colon of an emoji announces nothing', () => {
  const quote = '> Please try it.\n\n';
  expect(inked(splitReply(`${line}\n\n${quote}Yes :+1:\n\n${quote}No.`).text)).toEqual(inked('Yes :+1:\nNo.'));
});
test('a card below a line of dashes is a signature', () => {
  expect(splitReply(`${own}\n\nAnna\n\n—————\nAnna Berg\n📧 anna@clinic.example`).text).toBe(`${own}\n\nAnna`);
});
test('a date of RFC 5322 and a recipient are a header block', () => {
  const block = 'Date: Tue, 5 Mar 2024 09:41:12 +0100\nTo: nora@clinic.example';
  expect(splitReply(`${own}\n\n${block}\n\nCould you try?`).text).toBe(own);
});

test('cuts name their rule, their confidence and their lines', () => {
  const { cuts, quoted } = splitReply('Yes.\n\nOn 5 Mar 2024, at 09:41, Nora <nora@clinic.example> wrote:\n\nHi');
  expect(cuts).toEqual([{ rule: 'attribution', confidence: 0.98, from: 2, to: 5 }]);
  expect(quoted).toBe('On 5 Mar 2024, at 09:41, Nora <nora@clinic.example> wrote:\n\nHi');
});
test('our own marker cuts whatever is below it, in any language', () => {
  const marker = replyMarker('Bitte über dieser Zeile antworten');
  expect(isReplyMarker(`> *${marker}*`)).toBe(true);
  expect(splitReply(`Yes.\n\n${marker}\n\nHello Anna`).text).toBe('Yes.');
});
test('a mail without words of its own keeps its text', () => {
  for (const text of [
    'On 5 Mar 2024, at 09:41, Nora <nora@clinic.example> wrote:\n\n> Hi',
    '> Hi',
    '-- \nAnna',
    'Sent from my iPhone',
  ]) {
    expect(splitReply(text)).toEqual({ text, quoted: null, cuts: [] });
  }
});
test('the part beyond the limit goes where its beginning went', () => {
  const log = '2024-03-05 09:41 INFO all is well\n'.repeat(20_000);
  expect(splitReply(`Yes.\n\n${log}`).quoted).toBeNull();
  const answer = `Yes.\n\nOn 5 Mar 2024, at 09:41, Nora <nora@clinic.example> wrote:\n\n${log}`;
  expect(splitReply(answer).text).toBe('Yes.');
  expectNothingLost(answer);
});
test('nothing throws and nothing is lost', () => {
  const pieces = fc.constantFrom(
    ...attributions.map(([, , line]) => line),
    ...attributions.map(([, , line]) => `It works. ${line}`),
    ...headerLabels.map(([, from]) => `${from}: nora@clinic.example`),
    ...deviceLines,
    ...ownInWhole,
    ...[
      '> quoted',
      '>> twice',
      '-- ',
      '--',
      '____',
      '```',
      '',
      '',
      'From: a@b.example',
      'Sent: 5 March 2024',
      'To: x',
      'Subject: y',
      'words',
      'Hello Anna,',
    ],
    ...[
      'Sent from my iPhone',
      '-----Original Message-----',
      '---------- Forwarded message ---------',
      '| bar',
      '##- above -##',
      '\u200b',
      ' \t',
    ],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 30 })), { maxLength: 25 }), lines => {
      expectNothingLost(lines.join('\n'));
    }),
    { numRuns: 1500 },
  );
});

describe('time is linear in the text', () => {
  const units = [
    '>',
    '>\n',
    'On \n',
    '\n',
    'a',
    ' ',
    'a@b.c\n',
    'From: a@b.c\n',
    '-- \n',
    '```\n',
    '> a\n\nb\n\n',
    '> a?\n\n\nb\n\n',
    '> a?\n\n',
    'a:\n> b\n',
    'wrote:\n',
    'Date: Tue, 5 Mar 2024 09:41:12 +0100\n',
    '>>> <a@b.c> 5.3.2024 9:41 >>>\n',
    `${'x On 5 Mar 2024 09:41, a wrote: '.repeat(15)}\n`,
    `${'a'.repeat(80)} <a@b.c>\n<a@b.c>\n`,
    `${'---- a ---- '.repeat(30)}\n`,
    `${'On 5 Mar 2024 wrote:a '.repeat(20)}\n`,
  ];
  test.each(units)('a megabyte of %j', unit => {
    const text = `Hello.\n${unit.repeat(Math.ceil(1_000_000 / unit.length))}`;
    // Quadratic time would be minutes.
    expect(cpuMs(() => splitReply(text))).toBeLessThan(15_000);
  });
});

/** Every word is in exactly one of the two parts, in the order it came. */
function expectNothingLost(mail: string): void {
  const { text, quoted } = splitReply(mail);
  const words = (part: string): string[] => part.split(/\s+|(?=-{3})/).filter(word => word !== '');
  const [whole, parts] = [words(mail), [words(text), words(quoted ?? '')]];
  // As a bag, and each part in order: equal words may stand in both.
  expect(parts.flat().sort(), mail.slice(0, 2000)).toEqual([...whole].sort());
  for (const part of parts) {
    let at = 0;
    for (const word of whole) if (word === part[at]) at += 1;
    expect(at, mail.slice(0, 2000)).toBe(part.length);
  }
}

const inked = (text: string): string[] =>
  text
    .split(/\r\n|\n|\r/)
    .map(line => line.trim())
    .filter(line => line !== '');
