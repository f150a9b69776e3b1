import { expect, test } from 'vitest';
import { unreachable } from '../../src/cli/unreachable.ts';

const failed = (code: string) => Object.assign(new Error('connect failed'), { code });

test.each([
  ['ECONNREFUSED', 'DATABASE_URL: nothing answers at db.test:5432: start the server there, or mend DATABASE_URL'],
  ['ENOTFOUND', 'DATABASE_URL: no DNS server here knows db.test: mend the name in DATABASE_URL'],
  ['28P01', 'DATABASE_URL: the server lets ada not in: mend user and password in DATABASE_URL'],
  ['3D000', 'DATABASE_URL: there is no database desk: create it there, or mend DATABASE_URL'],
  [
    'EHOSTUNREACH',
    'DATABASE_URL: db.test:5432 cannot be reached (EHOSTUNREACH): mend the network or a firewall, or DATABASE_URL',
  ],
  ['CERT_HAS_EXPIRED', 'DATABASE_URL: connect failed (CERT_HAS_EXPIRED): mend DATABASE_URL'],
])('%s names the setting and the cure, and no password', (code, line) => {
  const url = 'postgres://ada:secret@db.test:5432/desk';
  for (const cause of [failed(code), new Error('failed query', { cause: failed(code) })])
    expect((unreachable('DATABASE_URL', url, cause) as Error).message.replace('failed query', 'connect failed')).toBe(
      line,
    );
});

test('an error without a code stays what it is', () => {
  const error = new Error('a bug');
  expect(unreachable('LDAP_URL', 'ldap://x.test', error)).toBe(error);
});
