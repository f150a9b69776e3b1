// Header fields of every answer: what a page may load, and who may keep it.
import type { Context, MiddlewareHandler, Next } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';

const common = {
  xFrameOptions: 'DENY',
  // Applies to the whole domain, so the proxy that ends TLS has to set it.
  strictTransportSecurity: false as const,
  crossOriginOpenerPolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  permissionsPolicy: { camera: false, microphone: false, geolocation: false, payment: false, usb: false },
} as const;

/** The page of an unfollow link has its style in itself, and no script. */
const linkHeaders = secureHeaders({
  ...common,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: [NONCE],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

/** `issuer`: where the form of a sign-in may lead to. */
const pageHeaders = (issuer: string | null) =>
  secureHeaders({
    ...common,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'", ...(issuer === null ? [] : [issuer])],
      frameSrc: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  });

/** Routes that set a Content-Security-Policy themselves, such as frames and files, keep theirs. */
export function answerHeaders(issuer: string | null): MiddlewareHandler {
  const ofPages = pageHeaders(issuer);
  return async (context: Context, next: Next) => {
    const isLink = context.req.path.startsWith('/unfollow/');
    let own: string | undefined;
    await (isLink ? linkHeaders : ofPages)(context, async () => {
      await next();
      own = context.res.headers.get('content-security-policy') ?? undefined;
    });
    // In place: `context.header` would make the answer anew, its body as a stream, for each field.
    const { headers } = context.res;
    if (own !== undefined) {
      headers.set('Content-Security-Policy', own);
      // For browsers that know only the older field.
      if (own.includes("frame-ancestors 'self'")) headers.set('X-Frame-Options', 'SAMEORIGIN');
    }
    // The address of a link's page is a secret of its reader; other pages are the reader's own.
    if (!headers.has('cache-control')) headers.set('Cache-Control', isLink ? 'no-store' : 'private, no-cache');
    headers.set('X-Robots-Tag', 'noindex, nofollow');
  };
}
