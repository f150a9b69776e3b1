// CHECKLIST E1: reading in threads that may be ended; what fails is explained and never tried forever.
import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import type { KeepAttachment } from '../../../src/parse/incoming-message.ts';
import { parseMessage } from '../../../src/parse/parse.ts';
import { createParsePool, type PoolOptions } from '../../../src/parse/pool/pool.ts';
import { inChunks, memoryKeeper } from '../reading.ts';

const file = randomBytes(300_000);
const mail = Buffer.from(
  `From: "Vera" <vera@clinic.test>\r\nSubject: Agenda\r\nMessage-ID: <1@clinic.test>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nWords\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${file.toString('base64').replace(/(.{76})/g, '$1\r\n')}\r\n--b--\r\n`,
);

async function withPool<T>(
  options: PoolOptions,
  work: (pool: ReturnType<typeof createParsePool>) => Promise<T>,
): Promise<T> {
  const pool = createParsePool(options);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

test('a thread reads what the event loop reads', async () => {
  const [here, there] = [memoryKeeper(), memoryKeeper()];
  const expected = await parseMessage(inChunks(mail), here.keep);
  const message = await withPool({ smallBytes: 0 }, pool => pool.parse(inChunks(mail), there.keep));
  expect(message).toEqual(expected);
  expect(there.kept[0]?.equals(file)).toBe(true);
});

test('the bytes that were given are left to their owner, such as the memory of the spool', async () => {
  const chunks = Array.from({ length: 8 }, (_, at) => new Uint8Array(mail.subarray(at * 65_536, (at + 1) * 65_536)));
  async function* source() {
    for (const { buffer } of chunks) yield Buffer.from(buffer);
  }
  await withPool({ smallBytes: 0 }, pool => pool.parse(source(), memoryKeeper().keep));
  expect(Buffer.concat(chunks).equals(mail)).toBe(true);
});

test('more mails than threads all get their answer', async () => {
  const subjects = await withPool({ smallBytes: 0, threads: 2 }, pool =>
    Promise.all(
      Array.from({ length: 12 }, () => pool.parse(inChunks(mail), memoryKeeper().keep).then(({ subject }) => subject)),
    ),
  );
  expect(subjects).toEqual(Array.from({ length: 12 }, () => 'Agenda'));
});

test('a thread that has read nothing for a while is ended, and the next mail gets a new one', async () => {
  const ended = vi.spyOn(Worker.prototype, 'terminate');
  const subjects = await withPool({ smallBytes: 0, threads: 1, idleMs: 1 }, async pool => {
    const first = await pool.parse(inChunks(mail), memoryKeeper().keep);
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce(), 5_000);
    const second = await pool.parse(inChunks(mail), memoryKeeper().keep);
    return [first.subject, second.subject];
  });
  ended.mockRestore();
  expect(subjects).toEqual(['Agenda', 'Agenda']);
});

test('a thread that works too long is ended; its header is still read, and the next mail is', async () => {
  const [late, next] = await withPool({ smallBytes: 0, threads: 1, cpuMs: 0 }, async pool => [
    await pool.parse(inChunks(mail), memoryKeeper().keep),
    await pool.parse(inChunks(mail), memoryKeeper().keep),
  ]);
  expect(late).toMatchObject({ subject: 'Agenda', messageId: '<1@clinic.test>' });
  expect(late!.problems.join()).toMatch(/took more than 0 seconds/);
  expect(next!.subject).toBe('Agenda');
});

for (const smallBytes of [0, 10_000_000]) {
  const where = smallBytes === 0 ? 'in a thread' : 'on the event loop';
  test(`a store that fails is not the mail's fault: another try may work (${where})`, async () => {
    const full: KeepAttachment = async () => {
      throw new Error('disk full');
    };
    await withPool({ smallBytes }, async pool => {
      await expect(pool.parse(inChunks(mail), full)).rejects.toThrow('disk full');
      expect((await pool.parse(inChunks(mail), memoryKeeper().keep)).text).toBe('Words');
    });
  });

  test(`a source that fails leaves no half of a file behind (${where})`, async () => {
    async function* torn() {
      yield mail.subarray(0, 100_000);
      throw new Error('spool gone');
    }
    const { keep, kept } = memoryKeeper();
    await withPool({ smallBytes }, pool => expect(pool.parse(torn(), keep)).rejects.toThrow('spool gone'));
    expect(kept).toEqual([]);
  });
}

test('a source that is not read to its end is closed', async () => {
  let closed = 0;
  async function* source() {
    try {
      yield Buffer.from('Content-Type: multipart/mixed; boundary=b\r\n\r\n');
      for (;;) yield Buffer.from('--b\r\n\r\n'.repeat(1000));
    } finally {
      closed++;
    }
  }
  await withPool({}, pool => pool.parse(source(), memoryKeeper().keep));
  await parseMessage(source(), memoryKeeper().keep);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(closed).toBe(2);
});

test('a mail that was left half read takes nothing from the next one', async () => {
  const bomb = Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(60_000)}`);
  const plain = Buffer.from(`Subject: next\r\n\r\n${'0123456789abcde\n'.repeat(8000)}`);
  await withPool({ smallBytes: 0, threads: 1 }, async pool => {
    for (let round = 0; round < 8; round++) {
      await pool.parse(inChunks(bomb, 5000 + round * 777), memoryKeeper().keep);
      expect((await pool.parse(inChunks(plain, 5000), memoryKeeper().keep)).text).toHaveLength(128_000);
    }
  });
});
