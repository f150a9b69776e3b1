// Every table of src/triage/words: no phrase twice in one row, none that means two things, none that its reader misses.
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isCourteous, isOnlyFarewell, isOnlyObject } from '../../src/triage/commands/courtesy.ts';
import { readCommands } from '../../src/triage/commands/read-commands.ts';
import { isCallForHelp, readLettingIn } from '../../src/triage/commands/short-answer.ts';
import { type Lack, missingFrom } from '../../src/triage/fields/completeness.ts';
import { labelledLines } from '../../src/triage/fields/form.ts';
import { impact } from '../../src/triage/fields/impact.ts';
import { plainLine } from '../../src/triage/fields/label.ts';
import { isNegated, saysNothing, saysYes, wholeLevel } from '../../src/triage/fields/level.ts';
import { fold } from '../../src/triage/fold.ts';
import { openingHits, subjectHit } from '../../src/triage/machine/machine-text.ts';
import { asksForProof } from '../../src/triage/machine/proof-of-address.ts';
import { attributionAt } from '../../src/triage/quoted/attribution.ts';
import { boundaryAt } from '../../src/triage/quoted/boundary.ts';
import { isDeviceLine } from '../../src/triage/quoted/device-line.ts';
import { headerLabelOf } from '../../src/triage/quoted/header-block.ts';
import { readLine, readLines } from '../../src/triage/quoted/lines.ts';
import { asksToWriteAbove } from '../../src/triage/quoted/marker-line.ts';
import { splitReply } from '../../src/triage/quoted/split.ts';
import { aboveThisLine } from '../../src/triage/words/above-this-line.ts';
import { attributionWords, byWords, quotings } from '../../src/triage/words/attributions.ts';
import { closings, thanks } from '../../src/triage/words/closings.ts';
import { commandWords } from '../../src/triage/words/commands.ts';
import { courtesies } from '../../src/triage/words/courtesies.ts';
import { deviceOpens, wholeDeviceLines } from '../../src/triage/words/device-lines.ts';
import { deviceNames } from '../../src/triage/words/device-names.ts';
import { disclaimerOpens } from '../../src/triage/words/disclaimers.ts';
import { forwardedMessageWords, originalMessageWords } from '../../src/triage/words/dividers.ts';
import { errors } from '../../src/triage/words/errors.ts';
import { examples } from '../../src/triage/words/examples.ts';
import { expectations } from '../../src/triage/words/expectations.ts';
import { areas, products, singleFunctions } from '../../src/triage/words/functions.ts';
import { greetings } from '../../src/triage/words/greetings.ts';
import { headerLabels } from '../../src/triage/words/header-labels.ts';
import { helpCalls } from '../../src/triage/words/help.ts';
import { labels } from '../../src/triage/words/labels.ts';
import { lettingIn } from '../../src/triage/words/letting-in.ts';
import { levels } from '../../src/triage/words/levels.ts';
import { openingWords } from '../../src/triage/words/machine-openings.ts';
import { subjectWords } from '../../src/triage/words/machine-subjects.ts';
import { myself } from '../../src/triage/words/myself.ts';
import { negations } from '../../src/triage/words/negations.ts';
import { nothingSaid } from '../../src/triage/words/nothing-said.ts';
import { askingAboutWords, passingOnWords } from '../../src/triage/words/passing-on.ts';
import { phrasesOf } from '../../src/triage/words/phrases.ts';
import { proofWords } from '../../src/triage/words/proof-of-address.ts';
import { shares } from '../../src/triage/words/shares.ts';
import { newStatus, statusWords } from '../../src/triage/words/statuses.ts';
import { steps } from '../../src/triage/words/steps.ts';
import { commandObjects, thisTicket } from '../../src/triage/words/this-ticket.ts';
import { times } from '../../src/triage/words/times.ts';
import { towards } from '../../src/triage/words/towards.ts';
import { yes } from '../../src/triage/words/yes.ts';

// The banners are expressions, with tests of their own.
const files = globSync('src/triage/words/*.ts').filter(file => !/\/(?:phrases|banners)\.ts$/.test(file));

// Compared with their accents, which tell one language from another, and attribution lines from sentences.
const accented = /language-words|attributions/;

/** The rows below a value, each with where it stands. */
function rowsOf(value: unknown, path: string): [path: string, row: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, below]) => rowsOf(below, `${path}.${key}`));
}

describe('no phrase stands twice in one row, and each stands on a line of its own', () => {
  test.each(files)('%s', async file => {
    const rows = rowsOf({ ...(await import(`../../src/triage/words/${basename(file, '.ts')}.ts`)) }, '').filter(
      ([path]) => !/\.(?:class|reads)$/.test(path),
    );
    expect(rows.length).toBeGreaterThan(0);
    const doubles = rows.flatMap(([path, row]) => {
      const phrases = phrasesOf(row).map(phrase => (accented.test(file) ? phrase : fold(phrase)));
      return phrases.filter((phrase, at) => phrases.indexOf(phrase) < at).map(phrase => `${path}: ${phrase}`);
    });
    expect(doubles).toEqual([]);
  });
});

describe('no phrase means two things', () => {
  test.each(
    Object.entries({
      labels,
      headerLabels,
      shares,
      lettingIn,
      courtesies,
      commands: { ...commandWords, ...statusWords },
      ...Object.fromEntries((['anywhere', 'edge', 'tag', 'label'] as const).map(weight => [weight, levelsAt(weight)])),
    } as Record<string, Record<string, string | Record<string, string>>>),
  )('%s', (_, table) => {
    const meanings = new Map<string, Set<string>>();
    for (const [meaning, phrases] of Object.entries(table))
      for (const phrase of phrasesOf(phrases)) {
        const key = fold(phrase);
        meanings.set(key, (meanings.get(key) ?? new Set()).add(meaning));
      }
    expect([...meanings].filter(([, found]) => found.size > 1)).toEqual([]);
  });
});

function levelsAt(weight: 'anywhere' | 'edge' | 'tag' | 'label') {
  return Object.fromEntries(Object.entries(levels).map(([level, lists]) => [level, lists[weight]]));
}

const lacks = (description: string): readonly Lack[] => missingFrom({ subject: 's', description, hasImages: false });
const shown = (phrase: string): string => phrase.replace(/^\*|\*$/g, '');
const commandOf = (text: string) => readCommands(text).commands[0]?.command;
const labelled = (line: string) => labelledLines([plainLine(line)])[0];

const introduces = (line: string): boolean => attributionAt(readLines(`${line}\n> Hello`), 0)?.to === 1;
const row = (name: string, phrases: string, finds: (phrase: string) => boolean): (typeof readers)[number] => [
  name,
  phrasesOf(phrases),
  finds,
];

/** Every phrase of a table, and whether its own reader finds it. */
const readers: [table: string, phrases: readonly string[], finds: (phrase: string) => boolean][] = [
  ...Object.entries(levels).flatMap(([level, lists]) =>
    (['anywhere', 'edge', 'tag', 'label'] as const).map((weight): (typeof readers)[number] => [
      `levels.${level}.${weight}`,
      phrasesOf(lists[weight]),
      phrase => wholeLevel(weight === 'label' ? `priority ${phrase}` : phrase, weight) === level,
    ]),
  ),
  ...Object.entries(labels).map(([kind, phrases]): (typeof readers)[number] => [
    `labels.${kind}`,
    phrasesOf(phrases),
    phrase =>
      labelled(`${phrase}: tt_x`)?.kind === kind && labelled(`* **${phrase.toUpperCase()}** : tt_x`)?.kind === kind,
  ]),
  ...Object.entries(commandWords).map(([name, phrases]): (typeof readers)[number] => [
    `commands.${name}`,
    phrasesOf(phrases),
    phrase => {
      const given = {
        priority: 'high',
        instance: 'tt_x',
        status: 'open',
        assign: 'me',
        merge: 'PT-7',
        follow: 'a@b.test',
        for: 'a@b.test',
      };
      const argument = given[name as keyof typeof given] ?? '';
      return commandOf(`#${phrase} ${argument}`)?.kind === name;
    },
  ]),
  ...Object.entries(statusWords).map(([status, phrases]): (typeof readers)[number] => [
    `statuses.${status}`,
    phrasesOf(phrases),
    phrase =>
      [`#${phrase}`, `#status ${phrase}`].every(text => JSON.stringify(commandOf(text)).includes(`"${status}"`)),
  ]),
  ['newStatus', phrasesOf(newStatus), phrase => JSON.stringify(commandOf(`#status ${phrase}`)).includes('"new"')],
  ['myself', phrasesOf(myself), phrase => JSON.stringify(commandOf(`#assign ${phrase}`)).includes('"me"')],
  ['towards', phrasesOf(towards), phrase => commandOf(`#merge ${phrase} 7`)?.kind === 'merge'],
  ['courtesies', Object.values(courtesies).flatMap(rows => phrasesOf(rows)), isCourteous],
  ['thisTicket', phrasesOf(thisTicket, commandObjects), isOnlyObject],
  ['shares', Object.values(shares).flatMap(rows => phrasesOf(rows)), phrase => extentOf('users', phrase) !== undefined],
  [
    'functions',
    [products.portal, areas, singleFunctions].flatMap(rows => phrasesOf(rows)),
    phrase => extentOf('functions', phrase) !== undefined,
  ],
  ['yes', phrasesOf(yes), saysYes],
  ['nothingSaid', phrasesOf(nothingSaid), saysNothing],
  ['negations', phrasesOf(negations), isNegated],
  ...Object.entries(lettingIn).map(([say, phrases]): (typeof readers)[number] => [
    `lettingIn.${say}`,
    phrasesOf(phrases),
    phrase => readLettingIn('', phrase)?.say === say,
  ]),
  ['greetings', phrasesOf(greetings), phrase => readLettingIn('', `${phrase} Ada,\nyes`)?.say === 'in'],
  ['help', phrasesOf(helpCalls), phrase => isCallForHelp(phrase, '')],
  [
    'closings',
    phrasesOf(closings, thanks).filter(phrase => phrase.split(' ').length <= 4),
    phrase => isOnlyFarewell(`${shown(phrase)}\nAda`, 'Ada') || phrase.endsWith('*'),
  ],
  ...Object.entries({ steps, error: errors, expected: expectations, when: times, example: examples }).map(
    ([lack, phrases]): (typeof readers)[number] => [
      lack,
      phrasesOf(phrases),
      phrase => !lacks(`xyz ${shown(phrase)} xyz`).includes(lack as Lack),
    ],
  ),
  ['proofWords', phrasesOf(proofWords), phrase => asksForProof(`Please: ${phrase}`, '')],
  ...subjectWords.map((row): (typeof readers)[number] => [
    `subjects: ${row.reads}`,
    Object.values(row.words).flatMap(rows => phrasesOf(rows)),
    phrase => subjectHit(phrase.startsWith('*') ? `Ada ${shown(phrase)}` : shown(phrase)) !== null,
  ]),
  ...openingWords.map((row): (typeof readers)[number] => [
    `openings: ${row.class} ${row.weight}`,
    phrasesOf(row.words),
    phrase => openingHits(`xyz ${phrase} xyz`).some(hit => hit.class === row.class),
  ]),
  ...Object.entries(headerLabels).map(([kind, phrases]): (typeof readers)[number] => [
    `headerLabels.${kind}`,
    phrasesOf(phrases),
    phrase => headerLabelOf(`${phrase}: x`) === kind,
  ]),
  [
    'originalMessageWords',
    phrasesOf(originalMessageWords),
    phrase => ruleOf(`-----${phrase}-----`) === 'original-message',
  ],
  [
    'forwardedMessageWords',
    phrasesOf(forwardedMessageWords),
    phrase => ruleOf(`---------- ${phrase} ----------`) === 'forwarded-message',
  ],
  ['aboveThisLine', phrasesOf(aboveThisLine), phrase => asksToWriteAbove(`-- x ${phrase} x --`)],
  [
    'deviceOpens',
    phrasesOf(deviceOpens),
    phrase =>
      ['iphone', 'yahoo mail', 'outlook for ios', 'http://x.test'].some(device =>
        isDeviceLine(readLine(`${phrase} ${device}`)),
      ),
  ],
  ...Object.entries(attributionWords).flatMap(([language, { opens = '', verbs = '', verbsFirst = '' }]) => [
    ...(opens === ''
      ? []
      : [
          row(`attributions.${language}.opens`, opens, phrase =>
            introduces(`${phrase} 5.03.2024 09:41, Ada <ada@x.test> wrote:`),
          ),
        ]),
    ...(verbs === ''
      ? []
      : [
          row(`attributions.${language}.verbs`, verbs, phrase =>
            introduces(`5.03.2024 09:41, Ada <ada@x.test> ${phrase}:`),
          ),
        ]),
    ...(verbsFirst === ''
      ? []
      : [
          row(`attributions.${language}.verbsFirst`, verbsFirst, phrase =>
            introduces(`5.03.2024 09:41 ${phrase} Ada Lind <ada@x.test>:`),
          ),
        ]),
  ]),
  row('quotings', quotings, phrase => introduces(`${phrase} Ada <ada@x.test>:`)),
  row('byWords', byWords, phrase => introduces(`5 Mar 2024, 09:41 ${phrase} ada@x.test:`)),
  ['wholeDeviceLines', phrasesOf(wholeDeviceLines), phrase => isDeviceLine(readLine(phrase))],
  ['deviceNames', phrasesOf(deviceNames), phrase => isDeviceLine(readLine(`Sent from ${phrase}`))],
  [
    'disclaimerOpens',
    phrasesOf(disclaimerOpens),
    phrase =>
      splitReply(
        `Hello\n\n${phrase} confidential text, if you are not the addressee you must not read this message at all.`,
      ).text === 'Hello',
  ],
  [
    'passingOn',
    phrasesOf(passingOnWords, askingAboutWords),
    phrase =>
      !splitReply(
        `${phrase}\n\n---------- Forwarded message ----------\nFrom: Ada <ada@x.test>\nDate: Mon, 4 Mar 2024 10:00\nSubject: x\n\nThe portal is down.`,
      ).cuts.some(cut => cut.rule === 'forwarded-message'),
  ],
];

function extentOf(kind: 'functions' | 'users', answer: string) {
  const pair = (of: 'functions' | 'users', said: string) => ({
    kind: of,
    answer: said,
    words: said,
    from: 'text' as const,
  });
  return impact([
    pair('functions', kind === 'functions' ? answer : 'all'),
    pair('users', kind === 'users' ? answer : 'all'),
  ])?.extents[kind];
}

const ruleOf = (line: string) => boundaryAt(readLines(line), 0)?.rule;

describe('every phrase is found by its own reader', () => {
  test.each(readers)('%s', (_, phrases, finds) => {
    expect(phrases.length).toBeGreaterThan(0);
    expect(phrases.filter(phrase => !finds(phrase))).toEqual([]);
  });
});
