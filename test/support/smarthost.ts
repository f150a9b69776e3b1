// The relay that mail is handed to, played: a real SMTP server on a real socket that fails on demand.
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from './certificate.ts';

export type Reply = Readonly<{ code: number; text: string }>;
export type Script = Readonly<{
  mail?: Reply;
  rcpt?: Reply;
  /** `drop` takes the mail and hangs up without a word, as a lost 250 looks from the other end. */
  data?: Reply | 'drop';
  /** Text of the 250 after DATA. */
  accepted?: string;
}>;
export type Received = Readonly<{ mailFrom: string; rcptTo: string[]; raw: string; secure: boolean; dsn: unknown }>;
export type Setup = Readonly<{
  starttls?: boolean;
  secure?: boolean;
  certificate?: Certificate;
  login?: [user: string, pass: string];
  port?: number;
}>;

export type Smarthost = Readonly<{
  port: number;
  received: readonly Received[];
  /** Commands seen so far: how far a client got. */
  seen: readonly string[];
  connections(): number;
  follow(script: Script): void;
  /** Closes every connection; none of them may be under TLS. */
  hangUp(): void;
  close(): Promise<void>;
}>;

/** Listens on a free port of 127.0.0.1. Without a script it takes everything. */
export async function startSmarthost(setup: Setup = {}): Promise<Smarthost> {
  let script: Script = {};
  const received: Received[] = [];
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    ...(setup.certificate ?? {}),
    secure: setup.secure ?? false,
    disabledCommands: setup.starttls ? [] : ['STARTTLS'],
    hideDSN: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    authOptional: setup.login === undefined,
    allowInsecureAuth: true,
    authMethods: ['PLAIN'],
    onAuth({ username, password }, _session, done) {
      seen.push('AUTH');
      const known = username === setup.login?.[0] && password === setup.login?.[1];
      done(known ? null : failure({ code: 535, text: '5.7.8 Authentication failed' }), { user: username });
    },
    onMailFrom(_address, _session, done) {
      seen.push('MAIL');
      done(script.mail && failure(script.mail));
    },
    onRcptTo(_address, _session, done) {
      seen.push('RCPT');
      done(script.rcpt && failure(script.rcpt));
    },
    async onData(stream, { envelope, secure }, done) {
      const chunks = await stream.toArray().catch(() => null);
      if (chunks === null) return seen.push('BROKEN');
      const raw = Buffer.concat(chunks).toString('latin1');
      seen.push('DATA');
      if (typeof script.data === 'object') return done(failure(script.data));
      const mailFrom = envelope.mailFrom ? envelope.mailFrom.address : '';
      const rcptTo = envelope.rcptTo.map(({ address }) => address);
      received.push({ mailFrom, rcptTo, raw, secure, dsn: envelope.dsn });
      if (script.data === 'drop') return hangUp();
      done(null, script.accepted ?? '2.0.0 Ok: queued as 4Vxyz');
    },
  });
  // A client that refuses our certificate is what some tests want.
  server.on('error', () => seen.push('ERROR'));
  server.server.on('connection', (socket: Socket) => {
    seen.push('CONNECT');
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Not for connections under TLS: Node crashes when their socket is torn away beneath them.
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>(resolve => server.listen(setup.port ?? 0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    seen,
    connections: () => seen.filter(event => event === 'CONNECT').length,
    follow: next => {
      script = next;
    },
    hangUp,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

const failure = ({ code, text }: Reply) => Object.assign(new Error(text), { responseCode: code });
