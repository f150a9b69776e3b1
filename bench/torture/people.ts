import { openDatabase } from '../../src/db/database.ts';
import { putPeople } from '../../src/directory/directory.ts';
import { toEntry } from '../../src/directory/person-entry.ts';
import { authors } from './sender.ts';

/** Everyone who may write, and who is told. */
export async function addPeople(databaseUrl: string, agents: readonly string[]): Promise<void> {
  const database = openDatabase(databaseUrl, 1);
  await putPeople(database.db, [
    ...authors.map(email => toEntry(email, {})),
    ...agents.map(email => toEntry(email, { role: 'agent' })),
  ]);
  await database.close();
}
