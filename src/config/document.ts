// Writes what README.md and .env.example say about settings from the schema; a test fails when they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { rfcTable } from './rfcs.ts';
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

/** README.md with what is generated in it renewed: the settings, and the index of RFCs. */
export const renewed = (readme: string): string =>
  between(between(readme, 'settings', settingsTable()), 'rfcs', rfcTable());

function between(readme: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name}: written by npm run generate -->`, `<!-- end of ${name} -->`];
  const [before, after] = [readme.indexOf(start), readme.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`README.md has lost the marks around its ${name}`);
  return `${readme.slice(0, before + start.length)}\n${text}\n${readme.slice(after)}`;
}

if (import.meta.main) {
  writeFileSync('README.md', renewed(readFileSync('README.md', 'utf8')));
  writeFileSync('.env.example', envExample());
}
