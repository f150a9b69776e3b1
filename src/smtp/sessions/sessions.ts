// The open SMTP sessions, and what each has used of its limits.
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { inOurWords } from '../library-replies.ts';
import { commandLimits, secondsMs, type sessionLimits } from '../limits.ts';
import { textOf } from '../replies.ts';

type Connection = SMTPServer['connections'] extends Set<infer Each> ? Each : never;
export type Session = {
  readonly session: SMTPServerSession;
  readonly ip: string;
  /** A trusted relay: exempt from the limits for strangers. */
  readonly trusted: boolean;
  /** The balancer did not name the client. */
  readonly unknown: boolean;
  readonly since: number;
  /** The mail that is being received; null outside of DATA. */
  receiving: { stream: SMTPServerDataStream; since: number } | null;
  /** From DATA until its reply is sent. */
  awaitingReply: boolean;
  /** Since the last mail that was taken. */
  commands: number;
  errors: number;
  hangUp(text: string): void;
  /** Closes the connection without a reply. */
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
  const sessions = new Map<SMTPServerSession, Session>();
  return {
    add(arrived) {
      const connection = [...server.connections].at(-1)!;
      const session = sessionOf(connection, arrived);
      sessions.set(session.session, session);
      countReplies(connection, session);
      return session;
    },
    of: session => sessions.get(session)!,
    remove: session => void sessions.delete(session),
    all: () => [...sessions.values()],
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

/** Every command has exactly one reply, so counting replies counts commands. All texts of the library pass here, too. */
function countReplies(connection: Connection, session: Session): void {
  const send = connection.send.bind(connection);
  connection.send = (code, text, context) => {
    const reply = inOurWords({ code, text, context });
    session.commands += 1;
    // Too many recipients are no error of the client: it could not know the limit (RFC 5321 section 4.5.3.1.10).
    if (reply.code >= 400 && reply.code !== 421 && reply.code !== 452) session.errors += 1;
    const tooMany =
      session.commands > commandLimits.commands || (!session.trusted && session.errors > commandLimits.errors);
    if (tooMany && reply.code !== 421) return send(421, textOf('too-many-errors'), false);
    send(reply.code, reply.text, false);
  };
}

/** Ends sessions that are too old and mails that come too slowly, but none that awaits our reply to a whole mail. */
export function watchClock(sessions: Sessions, limits: Times): { stop(): void } {
  const timer = setInterval(() => {
    for (const session of sessions.all()) {
      const { receiving, awaitingReply, since } = session;
      const tooSlow = receiving !== null && isTooSlow(receiving, limits);
      const tooOld = Date.now() - since > limits.ageMs && (receiving !== null || !awaitingReply);
      if (tooSlow || tooOld) session.hangUp(textOf('too-slow'));
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
