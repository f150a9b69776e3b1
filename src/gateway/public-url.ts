import type { Config } from '../config/load.ts';
import { urlHost } from '../config/networks.ts';
import type { HttpListener } from '../http/listener.ts';

/** Null where nobody could follow a link: neither is it said what they start with, nor is a host of our own known. */
export function publicUrlOf(
  { PUBLIC_URL, HTTP_HOST }: Config,
  pages: Pick<HttpListener, 'address'> | null,
): string | null {
  if (PUBLIC_URL !== undefined) return PUBLIC_URL.replace(/\/+$/, '');
  if (!pages || ['0.0.0.0', '::', ''].includes(HTTP_HOST)) return null;
  return `http://${urlHost(HTTP_HOST)}:${pages.address.port}`;
}
