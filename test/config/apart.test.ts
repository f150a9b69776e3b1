import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingApart } from '../../src/config/apart.ts';
import { loadConfig } from '../../src/config/load.ts';
import { toS3Place } from '../../src/config/s3-url.ts';
import { settingsIn } from '../../src/config/schema.ts';

const home = mkdtempSync(join(tmpdir(), 'postern-apart-'));
const shared = {
  DATABASE_URL: 'postgres://postern@db.test/postern',
  STORE_URL: 's3://mail/desk?endpoint=http://s3.test:9000',
  SECRET: 'a secret that all hosts know',
};
type Roles = Parameters<typeof missingApart>[0];
const missing = (roles: Roles, settings: Record<string, string>) => {
  const env = { POSTERN_HOME: home, ...settings };
  return missingApart(roles, loadConfig(env), settingsIn(env)).map(line => line.split(':')[0]);
};

describe('roles apart', () => {
  const without = (name: string) => Object.fromEntries(Object.entries(shared).filter(([key]) => key !== name));
  const all = ['smtp', 'worker', 'http'] as const;
  test.each<[Roles, Record<string, string>, string[]]>([
    [all, {}, []],
    [['smtp', 'worker'], {}, []],
    [['worker', 'http'], {}, []],
    [['smtp'], shared, []],
    [['worker'], shared, []],
    [['http'], shared, []],
    [['smtp'], {}, ['DATABASE_URL', 'SPOOL_URL', 'SECRET']],
    [['worker'], {}, ['DATABASE_URL', 'SPOOL_URL', 'SECRET']],
    [['http'], {}, ['DATABASE_URL', 'SPOOL_URL', 'STORE_URL', 'SECRET']],
    [['smtp', 'http'], {}, ['DATABASE_URL', 'SPOOL_URL', 'STORE_URL', 'SECRET']],
    [['worker'], without('SECRET'), ['SECRET']],
    [['worker'], without('DATABASE_URL'), ['DATABASE_URL']],
    [['worker'], { ...shared, SPOOL_URL: `file:${home}/spool` }, ['SPOOL_URL']],
    [['worker'], { ...without('STORE_URL'), SPOOL_URL: 'file:/mnt/shared/spool' }, []],
    [['http'], { ...without('STORE_URL'), SPOOL_URL: 'file:/mnt/shared/spool' }, ['STORE_URL']],
  ])('%j with %j misses %j', (roles, settings, expected) => {
    expect(missing(roles, settings)).toEqual(expected);
  });
});

describe('an s3 URL', () => {
  test.each([
    ['s3://mail', { bucket: 'mail', prefix: '', endpoint: null, region: null, pathStyle: false, credentials: null }],
    [
      's3://mail/a/b/?region=eu-south-1',
      { bucket: 'mail', prefix: 'a/b/', endpoint: null, region: 'eu-south-1', pathStyle: false, credentials: null },
    ],
    [
      's3://k%3Ay:s%2Fcret@mail?endpoint=http://127.0.0.1:9000/&forcePathStyle=true',
      {
        bucket: 'mail',
        prefix: '',
        endpoint: 'http://127.0.0.1:9000',
        region: null,
        pathStyle: true,
        credentials: { accessKeyId: 'k:y', secretAccessKey: 's/cret' },
      },
    ],
    [
      's3://mail?endpoint=https%3A%2F%2Fs3.test&path_style=false',
      {
        bucket: 'mail',
        prefix: '',
        endpoint: 'https://s3.test',
        region: null,
        pathStyle: false,
        credentials: null,
      },
    ],
  ])('%s is read', (url, place) => {
    expect(toS3Place(url)).toEqual(place);
  });

  test.each([
    ['s3:', 'bucket'],
    ['s3://', 'bucket'],
    ['s3://x', 'bucket needs'],
    ['s3://mail?endpoint=s3.test', 'endpoint must be'],
    ['s3://mail?path-style=perhaps', 'path-style must be'],
    ['s3://mail?zone=eu', 'no parameter zone'],
  ])('%s is refused with what is wrong', (url, words) => {
    expect(toS3Place(url)).toContain(words);
    expect(() => loadConfig({ POSTERN_HOME: home, STORE_URL: url })).toThrow(/STORE_URL: /);
  });

  test('holds the spool, too, unless SPOOL_URL says otherwise', () => {
    const of = (settings: Record<string, string>) => loadConfig({ POSTERN_HOME: home, ...settings }).SPOOL_URL;
    expect(of({})).toBe(`file:${home}/spool`);
    expect(of({ STORE_URL: shared.STORE_URL })).toBe(shared.STORE_URL);
    expect(of({ STORE_URL: shared.STORE_URL, SPOOL_URL: 'file:/mnt/spool' })).toBe('file:/mnt/spool');
  });
});
