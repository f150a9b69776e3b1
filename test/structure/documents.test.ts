// What README.md and .env.example say is what the code does.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envExample, renewed, settingsTable } from '../../src/config/document.ts';
import type { Refusal } from '../../src/mail/verdict.ts';
import { refused, refusedWithGuide } from '../../src/smtp/replies.ts';

const readme = readFileSync('README.md', 'utf8');

test('README has settings and RFCs as `npm run generate` writes them', () => {
  expect(readme).toContain(settingsTable());
  expect(renewed(readme)).toBe(readme);
});

test('.env.example is as `npm run generate` writes it', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
});

// Type-only, so they have to be read where they are written.
const refusals = [...readFileSync('src/mail/verdict.ts', 'utf8').matchAll(/^ {2}\| '([a-z0-9-]+)'/gm)];

test('every refusal stands in the table of SMTP replies, with its reply', () => {
  const table = /<!-- replies -->\n([\s\S]*?)<!-- end of replies -->/.exec(readme)?.[1] ?? '';
  const rows = [...table.matchAll(/^\| `([a-z0-9-]+)` \| `?(\d{3} \d\.\d+\.\d+)`? \| .*\S.* \|$/gm)];
  const said = refusals.map(([, name]) => {
    const { responseCode, message } = refused(name as Refusal);
    return [name, `${responseCode} ${message.split(' ', 1)[0]}`];
  });
  expect(said.length).toBeGreaterThan(10);
  expect(Object.fromEntries(rows.map(([, name, reply]) => [name, reply]))).toEqual(Object.fromEntries(said));
});

test('replies are ASCII, fit a line, and carry one enhanced status', () => {
  for (const [, name] of refusals) {
    const { responseCode, message } = refusedWithGuide(name as Refusal, `https://${'v'.repeat(200)}`);
    expect(message, name).toMatch(/^[45]\.\d{1,3}\.\d{1,3} [\x20-\x7e]{1,480}$/);
    expect(message.match(/\b\d\.\d+\.\d+\b/g), name).toHaveLength(1);
    expect(message[0], name).toBe(String(responseCode)[0]);
    // What happened, and what to do.
    expect(message, name).toMatch(/\S[:,] \S|must name/);
  }
});

test('every link of README.md to a file leads to one', () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, path]) => path!);
  expect(links.filter(path => !existsSync(path))).toEqual([]);
});

test('npm start, postern and the image start Node alike', () => {
  const [, flag] = /^#!\/usr\/bin\/env -S node (--\S+)\n/.exec(readFileSync('src/main.ts', 'utf8')) ?? [];
  expect(JSON.parse(readFileSync('package.json', 'utf8')).scripts.start).toBe(`exec node ${flag} src/main.ts serve`);
  expect(readFileSync('Dockerfile', 'utf8')).toContain(`CMD ["node", "${flag}", "src/main.ts", "serve"]`);
});
