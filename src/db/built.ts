import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';

const dialect = new PgDialect();

/** The same statement as few pieces of text and values: a statement made of hundreds costs as much as running it. */
export function built(statement: SQL): SQL {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const pieces = text.split(/\$(\d+)/).map((piece, at) => {
    if (at % 2 === 0) return sql.raw(piece);
    return sql`${params[Number(piece) - 1]}`;
  });
  return sql.join(pieces);
}

/** Statements by a text that tells all that they are made of. */
export function builtOnce(most: number): (key: string, make: () => SQL) => SQL {
  const known = new Map<string, SQL>();
  return (key, make) => {
    const before = known.get(key);
    if (before) return before;
    const made = built(make());
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
}
