// What a client may take of us: octets of header and body, time, and nothing of what went wrong.
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { type HttpListener, listen } from '../../src/http/listener.ts';

const connections = { connections: 40, connectionsPerPeer: 20 };
let listener: HttpListener;
let slow: HttpListener;
const [arrived, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
beforeAll(async () => {
  const app = createApp({
    keys: ['a key of sixteen letters'],
    unfollow: async () => 'unfollowed',
    render: () => {
      throw new Error('a secret of ours');
    },
    onUnforeseen: () => {},
  });
  listener = await listen(app, { host: '127.0.0.1', port: 0, connections });
  const waiting = new Hono().get('/', async context => {
    arrived.resolve();
    await release.promise;
    return context.text('done');
  });
  slow = await listen(waiting, { host: '127.0.0.1', port: 0, connections });
});
afterAll(() => listener.stop());

/** All that comes back until the other side ends. */
function talk(bytes: string): Promise<string> {
  return new Promise(resolve => {
    let said = '';
    const socket = connect(listener.address.port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', chunk => {
      said += chunk;
    });
    socket.on('error', () => {}).on('close', () => resolve(said));
  });
}

test.each([
  ['a header without end', `GET /livez HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}`, 431],
  ['an address without end', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ['no HTTP', 'EHLO mx.test\r\n\r\n', 400],
  ['no Host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['HTTP/1.0 without Host, as balancers check,', 'GET /livez HTTP/1.0\r\n\r\n', 200],
  ['two lengths', 'POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', 400],
  ['a Host that is none', 'GET /livez HTTP/1.1\r\nHost: a b/@c\r\nConnection: close\r\n\r\n', 400],
  [
    'a body that is too big',
    `POST /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(5_000)}`,
    413,
  ],
  [
    'a body without a length',
    'POST /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
    404,
  ],
  [
    'a body without end',
    `POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n${'x'.repeat(5_000)}\r\n`,
    404,
  ],
  ['another method', 'OPTIONS /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
  ['a method of others', 'PROPFIND /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
  ['a method that is none', 'EAT /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
  ['what fails in us', 'GET /unfollow/en/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 503],
])('%s is answered by its number, without our words', async (_, bytes, status) => {
  const said = await talk(bytes);
  expect(said.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(said).not.toMatch(/secret|node_modules|\.ts|Error:/);
});
test('who says half a request is let go', async () => {
  const since = Date.now();
  expect(await talk('GET /livez HTTP/1.1\r\nHost: x\r\n')).toMatch(/^HTTP\/1\.1 408 /);
  expect(Date.now() - since).toBeLessThan(20_000);
}, 30_000);
test('at the end, what is asked is answered', async () => {
  const answer = fetch(`http://127.0.0.1:${slow.address.port}/`).then(response => response.text());
  await arrived.promise;
  const ended = slow.stop();
  release.resolve();
  expect(await answer).toBe('done');
  const since = Date.now();
  await ended;
  expect(Date.now() - since).toBeLessThan(2_000);
});
test('a port that is taken is the error of the system', async () => {
  const app = new Hono();
  const { port } = listener.address;
  await expect(listen(app, { host: '127.0.0.1', port, connections })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    port,
  });
});

const livez = 'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
const page = livez.replace('/livez', '/nowhere');

/** Sockets that say `bytes` and no more, from an address of the loopback. */
async function hold(port: number, count: number, { from = '127.0.0.1', bytes = '' } = {}) {
  const sockets = Array.from({ length: count }, () => connect({ port, host: '127.0.0.1', localAddress: from }));
  for (const socket of sockets) socket.on('error', () => {});
  await Promise.all(sockets.map(socket => new Promise(resolve => socket.once('connect', resolve))));
  for (const socket of sockets) socket.write(bytes);
  return { free: () => sockets.forEach(socket => void socket.destroy()), sockets };
}

test.each([
  ['say nothing', ''],
  ['stop within their header', 'GET /livez HTTP/1.1\r\nA: b'],
])('three hundred connections from one address that %s stop nobody', async (_, bytes) => {
  const held = await hold(listener.address.port, 300, { bytes });
  expect(await talk(livez)).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok\n$/);
  expect(await talk(page)).toMatch(/^HTTP\/1\.1 404 /);
  held.free();
});

test('idle connections from many addresses stop no other client, either', async () => {
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, at) => hold(listener.address.port, 10, { from: `127.0.${at + 1}.1` })),
  );
  expect(await talk(livez)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await talk(page)).toMatch(/^HTTP\/1\.1 404 /);
  for (const { free } of all) free();
});

test('while every connection is served, one more gets 503 at once, and /livez its 200', async () => {
  const gate = Promise.withResolvers<void>();
  const busy = await listen(
    new Hono().get('/', async context => {
      await gate.promise;
      return context.text('done');
    }),
    { host: '127.0.0.1', port: 0, connections: { connections: 10, connectionsPerPeer: 4 } },
  );
  const held = await hold(busy.address.port, 4, { bytes: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' });
  const ask = async (bytes: string) => {
    const { sockets } = await hold(busy.address.port, 1, { bytes });
    let said = '';
    for await (const chunk of sockets[0]!) said += chunk;
    return said;
  };
  await new Promise(resolve => setTimeout(resolve, 200));
  expect(await ask(page)).toMatch(/^HTTP\/1\.1 503 [\s\S]*Too many connections\n$/);
  expect(await ask(livez)).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok\n$/);
  expect(await ask(livez.replace('GET', 'HEAD'))).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\n$/);
  gate.resolve();
  held.free();
  await busy.stop();
});
