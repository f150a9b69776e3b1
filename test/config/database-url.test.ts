import { expect, test } from 'vitest';
import { toDatabasePlace } from '../../src/config/database-url.ts';

test.each([
  ['postgres://db.test/desk', ['postgres://db.test/desk'], false],
  [
    'postgresql://me:p%40ss@db.test:6432/desk?sslmode=require',
    ['postgresql://me:p%40ss@db.test:6432/desk?sslmode=require'],
    false,
  ],
  ['postgres://me@/desk?host=/run/postgresql', ['postgres://me@/desk?host=/run/postgresql'], false],
  ['postgres://db.test/desk?target_session_attrs=any', ['postgres://db.test/desk'], false],
  ['postgres://db.test/desk?target_session_attrs=read-write', ['postgres://db.test/desk'], true],
  [
    'postgres://me:secret@a:5432,b,[::1]:5433/desk?sslmode=require&target_session_attrs=primary&application_name=x',
    [
      'postgres://me:secret@a:5432/desk?sslmode=require&application_name=x',
      'postgres://me:secret@b/desk?sslmode=require&application_name=x',
      'postgres://me:secret@[::1]:5433/desk?sslmode=require&application_name=x',
    ],
    true,
  ],
  ['postgres://a,b/desk', ['postgres://a/desk', 'postgres://b/desk'], true],
])('%s is read', (url, urls, mustWrite) => {
  expect(toDatabasePlace(url)).toEqual({ urls, mustWrite });
});

test.each([
  ['mysql://a/desk', /postgres:\/\//],
  ['postgres://a,,b/desk', /each host/],
  ['postgres://a:b:c,d/desk', /each host/],
  ['postgres://a,b/desk?target_session_attrs=standby', /standby will not do/],
  ['postgres://a/desk?target_session_attrs=prefer-standby', /prefer-standby will not do/],
  ['postgres:///desk?host=a,b', /before the database/],
])('%s is refused', (url, words) => {
  expect(toDatabasePlace(url)).toMatch(words);
});
