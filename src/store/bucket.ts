// A bucket of S3 or of a server that speaks S3's language, and the few things that we ask of it.
//
// Requests that meet a 503, a dropped connection or a stall are sent again by the SDK, always from bytes that are
// held, since a stream that was read once cannot be sent again. What is sent is signed with its SHA-256, so a body
// that changes on the way is refused there. The SDK costs 35 MB, and is loaded only where a bucket is named.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { S3Place } from '../config/s3-url.ts';
import { type ByteRange, missing, StoreAway } from './store.ts';

/** Keys stand below the prefix of the place. */
export type Bucket = Readonly<{
  put(key: string, body: Buffer): Promise<void>;
  /** In pieces, of which few are in memory at a time. Nothing is kept under the key unless all arrive. */
  putLarge(key: string, bytes: AsyncIterable<Buffer>): Promise<void>;
  /** Rejects with code ENOENT where there is no such key. A connection that breaks is opened again where it broke. */
  get(key: string, range?: ByteRange): AsyncGenerator<Buffer>;
  /** The last bytes and the size of the whole; null where there is no such key. */
  tail(key: string, length: number): Promise<{ bytes: Buffer; size: number } | null>;
  has(key: string): Promise<boolean>;
  copy(from: string, to: string): Promise<void>;
  drop(key: string): Promise<void>;
  /** All keys that start so, in the order of their names. */
  list(start: string): AsyncGenerator<string>;
  /** Drops what was uploaded in pieces and never finished. */
  abandonUploads(olderThanMs: number): Promise<void>;
}>;
/** What is larger goes in pieces of this size. */
export const pieceBytes = 8 * 1024 * 1024;
const attempts = 5;
const connectMs = 3_000;
const answerMs = 15_000;

/** What a request fails with, but where a key is missing. */
function away(cause: unknown): never {
  if ((cause as { code?: string }).code === 'ENOENT') throw cause;
  const { name, message } = cause as Error;
  throw new StoreAway(`the bucket does not answer as it should: ${name} ${message}`, { cause });
}

/** An answer that tells that there is no such key: HEAD has no body, and so another name. */
const isMissing = (cause: unknown): boolean => ['NoSuchKey', 'NotFound'].includes((cause as Error)?.name);

export async function openBucket(place: S3Place): Promise<Bucket> {
  const [s3, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
  const client = new s3.S3Client(settingsOf(place));
  const at = (key: string) => ({ Bucket: place.bucket, Key: place.prefix + key });

  async function head(key: string, range?: string): Promise<GetObjectCommandOutput | null> {
    try {
      return await client.send(new s3.GetObjectCommand({ ...at(key), ...(range ? { Range: range } : {}) }));
    } catch (cause) {
      return isMissing(cause) ? null : away(cause);
    }
  }

  return {
    async put(key, body) {
      const ChecksumSHA256 = createHash('sha256').update(body).digest('base64');
      await client.send(new s3.PutObjectCommand({ ...at(key), Body: body, ChecksumSHA256 })).catch(away);
    },
    async putLarge(key, bytes) {
      const params = { ...at(key), Body: Readable.from(bytes), ChecksumAlgorithm: 'SHA256' as const };
      await new Upload({ client, params, partSize: pieceBytes, queueSize: 2 }).done().catch(away);
    },
    get: (key, range) => pieces(key, range, head),
    async tail(key, length) {
      for (let broken = 1; ; broken++) {
        const found = await head(key, `bytes=-${length}`);
        if (!found) return null;
        const bytes = await found.Body!.transformToByteArray().catch(cause => {
          if (broken >= attempts) away(cause);
        });
        if (bytes) return { bytes: Buffer.from(bytes), size: sizeOf(found, bytes.length) };
      }
    },
    has: key =>
      client.send(new s3.HeadObjectCommand(at(key))).then(
        () => true,
        cause => {
          return isMissing(cause) ? false : away(cause);
        },
      ),
    async copy(from, to) {
      const source = `${place.bucket}/${place.prefix}${from}`.split('/').map(encodeURIComponent).join('/');
      await client.send(new s3.CopyObjectCommand({ ...at(to), CopySource: source })).catch(cause => {
        throw isMissing(cause) ? missing(from) : away(cause);
      });
    },
    drop: async key => void (await client.send(new s3.DeleteObjectCommand(at(key))).catch(away)),
    async *list(start) {
      const asked = { Bucket: place.bucket, Prefix: place.prefix + start };
      const pages = s3.paginateListObjectsV2({ client }, asked);
      for (;;) {
        const { done, value } = await pages.next().catch(away);
        if (done) return;
        for (const { Key } of value.Contents ?? []) yield Key!.slice(place.prefix.length);
      }
    },
    async abandonUploads(olderThanMs) {
      const before = Date.now() - olderThanMs;
      const asked = { Bucket: place.bucket, Prefix: place.prefix };
      const { Uploads = [] } = await client.send(new s3.ListMultipartUploadsCommand(asked)).catch(away);
      for (const { Key, UploadId, Initiated } of Uploads) {
        if (!Initiated || Initiated.getTime() >= before) continue;
        await client.send(new s3.AbortMultipartUploadCommand({ Bucket: place.bucket, Key, UploadId })).catch(away);
      }
    },
  };
}

const sizeOf = ({ ContentRange }: GetObjectCommandOutput, length: number): number =>
  Number(ContentRange?.split('/')[1] ?? length);

function settingsOf({ endpoint, region, pathStyle, credentials }: S3Place) {
  // Servers other than Amazon's have a region only in their signatures.
  const where = region ?? (endpoint ? 'us-east-1' : null);
  return {
    ...(endpoint ? { endpoint } : {}),
    ...(where ? { region: where } : {}),
    ...(credentials ? { credentials } : {}),
    forcePathStyle: pathStyle,
    maxAttempts: attempts,
    // Bodies of unknown checksums, which these would send as aws-chunked, are refused by servers other than Amazon's.
    requestChecksumCalculation: 'WHEN_REQUIRED' as const,
    responseChecksumValidation: 'WHEN_REQUIRED' as const,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      socketTimeout: answerMs,
      throwOnRequestTimeout: true,
    },
  };
}

type Ask = (key: string, range?: string) => Promise<GetObjectCommandOutput | null>;

/** Asks again for the rest where a connection breaks in the middle. Objects are never changed, so the rest fits. */
async function* pieces(key: string, range: ByteRange | undefined, ask: Ask): AsyncGenerator<Buffer> {
  let from = range?.start ?? 0;
  for (let broken = 0; ; broken++) {
    const wanted = from > 0 || range ? `bytes=${from}-${range?.end ?? ''}` : undefined;
    const found = await ask(key, wanted);
    if (!found) throw missing(key);
    try {
      for await (const chunk of found.Body as Readable) {
        yield chunk;
        from += chunk.length;
      }
      return;
    } catch (cause) {
      if (broken + 1 >= attempts) away(cause);
    }
  }
}
