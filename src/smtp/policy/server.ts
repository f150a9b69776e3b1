// The policy server answers a Postfix that stands in front of us, at RCPT and at the end of DATA, so that it
// refuses in its own session what we would refuse after DATA, and has nothing to bounce (docs/postfix.md).
//
// It tells who is in the directory, so only trusted relays may ask. What it cannot say now is
// DEFER_IF_PERMIT, and the relay's client tries again. It never sees a mail.
import { once } from 'node:events';
import { type AddressInfo, type BlockList, createServer, type Socket } from 'node:net';
import { type ConnectionLimits, countConnections, isListed } from '../../peers/open-connections.ts';
import { decide, type PolicyPorts } from './decide.ts';
import { readRequests } from './requests.ts';

export type PolicySettings = Readonly<{ host: string; port: number; trusted: BlockList; times?: Partial<PolicyTimes> }>;
export type PolicyServer = Readonly<{ address: AddressInfo; stop(): Promise<void> }>;

/** Milliseconds. */
type PolicyTimes = { readonly [Name in keyof typeof policyTimes]: number };
const policyTimes = {
  // Postfix closes after 300 s without a request, and after 1000 s whatever comes (smtpd_policy_service_max_*).
  idleMs: 600_000,
  // From the first octet of a request to its last. Postfix writes it at once.
  requestMs: 10_000,
} as const;
// A client that sends requests and reads no answers is cut off.
const maxUnreadBytes = 65_536;
// Postfix has one connection for each of its smtpd processes, 100 by default.
const limits: ConnectionLimits = { connections: 500, connectionsPerPeer: 500 };

/** Rejects with the system's error where it cannot be bound. */
export async function startPolicyServer(
  ports: PolicyPorts & Readonly<{ onRejectedPeer(ip: string): void }>,
  { host, port, trusted, times }: PolicySettings,
): Promise<PolicyServer> {
  const open = countConnections(limits);
  const sessions = new Map<Socket, { answering: boolean }>();
  let stopping = false;
  const server = createServer(socket => {
    const ip = socket.remoteAddress ?? '';
    const release = ip !== '' && isListed(trusted, ip) ? open.enter(ip, true) : null;
    socket.on('error', () => {}); // Postfix connects again when it has the next question.
    if (release === null) {
      ports.onRejectedPeer(ip);
      return void socket.destroy();
    }
    const session = { answering: false };
    sessions.set(socket, session);
    socket.once('close', () => {
      sessions.delete(socket);
      release();
    });
    void converse(socket, session);
  });

  async function converse(socket: Socket, session: { answering: boolean }): Promise<void> {
    const reader = readRequests();
    const { idleMs, requestMs } = { ...policyTimes, ...times };
    socket.setTimeout(idleMs, () => socket.destroy());
    let late: NodeJS.Timeout | undefined;
    try {
      for await (const bytes of socket as AsyncIterable<Buffer>) {
        const requests = reader.read(bytes);
        if (requests === null) break;
        if (requests.length > 0) late = void clearTimeout(late);
        session.answering = true;
        for (const request of requests) socket.write(`action=${await decide(request, ports)}\n\n`);
        session.answering = false;
        if (stopping || socket.writableLength > maxUnreadBytes) break;
        if (reader.isWithin()) late ??= setTimeout(() => socket.destroy(), requestMs);
      }
    } catch {
      // The connection broke.
    } finally {
      clearTimeout(late);
      socket.destroySoon();
    }
  }

  server.listen(port, host);
  await once(server, 'listening');
  return {
    address: server.address() as AddressInfo,
    async stop() {
      stopping = true;
      const closed = new Promise(resolve => server.close(resolve));
      for (const [socket, { answering }] of sessions) if (!answering) socket.destroy();
      await closed;
    },
  };
}
