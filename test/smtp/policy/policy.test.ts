// The policy protocol on a socket: several requests a connection, bounded input, and an answer whatever happens.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toNetworks } from '../../../src/config/networks.ts';
import type { Address } from '../../../src/mail/address.ts';
import type { Refusal } from '../../../src/mail/verdict.ts';
import { maxRequestBytes, readRequests } from '../../../src/smtp/policy/requests.ts';
import { type PolicyServer, startPolicyServer } from '../../../src/smtp/policy/server.ts';

const rcpt = { request: 'smtpd_access_policy', protocol_state: 'RCPT', sender: 'mallory@evil.test', size: '0' };
const lines = (attributes: Record<string, string>) =>
  `${Object.entries({ ...rcpt, recipient: 'support@mx.test', ...attributes })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}\n`;

let server: PolicyServer;
let asked: unknown[] = [];
let unforeseen: unknown[] = [];
const start = (trusted = ['127.0.0.1'], times = {}) =>
  startPolicyServer(
    {
      async screen(envelope): Promise<Refusal | null> {
        asked.push(envelope);
        if (envelope.mailFrom === 'broken@evil.test') throw new Error('a secret of the database');
        return envelope.mailFrom === 'mallory@evil.test' ? 'unknown-author' : null;
      },
      supports: ['support@mx.test' as Address],
      maxMessageBytes: 1_000_000,
      guideUrl: null,
      onRefused() {},
      onRejectedPeer: ip => unforeseen.push(ip),
      onUnforeseen: cause => unforeseen.push(cause),
    },
    { host: '127.0.0.1', port: 0, trusted: toNetworks(trusted).networks, times },
  );
beforeEach(async () => {
  [asked, unforeseen] = [[], []];
  server = await start();
});
afterEach(() => server.stop());

/** All that the server says until it or we hang up. */
function converse(...pieces: string[]): Promise<string> {
  const socket = connect(server.address.port, '127.0.0.1');
  let said = '';
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
  socket.on('data', chunk => {
    said += chunk;
  });
  socket.on('error', () => {});
  void (async () => {
    for (const piece of pieces) {
      socket.write(piece);
      await sleep(5);
    }
    socket.end();
  })();
  return closed.then(() => said);
}

const refusedText = /^action=REJECT 5\.7\.1 The author is not in our directory: [^\n]+\n\n$/;

test('a request is answered by our own text, however it is cut', async () => {
  expect(await converse(lines({}))).toMatch(refusedText);
  expect(await converse(...lines({}))).toMatch(refusedText);
  expect(asked).toEqual(Array(2).fill({ mailFrom: 'mallory@evil.test', recipient: 'support@mx.test' }));
});

test('a connection takes one request after another, also at once', async () => {
  const requests = [lines({}), lines({ sender: '' }), lines({ recipient: 'sales@else.test' })];
  const said = 'action=REJECT [^\n]+\n\naction=DUNNO\n\naction=DUNNO\n\n';
  expect(await converse(...requests)).toMatch(new RegExp(`^${said}$`));
  expect(await converse(requests.join(''))).toMatch(new RegExp(`^${said}$`));
});

const table: [what: string, attributes: Record<string, string>, action: RegExp][] = [
  ['another state', { protocol_state: 'MAIL' }, /^DUNNO$/],
  ['another request', { request: 'junk' }, /^DUNNO$/],
  ['a domain of the relay', { recipient: 'sales@corp.test' }, /^DUNNO$/],
  ['no domain', { recipient: 'postmaster' }, /^DUNNO$/],
  ['an address of ours that can be none', { recipient: 'sup port@mx.test' }, /^REJECT 5\.1\.1 /],
  ['an address beyond ASCII', { recipient: 'süpport@mx.test' }, /^REJECT 5\.1\.1 /],
  ['an upper-case domain', { recipient: 'support@MX.test' }, /^REJECT 5\.7\.1 /],
  ['needless quotes', { recipient: '"support"@mx.test' }, /^REJECT 5\.7\.1 /],
  ['a size that is announced', { size: '1000001' }, /^REJECT 5\.3\.4 /],
  ['a size that is no number', { sender: '', size: 'x' }, /^DUNNO$/],
  ['the end of a mail for one', { protocol_state: 'END-OF-MESSAGE' }, /^REJECT 5\.7\.1 /],
  ['the end of a mail for several', { protocol_state: 'END-OF-MESSAGE', recipient: '' }, /^DUNNO$/],
  ['the end of a big mail', { protocol_state: 'END-OF-MESSAGE', sender: '', size: '1000001' }, /^REJECT 5\.3\.4 /],
  ['a user of the relay', { sasl_username: 'mallory' }, /^DUNNO$/],
  ['a failure of ours', { sender: 'broken@evil.test' }, /^DEFER_IF_PERMIT 4\.3\.0 We cannot take this now/],
];
test.each(table)('%s', async (_, attributes, action) => {
  const said = await converse(lines(attributes));
  expect(/^action=(.*)\n\n$/.exec(said)?.[1]).toMatch(action);
  expect(said).not.toContain('secret');
});

test.each([
  ['no attribute', 'hello\n\n'],
  ['an empty request', '\n'],
  ['a line without end', `request=${'x'.repeat(maxRequestBytes)}`],
  ['attributes without end', 'a=b\n'.repeat(maxRequestBytes / 4 + 1)],
  ['an HTTP request', 'GET / HTTP/1.1\r\n\r\n'],
])('%s is hung up on', async (_, text) => {
  expect(await converse(text)).toBe('');
  expect(asked).toEqual([]);
});

test('what is read grows with its size alone, and is bounded', () => {
  const reader = readRequests();
  const chunk = Buffer.from('x');
  let count = 0;
  reader.read(Buffer.from('a='));
  while (reader.read(chunk) !== null) count += 1;
  expect(count).toBe(maxRequestBytes - 2);
});

test('a request that does not end, and silence, are ended', async () => {
  await server.stop();
  server = await start(['127.0.0.1'], { idleMs: 300, requestMs: 100 });
  const lasts = async (first: string) => {
    const socket = connect(server.address.port, '127.0.0.1');
    const since = performance.now();
    socket.write(first);
    const drip = setInterval(() => first !== '' && socket.write('a'), 20);
    await new Promise(resolve =>
      socket
        .on('error', () => {})
        .once('close', resolve)
        .resume(),
    );
    clearInterval(drip);
    return performance.now() - since;
  };
  expect(await lasts('request=')).toBeLessThan(5_000);
  expect(await lasts('')).toBeGreaterThan(250);
});

test('an untrusted peer gets no answer', async () => {
  await server.stop();
  server = await start(['192.0.2.1']);
  expect(await converse(lines({}))).toBe('');
  expect([asked, unforeseen]).toEqual([[], ['127.0.0.1']]);
});

test('stop answers what was asked, and closes what is idle', async () => {
  const idle = connect(server.address.port, '127.0.0.1');
  const closed = new Promise(resolve => idle.on('error', () => {}).once('close', resolve));
  await new Promise(resolve => idle.once('connect', resolve));
  await sleep(20);
  await server.stop();
  await closed;
  server = await start();
});
