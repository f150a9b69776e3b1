// Which of several servers takes writes: after a fail-over it is another one.
//
// All are asked at the same time, so that one that hangs holds up nobody. The answer is kept until a connection
// fails, or a server turns out to take no writes any more.
import pg from 'pg';
import { type DatabasePlace, toDatabasePlace } from '../config/database-url.ts';

/** SQLSTATE read_only_sql_transaction, which a standby answers to a write. */
export const readOnly = '25006';
const askMs = 4_000;

type Found = Readonly<{ host: string; port: number }>;
export type Writable = Readonly<{
  /** Rejects with the reason where none takes writes. */
  find(): Promise<Found>;
  /** The next one who asks is told anew. */
  forget(): void;
}>;

const known = new Map<string, Writable>();

/** Null where the URL names one server and does not ask for a certain kind. */
export function writableOf(url: string): Writable | null {
  const place = placeOf(url);
  if (!place.mustWrite) return null;
  const found = known.get(url) ?? searchAmong(place.urls);
  known.set(url, found);
  return found;
}

/** A URL that `pg` understands; with several hosts, the first of them. */
export const plainUrl = (url: string): string => placeOf(url).urls[0]!;

function placeOf(url: string): DatabasePlace {
  const place = toDatabasePlace(url);
  if (typeof place === 'string') throw new Error(`DATABASE_URL: ${place}`);
  return place;
}

function searchAmong(urls: readonly string[]): Writable {
  let current: Promise<Found> | null = null;
  const search = async (): Promise<Found> => {
    try {
      return await Promise.any(urls.map(whenWritable));
    } catch (cause) {
      current = null;
      throw worst((cause as AggregateError).errors);
    }
  };
  return {
    find() {
      current ??= search();
      return current;
    },
    forget() {
      current = null;
    },
  };
}

async function whenWritable(url: string): Promise<Found> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: askMs, query_timeout: askMs });
  client.on('error', () => {});
  try {
    await client.connect();
    await refuseReadOnly(client);
    return { host: client.host, port: client.port };
  } finally {
    client.end().catch(() => {});
  }
}

export async function refuseReadOnly(client: Pick<pg.Client, 'query'>): Promise<void> {
  const { rows } = await client.query<{ only: string }>(`select current_setting('transaction_read_only') as only`);
  if (rows[0]?.only === 'on')
    throw Object.assign(new Error('the server takes no writes: a standby'), { code: readOnly });
}

/** A server that is there and says why it will not do tells more than one that is away. */
const worst = (causes: readonly Error[]): unknown =>
  causes.find(cause => /^(?!08)[0-9A-Z]{5}$/.test((cause as { code?: string }).code ?? '')) ?? causes[0];
