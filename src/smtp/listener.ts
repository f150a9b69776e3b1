// The listener takes mail over SMTP (RFC 5321): our addresses only, streamed, limits kept on the way.
//
// It decides nothing about authors: admission does, through `ports`. It keeps nothing in memory but
// the header, and answers 250 only when `receive` says that the mail is safe. Whatever goes wrong here
// becomes one reply, made in replies.ts; left alone, the library would answer 550 with the error's text.
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
import { acceptConnections } from './sessions/front.ts';
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
  rates: Pick<PeerRates, 'connection' | 'mail'>;
  onUnforeseen(cause: unknown): void;
  /** The connection broke; what it had not finished was not taken. */
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

/** A client that went away before its final dot: nobody's fault here, and nobody left to answer. */
class ClientGone extends Error {}

export function createListener(ports: ListenerPorts, settings: ListenerSettings): Listener {
  const times: Times = { ...sessionLimits, ...settings.times };
  const server = new SMTPServer({
    ...libraryOptions(settings, times),
    onMailFrom: (path, session, done) => void answer(async () => mail(path, visitors.of(session)), done),
    onRcptTo: (path, session, done) => void answer(async () => recipient(path, session), done),
    onData: (stream, session, done) => void answer(() => data(stream, session), done),
    onClose: session => {
      const visitor = visitors.of(session);
      visitors.remove(session);
      front.left(visitor);
    },
  });
  const visitors = trackSessions(server);
  const mayConnect = ports.rates.connection;
  const front = acceptConnections(server, visitors, { ...settings, times, mayConnect });
  const clock = watchClock(visitors, times);
  const renewing = settings.certificate.watch(fresh => server.updateSecureContext(fresh));
  // Those of `listen` are the caller's.
  server.on('error', cause => server.server.listening && ports.onLost(cause));
  return {
    server,
    async stop() {
      clock.stop();
      renewing.stop();
      front.stop();
      await drain(server, visitors);
    },
  };

  function mail(path: SMTPServerAddress, visitor: Session): null {
    const refusal = refuseReversePath(path);
    if (refusal) throw refused(refusal);
    if (visitor.unknown) throw refused('unknown-client');
    if (!visitor.trusted && !ports.rates.mail(visitor.ip)) throw refused('too-many-mails');
    return null;
  }

  function recipient(path: SMTPServerAddress, { envelope }: SMTPServerSession): null {
    const found = forwardPath(path, settings.name, envelope.smtpUtf8 === true);
    const refusal = isAddress(found) ? ports.refuseRecipient(found) : found;
    if (refusal) throw refused(refusal);
    return null;
  }

  async function data(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const visitor = visitors.of(session);
    const received = Promise.withResolvers<void>();
    visitor.receiving = { stream, since: Date.now() };
    visitor.awaitingReply = true;
    try {
      const bytes = withinSize(stream, settings.maxMessageBytes, () => visitor.hangUp('4.3.4 Message too big'));
      const result = await beforeDeadline(
        ports.receive(arrivalOf(session, settings.name), ending(bytes)),
        received.promise,
      );
      if (result.kind === 'refused') throw refusedWithGuide(result.refusal, ports.guideUrl);
      visitor.commands = 0;
      visitor.errors = 0;
      return `2.0.0 Taken, queued as ${result.id}`;
    } finally {
      visitor.receiving = null;
      // The reply goes out first.
      setImmediate(() => {
        visitor.awaitingReply = false;
        if (!server.server.listening) visitor.hangUp(textOf('shutting-down'));
      });
    }

    async function* ending(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      yield* bytes;
      visitor.receiving = null;
      received.resolve();
    }
  }

  /** While a handler is pending the library's idle timeout rests, so ours has to end it. */
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
    // AUTH would ask for passwords that we do not have, XCLIENT and XFORWARD are for nobody; the others are
    // the library's jokes.
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

const isAddress = (found: Address | Refusal): found is Address => found.includes('@');

function arrivalOf(session: SMTPServerSession, domain: string): Arrival {
  const { mailFrom, rcptTo, smtpUtf8 } = session.envelope;
  const [first, ...others] = rcptTo.map(path => forwardPath(path, domain, smtpUtf8 === true)).filter(isAddress);
  if (!first) throw refused('unknown-recipient');
  return {
    via: 'smtp',
    ip: isIP(session.remoteAddress) ? session.remoteAddress : '',
    heloName: session.hostNameAppearsAs || null,
    tls: session.secure,
    mailFrom: reversePath(mailFrom),
    rcptTo: [first, ...others],
  };
}

/**
 * The library announces SIZE but does not enforce it. Reads to the final dot, where the client awaits
 * our reply; who sends twice the limit all the same is cut off.
 */
async function* withinSize(stream: SMTPServerDataStream, maxBytes: number, cutOff: () => void): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) {
      if (!stream.sizeExceeded) yield chunk as Buffer;
      else if (stream.byteLength > 2 * maxBytes) cutOff();
    }
  } catch (cause) {
    throw new ClientGone('before its final dot', { cause });
  }
  if (stream.sizeExceeded) throw refused('too-big');
}
