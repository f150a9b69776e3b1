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

test('a file that is not there is no outage: it comes by no retry', async () => {
  expect(isOutage(await thrownBy(open('/nowhere/at/all', 'r')))).toBe(false);
});

test('files, sockets and servers that fail are outages, also as the cause of another error', async () => {
  const notAFolder = await thrownBy(open(`${import.meta.filename}/below`, 'w'));
  const refused = await thrownBy(new Promise((_, reject) => connect(1, '127.0.0.1').once('error', reject)));
  for (const cause of [notAFolder, refused]) {
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
