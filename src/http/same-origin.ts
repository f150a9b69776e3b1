// Only our own pages may change something with a reader's cookie (cross-site request forgery).
//
// A browser names the page that a request comes from in Sec-Fetch-Site and Origin; a request from elsewhere is
// refused whatever its type. A client that sends neither has to send the form's hidden field `csrf`, which is made
// for the session and stands only in our own pages.
import type { Context, MiddlewareHandler } from 'hono';
import { mac, sameMac } from '../tokens/mac.ts';

const letters = 26;
export const csrfOf = (sessionHash: string, key: string): string => mac(`page form ${sessionHash}`, key, letters);
export const isCsrfOf = (sessionHash: string, token: string, keys: readonly string[]): boolean =>
  keys.some(key => sameMac(csrfOf(sessionHash, key), token));

export type Origin = 'ours' | 'foreign' | 'unknown';

/** Where a request comes from, as the browser says. `publicUrl`: the start of our links. */
export function originOf(context: Context, publicUrl: string | null): Origin {
  const site = context.req.header('sec-fetch-site');
  if (site === 'same-origin') return 'ours';
  const origin = context.req.header('origin');
  if (origin === undefined) return site === undefined || site === 'none' ? 'unknown' : 'foreign';
  const ours = publicUrl === null ? null : URL.parse(publicUrl)?.origin;
  if (origin === ours) return 'ours';
  // Behind a proxy the pages may be open under a second name, which its Host field carries.
  const host = context.req.header('host');
  return site === undefined && host !== undefined && URL.parse(origin)?.host === host ? 'ours' : 'foreign';
}

/** Refuses what comes from elsewhere. One-click unfollowing needs no cookie, and mail programs send what they like. */
export const refuseForeign =
  (publicUrl: () => string | null): MiddlewareHandler =>
  async (context, next) => {
    const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(context.req.method);
    const isExempt = context.req.path.startsWith('/unfollow/') || context.req.path.startsWith('/api/');
    if (!isSafe && !isExempt && originOf(context, publicUrl()) === 'foreign') {
      return context.text('This form belongs to another site\n', 403);
    }
    await next();
  };
