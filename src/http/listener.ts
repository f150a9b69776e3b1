import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ConnectionLimits } from '../peers/open-connections.ts';
import { limitConnections } from './connections.ts';

export type HttpListener = Readonly<{ address: AddressInfo; stop(): Promise<void> }>;

/** Enough for a link and the header fields of browsers. */
const maxHeaderBytes = 16_384;
const limits = {
  maxHeaderSize: maxHeaderBytes,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  // How often the two timeouts above are checked.
  connectionsCheckingInterval: 2_000,
};
const graceMs = 5_000;

/** Rejects with the system's error where the address cannot be bound. */
export async function listen(
  app: Hono,
  { host, port, connections }: Readonly<{ host: string; port: number; connections: ConnectionLimits }>,
): Promise<HttpListener> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    // HTTP/1.0, which the checks of balancers speak, knows no Host (RFC 9112 section 3.2 asks for it in 1.1 alone).
    hostname: 'localhost',
    serverOptions: limits,
  }) as Server;
  limitConnections(server, connections);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise;
  return { address: server.address() as AddressInfo, stop: () => stop(server) };
}

/** Answers the requests that have come, and closes idle connections. */
async function stop(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // Browsers keep a connection open after their answer.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await promise;
  clearInterval(idle);
  clearTimeout(late);
}
