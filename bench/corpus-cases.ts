// The mails of `npm run corpus`: the project's own, and optionally those of another folder.
//
// Such a folder holds fields.jsonl, reply.jsonl and class.jsonl; each line names a mail (`eml`) and what
// is `expected` of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languages, programReplies } from '../test/support/mail-programs.ts';
import { writtenBy } from '../test/support/written-by.ts';
import { attributions } from '../test/triage/quoted/attributions.ts';

type Shared = Readonly<{ name: string; raw: Buffer }>;
export type FieldCase = Shared & Readonly<{ expected: Record<string, unknown> }>;
export type ReplyCase = Shared & Readonly<{ group: readonly string[]; reply: string; markdown: boolean }>;
export type ClassCase = Shared & Readonly<{ machine: boolean; group: string; mailFrom: string | null | undefined }>;
export type Cases = Readonly<{
  fields: readonly FieldCase[];
  replies: readonly ReplyCase[];
  classes: readonly ClassCase[];
}>;

const own = (path: string): string => fileURLToPath(new URL(`../test/${path}`, import.meta.url));

export function ownCases(): Cases {
  const mails = readdirSync(own('corpus')).filter(name => name.endsWith('.eml'));
  const texts = readdirSync(own('corpus/quoted')).filter(name => name.endsWith('.txt'));
  return {
    fields: mails.map(file => ({
      name: file,
      raw: readFileSync(own(`corpus/${file}`)),
      expected: JSON.parse(readFileSync(own(`corpus/${file.replace(/\.eml$/, '.expected.json')}`), 'utf8')),
    })),
    replies: [
      ...programReplies.map(({ program, language, form, raw, reply }) => ({
        name: `${program}, ${language}, ${form}`,
        raw: Buffer.from(raw),
        group: [program, language],
        reply,
        markdown: true,
      })),
      ...texts.map(textCase),
      ...attributions.map(([program, language, line]) => lineCase(program, language, line)),
    ],
    classes: writtenBy.map(({ name, class: made, raw, mailFrom }) => ({
      name,
      raw: Buffer.from(raw),
      machine: made !== 'person',
      group: made,
      mailFrom,
    })),
  };
}

/** A file of test/triage/quoted: a text, and below `=== text` what its author wrote. */
function textCase(file: string): ReplyCase {
  const [mail = '', reply = ''] = readFileSync(own(`corpus/quoted/${file}`), 'utf8').split('=== text\n');
  const [program = '', language = ''] = file.replace('.txt', '').split('-');
  const raw = Buffer.from(`Content-Type: text/plain; charset=utf-8\n\n${mail}`.replaceAll('\n', '\r\n'));
  return {
    name: file,
    raw,
    group: [`${program} (text)`, ...languages.filter(known => known === language)],
    reply,
    markdown: true,
  };
}

/** A line by which a program introduces a quote, in whatever language, between an answer and what it answers. */
function lineCase(program: string, language: string, line: string): ReplyCase {
  const reply = 'It works again.\n\nOnly 5.3. is empty, see https://clinic.example/agenda\n\nAnna';
  const mail = `${reply}\n\n${line}\n\nCould you try?\nNora\n`;
  return {
    name: `line of ${program}, ${language}`,
    raw: Buffer.from(`Content-Type: text/plain; charset=utf-8\n\n${mail}`.replaceAll('\n', '\r\n')),
    group: ['lines of programs', `  ${/^[a-z]+/.exec(language)?.[0] ?? 'en'}`],
    reply,
    markdown: true,
  };
}

type Line = Readonly<{
  id: string;
  source?: string;
  eml: string;
  mail_from?: string;
  expected: Record<string, unknown>;
}>;

export function casesIn(folder: string): Cases {
  const lines = (file: string): Line[] =>
    existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8')
          .split('\n')
          .filter(line => line !== '')
          .map(line => JSON.parse(line))
      : [];
  const shared = (line: Line): Shared => ({ name: line.id, raw: withCrLf(readFileSync(join(folder, line.eml))) });
  return {
    fields: lines('fields.jsonl').map(line => ({ ...shared(line), expected: fieldsOf(line.expected) })),
    replies: lines('reply.jsonl')
      .filter(({ expected }) => typeof expected.reply === 'string' && expected.controversial !== true)
      .map(line => ({
        ...shared(line),
        group: [line.source ?? 'unnamed'],
        reply: String(line.expected.reply),
        markdown: line.expected.ignore_md !== true,
      })),
    classes: lines('class.jsonl')
      .filter(({ expected }) => expected.automated === true || expected.class === 'human')
      .map(line => ({
        ...shared(line),
        machine: line.expected.automated === true,
        group: String(line.expected.class),
        mailFrom: line.mail_from || (line.expected.automated === true ? null : undefined),
      })),
  };
}

/** A line of such a file as one of our cases; fields in `disputed` are not counted. */
function fieldsOf(expected: Record<string, unknown>): Record<string, unknown> {
  const disputed = (expected.disputed ?? []) as string[];
  const files = (expected.attachments ?? []) as { filename: string; named?: boolean; nested?: boolean }[];
  const named = files.filter(file => file.named !== false && file.nested !== true);
  return {
    ...(typeof expected.subject === 'string' && !disputed.includes('subject') ? { subject: expected.subject } : {}),
    ...(named.length > 0 ? { names: named.map(({ filename }) => filename) } : {}),
    ...(expected.body_text && !disputed.some(field => /^body/.test(field)) ? { words: expected.body_text } : {}),
  };
}

/** As received by SMTP, without the `From ` line of mailboxes. */
const withCrLf = (raw: Buffer): Buffer =>
  Buffer.from(
    raw
      .toString('latin1')
      .replaceAll('\r\n', '\n')
      .replace(/^>?From .*\n/, '')
      .replaceAll('\r', '\n')
      .replaceAll('\n', '\r\n'),
    'latin1',
  );
