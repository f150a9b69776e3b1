// Plays test/corpus: every mail there is read, and what its .expected.json names must be so (CHECKLIST E4 to E7, E12, E14 to E17).
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBytes } from './reading.ts';

const folder = new URL('../corpus/', import.meta.url);

for (const file of readdirSync(folder).filter(name => name.endsWith('.eml'))) {
  test(file.replace(/\.eml$/, '').replaceAll('-', ' '), async () => {
    const raw = readFileSync(new URL(file, folder));
    const expected = JSON.parse(readFileSync(new URL(file.replace(/\.eml$/, '.expected.json'), folder), 'utf8'));
    const { message, kept } = await readBytes(raw);
    const seen = JSON.parse(JSON.stringify(message));
    expect(seen).toMatchObject(expected);
    expect(message.attachments.map(({ sha256 }) => sha256)).toEqual(
      kept.map(bytes => createHash('sha256').update(bytes).digest('hex')),
    );
  });
}
