// What the documents say is what the code does, and every link in them leads somewhere.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { documents } from '../../src/cli/document.ts';
import type { Refusal } from '../../src/mail/verdict.ts';
import { refusedWithGuide } from '../../src/smtp/replies.ts';
import { replyTable } from '../../src/smtp/reply-table.ts';
import { readCommands } from '../../src/triage/commands/read-commands.ts';

const pages = ['README.md', 'SECURITY.md', 'CHANGELOG.md', ...globSync('docs/*.md').sort()];
const textOf = (path: string): string => readFileSync(path, 'utf8');

test('what is generated is as `npm run generate` writes it', async () => {
  for (const [path, text] of await documents()) expect(textOf(path), path).toBe(text);
});

test('every refusal stands in the table of SMTP replies', () => {
  // Type-only, so they are read where they are written.
  const refusals = [...textOf('src/mail/verdict.ts').matchAll(/^ {2}\| '([a-z0-9-]+)'/gm)].map(([, name]) => name!);
  expect(refusals.length).toBeGreaterThan(10);
  const rows = [...replyTable().matchAll(/^\| `([a-z0-9-]+)` \| `\d{3} \d\.\d+\.\d+ /gm)].map(([, name]) => name!);
  expect(rows.toSorted()).toEqual(refusals.toSorted());
  for (const name of refusals) {
    const { responseCode, message } = refusedWithGuide(name as Refusal, `https://${'v'.repeat(200)}`);
    // ASCII, one line, one enhanced status of the class of the code.
    expect(message, name).toMatch(/^[45]\.\d{1,3}\.\d{1,3} [\x20-\x7e]{1,480}$/);
    expect(message.match(/\b\d\.\d+\.\d+\b/g), name).toHaveLength(1);
    expect(message[0], name).toBe(String(responseCode)[0]);
    // What happened, and what to do.
    expect(message, name).toMatch(/\S[:,] \S|must name/);
  }
});

test('README is short, and shows the commands of the contract', () => {
  expect(statSync('README.md').size).toBeLessThanOrEqual(12 * 1024);
  const shown = ['npm ci && npm start', 'npm ci && npm test', 'npm run demo', 'npm run bench', 'npx postern'];
  for (const command of shown) expect(textOf('README.md')).toContain(`\`${command}`);
});

test('every page of docs/ is linked from README', () => {
  const links = linksOf('README.md').map(({ path }) => path);
  expect(globSync('docs/*.md').filter(page => !links.includes(page))).toEqual([]);
});

test.each(pages)('every link of %s leads to a file, and to a heading of it', page => {
  const dead = linksOf(page).filter(({ path, anchor }) => {
    if (!existsSync(path)) return true;
    return anchor !== '' && !anchorsOf(path).includes(anchor);
  });
  expect(dead).toEqual([]);
});

test('every script that a page tells to run is there', () => {
  const { scripts } = JSON.parse(textOf('package.json'));
  for (const page of pages.filter(path => path !== 'CHANGELOG.md')) {
    const told = [...textOf(page).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name]) => name!);
    expect(
      told.filter(name => !(name in scripts)),
      page,
    ).toEqual([]);
  }
});

test('every setting that a page names is one', () => {
  const known = textOf('docs/settings.md');
  const settings = new Set([...known.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, name]) => name!));
  expect(settings.size).toBeGreaterThan(30);
  const others = new Set([
    'SIGTERM',
    'STARTTLS',
    'SMTPUTF8',
    'EBADENGINE',
    'UNLICENSED',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'DATA',
    'RCPT',
    'EHLO',
    'SIZE',
  ]);
  for (const page of pages.filter(path => path !== 'CHANGELOG.md')) {
    const named = [...textOf(page).matchAll(/`\$?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)].map(
      ([, name]) => name!,
    );
    expect(
      named.filter(name => !settings.has(name) && !others.has(name)),
      page,
    ).toEqual([]);
  }
});

test('every test that docs/security.md names exists', () => {
  const named = [...textOf('docs/security.md').matchAll(/\[[^\]]*\]\(\.\.\/(test\/[^)#]+)\)(?:: "([^"]+)")?/g)];
  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter(([, path, title]) => title !== undefined && !textOf(path!).includes(title));
  expect(missing.map(([, path, title]) => `${path}: ${title}`)).toEqual([]);
});

test('every command that docs/writing-mail.md teaches is understood, in each of the six languages', () => {
  const [, ...languages] = textOf('docs/writing-mail.md').split(/^## /m);
  const taught = languages.map(section =>
    [...section.matchAll(/`(#[^`]+)`/g)].map(([, written]) =>
      readCommands(written!).commands.map(({ command }) => command),
    ),
  );
  expect(taught.length).toBe(6);
  const kinds = taught.map(commands =>
    commands.map(([command, ...more]) => (more.length > 0 ? 'more' : command?.kind)),
  );
  expect(kinds[0]).toContain('merge');
  for (const [at, section] of kinds.entries()) expect(section, languages[at]).toEqual(kinds[0]);
});

test('npm start, postern and the image start Node alike', () => {
  const [, flag] = /^#!\/usr\/bin\/env -S node (--\S+)\n/.exec(textOf('src/start.js')) ?? [];
  expect(JSON.parse(textOf('package.json')).scripts.start).toBe(`exec node ${flag} src/start.js serve`);
  expect(textOf('Dockerfile')).toContain(`CMD ["node", "${flag}", "src/start.js", "serve"]`);
});

type Link = Readonly<{ path: string; anchor: string }>;

/** The links of a page to files of the repository, from its folder. */
function linksOf(page: string): Link[] {
  const prose = textOf(page).replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(([, path, anchor = '']) => ({
    path: path === '' ? page : normalize(join(dirname(page), path!)),
    anchor,
  }));
}

/** Headings as GitHub makes anchors of them. */
function anchorsOf(path: string): string[] {
  return [...textOf(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
