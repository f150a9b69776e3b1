// Files that were too large for a mail: a link of one reader leads here. The link is the proof, so there is no cookie.
import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import type { Address } from '../mail/address.ts';
import { readFilePath } from '../tokens/file-link.ts';

export type FileToSend = Readonly<{ name: string; contentType: string; size: number; sha256: string }>;
export type FilePorts = Readonly<{
  /** Newest first. */
  keys: readonly string[];
  /** Null for a file that is no longer kept, or is infected, and for a reader who is not on the ticket any more. */
  file(
    key: string,
    link: Readonly<{ ticketNumber: number; isFor(address: Address): boolean }>,
  ): Promise<FileToSend | null>;
  bytes(key: string, range?: Readonly<{ start: number; end: number }>): AsyncIterable<Buffer>;
}>;

export function addFiles(app: Hono, ports: FilePorts): void {
  app.get('/files/:token/:file', async context => {
    const { token, file: named } = context.req.param();
    const link = readFilePath({ token, file: named }, ports.keys, new Date());
    const file = link && (await ports.file(link.key, link));
    if (!link || !file) return context.text('This link does not work any more\n', 404);
    return sendFile(context, file, range => ports.bytes(link.key, range));
  });
}

type Bytes = (range?: Readonly<{ start: number; end: number }>) => AsyncIterable<Buffer>;

/** Whole, or the one range that was asked for (RFC 9110 section 14); several ranges are answered with the whole. */
export function sendFile(context: Context, file: FileToSend, bytes: Bytes): Response {
  const etag = `"${file.sha256}"`;
  context.header('ETag', etag);
  context.header('Accept-Ranges', 'bytes');
  context.header('Content-Type', safeType(file.contentType));
  context.header('Content-Disposition', attachmentNamed(file.name));
  context.header('X-Content-Type-Options', 'nosniff');
  if (context.req.header('if-none-match')?.includes(etag)) return context.body(null, 304);
  const ifRange = context.req.header('if-range');
  const asked = ifRange === undefined || ifRange === etag ? context.req.header('range') : undefined;
  const range = rangeIn(asked, file.size);
  if (range === 'none') {
    context.header('Content-Range', `bytes */${file.size}`);
    return context.body(null, 416);
  }
  const length = range === null ? file.size : range.end - range.start + 1;
  context.header('Content-Length', String(length));
  if (range !== null) context.header('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`);
  const status = range === null ? 200 : 206;
  if (context.req.method === 'HEAD' || length === 0) return context.body(null, status);
  const body = Readable.toWeb(Readable.from(bytes(range ?? undefined), { objectMode: false }));
  return context.body(body as unknown as ReadableStream, status);
}

/** Null: send the whole. `none`: no byte of the file is asked for. */
export function rangeIn(
  field: string | undefined,
  size: number,
): Readonly<{ start: number; end: number }> | 'none' | null {
  const [, first = '', last = ''] = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(field ?? '') ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  return start >= size || start > end ? 'none' : { start, end };
}

/** A page in a browser is never made of it, whatever it is. */
const safeType = (type: string): string =>
  /^[\w!#$&^.+-]{1,80}\/[\w!#$&^.+-]{1,80}$/.test(type) && !/html|xml|svg|script/i.test(type)
    ? type
    : 'application/octet-stream';

/** RFC 6266: ASCII for old programs, and the whole name in UTF-8 (RFC 8187). */
export function attachmentNamed(name: string): string {
  const ascii = name.replace(/[^ -~]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
