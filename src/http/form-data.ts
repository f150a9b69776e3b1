// Reads forms: text fields as they are, files as they stream, so that no file is ever whole in memory.
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Busboy } from '@fastify/busboy';
import type { Context } from 'hono';

export type Fields = Readonly<Record<string, string>>;
export type IncomingFile = Readonly<{ field: string; name: string; contentType: string; bytes: AsyncIterable<Buffer> }>;

const limits = { fieldSize: 1_000_000, fields: 60, files: 50, parts: 120, headerPairs: 100 };

/** The text fields of a form; the last of a name counts. Files are read and dropped. */
export const fieldsOf = (context: Context): Promise<Fields> => readForm(context, async file => drain(file.bytes));

/** The same, with each file handed over as it comes, with the fields before it; it has to be read to its end. */
export async function readForm(
  context: Context,
  take: (file: IncomingFile, fields: Fields) => Promise<void>,
): Promise<Fields> {
  const type = context.req.header('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) return plainFields(context);
  const fields: Record<string, string> = {};
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const body = context.req.raw.body;
  if (body === null) return fields;
  const taking: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();
  try {
    const parser = new Busboy({ headers: { 'content-type': type }, limits });
    parser
      .on('field', (name: string, value: string) => {
        fields[name] = asLines(value);
      })
      .on('file', (field: string, stream: Readable, name: string, _encoding: string, contentType: string) => {
        const file = { field, name: name ?? '', contentType, bytes: stream as AsyncIterable<Buffer> };
        const before = { ...fields };
        // One after the other: each is measured against what the ones before have left.
        const turn = last.then(() => take(file, before)).finally(() => void stream.resume());
        last = turn.catch(() => {});
        taking.push(turn);
      })
      .on('finish', resolve)
      .on('error', reject);
    Readable.fromWeb(body as ReadableStream)
      .on('error', reject)
      .pipe(parser);
    await promise;
  } catch (cause) {
    await Promise.allSettled(taking);
    // A body that is not of its type has no fields; what a file could not be kept for is our fault.
    if (taking.length === 0) return {};
    throw cause;
  }
  await Promise.all(taking);
  return fields;
}

async function plainFields(context: Context): Promise<Fields> {
  const body = await context.req.parseBody().catch(() => ({}));
  const texts = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name, asLines(value)]));
}

async function drain(bytes: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of bytes);
}

const asLines = (text: string): string => text.replace(/\r\n?/g, '\n');
