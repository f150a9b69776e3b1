import type { Config } from '../config/load.ts';
import { urlHost } from '../config/networks.ts';
import type { HttpListener } from '../http/listener.ts';

/** What links start with; null where PUBLIC_URL is unset and the pages are bound to no host that a link could name. */
export function publicUrlOf(
  { PUBLIC_URL, HTTP_HOST }: Config,
  pages: Pick<HttpListener, 'address'> | null,
): string | null {
  if (PUBLIC_URL !== undefined) return PUBLIC_URL.replace(/\/+$/, '');
  if (!pages || ['0.0.0.0', '::', ''].includes(HTTP_HOST)) return null;
  return `http://${urlHost(HTTP_HOST)}:${pages.address.port}`;
}
