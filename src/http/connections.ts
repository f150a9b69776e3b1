// Limits the connections to the pages, by address and in all, as SMTP does (peers/).
//
// At a limit, a new connection replaces the one that has been idle longest: of its own network, or of all where
// the total is at its limit. Where none is idle it is answered 503 without reaching the pages, except that
// `GET /livez` still gets its 200: a supervisor must not restart a busy gateway.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type ConnectionLimits, countConnections, strangersShare } from '../peers/open-connections.ts';
import { peerOf } from '../peers/peer.ts';

// Connections beyond the limits that may wait for their first line, and for how long.
const maxWaiting = 64;
const waitMs = 2_000;
const maxFirstBytes = 1_024;

type Open = { readonly network: string; readonly release: () => void; serving: number };

/** Replaces the server's own connection handler. */
export function limitConnections(server: Server, limits: ConnectionLimits): void {
  const [serve] = server.listeners('connection') as ((socket: Socket) => void)[];
  const count = countConnections(limits);
  // Ordered by the time when they became idle.
  const open = new Map<Socket, Open>();
  const waiting = new Set<Socket>();

  server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    const ip = socket.remoteAddress ?? '';
    const release = count.enter(ip, false) ?? (evictIdle(ip) ? count.enter(ip, false) : null);
    if (release === null) return refuse(socket);
    open.set(socket, { network: peerOf(ip).network, release, serving: 0 });
    socket.once('close', () => leave(socket));
    serve?.call(server, socket);
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const entry = open.get(socket);
    if (!entry) return;
    entry.serving += 1;
    response.once('close', () => {
      entry.serving -= 1;
      if (entry.serving === 0 && open.delete(socket)) open.set(socket, entry);
    });
  });

  const isFull = () => count.count() >= limits.connections * strangersShare;

  function leave(socket: Socket): void {
    open.get(socket)?.release();
    open.delete(socket);
  }

  /** Whether it closed an idle connection. */
  function evictIdle(ip: string): boolean {
    const { network } = peerOf(ip);
    const idle = [...open].filter(([, { serving }]) => serving === 0);
    const own = idle.find(entry => entry[1].network === network);
    const [socket] = own ?? (isFull() ? idle[0] : undefined) ?? [];
    if (!socket) return false;
    leave(socket);
    socket.destroy();
    return true;
  }

  function refuse(socket: Socket): void {
    const [first] = waiting;
    if (first && waiting.size >= maxWaiting) first.destroy();
    waiting.add(socket);
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket
      .on('error', () => {})
      .once('close', () => {
        clearTimeout(timer);
        waiting.delete(socket);
      });
    let said = '';
    socket.on('data', chunk => {
      said += chunk.toString('latin1');
      if (said.includes('\r\n\r\n') || said.length > maxFirstBytes)
        socket.end(answerTo(said)).removeAllListeners('data');
    });
  }
}

function answerTo(request: string): string {
  const alive = /^(GET|HEAD) \/livez(\?[^ ]*)? HTTP\/1\.[01]\r\n/.exec(request);
  const [status, body] = alive ? ['200 OK', 'ok\n'] : ['503 Service Unavailable', 'Too many connections\n'];
  const header = `Content-Type: text/plain\r\nContent-Length: ${body.length}\r\nCache-Control: no-store\r\nConnection: close`;
  return `HTTP/1.1 ${status}\r\n${header}\r\n\r\n${alive?.[1] === 'HEAD' ? '' : body}`;
}
