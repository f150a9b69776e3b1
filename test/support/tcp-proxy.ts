// A connection that can be cut, for a server that goes away and comes back.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type TcpProxy = Readonly<{
  port: number;
  /** Ends what is open and refuses what comes. */
  cut(): void;
  restore(): void;
  close(): void;
}>;

export async function startTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let isCut = false;
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
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      endAll();
    },
    restore: () => {
      isCut = false;
    },
    close() {
      endAll();
      server.close();
    },
  };
}
