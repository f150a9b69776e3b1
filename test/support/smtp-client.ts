// The SMTP client of the tests: it says exactly the bytes it is told to, as they are cut, and hears everything.
import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';

export type SmtpClient = Readonly<{
  /** Text is latin1. */
  write(bytes: string | Buffer): void;
  /** The next reply, its lines joined by LF; rejects when the server hangs up or says nothing. */
  reply(): Promise<string>;
  /** One command and its reply. */
  say(command: string): Promise<string>;
  /** One after another; the replies. */
  sayAll(...commands: string[]): Promise<string[]>;
  /** MAIL, RCPT and DATA after EHLO; rejects with the reply that did not fit. */
  toData(from: string, to: string): Promise<void>;
  startTls(options?: ConnectionOptions): Promise<TLSSocket>;
  /** Resolves when the server has closed; with what it said last. */
  closed(): Promise<string>;
  /** What came and no `reply` has taken. */
  pending(): string;
  half(): void;
  destroy(): void;
}>;

type Options = Readonly<{ host?: string; localAddress?: string; deadlineMs?: number }>;

/** Connected; the greeting is the first reply. */
export async function connectSmtp(port: number, options: Options = {}): Promise<SmtpClient> {
  const { host = '127.0.0.1', localAddress, deadlineMs = 30_000 } = options;
  const raw = connectSocket({ port, host, ...(localAddress && { localAddress }) });
  raw.setNoDelay(true).on('error', () => {});
  await once(raw, 'connect');
  return overSocket(raw, deadlineMs);
}

/** Connected, greeted, and EHLO said. */
export async function greeted(port: number, options?: Options): Promise<SmtpClient> {
  const client = await connectSmtp(port, options);
  await client.reply();
  await client.say('EHLO h.test');
  return client;
}

const wholeReply = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/;

function overSocket(raw: Socket, deadlineMs: number): SmtpClient {
  let socket: Socket = raw;
  let heard = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
    waiting.clear();
  };
  const listen = (to: Socket) =>
    to
      .on('data', chunk => {
        heard += chunk.toString('latin1');
        wake();
      })
      .on('error', () => {})
      .on('close', () => {
        ended = true;
        wake();
      });
  listen(raw);

  async function until<T>(what: string, found: () => T | null): Promise<T> {
    const timer = setTimeout(wake, deadlineMs);
    const deadline = Date.now() + deadlineMs;
    try {
      for (;;) {
        const result = found();
        if (result !== null) return result;
        if (Date.now() >= deadline) throw new Error(`no ${what} in time; heard: ${JSON.stringify(heard)}`);
        await new Promise<void>(resolve => waiting.add(resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }
  const reply = () =>
    until('reply', () => {
      const match = wholeReply.exec(heard);
      if (!match && ended) throw new Error(`hung up; heard: ${JSON.stringify(heard)}`);
      if (!match) return null;
      heard = heard.slice(match[0].length);
      return match[0].trimEnd().replaceAll('\r\n', '\n');
    });
  const say = (command: string) => {
    socket.write(`${command}\r\n`, 'latin1');
    return reply();
  };
  const expectCode = async (code: string, command: string) => {
    const answer = await say(command);
    if (!answer.startsWith(code)) throw new Error(`answered ${answer}`);
  };
  return {
    reply,
    say,
    write: bytes => void (typeof bytes === 'string' ? socket.write(bytes, 'latin1') : socket.write(bytes)),
    async sayAll(...commands) {
      const replies: string[] = [];
      for (const command of commands) replies.push(await say(command));
      return replies;
    },
    async toData(from, to) {
      await expectCode('250', `MAIL FROM:<${from}>`);
      await expectCode('250', `RCPT TO:<${to}>`);
      await expectCode('354', 'DATA');
    },
    async startTls(options = {}) {
      raw.removeAllListeners('data');
      const secured = connectTls({ socket: raw, rejectUnauthorized: false, ...options });
      listen(secured);
      socket = secured;
      await once(secured, 'secureConnect');
      return secured;
    },
    closed: () => until('close', () => (ended ? heard : null)),
    pending: () => heard,
    half: () => void socket.end(),
    destroy: () => void raw.destroy(),
  };
}

/** MAIL, RCPT and DATA for support@mx.test; the mail has to follow. */
export const transaction = ['MAIL FROM:<alice@corp.test>', 'RCPT TO:<support@mx.test>', 'DATA'] as const;

export const mailText = (subject = 'agenda', body = 'The agenda does not open.\r\n') =>
  `From: Alice <alice@corp.test>\r\nTo: support@mx.test\r\nSubject: ${subject}\r\n\r\n${body}`;

export type PlainMail = Readonly<{ from: string; id: string; subject: string; text?: string; header?: string }>;

/** Ends with the final dot. */
export const wireOf = ({ from, id, subject, text = 'The calendar stays empty.', header = '' }: PlainMail): string =>
  [
    `From: ${from}`,
    'To: support@mx.test',
    `Message-ID: <${id}@client.test>`,
    'Date: Mon, 23 Nov 2026 09:00:00 +0000',
    `Subject: ${subject}`,
    ...(header ? [header] : []),
    '',
    text,
    '.',
    '',
  ].join('\r\n');

/** One mail in a session of its own: the last reply. */
export const sendPlain = (port: number, mail: PlainMail, to = 'support@mx.test'): Promise<string> =>
  inSession(port, async client => {
    await client.toData(mail.from, to);
    client.write(wireOf(mail));
    return client.reply();
  });

/** The reply to the mail, or to the first command that was refused. */
export const sendRaw = (
  port: number,
  { from, to, bytes }: { from: string; to: string; bytes: string | Buffer },
): Promise<string> =>
  inSession(port, async client => {
    for (const command of [`MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA']) {
      const reply = await client.say(command);
      if (/^[45]/.test(reply)) return reply;
    }
    client.write(dotStuffed(bytes));
    return client.reply();
  });

async function inSession(port: number, send: (client: SmtpClient) => Promise<string>): Promise<string> {
  const client = await greeted(port);
  try {
    return await send(client);
  } finally {
    client.destroy();
  }
}

/** Leading dots are doubled (RFC 5321 section 4.5.2). Text is UTF-8. */
function dotStuffed(bytes: string | Buffer): Buffer {
  const data = Buffer.from(bytes as string).toString('latin1');
  return Buffer.from(`${data.replace(/^\./gm, '..')}${data.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}
