// Generates the documents of the settings: the table of docs/settings.md, and .env.example.
import { Settings } from './schema.ts';

type Described = { description?: string; shown?: string };

const rows = Object.entries(Settings.shape).map(([name, setting]) => {
  const { description = '', shown } = (setting.meta() ?? {}) as Described;
  const given = setting.safeParse(undefined);
  return { name, description, byDefault: shown ?? (given.success ? `\`${given.data}\`` : '') };
});

const cell = (text: string): string => text.replaceAll('|', '\\|');

export const settingsTable = (): string =>
  [
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rows.map(row => `| \`${row.name}\` | ${cell(row.byDefault)} | ${cell(row.description)} |`),
  ].join('\n');

export const envExample = (): string =>
  [
    '# Copy to .env and change what you need. Settings that are not set have their defaults.',
    ...rows.map(row => `\n# ${row.description}\n# Default: ${row.byDefault}\n#${row.name}=`),
    '',
  ]
    .join('\n')
    .replaceAll('`', '');
