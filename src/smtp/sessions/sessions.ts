// Who is connected, and what each has used of what one session may take.
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { inOurWords } from '../library-replies.ts';
import { commandLimits, secondsMs, type sessionLimits } from '../limits.ts';
import { textOf } from '../replies.ts';

type Connection = SMTPServer['connections'] extends Set<infer Each> ? Each : never;
export type Session = {
  readonly session: SMTPServerSession;
  readonly ip: string;
  /** A relay of ours: exempt from what limits strangers. */
  readonly trusted: boolean;
  /** The balancer did not say who this is. */
  readonly unknown: boolean;
  readonly since: number;
  /** What of a mail has come so far; null when none is on its way. */
  receiving: { stream: SMTPServerDataStream; since: number } | null;
  /** Between DATA and its answer. */
  awaitingReply: boolean;
  /** Since the last mail that was taken. */
  commands: number;
  errors: number;
  hangUp(text: string): void;
  /** Without a word. */
  destroy(): void;
};
export type Peer = Readonly<{ ip: string; trusted: boolean; unknown: boolean }>;
export type Sessions = Readonly<{
  /** To be called right after the library has been given the socket. */
  add(arrived: Peer): Session;
  of(session: SMTPServerSession): Session;
  remove(session: SMTPServerSession): void;
  all(): readonly Session[];
}>;

export function trackSessions(server: SMTPServer): Sessions {
  const visitors = new Map<SMTPServerSession, Session>();
  return {
    add(arrived) {
      const connection = [...server.connections].at(-1)!;
      const visitor = sessionOf(connection, arrived);
      visitors.set(visitor.session, visitor);
      countReplies(connection, visitor);
      return visitor;
    },
    of: session => visitors.get(session)!,
    remove: session => void visitors.delete(session),
    all: () => [...visitors.values()],
  };
}

function sessionOf(connection: Connection, arrived: Peer): Session {
  return {
    ...arrived,
    session: connection.session,
    since: Date.now(),
    receiving: null,
    awaitingReply: false,
    commands: 0,
    errors: 0,
    // A 421 closes the connection (RFC 5321 section 3.8).
    hangUp: text => connection.send(421, text, false),
    destroy: () => void connection._socket.destroy(),
  };
}

/** Every command has one reply, so this is where commands can be counted, and where all texts become ours. */
function countReplies(connection: Connection, visitor: Session): void {
  const send = connection.send.bind(connection);
  connection.send = (code, text, context) => {
    const reply = inOurWords({ code, text, context });
    visitor.commands += 1;
    // Recipients beyond the most are no mistake: the client could not know (RFC 5321 section 4.5.3.1.10).
    if (reply.code >= 400 && reply.code !== 421 && reply.code !== 452) visitor.errors += 1;
    const tooMany =
      visitor.commands > commandLimits.commands || (!visitor.trusted && visitor.errors > commandLimits.errors);
    if (tooMany && reply.code !== 421) return send(421, textOf('too-many-errors'), false);
    send(reply.code, reply.text, false);
  };
}

/** Ends sessions that are too old and mails that come too slowly; whoever waits for our answer gets it. */
export function watchClock(visitors: Sessions, limits: Times): { stop(): void } {
  const timer = setInterval(() => {
    for (const visitor of visitors.all()) {
      const { receiving, awaitingReply, since } = visitor;
      const tooSlow = receiving !== null && isTooSlow(receiving, limits);
      const tooOld = Date.now() - since > limits.ageMs && (receiving !== null || !awaitingReply);
      if (tooSlow || tooOld) visitor.hangUp(textOf('too-slow'));
    }
  }, secondsMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
export type Times = { readonly [Name in keyof typeof sessionLimits]: number };

function isTooSlow({ stream, since }: NonNullable<Session['receiving']>, limits: Times): boolean {
  const ms = Date.now() - since;
  if (ms > limits.dataMs) return true;
  return ms > limits.slowAfterMs && stream.byteLength < (limits.minBytesPerSecond * ms) / secondsMs;
}
