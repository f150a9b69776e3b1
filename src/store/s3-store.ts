import { type Bucket, pieceBytes } from './bucket.ts';
import { type ByteRange, isKey, type Store } from './store.ts';

/** Bytes as objects of a bucket. An object is there whole or not at all, so there are no drafts but unfinished uploads. */
export function s3Store(bucket: Bucket): Store {
  const checked = (key: string): string => {
    if (!isKey(key)) throw new Error(`not a key of the store: ${JSON.stringify(key)}`);
    return key;
  };
  return {
    async put(key, bytes) {
      const { start, rest } = await startOf(bytes);
      const size = start.length;
      if (!rest) return bucket.put(checked(key), start).then(() => size);
      let more = 0;
      async function* all(): AsyncGenerator<Buffer> {
        yield start;
        for await (const chunk of rest!) {
          more += chunk.length;
          yield chunk;
        }
      }
      await bucket.putLarge(checked(key), all());
      return size + more;
    },
    get: (key, part) => bucket.get(checked(key), rangeOf(part)),
    has: key => bucket.has(checked(key)),
    drop: key => bucket.drop(checked(key)),
    clearDrafts: bucket.abandonUploads,
  };
}

/** All of an object that is empty; a range of no bytes cannot be asked for. */
function rangeOf(part: number | ByteRange | undefined): ByteRange | undefined {
  return typeof part === 'number' ? (part === 0 ? undefined : { start: 0, end: part - 1 }) : part;
}

/** What fits into one piece, and what follows; most bytes fit. */
async function startOf(bytes: AsyncIterable<Buffer>): Promise<{ start: Buffer; rest: AsyncIterable<Buffer> | null }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < pieceBytes) {
    const { done, value } = await iterator.next();
    if (done) return { start: Buffer.concat(chunks), rest: null };
    chunks.push(value);
    size += value.length;
  }
  return { start: Buffer.concat(chunks), rest: { [Symbol.asyncIterator]: () => iterator } };
}
