// Runs the checks of `postern doctor`, for the command and for the page of the belt.
import type { Config } from '../config/load.ts';
import type { Database } from '../db/database.ts';
import { firstLine } from '../log/one-line.ts';
import type { Checked } from './check.ts';

export type Finding = Readonly<{ name: string } & Checked>;
/** `url` is the server's. */
export type Asked = Readonly<{ db: Database; url: string }>;

/** All at once, each by itself and each with a deadline: what is away is one finding of several. */
export async function examineAll(config: Config, opening: Promise<Asked>): Promise<Finding[]> {
  const { checks } = await import('./checks.ts');
  return Promise.all(
    checks.map(async ({ name, ...each }): Promise<Finding> => {
      if ('check' in each) return { name, ...(await soon(each.check(config)).catch(unchecked(readFinding))) };
      const asked = opening.then(({ db, url }) => soon(each.ask(db, config, url)));
      return { name, ...(await asked.catch(unchecked(databaseAway))) };
    }),
  );
}

const patienceMs = 15_000;

async function soon(work: Promise<Checked>): Promise<Checked> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs / 1_000} s`)), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const databaseAway = 'start PostgreSQL or correct DATABASE_URL, and check again';
const readFinding = 'correct what the finding names, and check again';
const unchecked =
  (cure: string) =>
  (cause: unknown): Checked => ({ ok: false, finding: `could not be checked: ${firstLine(cause)}`, cure });
