// The cost of reading: CPU milliseconds per mail compared with mailparser, and the memory for a large mail.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { KeepAttachment } from '../src/parse/incoming-message.ts';
import { createParsePool } from '../src/parse/pool/pool.ts';

export type Cost = Readonly<{ mail: string; ours: number; mailparser: number }>;

/** Hashes attachments and keeps nothing, so that only the reading is measured. */
export const hashing: KeepAttachment = async bytes => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { key: 'none', size, sha256: hash.digest('hex') };
};

export function mailOf(attachedBytes: number): Buffer {
  const text = 'Since 9:00 the calendar of Dr Berg stays empty, and nobody can book.\r\n'.repeat(20);
  const top = 'From: Ada Rossi <ada@clinic.test>\r\nTo: support@mx.test\r\nSubject: Calendar\r\nMIME-Version: 1.0\r\n';
  if (attachedBytes === 0) return Buffer.from(`${top}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`);
  const base64 = randomBytes(attachedBytes).toString('base64').replace(/.{76}/g, '$&\r\n');
  return Buffer.from(
    `${top}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}\r\n--b--\r\n`,
  );
}

async function cpuMs(rounds: number, work: () => Promise<unknown>): Promise<number> {
  for (let warm = 0; warm < Math.ceil(rounds / 4); warm++) await work();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rounds;
}

/** Alternating, and the least of three: other load on the machine only adds time. */
export async function costs(): Promise<Cost[]> {
  const pool = createParsePool();
  const folder = await mkdtemp(join(tmpdir(), 'postern-corpus-'));
  try {
    const found: Cost[] = [];
    for (const [mail, bytes, rounds] of [
      ['2 KB', 0, 800],
      ['1 MB', 750_000, 60],
    ] as const) {
      const path = join(folder, 'mail');
      await writeFile(path, mailOf(bytes));
      const turns: { ours: number; mailparser: number }[] = [];
      for (let turn = 0; turn < 3; turn++) {
        turns.push({
          ours: await cpuMs(rounds, () => pool.parse(createReadStream(path), hashing)),
          mailparser: await cpuMs(rounds, () => simpleParser(createReadStream(path), { checksumAlgo: 'sha256' })),
        });
      }
      const least = (of: 'ours' | 'mailparser') => Math.min(...turns.map(turn => turn[of]));
      found.push({ mail, ours: least('ours'), mailparser: least('mailparser') });
    }
    return found;
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}
