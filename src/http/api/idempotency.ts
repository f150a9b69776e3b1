// Idempotency-Key: a request that is sent again gets the first answer, and is done once.
import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { claimKey, dropKey, type KeyedRequest, keepAnswer } from '../../db/api-answers.ts';
import { type Problem, sendProblem } from './problem.ts';
import type { ApiRooms } from './rooms.ts';

const maxKey = 255;

/** Of POST requests; after the token is known. */
export const idempotent =
  ({ db }: Pick<ApiRooms, 'db'>): MiddlewareHandler =>
  async (context, next) => {
    const key = context.req.header('idempotency-key');
    if (context.req.method !== 'POST' || key === undefined) return next();
    if (key === '' || key.length > maxKey) return sendProblem(context, wrongKey);
    const body = await context.req.text();
    const request = createHash('sha256').update(`POST ${context.req.path}\n${body}`).digest('hex');
    const asked: KeyedRequest = { token: context.get('token').id, key, request };
    const known = await claimKey(db, asked);
    if (known.kind === 'other') return sendProblem(context, otherRequest);
    if (known.kind === 'in-flight') {
      context.header('Retry-After', '1');
      return sendProblem(context, inFlight);
    }
    if (known.kind === 'answered') {
      context.header('Content-Type', known.status < 400 ? 'application/json' : 'application/problem+json');
      return context.body(known.body, known.status as 200);
    }
    if (known.kind === 'mine') context.set('begun', known.since);
    await next();
    const { status } = context.res;
    if (status >= 500 || status === 429) await dropKey(db, asked);
    else await keepAnswer(db, asked, status, await context.res.clone().text());
  };

const wrongKey: Problem = {
  status: 400,
  name: 'idempotency-key',
  title: 'Idempotency-Key is not usable',
  detail: `It has 1 to ${maxKey} characters.`,
};
const otherRequest: Problem = {
  status: 422,
  name: 'idempotency-key-reused',
  title: 'This Idempotency-Key belongs to another request',
  detail: 'Use a new key for a new request.',
};
const inFlight: Problem = {
  status: 409,
  name: 'in-flight',
  title: 'The first request with this Idempotency-Key is still being done',
};
