// The store and the spool in a bucket of a real S3 server, also over a connection that fails.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSpool } from '../../src/spool/open-spool.ts';
import type { Spool } from '../../src/spool/spool.ts';
import { openStore } from '../../src/store/open-store.ts';
import { keepPart, type Store } from '../../src/store/store.ts';
import { bytesOf, spooled } from '../spool/mails.ts';
import { startS3, type TestS3, withoutS3 } from '../support/s3/s3.ts';

describe.skipIf(withoutS3('store and spool in a bucket'))('a bucket', () => {
  let s3: TestS3;
  let url = '';
  let scratch = '';
  let store: Store;
  let spool: Spool;
  /** As another process has it, which remembers nothing. */
  let elsewhere: Spool;
  beforeAll(async () => {
    s3 = await startS3();
    url = await s3.bucket('postern');
    scratch = await mkdtemp(join(tmpdir(), 'postern-drafts-'));
    store = await openStore(url);
    spool = await openSpool(url, scratch);
    elsewhere = await openSpool(url, scratch);
  });
  afterAll(async () => {
    await s3?.remove();
    await rm(scratch, { recursive: true, force: true });
  });

  async function* inPieces(...chunks: Buffer[]): AsyncGenerator<Buffer> {
    yield* chunks;
  }
  const newId = (at?: number) => ulid(at).toLowerCase();
  async function keep(id: string, ...chunks: Buffer[]): Promise<number> {
    const draft = await spool.begin(id);
    for (const chunk of chunks) await draft.write(chunk);
    return draft.commit(spooled(id));
  }

  test('keeps bytes of any size by key, and says what is missing', async () => {
    for (const size of [0, 5, 200_000, 9 * 1024 * 1024]) {
      const bytes = randomBytes(size);
      const half = size >> 1;
      const kept = await keepPart(
        store,
        `parts/01abc-${size}`,
        inPieces(bytes.subarray(0, half), bytes.subarray(half)),
      );
      expect(kept).toEqual({
        key: `parts/01abc-${size}`,
        size,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      expect((await bytesOf(store.get(kept.key))).equals(bytes), `${size} bytes`).toBe(true);
    }
    expect(await store.has('parts/01abc-5')).toBe(true);
    await store.drop('parts/01abc-5');
    await store.drop('parts/01abc-5');
    expect(await store.has('parts/01abc-5')).toBe(false);
    await expect(bytesOf(store.get('parts/01abc-5'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(async () => store.get('../etc')).rejects.toThrow('not a key');
  });

  test('gives committed mail back as it was written, small, large, empty', async () => {
    for (const size of [0, 1_000, 300_000, 1_500_000, 9_000_000]) {
      const id = newId();
      const bytes = Buffer.alloc(size, 'posternmail');
      expect(await keep(id, bytes.subarray(0, 700), bytes.subarray(700))).toBe(size);
      const found = await elsewhere.read(id);
      expect(found?.mail).toEqual({ ...spooled(id), size });
      expect((await bytesOf(found!.bytes())).equals(bytes), `${size} bytes`).toBe(true);
      expect((await bytesOf(found!.bytes())).equals(bytes), 'and again').toBe(true);
      await spool.release(id);
      await spool.release(id);
      expect(await elsewhere.read(id)).toBeNull();
    }
    expect(await readdir(scratch), 'no draft is left').toEqual([]);
  });

  test('shows a draft what was written, and keeps nothing of one that is discarded', async () => {
    for (const size of [2_000, 2_000_000]) {
      const id = newId();
      const draft = await spool.begin(id);
      await draft.write(Buffer.alloc(size, 'x'));
      expect((await bytesOf(draft.read())).length).toBe(size);
      await draft.discard();
      expect(await elsewhere.read(id)).toBeNull();
    }
    expect(await readdir(scratch)).toEqual([]);
  });

  test('lists what lies in the spool by age, oldest first, and not what was set aside', async () => {
    const hour = 3_600_000;
    const ids = [newId(Date.now() - 2 * hour), newId(Date.now() - hour), newId()];
    for (const id of ids.toReversed()) await keep(id, Buffer.from('mail'));
    expect(await spool.leftovers(0)).toEqual(ids);
    expect(await spool.leftovers(hour / 2)).toEqual(ids.slice(0, 2));
    await spool.setAside(ids[0]!);
    await spool.setAside(newId());
    expect(await elsewhere.leftovers(0)).toEqual(ids.slice(1));
    expect(await spool.read(ids[0]!)).toBeNull();
    for (const id of ids) await spool.release(id);
  });

  test.each(['503', 'drop', 'stall'] as const)(
    'survives a server that answers %s once in a while',
    async fault => {
      const front = await startFront(s3.endpoint, fault);
      try {
        const away = url.replace(s3.endpoint, front.url);
        const [store, spool] = [await openStore(away), await openSpool(away, scratch)];
        const bytes = randomBytes(3_000_000);
        // A stall costs the whole patience for an answer, so once is enough.
        const often = fault === 'stall' ? () => {} : front.fail;
        often();
        await store.put('raw/01faulty', inPieces(bytes));
        often();
        expect((await bytesOf(store.get('raw/01faulty'))).equals(bytes)).toBe(true);
        const id = newId();
        const draft = await spool.begin(id);
        await draft.write(bytes);
        front.fail();
        await draft.commit(spooled(id));
        often();
        expect((await bytesOf((await spool.read(id))!.bytes())).equals(bytes)).toBe(true);
        await spool.release(id);
        expect(front.failed()).toBe(fault === 'stall' ? 1 : 4);
      } finally {
        front.close();
      }
    },
    120_000,
  );

  test('keeps nothing, and rejects, where the server is gone', async () => {
    const id = newId();
    const away = await openSpool(url.replace(s3.endpoint, 'http://127.0.0.1:9'), scratch);
    const draft = await away.begin(id);
    await draft.write(Buffer.from('mail'));
    await expect(draft.commit(spooled(id))).rejects.toThrow();
    await draft.discard();
    expect(await elsewhere.read(id)).toBeNull();
  });

  test('refuses a wrong secret', async () => {
    const other = await openStore(url.replace(':testing@', ':wrong@'));
    await expect(other.put('raw/01abc', inPieces(Buffer.from('x')))).rejects.toThrow();
  });
});

/** Passes requests on, but spoils the next one after each `fail()`: its answer breaks off in the middle of a body. */
async function startFront(endpoint: string, fault: '503' | 'drop' | 'stall') {
  let armed = false;
  let failed = 0;
  const front: Server = createServer((asked, answer) => {
    const spoil = armed;
    armed = false;
    if (spoil) failed++;
    if (spoil && (fault !== 'drop' || asked.method !== 'GET')) return void spoilRequest(asked, answer, fault);
    const onward = request(`${endpoint}${asked.url}`, { method: asked.method!, headers: asked.headers }, got => {
      answer.writeHead(got.statusCode!, got.headers);
      if (!spoil) return got.pipe(answer);
      got.once('data', chunk => {
        answer.write(chunk);
        setTimeout(() => asked.socket.destroy(), 50);
      });
    });
    onward.on('error', () => asked.socket.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    fail() {
      armed = true;
    },
    failed: () => failed,
    close() {
      front.closeAllConnections();
      front.close();
    },
  };
}

type Asked = Parameters<Parameters<typeof createServer>[1] & object>[0];
type Answer = Parameters<Parameters<typeof createServer>[1] & object>[1];

function spoilRequest(asked: Asked, answer: Answer, fault: '503' | 'drop' | 'stall'): void {
  if (fault === 'drop') return void asked.socket.destroy();
  asked.resume();
  if (fault === 'stall') return;
  asked.on('end', () => answer.writeHead(503).end('<Error><Code>SlowDown</Code><Message>slow</Message></Error>'));
}
