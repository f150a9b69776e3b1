// An operator's templates, as an operator breaks them: each is told at the start, with its file.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { BadSetting } from '../../../src/config/load.ts';
import { ours } from '../../../src/delivery/templates/liquid.ts';
import { refuseBroken } from '../../../src/delivery/templates/overrides.ts';
import { loadTemplates } from '../../../src/delivery/templates/templates.ts';

const root = mkdtempSync(join(tmpdir(), 'postern-overrides-'));
afterAll(() => rmSync(root, { recursive: true }));

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
function problemsOf(folder: string): string[] {
  try {
    refuseBroken(folder);
    return [];
  } catch (cause) {
    expect(cause).toBeInstanceOf(BadSetting);
    return (cause as Error).message.split('\n');
  }
}
const receipt = 'mail/receipt.txt.liquid';

test.each<[string, Record<string, string>, RegExp]>([
  ['an empty folder', {}, /has none of the folders mail, pages and words$/],
  ['a folder too deep', { [`templates/${receipt}`]: 'x' }, /has none of the folders/],
  ['a tag that is not closed', { [receipt]: 'a\n{% if x %}' }, /if x.*not closed.*receipt\.txt\.liquid, line:2/],
  ['a tag that is none', { [receipt]: '{% wobble %}' }, /"wobble" not found.*receipt\.txt\.liquid/],
  ['a filter that is none', { [receipt]: '{{ subject | shout }}' }, /undefined filter: shout.*receipt\.txt\.liquid/],
  [
    'a part that is missing',
    { [receipt]: "{% include 'no.liquid' %}" },
    /receipt\.txt\.liquid includes no\.liquid, which/,
  ],
  ['a layout that is missing', { [receipt]: "{% layout 'no.liquid' %}" }, /includes no\.liquid, which is not there/],
  [
    'a file elsewhere',
    { [receipt]: "{% include '../../secret' %}" },
    /includes \.\.\/\.\.\/secret, which is not there/,
  ],
  ['a circle', { [receipt]: "{% include 'receipt.txt.liquid' %}" }, /receipt\.txt\.liquid includes itself/],
  [
    'a name that is misspelt',
    { [receipt]: 'x\n{% if role == "x" %}{{ tiket.key }}{% endif %}' },
    /receipt\.txt\.liquid, line 2: there is no tiket\.key$/,
  ],
  ['a field that is misspelt', { [receipt]: '{{ ticket.kee }}' }, /there is no ticket\.kee$/],
  ['a word that is misspelt', { [receipt]: '{{ words.receipt.openned }}' }, /there is no words\.receipt\.openned$/],
  ['a file that is misspelt', { 'mail/reciept.txt.liquid': 'x' }, /reciept\.txt\.liquid replaces none of ours/],
  ['a page that is misspelt', { 'pages/unfolow.html.liquid': 'x' }, /unfolow\.html\.liquid replaces none of ours/],
  [
    'a page that uses what mails have',
    { 'pages/unfollow.html.liquid': '{{ greetingName }}' },
    /there is no greetingName$/,
  ],
  ['a file of another kind', { 'mail/receipt.txt': 'x' }, /receipt\.txt is no template/],
  ['an empty file', { [receipt]: ' \n' }, /receipt\.txt\.liquid is empty$/],
  ['a folder for a file', { [`${receipt}/x`]: 'x' }, /receipt\.txt\.liquid is a folder/],
  ['words that are no JSON', { 'words/de.json': '{' }, /de\.json is not JSON$/],
  ['words in a list', { 'words/de.json': '[]' }, /de\.json must be a group of words/],
  ['words of nothing', { 'words/de.json': 'null' }, /de\.json must be a group of words/],
  ['a number for a word', { 'words/de.json': '{"hello": 3}' }, /de\.json: hello must be a text$/],
  ['a word for a group', { 'words/de.json': '{"receipt": "x"}' }, /de\.json: receipt must be a group of words/],
  ['a group for a word', { 'words/de.json': '{"hello": {}}' }, /de\.json: hello must be a text$/],
  ['an unknown word', { 'words/de.json': '{"receipt": {"openned": "x"}}' }, /receipt\.openned is no word of ours/],
  [
    'an unknown blank',
    { 'words/de.json': '{"receipt": {"opened": "{kee}"}}' },
    /receipt\.opened has \{kee\}; there is \{key\}$/,
  ],
  ['a language that is none of ours', { 'words/nl.json': '{}' }, /nl\.json is none of en\.json/],
])('%s is told', (_, files, said) => {
  const folder = folderOf(files);
  const problems = problemsOf(folder);
  expect(problems.join('\n')).toMatch(said);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^TEMPLATES_DIR: \S/);
  expect(() => loadTemplates(folder)).toThrow(BadSetting);
});
test('all problems are reported at once', () => {
  const files = {
    'mail/nobody.liquid': 'x',
    'words/nl.json': '{}',
    'words/it.json': '{',
    'pages/unfollow.html.liquid': '',
  };
  expect(problemsOf(folderOf(files))).toHaveLength(4);
  expect(problemsOf(join(root, 'nowhere'))[0]).toMatch(/nowhere is no folder$/);
});
test('what is well is taken: a copy of ours, parts and words of their own, what editors leave behind', () => {
  const copy = join(root, 'copy');
  cpSync('templates', copy, { recursive: true });
  expect(problemsOf(copy)).toEqual([]);
  const files = {
    [receipt]: `{% layout 'layout.txt.liquid' %}{% block content %}{% comment %}{{ not.there }}{% endcomment %}
{% assign first = notice.attachments | first %}{% capture said %}{{ first.name }}{% endcapture %}{{ said }}
{% for file in notice.attachments %}{{ forloop.index }} {{ file.name }} {{ words.dropped[file.reason] }}{% endfor %}
{% if ticket['key'] == blank or notice.priority == nil %}{{ words.mine.hello }}{% endif %}
{% render 'own.txt.liquid', person: ticket.followers[0] %}{% endblock %}`,
    'mail/own.txt.liquid': '{{ person }}',
    'mail/.receipt.txt.liquid.swp': 'x',
    'mail/receipt.txt.liquid~': 'x',
    'words/en.json': '\ufeff{"mine": {"hello": "Hi"}, "receipt": {"opened": "Here: {key}"}}',
    'README.md': 'x',
  };
  expect(problemsOf(folderOf(files))).toEqual([]);
});

test('each of our own templates can be parsed, with all that it includes', () => {
  const theirs = folderOf({});
  for (const kind of ['mail', 'pages']) cpSync(join(ours, kind), join(theirs, kind), { recursive: true });
  expect(problemsOf(theirs)).toEqual([]);
});
