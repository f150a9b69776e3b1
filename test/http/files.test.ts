import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { addFiles } from '../../src/http/files.ts';
import type { Address } from '../../src/mail/address.ts';
import { signFilePath } from '../../src/tokens/file-link.ts';

const secret = 'a key of sixteen letters';
const bob = 'bob@lab.test' as Address;
const content = Buffer.from('0123456789');
const app = new Hono();
let opened = 0;
addFiles(app, {
  keys: [secret],
  file: async key =>
    key === 'parts/mail-0'
      ? { name: 'Esame “è”.html', contentType: 'text/html', size: content.length, sha256: 'abc' }
      : null,
  async *bytes(_, range) {
    opened += 1;
    yield content.subarray(range?.start ?? 0, (range?.end ?? content.length) + 1);
  },
});
const path = (key = 'parts/mail-0', daysAgo = 0) =>
  signFilePath({ ticketNumber: 7, recipient: bob, key }, secret, new Date(Date.now() - daysAgo * 86_400_000));
const ask = (headers: Record<string, string> = {}, method = 'GET') => app.request(path(), { headers, method });

test('the whole file, saved and never shown, under its own name', async () => {
  const response = await ask();
  expect([response.status, await response.text()]).toEqual([200, '0123456789']);
  const header = Object.fromEntries(response.headers);
  expect(header).toMatchObject({
    'content-length': '10',
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="Esame ___.html"; filename*=UTF-8''Esame%20%E2%80%9C%C3%A8%E2%80%9D.html`,
  });
});
test.each([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-3', 206, '789', 'bytes 7-9/10'],
  ['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
  ['bytes=10-', 416, '', 'bytes */10'],
  ['bytes=-0', 416, '', 'bytes */10'],
  ['bytes=4-2', 200, '0123456789', null],
  ['bytes=0-1,3-4', 200, '0123456789', null],
  ['lines=1-2', 200, '0123456789', null],
])('Range: %s', async (range, status, text, contentRange) => {
  const response = await ask({ range });
  expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([
    status,
    text,
    contentRange,
  ]);
});
test('a range of another version is answered with the whole, and an unchanged file not at all', async () => {
  expect((await ask({ range: 'bytes=2-4', 'if-range': '"other"' })).status).toBe(200);
  expect((await ask({ range: 'bytes=2-4', 'if-range': '"abc"' })).status).toBe(206);
  expect((await ask({ 'if-none-match': '"abc"' })).status).toBe(304);
});
test('HEAD opens no file', async () => {
  opened = 0;
  const response = await ask({}, 'HEAD');
  expect([response.status, response.headers.get('content-length'), opened]).toEqual([200, '10', 0]);
});
test('a link serves for its file only, and for thirty days', async () => {
  const [, , token] = path().split('/');
  expect((await app.request(`/files/${token}/mail-1`)).status).toBe(404);
  expect((await app.request(path('parts/mail-1'))).status).toBe(404);
  expect((await app.request(path('parts/mail-0', 29))).status).toBe(200);
  expect((await app.request(path('parts/mail-0', 32))).status).toBe(404);
  expect((await app.request(path().replace(/.(?=\/mail)/, letter => (letter === 'a' ? 'b' : 'a')))).status).toBe(404);
});
