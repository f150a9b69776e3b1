import type { Database } from './database.ts';

/** A statement that is built once for each database: to build one costs as much as PostgreSQL takes to run it. */
export function oncePerDatabase<Statement>(build: (db: Database) => Statement): (db: Database) => Statement {
  const built = new WeakMap<Database, Statement>();
  return db => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const made = build(db);
    built.set(db, made);
    return made;
  };
}
