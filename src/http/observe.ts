// What pages and the API are asked for, by route and not by address: no figure names a person or a ticket.
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';

/** `route` is a template such as `/tickets/:key`, or `none`. */
export type Answered = Readonly<{
  route: string;
  method: string;
  status: number;
  goTo: string | null;
  seconds: number;
}>;

export const observing =
  (observe: (answered: Answered) => void): MiddlewareHandler =>
  async (context, next) => {
    const since = performance.now();
    await next();
    const route = matchedRoutes(context).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
    observe({
      route,
      method: context.req.method,
      status: context.res.status,
      goTo: context.res.headers.get('Location'),
      seconds: (performance.now() - since) / 1_000,
    });
  };

/** Null for what is no step of signing in. */
export type SignInOutcome = 'asked' | 'done' | 'wrong' | 'refused';

const steps = [
  ['POST', '/sign-in'],
  ['POST', '/sign-in/code'],
  ['POST', '/sign-in/k/:token'],
  ['GET', '/sign-in/oidc/back'],
];

export function signInOutcome({ route, method, status, goTo }: Answered): SignInOutcome | null {
  if (!steps.some(([how, where]) => how === method && where === route)) return null;
  if (status >= 400) return 'refused';
  if (goTo === '/sign-in/sent') return 'asked';
  return goTo === null || goTo.startsWith('/sign-in') ? 'wrong' : 'done';
}
