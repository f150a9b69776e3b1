import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/**
 * A `__Host-` cookie where readers come by https. By plain http, as on the machine itself, browsers differ: Safari
 * keeps no Secure cookie there, so it has another name and no Secure.
 */
const isSecure = (publicUrl: string | null): boolean => publicUrl?.startsWith('https:') ?? false;

export type CookieName = 'session' | 'ask' | 'oidc';
const names: Record<CookieName, string> = { session: 'postern', ask: 'postern-ask', oidc: 'postern-oidc' };
const nameOf = (name: CookieName, publicUrl: string | null): string =>
  `${isSecure(publicUrl) ? '__Host-' : ''}${names[name]}`;

export const readCookie = (context: Context, name: CookieName, publicUrl: string | null): string | null =>
  getCookie(context, nameOf(name, publicUrl)) || null;

/** `seconds`: how long the browser keeps it; 0 deletes it. Lax, or a link in a mail would find no session. */
export function writeCookie(
  context: Context,
  name: CookieName,
  { value, seconds, publicUrl }: Readonly<{ value: string; seconds: number; publicUrl: string | null }>,
): void {
  setCookie(context, nameOf(name, publicUrl), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(publicUrl),
    maxAge: seconds,
  });
}
