// The CSV file of a directory, as spreadsheets and HR programs write it: separators of any country, any
// encoding that says what it is, columns in any order and case.
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { PersonEntry } from './directory.ts';
import { BadEntry, toEntry } from './person-entry.ts';

export type PeopleFile = Readonly<{
  /** Of two rows for one address the last one counts. */
  entries: readonly PersonEntry[];
  /** Columns that are none of ours, and were not read. */
  unread: readonly string[];
}>;
type Row = Readonly<Record<string, string>>;

const columns = ['email', 'name', 'role', 'organisation', 'instances', 'locale'];

/** All of the file; one line that cannot be read refuses it whole. */
export async function readPeopleFile(file: string): Promise<PeopleFile> {
  const titles: string[] = [];
  const entries = new Map<string, PersonEntry>();
  for (const { record, info } of await rowsOf(file, titles)) {
    const entry = fromRow(record, titles, `${file}, line ${info.lines}`);
    entries.set(entry.email, entry);
  }
  return { entries: [...entries.values()], unread: titles.filter(title => title !== '' && !columns.includes(title)) };
}

async function rowsOf(file: string, titles: string[]): Promise<{ record: Row; info: { lines: number } }[]> {
  const text = decoded(await readFile(file).catch(cause => refuse(`${file} cannot be read: ${cause.message}`)));
  // What Excel writes to itself above the titles.
  const [said, separator] = /^sep=(.)\r?\n/i.exec(text) ?? ['', separatorIn(text)];
  const takeTitles = (named: string[]) => {
    titles.push(...named.map(title => title.trim().toLowerCase()));
    return titles.includes('email')
      ? titles.map((title, at) => title || `column ${at + 1}`)
      : refuse(`${file}: there is no column email; the first line names the columns`);
  };
  try {
    return parse(text.slice(said.length), {
      delimiter: separator!,
      columns: takeTitles,
      info: true,
      trim: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      relax_column_count_less: true,
    }) as unknown as { record: Row; info: { lines: number } }[];
  } catch (cause) {
    throw cause instanceof BadEntry
      ? cause
      : new BadEntry(`${file} cannot be read as CSV: ${(cause as Error).message.split('\n')[0]}`);
  }
}

/** Spreadsheets of countries that write 1,5 separate by semicolons; tabs come by the clipboard. */
function separatorIn(text: string): string {
  const titles = text
    .trimStart()
    .split(/\r?\n|\r/, 1)[0]!
    .replace(/"[^"]*"/g, '');
  const often = (separator: string) => titles.split(separator).length;
  return [',', ';', '\t'].toSorted((a, b) => often(b) - often(a))[0]!;
}

/** UTF-8; UTF-16 where a mark says so; what is neither was written by Windows for itself. */
function decoded(bytes: Buffer): string {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff;
  if (marked) return new TextDecoder(marked === true ? 'utf-16be' : marked).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Empty = unset; what there is no column for is left out, and stays as it is. */
function fromRow(row: Row, titles: readonly string[], where: string): PersonEntry {
  const role = row.role?.toLowerCase() || 'admin';
  if (role !== 'admin' && role !== 'agent') throw new BadEntry(`${where}: role is admin or agent, not ${row.role}`);
  const instance = (row.instances ?? '').split(/[\s,;]+/).filter(each => each !== '');
  const { name = '', organisation: org = '', locale = '' } = row;
  const entry = toEntry(row.email ?? '', { role, instance, name, org, locale }, `${where}: `);
  const named = Object.entries(entry).filter(([column]) => titles.includes(column));
  return { email: entry.email, ...Object.fromEntries(named.map(([column, value]) => [column, value || null])) };
}

function refuse(why: string): never {
  throw new BadEntry(why);
}
