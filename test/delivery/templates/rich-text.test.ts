import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CarriedFile } from '../../../src/delivery/files.ts';
import { linked, plainText, richText } from '../../../src/delivery/templates/rich-text.ts';
import type { MessageId } from '../../../src/mail/message-id.ts';

const messageId = '<x@desk.example>' as MessageId;
const picture = {
  name: 'error.png',
  contentType: 'image/png',
  size: 9,
  inline: true,
  contentId: 'pic1',
  key: 'parts/a-0',
  how: 'with',
  url: null,
} as const satisfies CarriedFile;
const rich = (text: string, files: readonly CarriedFile[] = [], html?: string) =>
  richText({ text, html }, { files, messageId });

test.each([
  [
    'See https://a.example/x?y=1&z=2.',
    '<a href="https://a.example/x?y=1&#38;z=2">https://a.example/x?y=1&#38;z=2</a>.',
  ],
  ['(see http://a.example/b_(c))', '<a href="http://a.example/b_(c)">http://a.example/b_(c)</a>)'],
  ['www.a.example, or', '<a href="https://www.a.example/">www.a.example</a>, or'],
  ['<https://a.example/>', '&#60;<a href="https://a.example/">https://a.example/</a>&#62;'],
])('%s has a link', (text, html) => {
  expect(linked(text)).toContain(html);
});
test.each(['javascript:alert(1)', 'file:///etc/passwd', 'http://', 'ada@a.example'])('%s is no link', text => {
  expect(linked(text)).not.toContain('<a ');
});
test('a hostile run of brackets costs no more than its length', () => {
  const since = performance.now();
  linked(`https://a.example/${')'.repeat(1_900)} `.repeat(500));
  expect(performance.now() - since).toBeLessThan(2_000);
});

test.each([
  ['parted by tabs', 'Centre\tSlots\nLakes\t42'],
  ['between bars', '| Centre | Slots |\n|---|---|\n| Lakes | 42 |'],
])('columns %s are a table', (_, text) => {
  const html = rich(`Before\n${text}\nafter`);
  expect(html.match(/<tr>/g)).toHaveLength(2);
  expect(html).toMatch(/<td [^>]*>Lakes<\/td><td [^>]*>42<\/td>/);
  expect(html).toMatch(/^Before<br>/);
});
test('one line with a tab or a bar is text', () => {
  expect(rich('a\tb\nplain')).not.toContain('<table');
  expect(rich('either | or')).toBe('either | or');
});

test('a picture stands where its mark was, and has its name in plain text', () => {
  const text = 'Look:\n[cid:pic1]\nThanks';
  expect(rich(text, [picture])).toMatch(/^Look:<br>\n<img src="cid:file1\.x@desk\.example" alt="error\.png"[^>]*>/);
  expect(plainText({ text, files: [picture] })).toBe('Look:\n[error.png]\nThanks');
});
test('a picture without a place stands below, one that does not come along is named', () => {
  expect(rich('Look', [picture])).toMatch(/^Look\n<div><img /);
  const html = '<p>Look <img src="cid:pic1" alt="The &#34;error&#34;"></p>';
  expect(rich('Look', [picture], html)).toContain('alt="The &#34;error&#34;"');
  expect(rich('Look', [{ ...picture, how: 'apart' }], html)).toBe('<p>Look [The &#34;error&#34;]</p>');
  expect(rich('[cid:other]', [picture])).toContain('[cid:other]');
});

test('what people wrote has its own direction in every mail', () => {
  const files = globSync('templates/mail/*.html.liquid');
  const quoting = files.filter(file => /<div class="(?:said|own)"/.test(readFileSync(file, 'utf8')));
  expect(quoting.length).toBeGreaterThan(5);
  for (const file of quoting)
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/<div class="(?:said|own)"(?! dir="auto")/);
});
