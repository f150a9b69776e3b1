import { Readable } from 'node:stream';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { compose } from '../../../src/delivery/compose.ts';
import { createRelay, type Relay } from '../../../src/delivery/relay/send.ts';
import { poolOptions } from '../../../src/delivery/relay/smtp-relay.ts';
import { loadTemplates } from '../../../src/delivery/templates/templates.ts';
import { certificate } from '../../support/certificate.ts';
import { notices, outgoing } from '../../support/outgoing.ts';
import { type Setup, type Smarthost, startSmarthost } from '../../support/smarthost.ts';
import { bytesOf } from '../../support/wire.ts';

const composed = compose(outgoing(notices.answer), loadTemplates(null));
const day = 86_400_000;
const valid = certificate(new Date(Date.now() - day), new Date(Date.now() + day));
const expired = certificate(new Date(Date.now() - 2 * day), new Date(Date.now() - day));
setDefaultCACertificates([...getCACertificates('default'), valid.cert, expired.cert]);

const open: (Relay | Smarthost)[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

test('a mail that is taken arrives as it was composed, in an envelope of its own', async () => {
  const { smarthost, relay } = await start();
  expect(await relay.send(composed)).toEqual({ kind: 'sent', response: '250 2.0.0 Ok: queued as 4Vxyz' });
  expect(smarthost.received).toHaveLength(1);
  const { mailFrom, rcptTo, raw, dsn } = smarthost.received[0]!;
  expect([mailFrom, rcptTo]).toEqual([outgoing(notices.answer).returnPath, ['bruno@clinic.example']]);
  expect(raw).toBe(await bytesOf(composed));
  expect(dsn).toMatchObject({ ret: 'HDRS', envid: composed.id });
});
test('a mail that is no longer ours is ended without its final dot, and the next one goes out', async () => {
  const { smarthost, relay } = await start();
  // Not from the first byte on, and not from the dot on: the question comes once before each.
  for (const answers of [[false], [true, false]]) {
    const asked = [...answers];
    const outcome = await relay.send(composed, () => asked.shift()!);
    expect(outcome).toMatchObject({ kind: 'later', cause: 'unanswered' });
    expect(asked).toEqual([]);
  }
  expect(smarthost.received).toEqual([]);
  expect(await relay.send(composed, () => true)).toMatchObject({ kind: 'sent' });
  expect(smarthost.received.map(({ raw }) => raw)).toEqual([await bytesOf(composed)]);
  expect(smarthost.seen.filter(event => event === 'BROKEN')).toHaveLength(2);
});
test('a file that fails, and a relay that hangs up, at whatever moment: an outcome each time, and no file stays open', async () => {
  const { smarthost, relay } = await start();
  const open_ = new Set<number>();
  let number = 0;
  async function* bytesOfFile(at: number, failsAt: number): AsyncGenerator<Buffer> {
    open_.add(at);
    try {
      for (let piece = 0; piece < 30; piece++) {
        if (piece === failsAt) throw new Error('the store went away');
        yield Buffer.alloc(10_000, 'a');
        await new Promise(setImmediate);
      }
    } finally {
      open_.delete(at);
    }
  }
  for (let round = 0; round < 30; round++) {
    smarthost.follow(
      round % 3 === 0 ? { rcpt: { code: 451, text: '4.2.0 Later' } } : round % 3 === 1 ? { data: 'drop' } : {},
    );
    const mail = {
      ...composed,
      message: {
        ...composed.message,
        attachments: [{ filename: 'a.bin', content: Readable.from(bytesOfFile(++number, round)) }],
      },
    };
    const sent = relay.send(mail, () => true);
    if (round % 4 === 3) setTimeout(() => smarthost.hangUp(), round);
    expect((await sent).kind).toMatch(/^(sent|later)$/);
  }
  await expect.poll(() => open_.size).toBe(0);
});
test('whether a mail is still ours is asked after the relay is ready for its bytes', async () => {
  const { smarthost, relay } = await start();
  let seen: string[] = [];
  await relay.send(composed, () => {
    seen = seen.length > 0 ? seen : [...smarthost.seen];
    return true;
  });
  expect(seen).toContain('RCPT');
});
test('a null return path is MAIL FROM:<>', async () => {
  const { smarthost, relay } = await start();
  await relay.send(compose(outgoing(notices.receipt, { returnPath: null }), loadTemplates(null)));
  expect(smarthost.received[0]?.mailFrom).toBe('');
});
test('a Message-ID that the relay puts in place of ours is learnt', async () => {
  const { smarthost, relay } = await start();
  smarthost.follow({ accepted: '2.0.0 OK <0b1@db9pr.eurprd01.prod.outlook.com> [Hostname=x]' });
  expect(await relay.send(composed)).toMatchObject({ relayedAs: '<0b1@db9pr.eurprd01.prod.outlook.com>' });
});
test.each([
  ['rcpt', 550, '5.1.1 No such user', '5.1.1'],
  ['rcpt', 553, 'go away', null],
  ['data', 554, '5.7.1 Spam', '5.7.1'],
  ['data', 552, '5.3.4 Too big', '5.3.4'],
] as const)('%s answered %i is final', async (command, code, text, enhancedStatus) => {
  const { smarthost, relay } = await start();
  smarthost.follow({ [command]: { code, text } });
  const response = expect.stringContaining(text);
  expect(await relay.send(composed)).toEqual({ kind: 'refused', code, enhancedStatus, response });
  expect(smarthost.received).toEqual([]);
});
test.each([
  ['rcpt', 450, '4.2.0 Greylisted'],
  ['rcpt', 421, '4.7.0 Busy'],
  ['rcpt', 503, '5.5.1 Bad sequence'],
  ['rcpt', 530, '5.7.0 Authentication required'],
  ['data', 451, '4.3.0 Later'],
  ['mail', 451, '4.3.0 Later'],
  ['mail', 550, '5.7.1 You may not send here'],
] as const)('%s answered %i is tried again', async (command, code, text) => {
  const { smarthost, relay } = await start();
  smarthost.follow({ [command]: { code, text } });
  expect(await relay.send(composed)).toMatchObject({ kind: 'later', reason: expect.stringContaining(text) });
  smarthost.follow({});
  expect(await relay.send(composed)).toMatchObject({ kind: 'sent' });
  expect(smarthost.received).toHaveLength(1);
});
test('a lost 250 is tried again by the outbox and not by the pool, and the copies are one mail', async () => {
  const { smarthost, relay } = await start();
  smarthost.follow({ data: 'drop' });
  expect(await relay.send(composed)).toMatchObject({ kind: 'later' });
  expect(smarthost.received).toHaveLength(1);
  smarthost.follow({});
  expect(await relay.send(composed)).toMatchObject({ kind: 'sent' });
  expect(smarthost.received[1]?.raw).toBe(smarthost.received[0]?.raw);
});
test('a relay that refuses the connection is tried again', async () => {
  const { smarthost, relay } = await start();
  await smarthost.close();
  expect(await relay.send(composed)).toMatchObject({ kind: 'later', reason: 'ESOCKET ECONNREFUSED at CONN' });
});
test('many mails share a few connections', async () => {
  const { smarthost, relay } = await start();
  for (let wave = 0; wave < 8; wave++) {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => relay.send(composed)));
    expect(outcomes.filter(({ kind }) => kind === 'sent')).toHaveLength(5);
  }
  expect(smarthost.connections()).toBeLessThanOrEqual(5);
});
test('a closed relay sends nothing more and says so', async () => {
  const { relay } = await start();
  await relay.close();
  expect(await relay.send(composed)).toMatchObject({ kind: 'later' });
});

const login: Setup = { login: ['desk', 'p@ss:word'] };
const credentials = `desk:${encodeURIComponent('p@ss:word')}@`;

test('a password goes out after STARTTLS only', async () => {
  const { smarthost, relay } = await start({ ...login, starttls: true, certificate: valid }, `smtp://${credentials}`);
  expect(await relay.send(composed)).toMatchObject({ kind: 'sent' });
  expect(smarthost.received[0]?.secure).toBe(true);
  expect(smarthost.seen).toContain('AUTH');
});
test('without STARTTLS nothing is sent, and tried again although the library calls it permanent', async () => {
  const { smarthost, relay } = await start(login, `smtp://${credentials}`);
  expect(await relay.send(composed)).toMatchObject({ kind: 'later', reason: expect.stringMatching(/^ETLS/) });
  expect(smarthost.seen).toEqual(['CONNECT']);
});
test('tls=off sends in clear', async () => {
  const { smarthost, relay } = await start(login, `smtp://${credentials}`, '?tls=off');
  expect(await relay.send(composed)).toMatchObject({ kind: 'sent' });
  expect(smarthost.received[0]?.secure).toBe(false);
});
test('a wrong password is tried again, as an operator can correct it', async () => {
  const { relay } = await start(login, 'smtp://desk:wrong@', '?tls=off');
  expect(await relay.send(composed)).toMatchObject({ kind: 'later', reason: expect.stringMatching(/^EAUTH.*535/) });
});
test('an expired certificate is refused, and the mail goes out once there is a good one', async () => {
  const bad = await start({ secure: true, certificate: expired }, 'smtps://');
  expect(await bad.relay.send(composed)).toMatchObject({ kind: 'later', reason: 'ESOCKET CERT_HAS_EXPIRED at CONN' });
  expect(bad.smarthost.received).toEqual([]);
  await bad.smarthost.close();
  const good = await startSmarthost({ secure: true, certificate: valid, port: bad.smarthost.port });
  open.push(good);
  expect(await bad.relay.send(composed)).toMatchObject({ kind: 'sent' });
  expect(good.received[0]?.secure).toBe(true);
});
test('a self-signed certificate is refused', async () => {
  const unknown = certificate(new Date(Date.now() - day), new Date(Date.now() + day));
  const { smarthost, relay } = await start({ ...login, starttls: true, certificate: unknown }, `smtp://${credentials}`);
  expect(await relay.send(composed)).toMatchObject({ kind: 'later' });
  expect(smarthost.seen).not.toContain('AUTH');
});

test.each([
  ['smtp://relay.example', { port: 587, secure: false, requireTLS: true }],
  ['smtp://10.0.0.5:25', { port: 25, requireTLS: true }],
  ['smtp://127.0.0.1.evil.example', { requireTLS: true }],
  ['smtp://relay.example?tls=off', { ignoreTLS: true }],
  ['smtps://u:p@relay.example', { port: 465, secure: true, auth: { user: 'u', pass: 'p' } }],
  ['smtp://[::1]:2500', { host: '::1', port: 2500, ignoreTLS: true }],
  ['smtp://u:p@localhost', { requireTLS: true }],
])('%s means what it says', (url, options) => {
  expect(poolOptions(new URL(url))).toMatchObject(options);
});
test.each([
  'smtp://',
  'http://relay.example',
  'file:',
  'relay.example:25',
  'smtp://u:secret@h?tls=maybe',
  'smtp://h?x=1',
])('%s is no relay, and the complaint shows nothing of it', url => {
  expect(() => createRelay(url)).toThrow(/^A relay URL [^?@]*$/);
});

async function start(setup: Setup = {}, before = 'smtp://', after = '') {
  const smarthost = await startSmarthost(setup);
  const relay = createRelay(`${before}localhost:${smarthost.port}${after}`);
  open.push(relay, smarthost);
  return { smarthost, relay };
}
