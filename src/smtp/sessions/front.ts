// The first moment of a connection: who is it really, and may one more come?
//
// It stands in place of the library's own handler, which knows version 1 of the PROXY protocol only,
// answers a malformed one in another protocol's words, and counts nobody by address.
import type { BlockList, Socket } from 'node:net';
import type { SMTPServer } from 'smtp-server';
import type { PeerLimits } from '../limits.ts';
import { textOf } from '../replies.ts';
import { countConnections, isListed } from './open-connections.ts';
import { maxProxyHeaderBytes, type ProxyHeader, readProxyHeader } from './proxy-header.ts';
import type { Peer, Session, Sessions, Times } from './sessions.ts';

export type ConnectionSettings = Readonly<{
  peers: PeerLimits;
  /** Whose own address says nothing: they pass connections on, and say whose (PROXY protocol). */
  proxyFrom: BlockList;
  trusted: BlockList;
  times: Times;
  /** Counts a connection; false when it is one too many this minute. */
  mayConnect(ip: string): boolean;
}>;
export type Connections = Readonly<{
  /** To be called when the library says that a session has ended. */
  left(visitor: Session): void;
  /** Ends who has not reached a session yet. */
  stop(): void;
}>;
type Client = Readonly<{ ip: string; port: number }>;

export function acceptConnections(server: SMTPServer, visitors: Sessions, settings: ConnectionSettings): Connections {
  const { proxyFrom, trusted, times, mayConnect } = settings;
  const open = countConnections(settings.peers);
  const leave = new Map<Session, () => void>();
  const waiting = new Set<Socket>();

  server.server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    socket.on('error', () => {}); // Until the library listens, and after it has stopped.
    const ip = socket.remoteAddress;
    if (!ip) return void socket.destroy(); // Gone already.
    if (isListed(proxyFrom, ip)) awaitHeader(socket);
    else enter(socket, { ip, port: socket.remotePort ?? 0 }, { unknown: false });
  });

  function awaitHeader(socket: Socket): void {
    waiting.add(socket);
    readHeader(socket, times.proxyHeaderMs, header => {
      waiting.delete(socket);
      if (header?.kind === 'client') enter(socket, header, { unknown: false });
      // A health check may greet us. Its own address is nobody's, so it brings no mail.
      else if (header?.kind === 'nobody') enter(socket, { ip: socket.remoteAddress ?? '', port: 0 }, { unknown: true });
      else socket.destroy();
    });
  }

  function enter(socket: Socket, client: Client, { unknown }: { unknown: boolean }): void {
    const arrived: Peer = { ip: client.ip, trusted: !unknown && isListed(trusted, client.ip), unknown };
    const welcome = arrived.trusted || unknown || mayConnect(client.ip);
    const leaving = welcome ? open.enter(client.ip, arrived.trusted || unknown) : null;
    if (leaving) {
      server.connect(socket, { remoteAddress: client.ip, remotePort: client.port });
      leave.set(visitors.add(arrived), leaving);
    } else rejectConnection(socket);
  }

  function rejectConnection(socket: Socket): void {
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket)).resume();
    socket.end(`421 ${textOf('too-many-connections')}\r\n`);
    setTimeout(() => socket.destroy(), times.lingerMs).unref();
  }

  return {
    left(visitor) {
      leave.get(visitor)?.();
      leave.delete(visitor);
    },
    stop() {
      for (const socket of waiting) socket.destroy();
    },
  };
}

/** Takes exactly the header from the socket; null when none came in time. */
function readHeader(socket: Socket, timeoutMs: number, done: (header: ProxyHeader | null) => void): void {
  let bytes = Buffer.alloc(0);
  const timer = setTimeout(() => finish(null), timeoutMs);
  const gone = () => finish(null);
  const onReadable = () => {
    for (let chunk: Buffer | null = socket.read(); chunk; chunk = socket.read()) bytes = Buffer.concat([bytes, chunk]);
    const header = readProxyHeader(bytes);
    if (header.kind !== 'incomplete') finish(header);
    else if (bytes.length > maxProxyHeaderBytes) finish(null);
  };
  function finish(header: ProxyHeader | null): void {
    clearTimeout(timer);
    socket.off('readable', onReadable).off('close', gone).off('end', gone);
    const rest = header && 'length' in header ? bytes.subarray(header.length) : null;
    if (rest && rest.length > 0) socket.unshift(rest);
    done(header);
  }
  socket.on('readable', onReadable).once('close', gone).once('end', gone);
}
