// reply*.eml: what must go out. Fields that it names must stand as it says, `*` for any text;
// `!Name:` must not stand. Its body is the text part, line by line; a `*` alone is any lines.
import { simpleParser } from 'mailparser';
import { expect } from 'vitest';
import { fieldValues } from '../../src/mail/header.ts';
import { patternOf } from './like.ts';
import { headerOf, lint } from './wire.ts';

export type SentMail = Readonly<{ raw: string; subject: string; text: string; html: string }>;

export async function readSent(raw: string): Promise<SentMail> {
  const { subject = '', text = '', html } = await simpleParser(raw);
  return { raw, subject, text: text.trimEnd(), html: html || '' };
}

/** What every mail of ours keeps, whatever it says. */
export function expectSound({ raw, text, html }: SentMail): void {
  lint(raw);
  for (const part of [text, html]) {
    expect(part).toContain('##- ');
    expect(part).not.toMatch(/undefined|\[object|\{\{|\bNaN\b|\bnull\b/);
  }
  expect(text, 'lines with nothing to say').not.toMatch(/\n\n\n|[ \t]\n/);
}

/** Null, or the first difference in words. */
export function differenceTo(expected: string, { raw, subject, text }: SentMail): string | null {
  const [head = '', ...body] = expected.replaceAll('\r', '').trimEnd().split('\n\n');
  const header = headerOf(raw);
  for (const line of head.split('\n')) {
    const [, absent, name = '', value = ''] = /^(!?)([\w-]+):\s*(.*)$/.exec(line) ?? [];
    const found = name === 'Subject' ? [subject] : fieldValues(header, name.toLowerCase());
    if (absent && found.length > 0) return `${name} stands: ${found}`;
    if (!absent && !(found.length === 1 && patternOf(value).test(found[0]!))) return `${name}: ${value}, not ${found}`;
  }
  const wanted = body.join('\n\n');
  return wanted === '' ? null : bodyDifference(wanted, text);
}

function bodyDifference(wanted: string, text: string): string | null {
  const pattern = wanted.replace(/^\*$/gm, '*');
  return patternOf(pattern).test(text.trimEnd()) ? null : `the text\n${text}\nis not\n${wanted}`;
}
