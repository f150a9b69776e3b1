import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compose } from '../../../src/delivery/compose.ts';
import { block, oneLine } from '../../../src/delivery/templates/clean.ts';
import { loadTemplates } from '../../../src/delivery/templates/templates.ts';
import type { Words } from '../../../src/delivery/templates/words.ts';
import { locales } from '../../../src/desk/locale.ts';
import type { Notice } from '../../../src/desk/notice.ts';
import { mailbox, notices, outgoing } from '../../support/outgoing.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-templates-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(locales)('%s has every word, with the same blanks to fill', locale => {
  const of = (name: string) => new Map(flat(JSON.parse(readFileSync(`templates/words/${name}.json`, 'utf8'))));
  const blanks = (phrase: string) => phrase.match(/\{\w+\}/g)?.toSorted() ?? [];
  expect([...of(locale).keys()].toSorted()).toEqual([...of('en').keys()].toSorted());
  for (const [name, phrase] of of(locale)) expect(blanks(phrase), name).toEqual(blanks(of('en').get(name)!));
});
test('no word stands unused', () => {
  const used = ['templates/mail', 'templates/pages']
    .flatMap(folder => readdirSync(folder).map(file => readFileSync(`${folder}/${file}`, 'utf8')))
    .join();
  const groups = [
    'priorities',
    'statuses',
    'because',
    'functions',
    'users',
    'dropped',
    'files',
    'missing',
    'labels',
    'change',
    'footer',
    'done',
    'held',
    'heldList',
    'help',
    'notTaken',
    'signIn',
    // Pages are no templates: test/http/words.test.ts.
    'web',
  ];
  const words = JSON.parse(readFileSync('templates/words/en.json', 'utf8'));
  for (const [name] of flat(words).filter(([name]) => !groups.includes(name.split('.')[0]!))) {
    expect(used.includes(`words.${name}`) || name === 'notSet', name).toBe(true);
  }
});
test.each(['de', 'en', 'es', 'fr', 'it', 'pt'] as const)(
  'the help mail says in %s why a mail was not taken',
  locale => {
    const said = JSON.parse(readFileSync(`templates/words/${locale}.json`, 'utf8')).notTaken;
    for (const notTaken of ['unproven', 'author', 'replyAddress', 'tooBig', 'infected', 'unreadable'] as const) {
      const mail = compose(outgoing({ kind: 'help', videoUrl: null, notTaken }, { locale }), loadTemplates(null));
      expect(String(mail.message.text).replace(/\s+/g, ' ')).toContain(said[notTaken]);
    }
  },
);
test("an operator's files replace ours one by one, and words word by word", () => {
  mkdirSync(join(folder, 'mail'));
  mkdirSync(join(folder, 'words'));
  writeFileSync(join(folder, 'mail', 'opened.txt.liquid'), 'Dear {{ greetingName }}, {{ words.opened.you }}');
  writeFileSync(join(folder, 'words', 'it.json'), '{"receipt": {"opened": "Ricevuto: {key}."}}');
  const templates = loadTemplates(folder);
  expect(compose(outgoing(notices.opened), templates).message.text).toMatch(/^Dear Bruno, You will get/);
  const receipt = compose(outgoing(notices.receipt, { locale: 'it' }), templates).message.text;
  expect(receipt).toContain('Ricevuto: PT-42.');
  expect(receipt).toContain('Priorità: Alta');
});
test('a broken template or word file stops the start and names itself', () => {
  const broken = mkdtempSync(join(folder, 'broken-'));
  mkdirSync(join(broken, 'mail'));
  for (const file of ['change.html.liquid', 'layout.txt.liquid', 'reason.liquid', 'own-part.html.liquid']) {
    writeFileSync(join(broken, 'mail', file), '{% if x %}{{ x');
    expect(() => loadTemplates(broken)).toThrow(file);
    rmSync(join(broken, 'mail', file));
  }
  const words = mkdtempSync(join(folder, 'words-'));
  mkdirSync(join(words, 'words'));
  writeFileSync(join(words, 'words', 'de.json'), '{');
  expect(() => loadTemplates(words)).toThrow('de.json is not JSON');
});
test.each(['answer', 'change', 'closed'] as const)(
  'only readers other than agents are told in %s that answering reopens',
  kind => {
    const templates = loadTemplates(null);
    const notice =
      kind === 'change'
        ? ({ ...notices.change, changes: [{ field: 'status', from: 'open', to: 'resolved' }] } as const)
        : notices[kind];
    const says = (role: 'agent' | 'follower') => {
      const { text, html } = compose(outgoing(notice, { role }), templates).message;
      return [text, html].map(body => /Just answer, and|Just answer: within/.test(String(body)));
    };
    expect([says('agent'), says('follower')]).toEqual([
      [false, false],
      [true, true],
    ]);
  },
);
test.each(locales)('the words fit the role of each reader, in %s', locale => {
  const templates = loadTemplates(null);
  const { opened, closed } = JSON.parse(readFileSync(`templates/words/${locale}.json`, 'utf8')) as Record<
    'opened' | 'closed',
    Record<string, string>
  >;
  const by = mailbox('Sam <b>', 'sam@desk.example');
  const merged = { kind: 'closed', days: null, into: 'PT-7', reopenDays: 0 } as const;
  const cases = [
    [{ kind: 'opened' } as const, opened.what],
    [{ kind: 'opened', by } as const, opened.copied],
    [{ kind: 'opened', by, isLetIn: true } as const, opened.letIn],
    [{ kind: 'opened', from: 'PT-7' } as const, opened.split],
    [merged, closed.merged],
    [{ ...merged, follows: false }, closed.without],
  ] as const;
  for (const [notice, phrase] of cases) {
    const { text, html } = compose(outgoing(notice, { locale, role: 'follower' }), templates).message;
    const [, start = '', end = ''] = /^([^{]*)\{.*\}([^}]*)$/s.exec(phrase!) ?? [];
    for (const body of [String(text), String(html)]) {
      expect(body).toContain(start);
      expect(body).toContain(end);
      expect(body).not.toMatch(/\{\w+\}/);
    }
    expect(String(html)).not.toContain('<b>');
  }
});
test('a key is not broken at its hyphen in HTML, and stays as it is in plain text', () => {
  const templates = loadTemplates(null);
  const origin = { how: 'follow-up', key: 'PT-7' } as const;
  const lines = [{ kind: 'merged', key: 'PT-8' }] as const;
  const named: readonly Notice[] = [
    { ...notices.receipt, origin, lines },
    { ...notices['new-ticket'], similar: [] },
    ...(['opened', 'reply', 'change', 'held-question', 'closed', 'parted'] as const).map(kind => notices[kind]),
    { kind: 'done', lines },
    { kind: 'closed', days: null, into: 'PT-7', reopenDays: 0 },
  ];
  for (const notice of named) {
    const { text, html } = compose(outgoing(notice), templates).message;
    const body = String(html)
      .slice(String(html).indexOf('class="marker"'))
      .replace(/href="[^"]*"/g, '');
    const keys = body.match(/PT-\d+/g) ?? [];
    expect(keys.length, notice.kind).toBeGreaterThan(0);
    expect(body.match(/<span style="white-space: nowrap">PT-\d+<\/span>/g), notice.kind).toHaveLength(keys.length);
    expect(String(text)).toMatch(/(?<!>)PT-\d+/);
  }
  const evil = outgoing({ ...notices.reply, author: mailbox('PT-1 <script>', 'x@lab.example') });
  expect(String(compose(evil, templates).message.html)).not.toContain('<script>');
});
test.each(locales)('a follow-up names the closed ticket, to agents also its author, in %s', locale => {
  const templates = loadTemplates(null);
  const { receipt } = JSON.parse(readFileSync(`templates/words/${locale}.json`, 'utf8'));
  const origin = { how: 'follow-up', key: 'PT-7' } as const;
  const says = (notice: Notice, role: 'agent' | 'follower' | 'requester') =>
    String(compose(outgoing(notice, { locale, role }), templates).message.text);
  const named = receipt.followUp.replace('{key}', 'PT-7');
  expect(says({ ...notices.receipt, origin }, 'requester')).toContain(named);
  expect(says({ ...notices.reply, origin }, 'follower')).toContain(named);
  const toAgent = says({ ...notices['new-ticket'], origin, by: mailbox('Carl Out', 'carl@lab.example') }, 'agent');
  expect(toAgent).toContain(named);
  expect(toAgent.split('\n').find(line => line.includes('PT-42'))).toContain('Carl Out');
  expect(
    says(notices['new-ticket'], 'agent')
      .split('\n')
      .find(line => line.includes('PT-42')),
  ).toContain('Anna Rossi');
});
test('French sets a space before each colon of ours, and no other language does', () => {
  const templates = loadTemplates(null);
  // Without what people wrote.
  const { 'held-question': _, 'new-ticket': opened, ...others } = notices;
  const written = [...Object.values(others), { ...opened, similar: [] }];
  const colons = (locale: (typeof locales)[number]) =>
    written.flatMap(notice => {
      const bodies = [...(['requester', 'agent', 'follower'] as const)].map(role =>
        String(compose(outgoing(notice, { locale, role }), templates).message.text),
      );
      // The guide's form is to be filled in: its lines are labels of whoever answers.
      const ours = bodies
        .join('\n')
        .split('\n')
        .filter(line => !/^[^:]*:$/.test(line) || notice.kind !== 'help');
      return ours.flatMap(line => line.match(/.(?=:(?:\s|$))/g) ?? []);
    });
  expect(new Set(colons('fr').map(before => /\s/.test(before)))).toEqual(new Set([true]));
  for (const locale of locales.filter(each => each !== 'fr'))
    expect(new Set(colons(locale).map(before => /\s/.test(before))), locale).toEqual(new Set([false]));
});
test.each(locales)('days are counted as people count them, in %s', locale => {
  const templates = loadTemplates(null);
  const { closed } = JSON.parse(readFileSync(`templates/words/${locale}.json`, 'utf8'));
  const says = (days: number, reopenDays: number) => {
    const notice = { kind: 'closed', days, into: null, reopenDays } as const;
    return String(compose(outgoing(notice, { locale, role: 'follower' }), templates).message.text);
  };
  expect(says(7, 14)).toContain(closed.reopen.replace('{days}', '14'));
  expect(says(1, 1)).toContain(closed.timeOne.replace('{key}', 'PT-42'));
  expect(says(1, 1)).toContain(closed.reopenOne);
  expect(says(7, 0)).toContain(closed.reopenNever);
});
test.each([
  ['It works again.\n\nKind regards\nDana', 1],
  ['It works again.\nDana Okafor', 1],
  ['It works again.\n\nKind regards', 2],
  ['It works again, says Dana', 2],
])('an agent who signs is named once: %j', (text, names) => {
  const answer = { ...notices.answer, text, authorName: 'Dana Okafor' };
  const { text: body } = compose(outgoing(answer, { role: 'requester' }), loadTemplates(null)).message;
  expect(String(body).split('Dana').length - 1).toBe(text.includes('Dana') ? names : 1);
});
test.each(locales)('what was no command is not called one, in %s', locale => {
  const templates = loadTemplates(null);
  const { done } = JSON.parse(readFileSync(`templates/words/${locale}.json`, 'utf8'));
  const commanded = { kind: 'noted' } as const;
  const copied = { kind: 'may-not-follow', names: 'x@lab.example' } as const;
  const says = (notice: Notice) => String(compose(outgoing(notice, { locale }), templates).message.text);
  expect(says({ kind: 'done', lines: [commanded] })).toContain(done.what);
  expect(says({ kind: 'done', lines: [commanded, copied] })).toContain(done.plain);
  expect(says({ kind: 'done', lines: [{ kind: 'still-asked', address: 'x@lab.example' }] })).not.toMatch(/\{\w+\}/);
});
test('a line is one line, and cut between characters', () => {
  expect(oneLine(' a\r\n\tb\0c\u2028d\u202e ')).toBe('a b c d');
  expect(oneLine('😀'.repeat(200), 10)).toBe('😀😀😀😀…');
});
test('a block keeps its lines, and is cleaned in linear time', () => {
  expect(block('a  \r\nb\rc\n\n\n\n\td\x07')).toBe('a\nb\nc\n\n\td');
  const start = performance.now();
  for (const hostile of [' ', '\n', '\n ', '\u202e', ' x']) block(hostile.repeat(500_000), Number.POSITIVE_INFINITY);
  expect(performance.now() - start).toBeLessThan(5000);
});

const flat = (words: Words, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[path + name, value]] : flat(value, `${path}${name}.`),
  );
