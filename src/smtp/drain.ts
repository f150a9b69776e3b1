import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SMTPServer, SMTPServerSession } from 'smtp-server';
import { textOf } from './replies.ts';

/** Ends a listener in order: whose mail is in hand gets its answer, and nobody waits for the others. */
export type Drain = Readonly<{
  /** Runs what takes and answers a mail of this session. */
  during(session: SMTPServerSession, work: () => Promise<void>): Promise<void>;
  /** Takes no more; resolves when every mail in hand has had its answer. */
  stop(): Promise<void>;
}>;

// Time enough for a 421 to be read, and for a client that is alive to hang up as well.
const lingerMs = 500;

/** By itself the library keeps every idle client until its close timeout has run out. */
export function createDrain(server: SMTPServer): Drain {
  const inHand = new Set<SMTPServerSession>();
  const sockets = new Set<Socket>();
  let stopping = false;
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    async during(session, work) {
      inHand.add(session);
      await work();
      inHand.delete(session);
      if (stopping) hangUp(server, session, textOf('shutting-down'));
    },
    async stop() {
      stopping = true;
      const closed = new Promise<void>(done => server.close(done));
      for (const { session } of [...server.connections]) {
        if (!inHand.has(session)) hangUp(server, session, textOf('shutting-down'));
      }
      const answered = async () => {
        while (inHand.size > 0) await sleep(20);
        await sleep(lingerMs);
      };
      await Promise.race([closed, answered()]);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A 421 closes the connection (RFC 5321 section 3.8). */
export function hangUp(server: SMTPServer, session: SMTPServerSession, text: string): void {
  for (const connection of server.connections) {
    if (connection.session === session) connection.send(421, text, false);
  }
}
