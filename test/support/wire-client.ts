// A client on a bare socket, for tests that have to say exactly what goes over the wire, and when.
import { connect, type Socket } from 'node:net';

export type SmtpClient = Readonly<{
  /** The next complete reply. Rejects when the connection ends first. */
  reply(): Promise<string>;
  say(line: string): Promise<string>;
  write(text: string): void;
  /** EHLO, MAIL, RCPT, DATA; rejects with the reply that did not fit. */
  toData(from: string, to: string): Promise<void>;
  /** Vanishes without a word. */
  vanish(): void;
  ended: Promise<void>;
}>;

export async function smtpClient(port: number, deadlineMs = 30_000): Promise<SmtpClient> {
  const socket: Socket = connect(port, '127.0.0.1');
  const replies: string[] = [];
  const waiting: { resolve(reply: string): void; reject(cause: Error): void }[] = [];
  let failure: Error | null = null;
  let text = '';
  const ended = new Promise<void>(resolve => {
    socket.once('close', () => {
      failure ??= new Error('the connection ended');
      for (const { reject } of waiting.splice(0)) reject(failure);
      resolve();
    });
  });
  socket.on('error', cause => {
    failure ??= cause;
  });
  socket.setTimeout(deadlineMs, () => socket.destroy(new Error('no answer in time')));
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
    for (let found = lastLine.exec(text); found; found = lastLine.exec(text)) {
      const reply = text.slice(0, found.index + found[0].length).trimEnd();
      text = text.slice(found.index + found[0].length);
      const next = waiting.shift();
      if (next) next.resolve(reply);
      else replies.push(reply);
    }
  });
  const client: SmtpClient = {
    ended,
    reply: () =>
      new Promise((resolve, reject) => {
        const reply = replies.shift();
        if (reply !== undefined) resolve(reply);
        else if (failure) reject(failure);
        else waiting.push({ resolve, reject });
      }),
    say(line) {
      socket.write(`${line}\r\n`);
      return client.reply();
    },
    write: chunk => void socket.write(chunk),
    async toData(from, to) {
      await expectCode('220', client.reply());
      await expectCode('250', client.say('EHLO client.test'));
      await expectCode('250', client.say(`MAIL FROM:<${from}>`));
      await expectCode('250', client.say(`RCPT TO:<${to}>`));
      await expectCode('354', client.say('DATA'));
    },
    vanish: () => void socket.destroy(),
  };
  return client;
}

const lastLine = /^\d{3}(?: [^\r\n]*)?\r\n/m;

async function expectCode(code: string, answer: Promise<string>): Promise<void> {
  const reply = await answer;
  if (!reply.startsWith(code)) throw new Error(`answered ${reply}`);
}

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

/** One mail in a session of its own; answers the last reply. */
export async function sendPlain(port: number, mail: PlainMail, to = 'support@mx.test'): Promise<string> {
  const client = await smtpClient(port);
  try {
    await client.toData(mail.from, to);
    client.write(wireOf(mail));
    return await client.reply();
  } finally {
    client.vanish();
  }
}
