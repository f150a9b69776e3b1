// An SMTP client that says exactly the bytes it is told to, as they are cut, and hears everything.
import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';

export type Talk = Readonly<{
  /** Bytes are latin1. */
  write(bytes: string): void;
  /** The next reply, its lines joined by LF; rejects when the server hangs up or says nothing. */
  reply(): Promise<string>;
  /** One command and its reply. */
  say(command: string): Promise<string>;
  /** One after another; the replies' first lines. */
  sayAll(...commands: string[]): Promise<string[]>;
  startTls(options?: ConnectionOptions): Promise<TLSSocket>;
  /** Resolves when the server has closed; with what it said last. */
  closed(): Promise<string>;
  /** What came and no `reply` has taken. */
  pending(): string;
  half(): void;
  destroy(): void;
}>;

const deadlineMs = 20_000;

export async function talk(port: number, { host = '127.0.0.1', localAddress = undefined as string | undefined } = {}) {
  const raw = connectSocket({ port, host, ...(localAddress && { localAddress }) });
  raw.setNoDelay(true).on('error', () => {});
  await once(raw, 'connect');
  return overSocket(raw);
}

/** Connected, greeted, and EHLO said. */
export async function greeted(port: number, options?: { host?: string; localAddress?: string }): Promise<Talk> {
  const client = await talk(port, options);
  await client.reply();
  await client.say('EHLO h.test');
  return client;
}

function overSocket(raw: Socket): Talk {
  let socket: Socket = raw;
  let heard = '';
  let ended = false;
  const listen = (to: Socket) =>
    to
      .on('data', chunk => {
        heard += chunk.toString('latin1');
      })
      .on('error', () => {})
      .on('close', () => {
        ended = true;
      });
  listen(raw);

  async function until<T>(what: string, found: () => T | null): Promise<T> {
    for (let waited = 0; waited < deadlineMs; waited += 2) {
      const result = found();
      if (result !== null) return result;
      await sleep(2);
    }
    throw new Error(`no ${what} in time; heard: ${JSON.stringify(heard)}`);
  }
  const reply = () =>
    until('reply', () => {
      const match = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(heard);
      if (!match && ended) throw new Error(`hung up; heard: ${JSON.stringify(heard)}`);
      if (!match) return null;
      heard = heard.slice(match[0].length);
      return match[0].trimEnd().replaceAll('\r\n', '\n');
    });
  const say = (command: string) => {
    socket.write(`${command}\r\n`, 'latin1');
    return reply();
  };
  return {
    reply,
    say,
    write: bytes => void socket.write(bytes, 'latin1'),
    async sayAll(...commands) {
      const replies: string[] = [];
      for (const command of commands) replies.push(await say(command));
      return replies;
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
