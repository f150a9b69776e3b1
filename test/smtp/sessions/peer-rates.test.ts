import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../../src/db/database.ts';
import type { ExchangeRates } from '../../../src/db/rate-table.ts';
import { rateTable } from '../../../src/db/rate-table.ts';
import { trackRates } from '../../../src/smtp/sessions/peer-rates.ts';
import { cloneDatabase } from '../../support/database.ts';
import { openSecondClient } from '../../support/second-client.ts';

const limits = { connectionsPerMinute: 3, mailsPerMinute: 5 };
const patience = { timeout: 15_000, interval: 20 };
const times = (count: number, once: () => boolean) => Array.from({ length: count }, once);
const alone: ExchangeRates = async counted => counted;
const never = (cause: unknown) => {
  throw cause;
};

test('so many a minute, four times as many from the network, and again in the next minute', async () => {
  let now = 0;
  const rates = trackRates({ limits, exchange: alone, onError: never, now: () => now });
  expect(times(4, () => rates.connection('192.0.2.1'))).toEqual([true, true, true, false]);
  expect(times(6, () => rates.mail('192.0.2.1'))).toEqual([true, true, true, true, true, false]);
  for (let last = 2; last < 10; last += 1) expect(rates.connection(`192.0.2.${last}`)).toBe(true);
  expect(rates.connection('192.0.2.10')).toBe(false);
  expect(rates.connection('198.51.100.1')).toBe(true);
  now = 60_000;
  expect(rates.connection('192.0.2.1')).toBe(true);
  await rates.stop();
});

test('while the store is away each listener goes by its own counts', async () => {
  const onError = vi.fn();
  const away: ExchangeRates = () => Promise.reject(new Error('away'));
  const rates = trackRates({ limits, exchange: away, onError, now: () => 0, everyMs: 5 });
  expect(rates.connection('192.0.2.1')).toBe(true);
  await vi.waitFor(() => expect(onError.mock.calls.length).toBeGreaterThan(2), patience);
  expect(times(3, () => rates.connection('192.0.2.1'))).toEqual([true, true, false]);
  await rates.stop();
});

let databases: OpenDatabase[];
let url: string;
beforeAll(async () => {
  url = await cloneDatabase();
  databases = [openDatabase(url, 1), openDatabase(url, 1)];
});
afterAll(async () => {
  for (const database of databases) await database.close();
});

test('listeners share their counts, and ask only for peers that connect', async () => {
  let queries = 0;
  const [one, two] = databases.map(({ db }) => {
    const table = rateTable(db);
    const exchange: ExchangeRates = counted => {
      queries += 1;
      return table(counted);
    };
    return trackRates({ limits, exchange, onError: never, now: () => 600_000, everyMs: 10 });
  });
  expect(times(3, () => one!.connection('192.0.2.1'))).toEqual([true, true, true]);
  await vi.waitFor(() => expect(queries).toBe(1), patience);
  // The first word of the other one costs it nothing; the answer tells it the rest.
  two!.connection('192.0.2.1');
  await vi.waitFor(() => expect(queries).toBe(2), patience);
  await vi.waitFor(() => expect(two!.connection('192.0.2.1')).toBe(false), patience);
  const settled = queries;
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(queries).toBeLessThanOrEqual(settled + 2);
  await one!.stop();
  await two!.stop();
});

test('the table forgets within minutes', async () => {
  const exchange = rateTable(databases[0]!.db);
  await exchange([{ peer: '192.0.2.7', minute: 100, connections: 1, mails: 0 }]);
  await exchange([{ peer: '192.0.2.8', minute: 106, connections: 1, mails: 0 }]);
  const sql = openSecondClient(url);
  expect((await sql`select peer from peer_rates where minute between 100 and 106`).map(({ peer }) => peer)).toEqual([
    '192.0.2.8',
  ]);
  await sql.end();
});
