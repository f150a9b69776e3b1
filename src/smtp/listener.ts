// The listener takes mail over SMTP (RFC 5321): our addresses only, streamed, limits kept on the way.
//
// It decides nothing about authors: admission does, through `ports`. It keeps nothing in memory but the
// header, and answers 250 only when `receive` says that the mail is safe. Every error becomes a reply of
// replies.ts; by itself the library would answer 550 with the error's text.
import { type BlockList, isIP } from 'node:net';
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import type { Address } from '../mail/address.ts';
import type { Arrival } from '../mail/arrival.ts';
import type { Received, Refusal } from '../mail/verdict.ts';
import { drain } from './drain.ts';
import { forwardPath, refuseReversePath, reversePath } from './envelope-paths.ts';
import { commandLimits, type PeerLimits, sessionLimits } from './limits.ts';
import { refused, refusedWithGuide, SmtpReplyError, textOf, toReply } from './replies.ts';
import { acceptConnections } from './sessions/accept-connections.ts';
import type { PeerRates } from './sessions/peer-rates.ts';
import { type Session, type Times, trackSessions, watchClock } from './sessions/sessions.ts';
import type { CertificateSource } from './tls/certificate.ts';

/** The rooms downstream, as the listener needs them; main.ts supplies them. */
export type ListenerPorts = Readonly<{
  /** Null for one of our addresses. */
  refuseRecipient(recipient: Address): Refusal | null;
  /** Resolves once the mail is safe on disk, or is refused; rejects with nothing kept. */
  receive(arrival: Arrival, bytes: AsyncIterable<Buffer>): Promise<Received>;
  /** The video that refusals of authors point to. */
  guideUrl: string | null;
  /** Why no mail is taken just now; null where it is. */
  pressure?(): Refusal | null;
  rates: Pick<PeerRates, 'connection' | 'mail'>;
  /** A recipient was refused; told of the first few in a session. */
  recipientRefused?(refusal: Refusal, to: string, arrival: Omit<Arrival, 'rcptTo'>): void;
  onUnforeseen(cause: unknown): void;
  /** The connection broke before the end of a mail, which was not taken. */
  onLost(cause: unknown): void;
}>;
export type ListenerSettings = Readonly<{
  name: string;
  maxMessageBytes: number;
  certificate: CertificateSource;
  peers: PeerLimits;
  trusted: BlockList;
  proxyFrom: BlockList;
  times?: Partial<Times>;
}>;
export type Listener = Readonly<{ server: SMTPServer; stop(): Promise<void> }>;

/** The client closed the connection before its final dot: no error of ours, and no client to answer. */
class ClientGone extends Error {}

export function createListener(ports: ListenerPorts, settings: ListenerSettings): Listener {
  const times: Times = { ...sessionLimits, ...settings.times };
  const server = new SMTPServer({
    ...libraryOptions(settings, times),
    onMailFrom: (path, session, done) => void answer(async () => mail(path, sessions.of(session)), done),
    onRcptTo: (path, session, done) => void answer(async () => recipient(path, session), done),
    onData: (stream, session, done) => void answer(() => data(stream, session), done),
    onClose: session => {
      const ended = sessions.of(session);
      sessions.remove(session);
      connections.left(ended);
    },
  });
  const sessions = trackSessions(server);
  const mayConnect = ports.rates.connection;
  const connections = acceptConnections(server, sessions, { ...settings, times, mayConnect });
  const clock = watchClock(sessions, times);
  const renewing = settings.certificate.watch(fresh => server.updateSecureContext(fresh));
  // Errors of `listen` are the caller's.
  server.on('error', cause => server.server.listening && ports.onLost(cause));
  return {
    server,
    async stop() {
      clock.stop();
      renewing.stop();
      connections.stop();
      await drain(server, sessions);
    },
  };

  function mail(path: SMTPServerAddress, client: Session): null {
    const refusal = refuseReversePath(path);
    if (refusal) throw refused(refusal);
    if (client.unknown) throw refused('unknown-client');
    const pressure = ports.pressure?.() ?? null;
    if (pressure) throw refused(pressure);
    if (!client.trusted && !ports.rates.mail(client.ip)) throw refused('too-many-mails');
    return null;
  }

  function recipient(path: SMTPServerAddress, session: SMTPServerSession): null {
    const found = forwardPath(path, settings.name, session.envelope.smtpUtf8 === true);
    const refusal = isAddress(found) ? ports.refuseRecipient(found) : found;
    if (!refusal) return null;
    if (sessions.of(session).errors < toldRecipients)
      ports.recipientRefused?.(refusal, path.address.slice(0, 320), clientOf(session));
    throw refused(refusal);
  }

  async function data(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const client = sessions.of(session);
    const received = Promise.withResolvers<void>();
    client.receiving = { stream, since: Date.now() };
    client.awaitingReply = true;
    try {
      const bytes = cutOff(stream, 2 * settings.maxMessageBytes, () => client.hangUp('4.3.4 Message too big'));
      const result = await beforeDeadline(
        ports.receive(arrivalOf(session, settings.name), ending(bytes)),
        received.promise,
      );
      if (result.kind === 'refused') throw refusedWithGuide(result.refusal, ports.guideUrl);
      client.commands = 0;
      client.errors = 0;
      return `2.0.0 Taken, queued as ${result.id}`;
    } finally {
      client.receiving = null;
      // The reply goes out first.
      setImmediate(() => {
        client.awaitingReply = false;
        if (!server.server.listening) client.hangUp(textOf('shutting-down'));
      });
    }

    async function* ending(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      yield* bytes;
      client.receiving = null;
      received.resolve();
    }
  }

  /** The library's idle timeout rests while a handler is pending, so this deadline ends the wait. */
  async function beforeDeadline<T>(receiving: Promise<T>, received: Promise<void>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const arm = () => {
        timer = setTimeout(() => reject(refused('not-now')), times.takeMs);
      };
      void received.then(arm);
    });
    try {
      return await Promise.race([receiving, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async function answer(
    command: () => Promise<string | null>,
    done: (err?: Error | null, text?: string) => void,
  ): Promise<void> {
    try {
      done(null, (await command()) ?? undefined);
    } catch (cause) {
      if (cause instanceof ClientGone) ports.onLost(cause);
      else if (!(cause instanceof SmtpReplyError)) ports.onUnforeseen(cause);
      done(toReply(cause));
    }
  }
}

function libraryOptions({ name, maxMessageBytes, certificate }: ListenerSettings, times: Times): SMTPServerOptions {
  return {
    ...certificate.current,
    minVersion: 'TLSv1.2',
    name,
    banner: 'Postern',
    heloResponse: '%s greets %s',
    size: maxMessageBytes,
    authOptional: true,
    // We have no passwords for AUTH; XCLIENT and XFORWARD would let a client claim another's address; the
    // others are jokes of the library.
    disabledCommands: ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'],
    hideENHANCEDSTATUSCODES: false,
    disableReverseLookup: true,
    maxRecipients: commandLimits.recipients,
    maxCommandLength: commandLimits.lineBytes,
    socketTimeout: times.idleMs,
    closeTimeout: times.closeMs,
    logger: false,
  };
}

/** Refused recipients of one session that are told; a client that guesses addresses makes no more lines. */
const toldRecipients = 5;

const isAddress = (found: Address | Refusal): found is Address => found.includes('@');

function arrivalOf(session: SMTPServerSession, domain: string): Arrival {
  const { rcptTo, smtpUtf8 } = session.envelope;
  const [first, ...others] = rcptTo.map(path => forwardPath(path, domain, smtpUtf8 === true)).filter(isAddress);
  if (!first) throw refused('unknown-recipient');
  return { ...clientOf(session), rcptTo: [first, ...others] };
}

const clientOf = (session: SMTPServerSession): Omit<Arrival, 'rcptTo'> => ({
  via: 'smtp',
  ip: isIP(session.remoteAddress) ? session.remoteAddress : '',
  heloName: session.hostNameAppearsAs || null,
  tls: session.secure,
  mailFrom: reversePath(session.envelope.mailFrom),
});

/**
 * The library announces SIZE but does not enforce it. A mail that is too big is read to its final dot, where the
 * client awaits our reply; a client that sends more than `maxBytes` is cut off.
 */
async function* cutOff(stream: SMTPServerDataStream, maxBytes: number, cut: () => void): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) {
      if (stream.byteLength > maxBytes) cut();
      else yield chunk as Buffer;
    }
  } catch (cause) {
    throw new ClientGone('before its final dot', { cause });
  }
}
