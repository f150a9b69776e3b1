import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { Settings } from '../../src/config/schema.ts';

test.each([
  ['DNS_SERVERS', 'foo bar'],
  ['DNS_SERVERS', 'foo:bar'],
  ['DNS_SERVERS', '192.0.2.1:99999'],
  ['DNS_SERVERS', '192.0.2.1:0'],
  ['DNS_SERVERS', '192.0.2.256'],
  ['DNS_SERVERS', '192.0.2.1, [::1'],
  ['DNS_SERVERS', '[192.0.2.1]:53'],
  ['DNS_SERVERS', ','],
  ['AUTHSERV_ID', 'mx.test; x'],
  ['AUTHSERV_ID', ' '],
  ['SECRET', ','],
  ['SECRET', 'short'],
])('%s=%j is refused by name', (name, value) => {
  const { success, error } = Settings.safeParse({ [name]: value });
  expect(success).toBe(false);
  expect(error?.issues.map(({ path }) => path)).toEqual([[name]]);
});

test.each([
  ['DNS_SERVERS', '192.0.2.1', ['192.0.2.1']],
  [
    'DNS_SERVERS',
    '192.0.2.1:5353, ::1, [2001:db8::1]:53, [::1], dns.test:53, dns',
    ['192.0.2.1:5353', '::1', '[2001:db8::1]:53', '[::1]', 'dns.test:53', 'dns'],
  ],
  ['AUTHSERV_ID', ' mx.test ', 'mx.test'],
])('%s=%j is taken', (name, value, expected) => {
  expect(Settings.parse({ [name]: value })).toMatchObject({ [name]: expected });
});

test('a key without its certificate is no self-made one', () => {
  expect(() => loadConfig({ POSTERN_HOME: '/nowhere', SMTP_TLS_KEY: '/key.pem' })).toThrow(
    'SMTP_TLS_CERT: SMTP_TLS_KEY needs it',
  );
});

test.each([
  ['DKIM_SELECTOR', { DKIM_SELECTOR: 'one' }],
  ['DKIM_DOMAIN', { DKIM_DOMAIN: 'desk.example' }],
])('%s without a key is refused: nothing would be signed', (name, settings) => {
  expect(() => loadConfig({ POSTERN_HOME: '/nowhere', ...settings }, { reads: true })).toThrow(
    `DKIM_KEY: ${name} needs it`,
  );
});

test('a reading command makes no folder, and relative paths are relative to Postern', () => {
  const config = loadConfig({ POSTERN_HOME: './no/such/folder', RELAY_URL: 'file:out' }, { reads: true });
  const root = fileURLToPath(new URL('../..', import.meta.url));
  expect([config.POSTERN_HOME, config.RELAY_URL]).toEqual([join(root, 'no/such/folder'), `file:${join(root, 'out')}`]);
  expect(existsSync(join(root, 'no'))).toBe(false);
});
