// The web side of the gateway: pages for the people of a ticket, the links of our mail, and health.
//
// A page is whole without script and loads nothing from elsewhere. Every error is logged and answered 503, without
// its text.
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { answerHeaders } from './headers.ts';
import { addHealthRoutes, type HealthPorts } from './health.ts';
import { type Answered, observing } from './observe.ts';
import { refuseForeign } from './same-origin.ts';
import { addUnfollowPages, retryAfterSeconds, type UnfollowPorts } from './unfollow.ts';

export type AppPorts = UnfollowPorts &
  Readonly<{
    health?: HealthPorts;
    onUnforeseen(cause: unknown): void;
    /** What links start with; null where none would work. Missing: null. */
    publicUrl?(): string | null;
    /** The origin of the OIDC provider, where sign-in may lead to. */
    issuer?: string | null;
    /** Hears of each answer. */
    observe?(answered: Answered): void;
  }>;
/** Adds the routes of one area. */
export type Area = (app: Hono) => void;

/** The largest body by the start of the path; the POST of one-click unsubscribe has a few hundred octets. */
const bodyLimits: readonly (readonly [string, number])[] = [
  ['/unfollow/', 4_096],
  ['/sign-in', 8_192],
  ['/uploads', 8 * 1024 * 1024],
  ['/new', 64 * 1024 * 1024],
  ['/tickets/', 64 * 1024 * 1024],
  ['/directory', 16 * 1024 * 1024],
  ['/api/', 64 * 1024 * 1024],
];
const otherwise = 512 * 1024;
const maxBodyBytes = (path: string): number => bodyLimits.find(([start]) => path.startsWith(start))?.[1] ?? otherwise;

export function createApp(ports: AppPorts, areas: readonly Area[] = []): Hono {
  const app = new Hono();
  if (ports.observe) app.use(observing(ports.observe));
  app.use(
    answerHeaders(ports.issuer ?? null),
    methodNotAllowed({ app }),
    async (context, next) => {
      // A body without a length costs no memory before it is read, and ends with the request's timeout.
      if (Number(context.req.header('content-length') ?? 0) > maxBodyBytes(context.req.path)) {
        return context.text('Too big\n', 413);
      }
      await next();
    },
    refuseForeign(ports.publicUrl ?? (() => null)),
  );
  addHealthRoutes(app, ports.health ?? null);
  addUnfollowPages(app, ports);
  for (const add of areas) add(app);
  app.notFound(context => context.text('Not found\n', 404));
  app.onError((cause, context) => {
    ports.onUnforeseen(cause);
    return context.text('Not just now, please try again\n', 503, { 'Retry-After': String(retryAfterSeconds) });
  });
  return app;
}
