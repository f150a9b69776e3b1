import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { wantsGzip } from '../assets.ts';
import { Html, html } from './html.ts';

export { Html, html };

const gzippedFrom = 1_000;
/** A page is compressed for one reader and one time: the default, 6, saves an eighth more and costs three times as much. */
const gzipLevel = 1;

/** Answers with a page, compressed where that pays. */
export function send(context: Context, page: Html, status = 200): Response {
  const text = page.toString();
  const isZipped = text.length >= gzippedFrom && wantsGzip(context);
  context.header('Content-Type', 'text/html; charset=UTF-8');
  context.header('Vary', 'Accept-Encoding, Accept-Language, Cookie');
  if (isZipped) context.header('Content-Encoding', 'gzip');
  context.status(status as 200);
  return context.body(isZipped ? gzipSync(text, { level: gzipLevel }) : text);
}
