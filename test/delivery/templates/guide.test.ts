// The prepared mail of the guide: what a mail program makes of the link, and what we read of it again.
import { describe, expect, test } from 'vitest';
import { guideOf } from '../../../src/delivery/templates/guide.ts';
import { loadTemplates } from '../../../src/delivery/templates/templates.ts';
import type { Words } from '../../../src/delivery/templates/words.ts';
import type { Locale } from '../../../src/desk/locale.ts';
import { locales } from '../../../src/desk/locale.ts';
import type { Address } from '../../../src/mail/address.ts';
import { understand } from '../../../src/triage/meaning.ts';

const templates = loadTemplates(null);
const support = 'support+desk@clinic.example' as Address;
const form = (locale: Locale) => guideOf(support, null, templates.words(locale));
/** As a mail program reads it (RFC 6068 section 2): percent-encoding and nothing else, a plus is a plus. */
function opened(url: string) {
  const [, to = '', query = ''] = /^mailto:([^?]*)\?(.*)$/.exec(url) ?? [];
  const fields = query.split('&').map(field => field.split('=').map(decodeURIComponent) as [string, string]);
  return { to: decodeURIComponent(to), ...Object.fromEntries(fields) } as { to: string; subject: string; body: string };
}
const read = (text: string) =>
  understand({
    subject: 'Portal',
    text: text.replaceAll('\r\n', '\n'),
    importance: 'normal',
    instances: [],
    knownInstances: new Set(['tt_lakes']),
    hasImages: false,
  });

describe.each(locales)('in %s', locale => {
  const { formUrl, formLines } = form(locale);
  const help = templates.words(locale).help as Record<string, string>;
  /** What the parentheses offer: `Functions (all, most, few)`. */
  const offered = (label: string) => /\((.*)\)/.exec(help[label]!)![1]!.split(', ');

  test('the link is one that every mail program opens', () => {
    expect(formUrl).toMatch(
      /^mailto:support\+desk@clinic\.example\?subject=&body=(?:[A-Za-z0-9!'()*~._-]|%[0-9A-F]{2})+$/,
    );
    expect(formUrl).not.toContain("'");
    // Windows hands over no more than 2,083 characters.
    expect(formUrl.length).toBeLessThan(2_000);
    const { to, subject, body } = opened(formUrl);
    expect([to, subject]).toEqual([support, '']);
    expect(body).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
    expect(formUrl).toContain('%0D%0A');
    for (const line of formLines) expect(body).toContain(line);
  });
  test('what is filled in is read again, by the table of criteria', () => {
    const [functions, users] = [offered('formFunctions'), offered('formUsers')];
    const expected = [
      ['urgent', 'high', 'high'],
      ['urgent', 'high', 'medium'],
      ['high', 'medium', 'low'],
    ];
    for (const [row, affected] of functions.entries()) {
      for (const [column, who] of users.entries()) {
        const lines = opened(formUrl).body.split('\r\n');
        const filled = lines.map((line, at) => `${line}${['tt_lakes', affected, who][at] ?? ''}`).join('\r\n');
        const { instance, priority } = read(filled);
        expect([instance?.value, priority?.value], filled).toEqual(['tt_lakes', expected[row]![column]]);
      }
    }
  });
  test('what is left empty is asked for, and what is not is not', () => {
    const { body } = opened(formUrl);
    expect(read(body).missing).toEqual(['description', 'steps', 'error', 'expected', 'when', 'example']);
    const missing = templates.words(locale).missing as Words;
    const label = (name: string) =>
      `${String(missing[name]).slice(0, 1).toUpperCase()}${String(missing[name]).slice(1)}:`;
    const partly = body
      .replace(label('description'), `${label('description')}\r\nABC`)
      .replace(label('steps'), `${label('steps')}\r\n1. A\r\n2. B`);
    expect(read(partly).missing).toEqual(['error', 'expected', 'when', 'example']);
  });
});
