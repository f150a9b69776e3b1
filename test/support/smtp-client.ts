// A client that does as it is told, one line at a time.
import { connect } from 'node:net';

export type SmtpClient = Readonly<{
  write(bytes: string | Buffer): void;
  /** The last line of the next reply; `closed` when there is none to come. */
  reply(): Promise<string>;
  command(line: string): Promise<string>;
  end(): void;
}>;

/** Connected and greeted. */
export async function withDialog(port: number): Promise<SmtpClient> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  const lines = linesOf(socket);
  const client: SmtpClient = {
    write: bytes => void socket.write(bytes),
    async reply() {
      for await (const line of { [Symbol.asyncIterator]: () => ({ next: () => lines.next() }) }) {
        if (/^\d{3} /.test(line)) return line;
      }
      return 'closed';
    },
    command(line) {
      socket.write(`${line}\r\n`);
      return client.reply();
    },
    end: () => void socket.destroy(),
  };
  await client.reply();
  return client;
}

async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let unread = '';
  for await (const chunk of source) {
    const lines = (unread + chunk.toString('latin1')).split('\r\n');
    unread = lines.pop()!;
    yield* lines;
  }
}

/** The reply to the mail, or to the first command that was refused. */
export async function sendRaw(
  port: number,
  { from, to, bytes }: { from: string; to: string; bytes: string | Buffer },
): Promise<string> {
  const client = await withDialog(port);
  try {
    for (const line of ['EHLO client.test', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA']) {
      const reply = await client.command(line);
      if (/^[45]/.test(reply)) return reply;
    }
    // Leading dots are doubled (RFC 5321 section 4.5.2).
    const data = Buffer.from(bytes as string)
      .toString('latin1')
      .replace(/^\./gm, '..');
    client.write(Buffer.from(`${data}.\r\n`, 'latin1'));
    return await client.reply();
  } finally {
    client.end();
  }
}
