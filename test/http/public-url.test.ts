import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { publicUrlOf } from '../../src/gateway/public-url.ts';

const home = mkdtempSync(join(tmpdir(), 'postern-public-'));
afterAll(() => rmSync(home, { recursive: true }));

const config = (settings: Record<string, string>) => loadConfig({ POSTERN_HOME: home, ...settings });
const pages = { address: { address: '127.0.0.1', family: 'IPv4', port: 8025 } };

test.each<[Record<string, string>, boolean, string | null]>([
  [{}, true, 'http://127.0.0.1:8025'],
  [{ HTTP_HOST: 'desk.lan' }, true, 'http://desk.lan:8025'],
  [{ HTTP_HOST: '::1' }, true, 'http://[::1]:8025'],
  [{ HTTP_HOST: '0.0.0.0' }, true, null],
  [{ HTTP_HOST: '::' }, true, null],
  [{}, false, null],
  [{ PUBLIC_URL: 'https://desk.example' }, false, 'https://desk.example'],
  [{ PUBLIC_URL: 'https://desk.example/postern//', HTTP_HOST: '0.0.0.0' }, true, 'https://desk.example/postern'],
])('with %j and pages served here: %s, links start with %s', (settings, served, url) => {
  expect(publicUrlOf(config(settings), served ? pages : null)).toBe(url);
});
test.each([
  'desk.example',
  'ftp://desk.example',
  'https://',
  'https://desk.example/?x',
  'https://u:p@desk.example',
  'https://desk.example/#x',
  'https://desk example',
])('PUBLIC_URL=%s is refused', url => expect(() => config({ PUBLIC_URL: url })).toThrow(/^PUBLIC_URL: /));
