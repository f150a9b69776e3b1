// A client that can send any bytes, and tolerates that the server closes the connection.
import { once } from 'node:events';
import { connect } from 'node:net';

export type Wire = Readonly<{
  /** The reply; null when the server has hung up. */
  say(command: string): Promise<string | null>;
  /** One transaction; `bytes` end in the final dot. */
  mail(bytes: string, recipient?: string): Promise<string | null>;
  write(bytes: string): void;
  close(): void;
}>;

export async function openWire(port: number): Promise<Wire> {
  const socket = connect(port, '127.0.0.1')
    .setNoDelay(true)
    .on('error', () => {});
  let heard = '';
  let waiting: ((reply: string | null) => void) | null = null;
  const check = () => {
    const reply = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(heard)?.[0];
    if (!waiting || (reply === undefined && !socket.closed)) return;
    const answer = waiting;
    waiting = null;
    heard = heard.slice(reply?.length ?? 0);
    answer(reply ?? null);
  };
  socket.on('data', chunk => {
    heard += chunk.toString('latin1');
    check();
  });
  socket.on('close', check);
  await once(socket, 'connect');
  const reply = () =>
    new Promise<string | null>(resolve => {
      waiting = resolve;
      check();
    });
  const say = (command: string) => {
    socket.write(`${command}\r\n`, 'latin1');
    return reply();
  };
  await reply();
  await say('EHLO h.example.org');
  return {
    say,
    async mail(bytes, recipient = 'support@localhost') {
      for (const command of ['MAIL FROM:<ada@example.org>', `RCPT TO:<${recipient}>`, 'DATA']) {
        const answer = await say(command);
        if (answer === null || answer.startsWith('4')) return null;
      }
      socket.write(bytes, 'latin1');
      return reply();
    },
    write: bytes => void socket.write(bytes, 'latin1'),
    close: () => void socket.destroy(),
  };
}
