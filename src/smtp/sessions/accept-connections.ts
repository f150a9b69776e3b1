// Accepts or rejects a connection: finds the address of its client, and applies the limits per address.
//
// This replaces the library's own handler, which knows only version 1 of the PROXY protocol, answers a
// malformed header in the words of HTTP, and does not count connections by address.
import type { BlockList, Socket } from 'node:net';
import type { SMTPServer } from 'smtp-server';
import { countConnections, isListed } from '../../peers/open-connections.ts';
import type { PeerLimits } from '../limits.ts';
import { textOf } from '../replies.ts';
import { maxProxyHeaderBytes, type ProxyHeader, readProxyHeader } from './proxy-header.ts';
import type { Peer, Session, Sessions, Times } from './sessions.ts';

export type ConnectionSettings = Readonly<{
  peers: PeerLimits;
  /** Balancers: they pass connections on, and name the client by the PROXY protocol. */
  proxyFrom: BlockList;
  trusted: BlockList;
  times: Times;
  /** Counts a connection; false when it is one too many this minute. */
  mayConnect(ip: string): boolean;
}>;
export type Connections = Readonly<{
  /** To be called when the library says that a session has ended. */
  left(session: Session): void;
  /** Closes connections that have no session yet. */
  stop(): void;
}>;
type Client = Readonly<{ ip: string; port: number }>;

export function acceptConnections(server: SMTPServer, sessions: Sessions, settings: ConnectionSettings): Connections {
  const { proxyFrom, trusted, times, mayConnect } = settings;
  const open = countConnections(settings.peers);
  const releases = new Map<Session, () => void>();
  const waiting = new Set<Socket>();

  server.server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    socket.on('error', () => {}); // Until the library listens, and after it has stopped.
    const ip = socket.remoteAddress;
    if (!ip) return void socket.destroy(); // The client has closed it already.
    if (isListed(proxyFrom, ip)) awaitHeader(socket);
    else enter(socket, { ip, port: socket.remotePort ?? 0 }, { unknown: false });
  });

  function awaitHeader(socket: Socket): void {
    waiting.add(socket);
    readHeader(socket, times.proxyHeaderMs, header => {
      waiting.delete(socket);
      if (header?.kind === 'client') enter(socket, header, { unknown: false });
      // A balancer's health check gets a session, but no client is named, so it may not send mail.
      else if (header?.kind === 'unknown')
        enter(socket, { ip: socket.remoteAddress ?? '', port: 0 }, { unknown: true });
      else socket.destroy();
    });
  }

  function enter(socket: Socket, client: Client, { unknown }: { unknown: boolean }): void {
    const arrived: Peer = { ip: client.ip, trusted: !unknown && isListed(trusted, client.ip), unknown };
    const exempt = arrived.trusted || unknown;
    const release = exempt || mayConnect(client.ip) ? open.enter(client.ip, exempt) : null;
    if (release) {
      server.connect(socket, { remoteAddress: client.ip, remotePort: client.port });
      releases.set(sessions.add(arrived), release);
    } else rejectConnection(socket);
  }

  function rejectConnection(socket: Socket): void {
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket)).resume();
    socket.end(`421 ${textOf('too-many-connections')}\r\n`);
    setTimeout(() => socket.destroy(), times.lingerMs).unref();
  }

  return {
    left(session) {
      releases.get(session)?.();
      releases.delete(session);
    },
    stop() {
      for (const socket of waiting) socket.destroy();
    },
  };
}

/** Takes exactly the PROXY header from the socket; null when none came in time. */
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
