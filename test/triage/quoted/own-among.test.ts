// Answers typed anywhere within our mail, with or without marks of quoting and attribution: the author's words are
// the text, ours are not.
import { describe, expect, test } from 'vitest';
import { compose } from '../../../src/delivery/compose.ts';
import { loadTemplates } from '../../../src/delivery/templates/templates.ts';
import { locales } from '../../../src/desk/locale.ts';
import { htmlToText } from '../../../src/parse/html/html-text.ts';
import { readAnswers } from '../../../src/triage/commands/answers.ts';
import { ownAmong } from '../../../src/triage/quoted/own-among.ts';
import { splitReply } from '../../../src/triage/quoted/split.ts';
import { notices, outgoing } from '../../support/outgoing.ts';

const templates = loadTemplates(null);
const asked = { ...notices.receipt, instance: null, priority: null, similar: [] };
const mailIn = (locale: (typeof locales)[number]) => {
  const { text, html } = compose(outgoing(asked, { locale }), templates).message;
  return { text: String(text).trimEnd(), html: htmlToText(String(html)) };
};
const read = (reply: string, { text, html }: ReturnType<typeof mailIn>) => {
  const split = splitReply(reply);
  return ownAmong(split, `${text}\n${html}`) ?? split;
};

const header =
  'From: Support <s@x.example>\nSent: Monday, 30 November 2026 10:12\nTo: Ada <ada@x.example>\nSubject: [PT-42] Portal\n\n';
const unmarked = (text: string) => text.split('\n').slice(1).join('\n').trimStart();
const marked = (text: string) => text.replace(/^(?=.)/gm, '> ').replace(/^$/gm, '>');
const wrapped = (text: string) => text.replace(/(?<=^[^\n]{40,60}) /gm, '\n');

const layouts: Record<string, (ours: string) => string> = {
  'no mark, no attribution, no marker': unmarked,
  'no mark, no attribution': ours => ours,
  'a header above, no mark': ours => header + ours,
  'a header above, no mark, no marker': ours => header + unmarked(ours),
  'an attribution above, marked': ours => `On Mon, 30 Nov 2026 at 10:12, Support <s@x.example> wrote:\n${marked(ours)}`,
  'broken lines': ours => wrapped(unmarked(ours)),
};
/** The line that asks for the instance. */
const questionOf = (ours: string): number => ours.split('\n').findIndex(line => /\?/.test(line));

describe.each(locales.map(locale => [locale, mailIn(locale)] as const))('%s', (_, ours) => {
  const sources = { text: ours.text, html: ours.html };
  for (const [source, shown] of Object.entries(sources))
    test.each(Object.entries(layouts))(`${source}, %s`, (_name, layout) => {
      const lines = shown.split('\n');
      const at = questionOf(shown);
      const put = (answer: (line: string) => string) =>
        layout(lines.map((line, n) => (n === at ? answer(line) : line)).join('\n'));
      const answers = ['tt_brezo', 'We see it on every computer of the ward.', 'error 500'];
      for (const answer of answers) {
        const below = read(
          put(line => `${line}\n${answer}`),
          ours,
        ).text;
        const beside = read(
          put(line => `${line} ${answer}`),
          ours,
        ).text;
        for (const text of [below, beside]) {
          const own = text.split('\n').filter(line => line !== '' && !line.startsWith('>'));
          expect(own.join(' ')).toBe(answer);
          expect(text).toContain('?');
        }
      }
      const above = read(`See below.\n\n${put(line => `${line}\ntt_brezo`)}`, ours).text;
      expect(above.split('\n').filter(line => /^(?:See below\.|tt_brezo)$/.test(line))).toHaveLength(2);
      expect(
        readAnswers(
          read(
            put(line => `${line}\ntt_brezo`),
            ours,
          ).text,
          new Set(),
        ),
      ).toMatchObject([{ command: { kind: 'instance', value: 'tt_brezo' } }]);
    });

  test('a reply above all of our mail has nothing else', () => {
    for (const shown of Object.values(sources))
      for (const layout of Object.values(layouts).slice(1, 5)) {
        const reply = `It works again, thank you.\n\n${layout(shown)}`;
        expect(read(reply, ours).text).toBe('It works again, thank you.');
      }
  });
});

test.each([
  'Our mail PT-42 came, thank you. Please write above this line is what it says, and we did.',
  'Instance: tt_brezo\nPriority: high\nThe booking page is empty again, as in PT-42, since nine, in all centres of the house.',
])('words of ours alone are the author’s: %s', text => {
  expect(ownAmong(splitReply(text), mailIn('en').text)).toBeNull();
});

test('what is longer than our mail and an answer would cost seconds, and is left as it was read', () => {
  const ours = mailIn('en').text;
  const hostile = { cuts: [], text: `${ours}\n${`${'a '.repeat(2_000)}\n`.repeat(500)}${ours}`, quoted: null };
  expect(ownAmong(hostile, ours)).toBeNull();
});
