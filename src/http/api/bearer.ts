// Who calls: a Bearer token (RFC 6750), and nothing else. A cookie is never looked at.
import type { Context, MiddlewareHandler } from 'hono';
import { findToken, type Scope } from '../../db/api-tokens.ts';
import { type Problem, Refusal, sendProblem } from './problem.ts';
import type { ApiRooms } from './rooms.ts';

const perMinute = 600;
const minuteMs = 60_000;

export function bearer({ db }: Pick<ApiRooms, 'db'>): MiddlewareHandler {
  const calls = new Map<string, { minute: number; count: number }>();
  return async (context, next) => {
    const [, given] = /^Bearer +([\w.~+/=-]+) *$/i.exec(context.req.header('authorization') ?? '') ?? [];
    const token = given ? await findToken(db, given) : null;
    if (!token) {
      context.header('WWW-Authenticate', given ? 'Bearer error="invalid_token"' : 'Bearer');
      return sendProblem(context, given ? wrongToken : noToken);
    }
    const minute = Math.floor(Date.now() / minuteMs);
    const known = calls.get(token.id);
    const count = known?.minute === minute ? known.count + 1 : 1;
    calls.set(token.id, { minute, count });
    const seconds = Math.ceil(((minute + 1) * minuteMs - Date.now()) / 1_000);
    context.header('RateLimit-Policy', `"token";q=${perMinute};w=60`);
    context.header('RateLimit', `"token";r=${Math.max(0, perMinute - count)};t=${seconds}`);
    if (count > perMinute) {
      context.header('Retry-After', String(seconds));
      return sendProblem(context, tooMany);
    }
    context.set('token', token);
    await next();
  };
}

/** Refuses a call whose token lacks the scope. */
export function needScope(context: Context, scope: Scope): void {
  if (context.get('token').scopes.includes(scope)) return;
  context.header('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${scope}"`);
  throw new Refusal({
    status: 403,
    name: 'scope',
    title: 'This token may not do that',
    detail: `It needs the scope ${scope}: postern token add makes one.`,
  });
}

const noToken: Problem = {
  status: 401,
  name: 'no-token',
  title: 'A token is needed',
  detail: 'Send Authorization: Bearer pst_…; postern token add makes a token.',
};
const wrongToken: Problem = {
  status: 401,
  name: 'wrong-token',
  title: 'This token is unknown or has expired',
  detail: 'postern token list shows those that there are.',
};
const tooMany: Problem = {
  status: 429,
  name: 'too-many',
  title: 'Too many calls',
  detail: `A token has ${perMinute} calls a minute.`,
};
