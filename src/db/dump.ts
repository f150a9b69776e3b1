// All rows of all tables, as JSON lines in one snapshot, and back. No program of PostgreSQL is needed, which the
// embedded one does not bring (it has no pg_dump), and the rows fit a server of any version.
import pg from 'pg';

/** `rows` are JSON texts, one a row. */
export type Page = Readonly<{ table: string; rows: readonly string[] }>;
export type Sequences = Readonly<Record<string, number>>;

const rowsAtOnce = 500;
const schema = 'public';

/** Runs `work` in one snapshot of the whole database. */
export async function inSnapshot<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    const result = await work(client);
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

/** Page by page, so that memory never holds a whole table. */
export async function* dumpTables(client: pg.Client): AsyncGenerator<Page> {
  for (const table of await tablesInOrder(client)) {
    await client.query(`declare rows no scroll cursor for select row_to_json(r)::text as row from ${nameOf(table)} r`);
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`fetch ${rowsAtOnce} from rows`);
      if (rows.length > 0) yield { table, rows: rows.map(({ row }) => row) };
      if (rows.length < rowsAtOnce) break;
    }
    await client.query('close rows');
  }
}

/** The last value of each sequence that was used. */
export async function dumpSequences(client: pg.Client): Promise<Sequences> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `select sequencename as name, last_value::text as last from pg_sequences
      where schemaname = $1 and last_value is not null`,
    [schema],
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, Number(last)]));
}

export type Loader = Readonly<{
  add(page: Page): Promise<void>;
  /** Commits. */
  finish(sequences: Sequences): Promise<void>;
  /** Keeps nothing, unless `finish` has resolved. */
  end(): Promise<void>;
}>;

/** Into empty tables, in one transaction; triggers rest, since the rows are as triggers left them. */
export async function openLoader(url: string): Promise<Loader> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin');
  await client.query('set local session_replication_role = replica');
  // A migration may have put rows into a table, and they are in the backup, too.
  for (const table of await tablesInOrder(client)) await client.query(`delete from ${nameOf(table)}`);
  const columns = new Map<string, string>();
  return {
    async add({ table, rows }) {
      const names = columns.get(table) ?? (await columnsOf(client, table));
      columns.set(table, names);
      await client.query(
        `insert into ${nameOf(table)} (${names}) overriding system value
          select ${names} from json_populate_recordset(null::${nameOf(table)}, $1::json)`,
        [`[${rows.join(',')}]`],
      );
    },
    async finish(sequences) {
      for (const [name, last] of Object.entries(sequences)) {
        await client.query('select setval($1::regclass, $2)', [nameOf(name), last]);
      }
      await client.query('commit');
    },
    end: () => client.end(),
  };
}

const nameOf = (name: string): string => `${schema}.${pg.escapeIdentifier(name)}`;

async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = $1 order by tablename',
    [schema],
  );
  return rows.map(({ name }) => name);
}

/** Generated columns are left out: the server computes them. */
async function columnsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [nameOf(table)],
  );
  return rows.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
}
