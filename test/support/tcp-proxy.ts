// A connection that can be cut, for a server that goes away and comes back.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type TcpProxy = Readonly<{
  port: number;
  /** Ends what is open and refuses what comes. */
  cut(): void;
  /** Ends everything once so many bytes have come from the server, and goes on with what comes then. */
  cutAfter(bytes: number): void;
  restore(): void;
  /** Bytes that have come from the server. */
  passed(): number;
  close(): void;
}>;

export async function startTcpProxy(host: string, port: number, address = '127.0.0.1'): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let isCut = false;
  let passed = 0;
  let left = Number.POSITIVE_INFINITY;
  const endAll = () => {
    for (const socket of open) socket.destroy();
  };
  const server = createServer(client => {
    if (isCut) return void client.destroy();
    const upstream = connect(port, host);
    const ends = [client, upstream];
    for (const socket of ends) {
      open.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          open.delete(socket);
          for (const each of ends) each.destroy();
        });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      const rest = chunk.subarray(0, left);
      left -= chunk.length;
      passed += rest.length;
      client.write(rest, () => left <= 0 && endAll());
    });
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      endAll();
    },
    cutAfter: bytes => {
      left = bytes;
    },
    passed: () => passed,
    restore: () => {
      left = Number.POSITIVE_INFINITY;
      isCut = false;
    },
    close() {
      endAll();
      server.close();
    },
  };
}
