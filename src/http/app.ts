// The web side of the gateway: the pages that links in our mail lead to, and health.
//
// Nothing here keeps a session or sets a cookie, and a page needs no script and loads nothing. Every error is
// logged and answered 503, without its text.
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { addHealthRoutes, type HealthPorts } from './health.ts';
import { addUnfollowPages, retryAfterSeconds, type UnfollowPorts } from './unfollow.ts';

export type AppPorts = UnfollowPorts & Readonly<{ health?: HealthPorts; onUnforeseen(cause: unknown): void }>;

/** The POST of one-click unsubscribe has a few hundred octets. */
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
      // Applies to the whole domain, so the proxy that ends TLS has to set it.
      strictTransportSecurity: false,
    }),
    async (context, next) => {
      await next();
      // The address of a page is a secret of its reader.
      context.header('Cache-Control', 'no-store');
      context.header('X-Robots-Tag', 'noindex, nofollow');
    },
    methodNotAllowed({ app }),
    async (context, next) => {
      // Bodies are not read here, so one without a length costs no memory and ends with the request's timeout.
      if (Number(context.req.header('content-length') ?? 0) > maxBodyBytes) return context.text('Too big\n', 413);
      await next();
    },
  );
  addHealthRoutes(app, ports.health ?? null);
  addUnfollowPages(app, ports);
  app.notFound(context => context.text('Not found\n', 404));
  app.onError((cause, context) => {
    ports.onUnforeseen(cause);
    return context.text('Not just now, please try again\n', 503, { 'Retry-After': String(retryAfterSeconds) });
  });
  return app;
}
