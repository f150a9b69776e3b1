// The smarthost: one pool of SMTP connections to the relay that RELAY_URL names.
import { isIPv4 } from 'node:net';
import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import { idOfSes, messageIdsIn } from '../../mail/message-id.ts';
import type { ComposedMail } from '../compose.ts';
import { guarded, oneChunk } from './guarded.ts';
import { type MayGo, type Outcome, outcomeOf } from './outcome.ts';
import type { signingOptions } from './signing.ts';
import { wholeMail } from './whole.ts';

export function createSmtpRelay(url: URL, signing: ReturnType<typeof signingOptions> = {}) {
  const transport = createTransport({ ...poolOptions(url), pool: true, ...signing });
  transport.use('stream', (mail, done) => {
    const { mayGo, opened } = (mail.data as { watch: Watch }).watch;
    const { message } = mail;
    // Around all other streams, and so after the signature: what is read of it goes to the relay at once.
    const whole = signing.dkim ? null : wholeMail(message);
    const read = message.createReadStream.bind(message);
    message.createReadStream = options => {
      const stream = whole ? oneChunk(whole, mayGo) : guarded(read(options), mayGo);
      opened.push(stream);
      return stream as ReturnType<typeof read>;
    };
    done();
  });

  async function deliver({ message }: ComposedMail, watch: Watch): Promise<SMTPPool.SentMessageInfo> {
    try {
      return await transport.sendMail({ ...message, ...{ watch } });
    } finally {
      // A connection that was lost already leaves them as they are, and their files open.
      for (const stream of watch.opened) stream.destroy();
    }
  }
  async function send(composed: ComposedMail, mayGo: MayGo = () => true): Promise<Outcome> {
    const { response, serverMessageId } = await deliver(composed, { mayGo, opened: [] });
    const relayedAs = messageIdsIn(serverMessageId ?? null)[0] ?? idOfSes(response);
    return { kind: 'sent', response, ...(relayedAs ? { relayedAs } : {}) };
  }
  async function trouble(): Promise<string | null> {
    try {
      await transport.verify();
      return null;
    } catch (cause) {
      const outcome = outcomeOf(cause);
      return outcome.kind === 'later' ? outcome.reason : outcome.response;
    }
  }
  return { send, trouble, close: async () => transport.close() };
}

/** `opened`: what is read of this mail. */
type Watch = Readonly<{ mayGo: MayGo; opened: Readable[] }>;

/**
 * `smtp://user:password@host:587` upgrades with STARTTLS or sends nothing; `smtps://host` uses TLS
 * from the start. Both verify the certificate. A relay on this machine that needs no password is used
 * without TLS. `?tls=off` turns TLS off for any relay, such as one reached through a tunnel.
 */
export function poolOptions(url: URL): SMTPPool.Options {
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decodeURIComponent(url.username);
  const clear = !secure && (tlsOff(url) || (user === '' && isLoopback(host)));
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(clear ? { ignoreTLS: true } : { requireTLS: !secure }),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    ...limits,
  };
}

const limits = {
  // How many are used at once is decided by jobs/turns.ts.
  maxConnections: 100,
  maxMessages: 1_000,
  // The pool would retry by itself a mail whose 250 was lost. Retries are decided and counted by the outbox.
  maxRequeues: 0,
  // Below the five minutes after which relays hang up (RFC 5321 section 4.5.3.2.7).
  idleTimeout: 60_000,
  connectionTimeout: 30_000,
  greetingTimeout: 60_000,
  // The relay may take ten minutes over the final dot (RFC 5321 section 4.5.3.2.6); giving up
  // earlier sends the mail twice.
  socketTimeout: 600_000,
};

function tlsOff(url: URL): boolean {
  const others = [...url.searchParams.keys()].filter(name => name !== 'tls');
  const tls = url.searchParams.get('tls');
  if (others.length > 0 || (tls !== null && tls !== 'off')) throw new Error('A relay URL knows no option but tls=off');
  return tls === 'off';
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
