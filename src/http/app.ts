// The web side of the gateway: pages that links in our mail lead to, and whether we live.
//
// Nothing here keeps a session or sets a cookie, and a page needs no script and loads nothing. What goes
// wrong is ours to log and the reader's to try again: 503, whatever it was, and never its text.
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { addUnfollowPages, retryAfterSeconds, type UnfollowPorts } from './unfollow.ts';

export type AppPorts = UnfollowPorts & Readonly<{ onUnforeseen(cause: unknown): void }>;

/** What one click of a mail program sends is a few hundred octets. */
const maxBodyBytes = 4_096;

export function createApp(ports: AppPorts): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: [NONCE],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      // For whoever ends TLS to say, and for his domain to know.
      strictTransportSecurity: false,
    }),
    async (context, next) => {
      await next();
      // Addresses of pages are secrets of one reader.
      context.header('Cache-Control', 'no-store');
      context.header('X-Robots-Tag', 'noindex, nofollow');
    },
    methodNotAllowed({ app }),
    async (context, next) => {
      // Nobody reads a body here, so one without a length costs no memory and ends with the request's time.
      if (Number(context.req.header('content-length') ?? 0) > maxBodyBytes) return context.text('Too big\n', 413);
      await next();
    },
  );
  app.get('/livez', context => context.text('ok\n'));
  addUnfollowPages(app, ports);
  app.notFound(context => context.text('Not found\n', 404));
  app.onError((cause, context) => {
    ports.onUnforeseen(cause);
    return context.text('Not just now, please try again\n', 503, { 'Retry-After': String(retryAfterSeconds) });
  });
  return app;
}
