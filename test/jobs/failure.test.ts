import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import pg from 'pg';
import { expect, test } from 'vitest';
import { isOutage } from '../../src/jobs/failure.ts';

const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    cause => cause,
  );

test('files, sockets and servers that fail are outages, also as the cause of another error', async () => {
  const missing = await thrownBy(open('/nowhere/at/all', 'w'));
  const refused = await thrownBy(new Promise((_, reject) => connect(1, '127.0.0.1').once('error', reject)));
  for (const cause of [missing, refused]) {
    expect(isOutage(cause)).toBe(true);
    expect(isOutage(new Error('Failed query', { cause }))).toBe(true);
  }
  for (const code of ['57P01', '57P03', '53300', '08006', '58030']) {
    expect(isOutage(Object.assign(new Error('from the server'), { code })), code).toBe(true);
  }
  const client = new pg.Client({ host: '127.0.0.1', port: 1 });
  expect(isOutage(await thrownBy(client.connect()))).toBe(true);
});

test('a failure that the mail causes is no outage', () => {
  for (const code of ['23505', '22021', 'P0001', '42P01', 'ERR_INVALID_ARG_TYPE']) {
    expect(isOutage(Object.assign(new Error('from the mail'), { code })), code).toBe(false);
  }
  expect(isOutage(new TypeError('Cannot read properties of null'))).toBe(false);
  expect(isOutage(null)).toBe(false);
});
