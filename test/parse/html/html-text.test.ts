// CHECKLIST E10: text is made of what a reader of the HTML would see, and of nothing hidden.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlToText } from '../../../src/parse/html/html-text.ts';
import { splitReply } from '../../../src/triage/quoted/split.ts';
import { cpuMs } from '../../support/cpu.ts';

const text = (html: string): string => splitReply(htmlToText(html)).text;

describe('what programs mark as a quote or a signature is one in the text, in any language', () => {
  test('Gmail', () => {
    const html =
      '<div dir="ltr">Yes.<br clear="all"><br><div class="gmail_signature"><div>Anna</div><div>Clinic</div></div></div><br>' +
      '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">Xy Zzz 5 Qqq 2024, Nora &lt;<a href="mailto:nora@clinic.example">nora@clinic.example</a>&gt; vwx:<br></div>' +
      '<blockquote class="gmail_quote" style="border-left:1px solid"><div>Hi</div><div>there</div></blockquote></div>';
    expect(htmlToText(html)).toBe(
      'Yes.\n\n-- \nAnna\nClinic\n\n> Xy Zzz 5 Qqq 2024, Nora <nora@clinic.example> vwx:\n> Hi\n> there',
    );
    expect(text(html)).toBe('Yes.');
  });
  test('Gmail, forwarding without a word of his own', () => {
    const html =
      '<div dir="ltr"><br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>Von: Nora<br>Date: Di., 5. März 2024<br>Subject: Agenda<br></div><br><div>It is empty.</div></div></div>';
    expect(text(html)).toBe(
      '---------- Forwarded message ---------\nVon: Nora\nDate: Di., 5. März 2024\nSubject: Agenda\n\nIt is empty.',
    );
  });
  test('Outlook on the web', () => {
    const html =
      '<div class="elementToProof">Good.</div><div id="Signature"><p>Anna Berg</p></div><div id="appendonsend"></div><hr tabindex="-1">' +
      '<div id="divRplyFwdMsg"><b>Xyz:</b> Nora &lt;nora@clinic.example&gt;<br><b>Abc:</b> 5. 3. 2024 09:41<br><b>Def:</b> Otto<br><b>Ghi:</b> Agenda</div><div>Hi</div>';
    expect(text(html)).toBe('Good.');
  });
  test('Outlook on the desktop', () => {
    const html =
      '<div class=WordSection1><p class=MsoNormal>Dear all,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>it works.</p>' +
      "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Xyz:</b> Nora &lt;nora@clinic.example&gt;<br><b>Abc:</b> 5. 3. 2024 09:41<br><b>Def:</b> Otto</p></div><p class=MsoNormal>Hi</p></div>";
    expect(text(html)).toBe('Dear all,\n\nit works.');
  });
  test('Outlook on a telephone', () => {
    const html =
      '<div dir="auto">Done</div><div id="ms-outlook-mobile-signature">Get <a href="https://outlook.example/ios">Outlook for iOS</a></div><hr><div id="divRplyFwdMsg"><b>From:</b> N &lt;n@clinic.example&gt;<br><b>Sent:</b> Tuesday<br><b>To:</b> O<br><b>Subject:</b> S</div>Hi';
    expect(text(html)).toBe('Done');
  });
  test('Apple', () => {
    const html =
      '<div>Fine.</div><div><br></div><div>Anna<br><div><br><blockquote type="cite"><div>On 5 Mar 2024, at 09:41, Nora &lt;n@clinic.example&gt; wrote:</div><br><div>Hi</div></blockquote></div></div>';
    expect(text(html)).toBe('Fine.\n\nAnna');
  });
  test('Thunderbird, answering between the lines', () => {
    const html =
      '<div class="moz-cite-prefix">Xy 5.3.2024 09:41 Nora vwx:<br></div><blockquote type="cite"><p>Urgent?</p></blockquote><p>Yes.</p><blockquote type="cite"><p>Who?</p></blockquote><p>All.</p><pre class="moz-signature">-- \nAnna</pre>';
    expect(text(html).split(/\n+/)).toEqual(['> Urgent?', 'Yes.', '> Who?', 'All.']);
  });
  test('Yahoo', () => {
    const html =
      '<div><div dir="ltr">Ok.</div></div><div id="ydp1yahoo_quoted_2" class="ydp1yahoo_quoted"><div>Xy 5 Qqq 2024, Nora vwx:</div><div>Hi</div></div>';
    expect(text(html)).toBe('Ok.');
  });
  test('Proton', () => {
    const html =
      '<div>Ok.</div><div class="protonmail_signature_block">Sent with Proton Mail.</div><div class="protonmail_quote">On Tuesday, March 5th, 2024 at 9:41 AM, Nora &lt;n@clinic.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Hi</blockquote></div>';
    expect(text(html)).toBe('Ok.');
  });
  test('Zimbra', () => {
    const html =
      '<div>Ok.</div><hr id="zwchr" data-marker="__DIVIDER__"><div><b>From: </b>N &lt;n@clinic.example&gt;<br><b>To: </b>O<br><b>Sent: </b>Tuesday, 5 March, 2024 09:41<br><b>Subject: </b>S<br></div><div>Hi</div>';
    expect(text(html)).toBe('Ok.');
  });
});

test('an indentation is no quote', () => {
  const html =
    '<div>Note:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>indented</div></blockquote>after';
  expect(htmlToText(html)).toBe('Note:\nindented\nafter');
});
test('a table is one row a line, a list one item a line', () => {
  const html =
    '<table><tr><th>Instance</th><td>tt_demo</td></tr><tr><td><p>Priority</p></td><td><p>high</p></td></tr></table><ul><li>one<ul><li>deep</li></ul></li></ul><ol><li>a</li><li>b</li></ol>';
  expect(htmlToText(html)).toBe('Instance\ttt_demo\n\nPriority\thigh\n\n- one\n  - deep\n1. a\n2. b');
});
test('a link says where it leads unless its words did', () => {
  const link = (href: string, words: string): string => htmlToText(`<a href="${href}">${words}</a>`);
  expect(link('https://clinic.example/a', 'here')).toBe('here [https://clinic.example/a]');
  expect(link('https://www.clinic.example/', 'clinic.example')).toBe('clinic.example');
  expect(link('mailto:anna@clinic.example', 'anna@clinic.example')).toBe('anna@clinic.example');
  expect(link('javascript:alert(1)', 'here')).toBe('here');
});
test('pictures are their words, emoji themselves', () => {
  expect(
    htmlToText('<p>Look <img alt="chart of days" src=x> <img alt="🙂"><img alt="image001.png"><img src=y>.</p>'),
  ).toBe('Look [chart of days] 🙂.');
});
test('hidden content is left out', () => {
  const html =
    '<style>p{}</style><p>seen<span style="font-size:0px">zero</span><span style="font-size:0.9em"> too</span></p><div style="display: none">preview</div><div hidden>x</div><script>y</script><!-- z -->';
  expect(htmlToText(html)).toBe('seen too');
});
test('white space is as it shows', () => {
  expect(htmlToText('<p>a\n  b&nbsp; c</p><pre>x  y\n  z</pre>d<br><br>e')).toBe('a b  c\n\nx  y\n  z\nd\n\ne');
});
test('no string makes it throw', () => {
  const pieces = fc.constantFrom(
    '<div>',
    '</div>',
    '<p',
    '>',
    '<td>',
    '<tr>',
    '<br>',
    '<li>',
    '<ol>',
    '<a href=x>',
    '</a>',
    '<!--',
    '<![CDATA[',
    '&amp',
    '&#x110000;',
    '<blockquote>',
    '<pre>',
    'x',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 9 })), { maxLength: 60 }), parts => {
      expect(typeof htmlToText(parts.join(''))).toBe('string');
    }),
    { numRuns: 1000 },
  );
});
describe('time is linear, the result no longer than a megabyte', () => {
  const units = [
    '<',
    '<b>',
    '<div>',
    '<blockquote>x<br>',
    '<ul><li>x',
    '<td>x',
    '<a href="x">',
    '<!--',
    '</i>',
    '&amp;',
    '<p class=',
    '<hr>',
    '<div class=gmail_signature>x</div>',
  ];
  test.each(units)('a megabyte of %s', unit => {
    let result = '';
    const read = () => {
      result = htmlToText(`<b>x${unit.repeat(Math.ceil(1_000_000 / unit.length))}`);
    };
    expect(cpuMs(read)).toBeLessThan(10_000);
    expect(result.length).toBeLessThanOrEqual(1_000_000);
  });
});
