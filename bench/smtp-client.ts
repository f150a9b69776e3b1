// A small SMTP client that records the session: for the transcript, and for cheap load.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export type Line = Readonly<{ by: 'client' | 'server'; text: string }>;
export type SmtpClient = Readonly<{
  /** One transaction; answers what was said in it, the last reply last. `took`: milliseconds from the dot to it. */
  send(mailFrom: string, rcptTo: readonly string[], raw: string, took?: (ms: number) => void): Promise<Line[]>;
  quit(): Promise<void>;
}>;

export async function openSmtp(port: number, heloName = 'mail.example.org'): Promise<SmtpClient> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();

  async function reply(): Promise<string> {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the server hung up');
      if (value[3] !== '-') return value;
    }
  }
  async function command(text: string): Promise<string> {
    socket.write(`${text}\r\n`);
    return reply();
  }
  await reply();
  await command(`EHLO ${heloName}`);

  return {
    async send(mailFrom, rcptTo, raw, took = () => {}) {
      const said: Line[] = [];
      for (const text of [`MAIL FROM:<${mailFrom}>`, ...rcptTo.map(to => `RCPT TO:<${to}>`), 'DATA']) {
        const answer = await command(text);
        said.push({ by: 'client', text }, { by: 'server', text: answer });
        if (!/^[23]/.test(answer)) {
          await command('RSET');
          return said;
        }
      }
      const since = performance.now();
      const answer = await command(`${stuffed(raw)}\r\n.`);
      took(performance.now() - since);
      return [...said, { by: 'server', text: answer }];
    },
    async quit() {
      await command('QUIT').catch(() => {});
      socket.destroy();
    },
  };
}

/** RFC 5321 section 4.5.2. */
const stuffed = (raw: string): string => raw.replace(/\r\n$/, '').replace(/^\./gm, '..');
