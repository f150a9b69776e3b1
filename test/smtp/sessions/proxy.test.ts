import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProxyHeader } from '../../../src/smtp/sessions/proxy-header.ts';
import { network, startTestListener, type TestListener } from '../../support/listener.ts';
import { connectSmtp, mailText, transaction } from '../../support/smtp-client.ts';

const signature = '\r\n\r\n\0\r\nQUIT\n';
const version2 = (command: number, family: number, addresses: string) =>
  `${signature}${String.fromCharCode(0x20 | command, family, addresses.length >> 8, addresses.length & 255)}${addresses}`;
const ipv4 = '\xcb\x00\x71\x09\x7f\x00\x00\x01\x30\x39\x00\x19';
const ipv6 = `\x20\x01\x0d\xb8${'\0'.repeat(11)}\x07${'\0'.repeat(15)}\x01\x30\x39\x00\x19`;
const mapped = `${'\0'.repeat(10)}\xff\xff\xcb\x00\x71\x09${'\0'.repeat(16)}\x30\x39\x00\x19`;

test.each([
  ['PROXY TCP4 203.0.113.9 127.0.0.1 12345 25\r\n', { kind: 'client', ip: '203.0.113.9', port: 12345, length: 43 }],
  ['PROXY TCP6 ::ffff:102:304 ::1 12345 25\r\n', { kind: 'client', ip: '1.2.3.4', port: 12345, length: 40 }],
  ['PROXY TCP6 ::FFFF:1.2.3.4 ::1 12345 25\r\n', { kind: 'client', ip: '1.2.3.4', port: 12345, length: 40 }],
  ['PROXY TCP6 0:0:0:0:0:ffff:c000:20a ::1 1 25\r\n', { kind: 'client', ip: '192.0.2.10', port: 1, length: 45 }],
  ['PROXY TCP6 2001:db8::7 ::1 12345 25\r\n', { kind: 'client', ip: '2001:db8::7', port: 12345, length: 37 }],
  ['PROXY UNKNOWN\r\n', { kind: 'unknown', length: 15 }],
  ['PROXY UNKNOWN ffff::1 ::1 1 2\r\n', { kind: 'unknown', length: 31 }],
  [version2(1, 0x11, ipv4), { kind: 'client', ip: '203.0.113.9', port: 12345, length: 28 }],
  [version2(1, 0x11, `${ipv4}\x04\0\x01x`), { kind: 'client', ip: '203.0.113.9', port: 12345, length: 32 }],
  [version2(1, 0x21, ipv6), { kind: 'client', ip: '2001:db8:0:0:0:0:0:7', port: 12345, length: 52 }],
  [version2(1, 0x21, mapped), { kind: 'client', ip: '203.0.113.9', port: 12345, length: 52 }],
  [version2(0, 0, ''), { kind: 'unknown', length: 16 }],
  [version2(1, 0x31, 'x'.repeat(216)), { kind: 'unknown', length: 232 }],
  [version2(1, 0x11, ipv4.slice(1)), { kind: 'malformed' }],
  [version2(2, 0x11, ipv4), { kind: 'malformed' }],
  [version2(1, 0x11, 'x'.repeat(3000)), { kind: 'malformed' }],
  [`${signature}\x11\x11\0\x0c${ipv4}`, { kind: 'malformed' }],
  ['', { kind: 'incomplete' }],
  ['\r\n\r\n', { kind: 'incomplete' }],
  ['PROXY TCP4 203.0.113.9', { kind: 'incomplete' }],
  ['PROXY TCP4 2001:db8::7 ::1 1 2\r\n', { kind: 'malformed' }],
  ['PROXY TCP4 203.0.113.9 127.0.0.1 99999 25\r\n', { kind: 'malformed' }],
  ['PROXY TCP4 203.0.113.9 127.0.0.1 1 25 x\r\n', { kind: 'malformed' }],
  [`PROXY TCP4 ${'x'.repeat(120)}`, { kind: 'malformed' }],
  ['EHLO h.test\r\n', { kind: 'malformed' }],
])('%j reads as %j', (text, expected) => {
  expect(readProxyHeader(Buffer.from(text, 'latin1'))).toEqual(expected);
});

test('no bytes throw, and what comes behind a header changes nothing', () => {
  const start = fc.constantFrom(signature, 'PROXY ', '', version2(1, 0x11, ipv4), version2(1, 0x21, ''));
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 300 }), (text, more) => {
      const head = Buffer.from(text, 'latin1');
      const read = readProxyHeader(Buffer.concat([head, more]));
      const whole = readProxyHeader(head);
      if ('length' in whole) expect(read).toEqual(whole);
    }),
    { numRuns: 2000 },
  );
});

let listener: TestListener;
let loopback: TestListener;
beforeAll(async () => {
  listener = await startTestListener({ proxyFrom: network(['127.0.0.1', 32]), times: { proxyHeaderMs: 300 } });
  loopback = await startTestListener({ host: '::', proxyFrom: network(['127.0.0.1', 32]) });
});
afterAll(async () => {
  await listener.stop();
  await loopback.stop();
});

test.each([
  ['version 1', ['PROXY TCP4 203.0.113.9 127.0.0.1 12345 25\r\n']],
  ['version 1 in pieces', ['PRO', 'XY TCP4 203.0.113.9 127.0.0.1 12345 25\r', '\n']],
  ['version 2', [version2(1, 0x11, ipv4)]],
  ['version 2 in pieces', [signature.slice(0, 5), signature.slice(5), version2(1, 0x11, ipv4).slice(12)]],
])("%s: the client's address is the one that the balancer says", async (_name, pieces) => {
  const client = await connectSmtp(listener.port);
  for (const piece of pieces) {
    client.write(piece);
    await new Promise(setImmediate);
  }
  expect(await client.reply()).toMatch(/^220 /);
  expect(await client.say('EHLO h.test')).toContain('[203.0.113.9]');
  await client.say('STARTTLS');
  await client.startTls();
  await client.say('EHLO h.test');
  await client.sayAll(...transaction);
  expect(await client.say(`${mailText()}.`)).toMatch(/^250/);
  const [stored] = await listener.stored();
  expect(stored!.mail.peer).toEqual({ ip: '203.0.113.9', heloName: 'h.test', tls: true });
  await listener.forget();
  client.destroy();
});

test('what follows the header in the same segment is an early talker, not lost', async () => {
  const client = await connectSmtp(listener.port);
  client.write('PROXY TCP4 203.0.113.9 127.0.0.1 12345 25\r\nEHLO h.test\r\n');
  expect(await client.closed()).toMatch(/^421 4\.5\.0 /);
});

test.each([
  ['no header but a command', 'EHLO h.test\r\n'],
  ['nothing', ''],
  ['half a header', 'PROXY TCP4 203.0.113.9 127'],
  ['a header that lies about its family', 'PROXY TCP4 ::1 ::1 1 2\r\n'],
])('a balancer that sends %s is closed without a word', async (_name, bytes) => {
  const client = await connectSmtp(listener.port);
  client.write(bytes);
  expect(await client.closed()).toBe('');
});

test.each([
  ['version 1', 'PROXY UNKNOWN\r\n'],
  ['version 2', version2(0, 0, '')],
])("a balancer's own connection, %s, is greeted and brings no mail", async (_name, header) => {
  const client = await connectSmtp(listener.port);
  client.write(header);
  expect(await client.reply()).toMatch(/^220 /);
  await client.say('EHLO h.test');
  expect(await client.say(transaction[0])).toMatch(/^451 4\.7\.1 /);
  client.destroy();
});

test('a header from anyone else is not interpreted', async () => {
  const client = await connectSmtp(loopback.port, { host: '::1' });
  await client.reply();
  expect(await client.say('PROXY TCP4 203.0.113.9 127.0.0.1 12345 25')).toMatch(/^500 5\.5\.1 /);
  expect(await client.say('EHLO h.test')).toContain('[::1]');
  client.destroy();
  const listed = await connectSmtp(loopback.port, { host: '127.0.0.1' });
  listed.write('PROXY TCP4 203.0.113.9 127.0.0.1 12345 25\r\n');
  await listed.reply();
  expect(await listed.say('EHLO h.test')).toContain('[203.0.113.9]');
  listed.destroy();
});
