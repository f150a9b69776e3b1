// Rows of one statement as a column of another: a page is mostly made of round trips.
import { type Column, is, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { PgColumn } from 'drizzle-orm/pg-core';

type Query<Row> = SQLWrapper & PromiseLike<Row[]>;
type Columns = Readonly<Record<string, Column | SQL.Aliased>>;

/** What `query` answers, in its order. `columns` are those that it selects; SQL among them has an alias. */
export function rowsOf<Row>(query: Query<Row>, columns: Columns): SQL<Row[]> {
  const readers = Object.entries(columns).map(([field, column]) => {
    const isColumn = is(column, PgColumn);
    const name = isColumn ? column.name : (column as SQL.Aliased).fieldAlias;
    const read = (value: unknown) => (isColumn && value !== null ? column.mapFromDriverValue(value) : value);
    return { field, name, read };
  });
  const rowOf = (row: Record<string, unknown>): Row =>
    Object.fromEntries(readers.map(({ field, name, read }) => [field, read(row[name])])) as Row;
  return sql`coalesce((select json_agg(one) from (${query}) as one), '[]')`.mapWith(rows =>
    (rows as Record<string, unknown>[]).map(rowOf),
  ) as SQL<Row[]>;
}
