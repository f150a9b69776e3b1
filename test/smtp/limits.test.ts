// The limits of one client, and that other clients are not affected; A4, A21 to A26, A29 to A31 and X5 to X12 of the checklist.
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { countConnections } from '../../src/peers/open-connections.ts';
import { peerOf } from '../../src/peers/peer.ts';
import { commandLimits } from '../../src/smtp/limits.ts';
import { network, startTestListener, type TestListener } from '../support/listener.ts';
import { connectSmtp, greeted, mailText, transaction } from '../support/smtp-client.ts';

let listener: TestListener;
afterEach(() => listener?.stop());
const patience = { timeout: 15_000, interval: 20 };

test.each([
  ['192.0.2.9', '192.0.2.9', '192.0.2.0/24'],
  ['::ffff:192.0.2.9', '192.0.2.9', '192.0.2.0/24'],
  ['2001:DB8:0:7:1::1', '2001:db8:0:7::/64', '2001:db8:0::/48'],
  ['2001:0db8:0000:0007:0:0:0:2', '2001:db8:0:7::/64', '2001:db8:0::/48'],
  ['::1', '0:0:0:0::/64', '0:0:0::/48'],
  ['', '', ''],
])('%s counts as %s of %s', (ip, address, whole) => {
  expect(peerOf(ip)).toEqual({ address, network: whole });
});

test('open connections: by address, by network, in all, and a tenth for trusted relays', () => {
  const open = countConnections({ connections: 20, connectionsPerPeer: 2 });
  const come = (ip: string, trusted = false) => open.enter(ip, trusted);
  const [first, second] = [come('192.0.2.1'), come('192.0.2.1')];
  expect([first !== null, second !== null, come('192.0.2.1')]).toEqual([true, true, null]);
  first!();
  first!();
  expect([come('192.0.2.1') !== null, come('192.0.2.1')]).toEqual([true, null]);
  for (let last = 2; last < 8; last += 1) expect(come(`192.0.2.${last}`)).not.toBeNull();
  expect([come('192.0.2.99'), come('192.0.3.99') !== null]).toEqual([null, true]);
  for (let at = 0; open.count() < 18; at += 1) come(`198.51.${at}.1`);
  expect(come('203.0.113.1')).toBeNull();
  expect([come('10.0.0.1', true) !== null, come('10.0.0.1', true) !== null, come('10.0.0.1', true)]).toEqual([
    true,
    true,
    null,
  ]);
});

test('too many connections from one address are told so, and others are served', async () => {
  listener = await startTestListener({ peers: { connectionsPerPeer: 5 } });
  const inside = await Promise.all(Array.from({ length: 5 }, () => greeted(listener.port)));
  const sixth = await connectSmtp(listener.port);
  expect(await sixth.closed()).toMatch(/^421 4\.7\.0 [^\r]*\r\n$/);
  const other = await greeted(listener.port, { localAddress: '127.0.1.2' });
  expect(await other.say('NOOP')).toMatch(/^250/);
  // Also where TLS has replaced the socket: who leaves makes room.
  await inside[0]!.say('STARTTLS');
  await inside[0]!.startTls();
  await inside[0]!.say('QUIT');
  inside[0]!.destroy();
  inside[1]!.destroy();
  const again = () => connectSmtp(listener.port).then(client => client.reply());
  await vi.waitFor(async () => expect(await again()).toMatch(/^220/), patience);
  await vi.waitFor(async () => expect(await again()).toMatch(/^220/), patience);
});

test('trusted relays come as often as they like', async () => {
  const rates = { connection: () => false, mail: () => false };
  const peers = { connectionsPerPeer: 1 };
  listener = await startTestListener({ peers, ports: { rates }, trusted: network(['127.0.0.1', 32]) });
  for (let count = 0; count < 3; count += 1) {
    expect(await (await greeted(listener.port)).say(transaction[0])).toMatch(/^250/);
  }
  const stranger = await connectSmtp(listener.port, { localAddress: '127.0.0.2' });
  expect(await stranger.closed()).toMatch(/^421 4\.7\.0 /);
});

test('too many mails a minute are put off', async () => {
  listener = await startTestListener({ ports: { rates: { connection: () => true, mail: () => false } } });
  const client = await greeted(listener.port);
  expect(await client.say(transaction[0])).toMatch(/^450 4\.7\.1 /);
  expect(await client.say('NOOP')).toMatch(/^250/);
});

test('guessing addresses ends the session, and an accepted mail resets the count', async () => {
  listener = await startTestListener();
  const client = await greeted(listener.port);
  const guess = (count: number) =>
    client.sayAll(...Array.from({ length: count }, (_, at) => `RCPT TO:<guess${at}@mx.test>`));
  for (const _ of [1, 2]) {
    await client.say(transaction[0]);
    await guess(commandLimits.errors);
    await client.sayAll('RCPT TO:<support@mx.test>', 'DATA');
    expect(await client.say(`${mailText()}.`)).toMatch(/^250/);
  }
  await client.say(transaction[0]);
  expect((await guess(commandLimits.errors)).at(-1)).toMatch(/^550/);
  client.write('RCPT TO:<one-too-many@mx.test>\r\n');
  expect(await client.closed()).toMatch(/^421 4\.7\.0 /);
});

test('a session ends after a thousand commands without an accepted mail', async () => {
  listener = await startTestListener();
  const client = await greeted(listener.port);
  client.write('NOOP\r\n'.repeat(2_000));
  const heard = await client.closed();
  expect(heard.match(/^250 /gm)!.length).toBeLessThanOrEqual(commandLimits.commands);
  expect(heard).toMatch(/421 4\.7\.0 Too many errors: mend them, and try again later\r\n$/);
});

test('a relay may go on for as long as mails are taken in between: each starts the count of commands again', async () => {
  listener = await startTestListener({ trusted: network(['127.0.0.1', 32]) });
  const client = await greeted(listener.port);
  const noops = async (count: number) => {
    client.write('NOOP\r\n'.repeat(count));
    for (let at = 0; at < count; at += 1) expect(await client.reply()).toMatch(/^250 /);
  };
  for (const _ of [1, 2]) {
    await noops(commandLimits.commands - 100);
    await client.sayAll(...transaction);
    expect(await client.say(`${mailText()}.`)).toMatch(/^250/);
  }
  // The answer to the last dot is the first of them.
  await noops(commandLimits.commands - 1);
  client.write('NOOP\r\n');
  expect(await client.closed()).toMatch(/^421 4\.7\.0 /);
});

test('a session ends when it is too old, however busy', async () => {
  listener = await startTestListener({ times: { ageMs: 1_000 } });
  const client = await greeted(listener.port);
  const drip = setInterval(() => client.write('N'), 20);
  expect(await client.closed()).toMatch(/^421 4\.4\.2 /);
  clearInterval(drip);
});

test.each([
  ['drips', { slowAfterMs: 200 }],
  ['is never done', { dataMs: 200 }],
  ['belongs to a session that is too old', { ageMs: 1_500 }],
])('a mail that %s ends with nothing kept', async (_name, times) => {
  listener = await startTestListener({ times });
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  client.write(mailText());
  const drip = setInterval(() => client.write('x'), 20);
  expect(await client.closed()).toMatch(/^421 4\.4\.2 /);
  clearInterval(drip);
  client.destroy();
  await vi.waitFor(async () => expect(await listener.drafts()).toEqual([]), patience);
  expect([await listener.stored(), listener.unforeseen]).toEqual([[], []]);
});

test('an idle client is told why it is hung up on', async () => {
  listener = await startTestListener({ times: { idleMs: 800 } });
  const client = await greeted(listener.port);
  expect(await client.closed()).toBe('421 4.4.2 We have waited long enough\r\n');
});

test('a slow upload may take longer than the answer', async () => {
  listener = await startTestListener({ times: { takeMs: 1_000 } });
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  client.write(mailText());
  await sleep(1_300);
  expect(await client.say('.')).toMatch(/^250/);
});

test('a mail that is not decided in time gets 451, and the session goes on', async () => {
  listener = await startTestListener({ times: { takeMs: 200 }, take: { decide: () => new Promise(() => {}) } });
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  expect(await client.say(`${mailText()}.`)).toMatch(/^451 4\.3\.0 /);
  expect(await client.say('NOOP')).toMatch(/^250/);
  client.destroy();
});

test.each([
  ['the spool cannot begin', { begin: () => Promise.reject(new Error('ENOSPC: secret path')) }],
  ['the door is out of order', { decide: () => Promise.reject(new Error('secret cause')) }],
])('451 and nothing kept when %s', async (_name, ports) => {
  listener = await startTestListener({ take: ports });
  const client = await greeted(listener.port);
  for (const _ of [1, 2]) {
    await client.sayAll(...transaction);
    expect(await client.say(`${mailText('x', 'y\r\n'.repeat(30_000))}.`)).toBe(
      '451 4.3.0 We cannot take this now, try again later',
    );
    expect(await client.say('NOOP')).toMatch(/^250/);
  }
  expect([await listener.stored(), await listener.drafts()]).toEqual([[], []]);
  expect(listener.unforeseen).toHaveLength(2);
});

test('a mail that is too big is refused after its dot, or cut off at twice the size', async () => {
  listener = await startTestListener({ maxMessageBytes: 100_000 });
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  client.write(mailText('big', 'x'.repeat(120_000)));
  expect(await client.say('\r\n.')).toMatch(/^552 5\.3\.4 /);
  await client.sayAll(...transaction);
  const flood = setInterval(() => client.write('y'.repeat(50_000)), 5);
  expect(await client.closed()).toMatch(/^421 .*5\.3\.4|^421 4\.3\.4 /);
  clearInterval(flood);
  client.destroy();
  await vi.waitFor(async () => expect(await listener.drafts()).toEqual([]), patience);
  expect(await listener.stored()).toEqual([]);
  expect(await (await greeted(listener.port)).say('NOOP')).toMatch(/^250/);
});

test('a header bomb is refused at once, and others do not wait', async () => {
  listener = await startTestListener({ maxMessageBytes: 20_000_000 });
  const [bomber, innocent] = [await greeted(listener.port), await greeted(listener.port)];
  const since = performance.now();
  await bomber.sayAll(...transaction);
  bomber.write(`X: y\r\n${' z\r\n'.repeat(40_000)}${mailText()}.\r\n`);
  const answered = bomber.reply();
  const noop = performance.now();
  await innocent.say('NOOP');
  expect(performance.now() - noop).toBeLessThan(1_000);
  expect(await answered).toMatch(/^554 5\.6\.0 /);
  expect(performance.now() - since).toBeLessThan(5_000);
});

test('clients that leave in the middle leave nothing behind', async () => {
  listener = await startTestListener();
  const descriptors = async () => (await readdir('/proc/self/fd').catch(() => [])).length;
  const before = await descriptors();
  for (let round = 0; round < 200; round += 1) {
    const client = await connectSmtp(listener.port);
    client.write(''); // The greeting takes a tenth of a second; all wait for it together.
    void client.reply().then(() => {
      client.write(`EHLO h\r\n${transaction.join('\r\n')}\r\n${mailText()}`);
      setTimeout(client.destroy, 20);
    });
    if (round % 50 === 49) await sleep(100);
  }
  await vi.waitFor(() => expect(listener.sessions()).toBe(0), patience);
  await vi.waitFor(async () => expect(await listener.drafts()).toEqual([]), patience);
  expect([await listener.stored(), listener.unforeseen]).toEqual([[], []]);
  await vi.waitFor(async () => expect(await descriptors()).toBeLessThan(before + 10), patience);
});

test('mail of a client that half-closes after the dot is accepted', async () => {
  listener = await startTestListener();
  const client = await greeted(listener.port);
  await client.sayAll(...transaction);
  client.write(`${mailText()}.\r\n`);
  client.half();
  await client.closed();
  await vi.waitFor(async () => expect(await listener.stored()).toHaveLength(1), patience);
});

test('shutting down: 421 for who is idle, the answer for whose mail is in hand, over TLS too', async () => {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  listener = await startTestListener({
    take: {
      async decide() {
        asked.resolve();
        await gate.promise;
        return { verdict: { kind: 'accept', reasons: [] }, author: null, authentication: null };
      },
    },
  });
  const [idle, secured, busy] = [
    await greeted(listener.port),
    await greeted(listener.port),
    await greeted(listener.port),
  ];
  for (const client of [secured, busy]) {
    await client.say('STARTTLS');
    await client.startTls();
    await client.say('EHLO h.test');
  }
  const handshaking = await greeted(listener.port);
  await handshaking.say('STARTTLS');
  await busy.sayAll(...transaction);
  busy.write(`${mailText()}.\r\n`);
  await asked.promise;
  const stopped = listener.stop();
  expect(await idle.closed()).toMatch(/^421 4\.3\.2 /);
  expect(await secured.closed()).toMatch(/^421 4\.3\.2 /);
  await expect(connectSmtp(listener.port)).rejects.toThrow(/ECONNREFUSED/);
  gate.resolve();
  expect(await busy.closed()).toMatch(/^250 2\.0\.0 [^\r]*\r\n421 4\.3\.2 /);
  handshaking.destroy();
  await stopped;
});
