import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { wantsGzip } from '../assets.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
export { html };

const gzippedFrom = 1_000;

/** Answers with a page, compressed where that pays. */
export async function send(context: Context, page: Html, status = 200): Promise<Response> {
  const text = String(await page);
  const isZipped = text.length >= gzippedFrom && wantsGzip(context);
  context.header('Content-Type', 'text/html; charset=UTF-8');
  context.header('Vary', 'Accept-Encoding, Accept-Language, Cookie');
  if (isZipped) context.header('Content-Encoding', 'gzip');
  context.status(status as 200);
  return context.body(isZipped ? new Uint8Array(gzipSync(text)) : text);
}
