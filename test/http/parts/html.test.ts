import fc from 'fast-check';
import { html as hono } from 'hono/html';
import { expect, test } from 'vitest';
import { html, type Part, raw } from '../../../src/http/parts/html.ts';

test('text is escaped, and what a template made is not', () => {
  expect(String(html`<b title="${`a"b'c`}">${'<i>&'}${html`<br>`}${raw('&nbsp;')}</b>`)).toBe(
    '<b title="a&quot;b&#39;c">&lt;i&gt;&amp;<br>&nbsp;</b>',
  );
});
test('lists stand in their order, and nothing for what is not there', () => {
  expect(String(html`${[1, [html`<i>`, 'x<', null]]}${undefined}${true}${false}${0}${''}`)).toBe('1<i>x&lt;0');
});
test('what is neither text nor made by a template is refused', () => {
  expect(() => html`${{ isEscaped: true, toString: () => '<b>' } as never}`).toThrow();
});
test('any text and list reads as with the html of Hono', () => {
  const text = fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", 'a', ' ', 'é', '𝔘', '$&') });
  const part = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text));
  fc.assert(
    fc.property(part, part, (one, other) => {
      const [ours, theirs] = [html`<p>${one as Part}</p>${other as Part}`, hono`<p>${one}</p>${other}`];
      expect(String(ours)).toBe(String(theirs));
    }),
  );
});
