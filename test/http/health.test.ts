import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { addHealthRoutes, type HealthPorts } from '../../src/http/health.ts';
import { createHealthApp } from '../../src/http/health-app.ts';
import { listen } from '../../src/http/listener.ts';
import { type Part, readinessOf } from '../../src/http/readiness.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';

const well: Part = { name: 'database', check: async () => null };
const ports = (parts: readonly Part[], figuresFor: HealthPorts['figuresFor']): HealthPorts => ({
  readiness: () => readinessOf(parts),
  scrape: createMetrics().scrape,
  figuresFor,
});
const connections = { connections: 10, connectionsPerPeer: 10 };

async function served(app: Hono): Promise<string> {
  const listener = await listen(app, { host: '127.0.0.1', port: 0, connections });
  onTestFinished(() => listener.stop());
  return `http://127.0.0.1:${(listener.address as AddressInfo).port}`;
}

test.each<[string, Part, object]>([
  ['is away', { name: 'queue', check: () => Promise.reject(new Error('secret://user:password@host')) }, { ok: false }],
  ['says why', { name: 'queue', check: async () => 'too full' }, { ok: false, finding: 'too full' }],
  ['hangs', { name: 'queue', check: () => new Promise(() => {}) }, { ok: false, finding: 'no answer within 3 s' }],
])('one part that %s makes the process unready, and the others are shown all the same', async (_, sick, state) => {
  const app = createHealthApp(ports([well, sick], 'everyone'));
  const response = await app.request('/readyz');
  expect(response.status).toBe(503);
  const text = await response.text();
  expect(text).not.toContain('password');
  const { database, queue } = JSON.parse(text);
  expect(database).toEqual({ ok: true, ms: expect.any(Number) });
  expect(queue).toMatchObject({ ...state, ms: expect.any(Number) });
  expect((await app.request('/livez')).status).toBe(200);
});

test('ready is who has no part that fails', async () => {
  const response = await createHealthApp(ports([well], 'everyone')).request('/readyz');
  expect([response.status, await response.json()]).toEqual([200, { database: { ok: true, ms: expect.any(Number) } }]);
});

test('figures are for this machine, and for a holder of the token; a proxy here speaks for others', async () => {
  const app = new Hono();
  addHealthRoutes(app, ports([], { token: 'a-token-of-20-letters' }));
  const url = `${await served(app)}/metrics`;
  const statusWith = async (headers: Record<string, string>) => (await fetch(url, { headers })).status;
  expect(await statusWith({})).toBe(200);
  expect(await statusWith({ 'X-Forwarded-For': '192.0.2.1' })).toBe(401);
  expect(await statusWith({ Forwarded: 'for=192.0.2.1' })).toBe(401);
  expect(await statusWith({ Via: '1.1 proxy', Authorization: 'Bearer a-token-of-20-letters' })).toBe(200);
  expect(await statusWith({ Via: '1.1 proxy', Authorization: 'Bearer another' })).toBe(401);
});

test('a gauge that cannot be read is left out, and the rest is scraped', async () => {
  const metrics = createMetrics();
  metrics.gauge('broken', 'Cannot be read.', () => Promise.reject(new Error('away')));
  metrics.gauge('whole', 'Can be read.', async () => [{ value: 7 }]);
  metrics.counter('seen_total', 'Counted.', ['kind'])({ kind: 'one' });
  const { text } = await metrics.scrape();
  expect(text).toMatch(/^postern_whole 7$/m);
  expect(text).toMatch(/^postern_seen_total\{kind="one"\} 1$/m);
  expect(text).not.toMatch(/^postern_broken /m);
  for (const [, name] of text.matchAll(/^# TYPE (\S+)/gm)) expect(name).toMatch(/^postern_/);
});
