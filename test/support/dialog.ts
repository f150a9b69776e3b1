// An SMTP conversation written down, and the client that plays it over a real socket.
//
//   S: 250 2.1.0 *       one line of reply, `*` for any text; `250-` lines before it may be left out
//   S: <closed>          the server has hung up
//   C: MAIL FROM:<$who>  a line to send; `$name` is what was captured; several in a row are pipelined
//   C: < message.eml     the file with CRLF line ends, dots doubled, and the final dot
//   C! a\nb\x00\r\n      these bytes and no others
//   @ reconnect          a second connection; any other `@` line is the caller's to carry out
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { like } from './like.ts';

export type DialogPlayer = Readonly<{
  port: number;
  /** Where the files lie that the dialog names. */
  folder: string;
  captured: Map<string, string>;
  /** What `@ word arguments` means. */
  act(words: readonly string[], send: (bytes: Buffer) => void): Promise<void>;
}>;

export async function playDialog(file: string, player: DialogPlayer): Promise<void> {
  let client = openClient(player.port);
  const lines = (await readFile(join(player.folder, file), 'utf8')).split('\n');
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const where = `${file}:${at + 1}`;
    const [kind, text] = [line.slice(0, 2), withCaptured(line.slice(3), player.captured)];
    if (kind === 'S:') await client.expect(text, where);
    else if (kind === 'C:') client.send(await bytesOf(text, player));
    else if (kind === 'C!') client.send(escaped(text));
    else if (kind !== '@ ') throw new Error(`${where} is no line of a dialog`);
    else if (line.trim() === '@ reconnect') {
      client.end(where);
      client = openClient(player.port);
    } else await player.act(withCaptured(line.slice(2), player.captured).trim().split(/ +/), client.send);
  }
  client.end(`${file}: its end`);
}

export const withCaptured = (text: string, captured: ReadonlyMap<string, string>): string =>
  text.replace(/\$([a-z]\w*)/g, (whole, name) => captured.get(name) ?? whole);

async function bytesOf(text: string, { folder, captured }: DialogPlayer): Promise<Buffer> {
  const [, file] = /^< (\S+)$/.exec(text) ?? [];
  if (!file) return Buffer.from(`${text}\r\n`);
  // latin1 keeps every octet of the file.
  const mail = withCaptured(await readFile(join(folder, file), 'latin1'), captured);
  return Buffer.from(`${dataOf(mail)}.\r\n`, 'latin1');
}

/** Lines end in CRLF and leading dots are doubled (RFC 5321 section 4.5.2). */
const dataOf = (mail: string): string => mail.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');

const escaped = (text: string): Buffer =>
  Buffer.from(
    text.replace(/\\(r|n|x[0-9a-f]{2})/g, (_, code: string) =>
      code === 'r' ? '\r' : code === 'n' ? '\n' : String.fromCharCode(Number.parseInt(code.slice(1), 16)),
    ),
    'latin1',
  );

const patienceMs = 15_000;

function openClient(port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  let unread = '';
  let closed = false;
  let wake = () => {};
  socket.on('data', chunk => {
    unread += chunk.toString('latin1');
    wake();
  });
  socket.on('close', () => {
    closed = true;
    wake();
  });
  // What was refused while we still wrote ends in a reset; `closed` says all that matters.
  socket.on('error', () => {});

  async function nextLine(where: string): Promise<string> {
    const deadline = Date.now() + patienceMs;
    while (!unread.includes('\r\n')) {
      if (closed) return '<closed>';
      if (Date.now() > deadline) throw new Error(`${where}: no reply came${unread && `, only ${unread}`}`);
      await new Promise<void>(resolve => {
        wake = resolve;
        setTimeout(resolve, 100);
      });
    }
    const end = unread.indexOf('\r\n');
    const line = unread.slice(0, end);
    unread = unread.slice(end + 2);
    return line;
  }

  return {
    send: (bytes: Buffer) => void socket.write(bytes),
    async expect(pattern: string, where: string): Promise<void> {
      let line = await nextLine(where);
      while (/^\d{3}-/.test(line) && !/^\d{3}-/.test(pattern)) line = await nextLine(where);
      expect(line, where).toEqual(like(pattern));
      // RFC 5321 section 4.5.3.1.5, and no text but ASCII (RFC 5321 section 2.4).
      expect(line, where).toMatch(/^[\x20-\x7e]{0,510}$/);
    },
    end(where: string) {
      expect(unread, `${where}: nobody asked for this reply`).toBe('');
      socket.destroy();
    },
  };
}
