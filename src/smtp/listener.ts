// The listener takes mail over SMTP (RFC 5321): our addresses only, streamed, limits kept on the way.
//
// It decides nothing about authors: admission does, through `ports`. It keeps nothing in memory but
// the header, and answers 250 only when `take` says that the mail is safe. Whatever goes wrong here
// becomes one reply, made in replies.ts; left alone, the library would answer 550 with the error's text.
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type Address, type ReversePath, toAddress } from '../mail/address.ts';
import type { Refusal } from '../mail/verdict.ts';
import { createDrain, type Drain, hangUp } from './drain.ts';
import { inOurWords, refused, toReply } from './replies.ts';

/** What the client said before DATA. */
export type SmtpTransaction = Readonly<{
  ip: string;
  heloName: string | null;
  tls: boolean;
  mailFrom: ReversePath;
  rcptTo: readonly [Address, ...Address[]];
}>;

/** The rooms downstream, as the listener needs them; main.ts supplies them. */
export type ListenerPorts = Readonly<{
  /** Null for one of our addresses. */
  refuseRecipient(recipient: Address): Refusal | null;
  /** Resolves with the mail's id once it is safe on disk; rejects with nothing kept. */
  take(transaction: SmtpTransaction, bytes: AsyncIterable<Buffer>): Promise<string>;
  onUnforeseen(cause: unknown): void;
  /** The connection broke; what it had not finished was not taken. */
  onLost(cause: unknown): void;
}>;
export type ListenerLimits = Readonly<{ name: string; maxMessageBytes: number; takeDeadlineMs?: number }>;
export type Listener = Readonly<{ server: SMTPServer; stop: Drain['stop'] }>;

// A client waits ten minutes for the answer to its final dot (RFC 5321 section 4.5.3.2.6); how long it
// takes to send all that stands before it is its own affair.
const takeDeadlineMs = 120_000;
const closeTimeoutMs = 130_000;

export function createListener(ports: ListenerPorts, limits: ListenerLimits): Listener {
  const server = new SMTPServer({
    name: limits.name,
    banner: 'Postern',
    size: limits.maxMessageBytes,
    authOptional: true,
    // AUTH would ask for passwords that we do not have; the others are the library's jokes.
    disabledCommands: ['AUTH', 'STARTTLS', 'WIZ', 'SHELL', 'KILL'],
    hideENHANCEDSTATUSCODES: false,
    disableReverseLookup: true,
    maxRecipients: 100, // RFC 5321 section 4.5.3.1.8.
    maxClients: 200,
    socketTimeout: 300_000, // RFC 5321 section 4.5.3.2.7.
    closeTimeout: closeTimeoutMs,
    maxCommandLength: 4_096,
    logger: false,
    onConnect: (session, done) => {
      speakOurWords(server, session);
      done();
    },
    onRcptTo: (path, _session, done) => void answer(async () => recipient(path), done),
    onData: (stream, session, done) => void drain.during(session, () => answer(() => data(stream, session), done)),
  });
  const drain = createDrain(server);
  // Those of `listen` are the caller's.
  server.on('error', cause => server.server.listening && ports.onLost(cause));
  return { server, stop: drain.stop };

  function recipient(path: SMTPServerAddress): null {
    const address = forwardPath(path, limits.name);
    const refusal = address ? ports.refuseRecipient(address) : 'unknown-recipient';
    if (refusal) throw refused(refusal);
    return null;
  }

  async function data(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const taking = ports.take(
      transactionOf(session, limits.name),
      withinSize(stream, limits.maxMessageBytes, () => hangUp(server, session, '4.3.4 Message too big')),
    );
    return `2.0.0 Taken, queued as ${await withDeadline(taking, stream, limits.takeDeadlineMs ?? takeDeadlineMs)}`;
  }

  async function answer(
    command: () => Promise<string | null>,
    done: (err?: Error | null, text?: string) => void,
  ): Promise<void> {
    try {
      done(null, (await command()) ?? undefined);
    } catch (cause) {
      const reply = toReply(cause);
      if (reply !== cause) (isLost(cause) ? ports.onLost : ports.onUnforeseen)(cause);
      done(reply);
    }
  }
}

/** How a DATA stream ends whose client is gone. */
const isLost = (cause: unknown): boolean =>
  ['ECONNECTION', 'ERR_STREAM_PREMATURE_CLOSE'].includes((cause as NodeJS.ErrnoException | null)?.code ?? '');

/**
 * Our addresses are ASCII, whatever SMTPUTF8 (RFC 6531) would allow. `postmaster` may stand without
 * a domain (RFC 5321 section 4.5.1).
 */
function forwardPath(path: SMTPServerAddress, domain: string): Address | null {
  const local = path.address.includes('@') ? path.address.slice(0, path.address.lastIndexOf('@')) : path.address;
  if (!/^[\x20-\x7e]*$/.test(local)) throw refused('needs-smtputf8');
  return toAddress(path.address.includes('@') ? path.address : `${path.address}@${domain}`);
}

/** An address that is none to us is nobody we would answer, so it may as well be the null one. */
const reversePath = (path: SMTPServerAddress | false): ReversePath => (path === false ? null : toAddress(path.address));

function transactionOf(session: SMTPServerSession, domain: string): SmtpTransaction {
  const { mailFrom, rcptTo } = session.envelope;
  const [first, ...others] = rcptTo.map(path => forwardPath(path, domain)).filter(address => address !== null);
  if (!first) throw refused('unknown-recipient');
  return {
    ip: session.remoteAddress,
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
  for await (const chunk of stream) {
    if (!stream.sizeExceeded) yield chunk as Buffer;
    else if (stream.byteLength > 2 * maxBytes) cutOff();
  }
  if (stream.sizeExceeded) throw refused('too-big');
}

/** One enhanced status a reply (RFC 2034): ours where the text brings one, else the library's. */
function speakOurWords(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) {
    if (connection.session !== session) continue;
    const send = connection.send.bind(connection);
    connection.send = (code, text, context) => {
      if (typeof text !== 'string') return send(code, text, context);
      const [ourCode, ourText] = inOurWords(code, text);
      return send(ourCode, ourText, /^\d\.\d+\.\d+ /.test(ourText) ? false : context);
    };
  }
}

/** While a handler is pending the library's idle timeout rests, so from the final dot on ours has to end it. */
async function withDeadline(taking: Promise<string>, stream: SMTPServerDataStream, ms: number): Promise<string> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const onEnd = () => {
    timer = setTimeout(() => reject(refused('not-now')), ms);
  };
  stream.once('end', onEnd);
  try {
    return await Promise.race([taking, late]);
  } finally {
    stream.off('end', onEnd);
    clearTimeout(timer);
  }
}
