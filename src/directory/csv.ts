// The CSV file of a directory, as spreadsheets and HR programs write it: commas, semicolons or tabs, UTF-8,
// UTF-16 or Windows-1252, columns in any order and case.
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { storedRoles } from '../desk/person.ts';
import type { PersonEntry } from './directory.ts';
import { BadEntry, instancesIn, toEntry } from './person-entry.ts';

export type PeopleFile = Readonly<{
  /** Of two rows for one address the last one counts. */
  entries: readonly PersonEntry[];
  /** Unknown columns, which were not read. */
  unread: readonly string[];
}>;
type Row = Readonly<Record<string, string>>;

const columns = ['email', 'name', 'role', 'organisation', 'instances', 'locale'];

/** Reads the whole file; throws BadEntry when any line cannot be read, or there is none. */
export async function readPeopleFile(file: string): Promise<PeopleFile> {
  return peopleIn(file, await readFile(file).catch(cause => refuse(`${file} cannot be read: ${cause.message}`)));
}

/** The same of bytes; `file` names them in what is refused. */
export function peopleIn(file: string, bytes: Buffer): PeopleFile {
  const titles: string[] = [];
  const entries = new Map<string, PersonEntry>();
  for (const { record, info } of rowsOf(file, bytes, titles)) {
    const entry = fromRow(record, titles, `${file}, line ${info.lines}`);
    entries.set(entry.email, entry);
  }
  if (entries.size === 0) refuse(`${file} names nobody: the directory stays as it is`);
  return { entries: [...entries.values()], unread: titles.filter(title => title !== '' && !columns.includes(title)) };
}

function rowsOf(file: string, bytes: Buffer, titles: string[]): { record: Row; info: { lines: number } }[] {
  const text = decoded(bytes);
  // Excel's `sep=` line above the titles.
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

/** Spreadsheets with a decimal comma separate by semicolons; text from the clipboard has tabs. */
function separatorIn(text: string): string {
  const titles = text
    .trimStart()
    .split(/\r?\n|\r/, 1)[0]!
    .replace(/"[^"]*"/g, '');
  const often = (separator: string) => titles.split(separator).length;
  return [',', ';', '\t'].toSorted((a, b) => often(b) - often(a))[0]!;
}

/** UTF-8; UTF-16 with a byte order mark; else Windows-1252. */
function decoded(bytes: Buffer): string {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff;
  if (marked) return new TextDecoder(marked === true ? 'utf-16be' : marked).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** An empty cell unsets the field; a field without a column is left out and stays as it is. */
function fromRow(row: Row, titles: readonly string[], where: string): PersonEntry {
  const named = row.role?.toLowerCase() || 'admin';
  const role = storedRoles.find(each => each === named);
  if (!role) throw new BadEntry(`${where}: role is ${eitherOf(storedRoles)}, not ${row.role}`);
  const instance = instancesIn(row.instances ?? '');
  const { name = '', organisation: org = '', locale = '' } = row;
  const entry = toEntry(row.email ?? '', { role, instance, name, org, locale }, `${where}: `);
  const said = Object.entries(entry).filter(([column]) => titles.includes(column));
  return { email: entry.email, ...Object.fromEntries(said.map(([column, value]) => [column, value || null])) };
}

function refuse(why: string): never {
  throw new BadEntry(why);
}

/** `admin, agent or operator`. */
const eitherOf = (words: readonly string[]): string => words.join(', ').replace(/, (?=[^,]*$)/, ' or ');
