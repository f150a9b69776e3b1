// Writes what README.md and .env.example say about settings from the schema; a test fails when they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { Settings } from './schema.ts';

type Described = { description?: string; shown?: string };

const rows = Object.entries(Settings.shape).map(([name, setting]) => {
  const { description = '', shown } = (setting.meta() ?? {}) as Described;
  const given = setting.safeParse(undefined);
  return { name, description, byDefault: shown ?? (given.success ? `\`${given.data}\`` : '') };
});

export const settingsTable = (): string =>
  [
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rows.map(row => `| \`${row.name}\` | ${row.byDefault} | ${row.description.replaceAll('|', '\\|')} |`),
  ].join('\n');

export const envExample = (): string =>
  [
    '# Copy to .env and change what you need; nothing set means the embedded default.',
    ...rows.map(row => `\n# ${row.description}\n# Default: ${row.byDefault}\n#${row.name}=`),
    '',
  ]
    .join('\n')
    .replaceAll('`', '');

const start = '<!-- settings: written by npm run generate -->';
const end = '<!-- end of settings -->';

/** README.md with the table between its two marks renewed. */
export function withSettings(readme: string): string {
  const [before, after] = [readme.indexOf(start), readme.indexOf(end)];
  if (before < 0 || after < before) throw new Error('README.md has lost the marks around its settings table');
  return `${readme.slice(0, before + start.length)}\n${settingsTable()}\n${readme.slice(after)}`;
}

if (import.meta.main) {
  writeFileSync('README.md', withSettings(readFileSync('README.md', 'utf8')));
  writeFileSync('.env.example', envExample());
}
