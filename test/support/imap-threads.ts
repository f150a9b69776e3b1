// Dovecot's IMAP server, asked how it threads a mailbox.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const imap = '/usr/lib/dovecot/imap';
export const missingDovecot = !existsSync(imap);
const nobody = 65_534;

/** Dovecot's answer to THREAD REFERENCES (RFC 5256 section 4) for a mailbox of these mails. */
export async function threadsOf(home: string, mails: readonly string[]): Promise<string> {
  const root = process.getuid?.() === 0;
  const made = ['', 'mail', 'mail/new', 'mail/cur', 'mail/tmp'].map(name => join(home, name));
  for (const dir of made) await mkdir(dir);
  const conf = join(home, 'dovecot.conf');
  await writeFile(
    conf,
    `base_dir = ${home}/run\nmail_location = maildir:${home}/mail\nssl = no\nlog_path = /dev/stderr\n`,
  );
  const files = mails.map((raw, at) => [join(home, 'mail', 'new', `${1000 + at}.mail`), raw] as const);
  for (const [path, raw] of files) await writeFile(path, raw, 'latin1');
  // Dovecot opens no mailbox as root.
  if (root) for (const path of [...made, ...files.map(([path]) => path)]) await chown(path, nobody, nobody);
  const as = root ? [`setpriv`, `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : [];
  const [command = '', ...args] = [...as, imap, '-c', conf];
  const { stdout, stderr } = spawnSync(command, args, {
    input: 'a SELECT INBOX\r\nb THREAD REFERENCES UTF-8 ALL\r\nc LOGOUT\r\n',
    env: { PATH: process.env.PATH, USER: 'nobody', HOME: home },
    encoding: 'utf8',
    timeout: 30_000,
  });
  const threads = /^\* THREAD (.*)$/m.exec(stdout)?.[1];
  if (threads === undefined) throw new Error(`${stdout}\n${stderr}`);
  return threads.trim();
}

/** How many threads that are. */
export function topLevel(threads: string): number {
  let depth = 0;
  let count = 0;
  for (const char of threads) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === '(' && depth === 1) count += 1;
  }
  return count;
}
