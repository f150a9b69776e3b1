// `/livez`: the process answers. `/readyz`: its parts work, else 503. `/metrics`: figures for Prometheus, for this
// machine, or for a caller with METRICS_TOKEN.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context, Hono } from 'hono';
import type { Readiness } from './readiness.ts';

export type HealthPorts = Readonly<{
  readiness(): Promise<Readiness>;
  scrape(): Promise<Readonly<{ contentType: string; text: string }>>;
  /** Who may read the figures: everyone who reaches the port, or this machine and holders of the token. */
  figuresFor: 'everyone' | Readonly<{ token: string | null }>;
}>;

export function addHealthRoutes(app: Hono, ports: HealthPorts | null): void {
  app.get('/livez', context => context.text('ok\n'));
  if (!ports) return;
  app.get('/readyz', async context => {
    const { ready, parts } = await ports.readiness();
    return context.json(parts, ready ? 200 : 503);
  });
  app.get('/metrics', async context => {
    const { figuresFor } = ports;
    if (figuresFor !== 'everyone' && !isLocal(context) && !holds(context, figuresFor.token)) {
      return context.text('From this machine only, or with METRICS_TOKEN as bearer token\n', 401, {
        'WWW-Authenticate': 'Bearer realm="metrics"',
      });
    }
    const { contentType, text } = await ports.scrape();
    return context.body(text, 200, { 'Content-Type': contentType });
  });
}

const loopback = /^(127\.|::1$|::ffff:127\.)/;
const forwarding = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** A proxy on this machine passes on what comes from elsewhere, and says so. */
function isLocal(context: Context): boolean {
  const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage };
  const peer = incoming?.socket.remoteAddress ?? '';
  return loopback.test(peer) && !forwarding.some(field => context.req.header(field) !== undefined);
}

function holds(context: Context, token: string | null): boolean {
  const given = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  if (token === null || given === undefined) return false;
  return timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
