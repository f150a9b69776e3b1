import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type CuttingProxy = Readonly<{ port: number; cuts(): number; close(): void }>;

/** Passes SMTP on to `port`, and hangs up in place of the answer to the first mail, as a bad line does. */
export async function startCuttingProxy(port: number): Promise<CuttingProxy> {
  let cuts = 0;
  const server = createServer((client: Socket) => {
    const gateway = connect(port, '127.0.0.1');
    let said = '';
    let afterDot = false;
    client.on('data', chunk => {
      // QUIT may follow in the same segment.
      said = `${said}${chunk.toString('latin1')}`.slice(-100_000);
      afterDot ||= said.includes('\r\n.\r\n');
      gateway.write(chunk);
    });
    gateway.on('data', chunk => {
      if (afterDot && cuts === 0 && chunk.toString('latin1').startsWith('250')) {
        cuts += 1;
        client.resetAndDestroy();
        gateway.destroy();
      } else client.write(chunk);
    });
    client.on('error', () => {}).on('close', () => gateway.end());
    gateway.on('error', () => {}).on('close', () => client.end());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, cuts: () => cuts, close: () => void server.close() };
}
