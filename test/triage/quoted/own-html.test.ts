import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeHtml } from '../../../src/parse/html/safe-html.ts';
import { ownHtml } from '../../../src/triage/quoted/own-html.ts';

const picture = '<img src="cid:pic1" alt="The error">';
const table = '<table><tbody><tr><td>Centre</td><td>Slots</td></tr><tr><td>Lakes</td><td>42</td></tr></tbody></table>';

test.each([
  ['a picture stays where it was pasted', `<p>See:</p>${picture}<p>Thanks</p>`, 'See:\n[cid:pic1]\nThanks', ['pic1']],
  ['a picture at the end', `<p>See here</p><div>${picture}</div>`, 'See here', ['pic1']],
  ['only a picture', `<div>${picture}</div>`, '', ['pic1']],
  ['a picture of the signature is not among the new words', `<p>Fine</p><p>-- <br>Dana</p>${picture}`, 'Fine', []],
  ['nor one of the quote', `<p>Fine</p><blockquote>On Monday Ada wrote: ${picture}</blockquote>`, 'Fine', []],
  ['alt text within the words', `<p>See ${picture} there</p>`, 'See [The error] there', ['pic1']],
])('%s', (_, html, text, pictures) => {
  expect(ownHtml(safeHtml(html), text)?.pictures).toEqual(pictures);
});

test('a table stays one, and what is below the new words goes', () => {
  const html = safeHtml(`<p>Hello &amp; <b>thanks</b></p>${table}<p>-- <br>Dana, desk</p><p>Quoted</p>`);
  const own = ownHtml(html, 'Hello & thanks\n\nCentre\nSlots\nLakes\n42')!;
  expect(own.html).toContain('<tr><td>Lakes</td><td>42</td></tr>');
  expect(own.html).not.toMatch(/Dana|Quoted/);
});

test('a command line that the text lacks is left out, a word that the HTML lacks ends it', () => {
  const html = safeHtml(`<div>#resolved</div><div>It works again.</div>${table}`);
  const text = 'It works again.\nCentre\tSlots\nLakes\t42';
  expect(ownHtml(html, text)?.html).not.toContain('resolved');
  expect(ownHtml(html, `${text}\nmore`)).toBe(null);
});

test('numbers of a list, links that the text has twice, and half a text node', () => {
  const html = safeHtml('<ol><li>first</li><li>second</li></ol><p><a href="https://a.example/x">here</a> ok? bye</p>');
  const own = ownHtml(html, '1. first\n2. second\nhere [https://a.example/x] ok?')!;
  expect(own.html).toContain('<li>second</li>');
  expect(own.html).toContain('<a href="https://a.example/x">here</a> ok?');
  expect(own.html).not.toContain('bye');
});

test('Property: every character of the text is in the result, in its order, and elements are balanced', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const piece = fc.oneof(
    word.map(text => ({ html: `<p>${text} &lt;</p>`, text: `${text} <` })),
    word.map(text => ({ html: `<b>${text}</b>`, text })),
    word.map(text => ({ html: `<table><tr><td>${text}</td><td>1</td></tr></table>`, text: `${text}\t1` })),
    fc.constant({ html: picture, text: '[cid:pic1]' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), word, (pieces, quote) => {
      const html = safeHtml(`${pieces.map(each => each.html).join('')}<blockquote>${quote}</blockquote>`);
      const text = pieces.map(each => each.text).join('\n');
      const own = ownHtml(html, text)!;
      const letters = (from: string) => from.replace(/\[cid:\w+\]/g, '').replace(/[^a-z1]/g, '');
      expect(letters(own.html.replace(/<[^>]*>/g, ''))).toBe(letters(text));
      const count = (pattern: RegExp) => own.html.match(pattern)?.length ?? 0;
      expect(count(/<(?!\/|img|br)/g)).toBe(count(/<\//g));
    }),
  );
});
