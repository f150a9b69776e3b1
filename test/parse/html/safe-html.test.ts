// CHECKLIST E9: nothing of an HTML mail runs, is sent or is fetched where it is shown.
import { expect, test } from 'vitest';
import { flatter } from '../../../src/parse/html/html-depth.ts';
import { safeHtml } from '../../../src/parse/html/safe-html.ts';

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><script>1</script></svg>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="//evil.test/">x</a>',
  '<a href="http://evil.test/">x</a>',
  '<img src="https://evil.test/p.gif">',
  '<img src="data:image/svg+xml,<svg>">',
  '<iframe src="https://evil.test"></iframe>',
  '<form action="https://evil.test"><input name=a></form>',
  '<style>@import "https://evil.test"</style>',
  '<p style="background:url(https://evil.test)">x</p>',
  '<link rel=stylesheet href=https://evil.test>',
  '<base href="https://evil.test/">',
  '<meta http-equiv=refresh content="0;url=https://evil.test">',
  '<object data=https://evil.test></object>',
  '<xmp><script>alert(1)</script></xmp>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<table background="https://evil.test/p.gif"><tr><td>x',
  '<video src="https://evil.test"></video>',
  '<img srcset="https://evil.test/p.gif 2x" src="cid:a">',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
];

for (const markup of hostile) {
  test(`nothing runs or loads from ${markup}`, () => {
    const html = safeHtml(markup);
    expect(html).not.toMatch(/<(?:script|style|iframe|form|input|object|svg|math|link|meta|base|video|xmp|noscript)/i);
    expect(html).not.toMatch(
      /<[^>]*(?:\son\w+=|javascript:|style=|background=|srcset=|src="(?!cid:)|href="(?!https:|mailto:))/i,
    );
  });
}

test('what formats text stays', () => {
  const markup = '<table border="1"><tr><td colspan="2"><b>a</b> <img src="cid:shot@x" alt="s" /></td></tr></table>';
  expect(safeHtml(markup)).toBe(markup);
  expect(safeHtml('<a href="https://clinic.test/">x</a>')).toContain('href="https://clinic.test/"');
});

test('markup is made flat past 200 levels, and left alone before', () => {
  const nested = (depth: number) => `${'<b>'.repeat(depth)}x${'</b>'.repeat(depth)}`;
  expect(flatter(nested(200))).toBe(nested(200));
  expect(flatter(nested(5000))).toBe(nested(200));
  expect(flatter('<p>'.repeat(5000))).toBe('<p>'.repeat(5000));
  // An end tag of nothing that is open ends nothing, and one further out ends all within.
  expect(flatter('<i></b>'.repeat(5000))).toBe('<i></b>'.repeat(200));
  expect(flatter('<div><b></div>'.repeat(5000))).toBe('<div><b></div>'.repeat(5000));
});
