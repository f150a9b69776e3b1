// The API for programs: /api/v1 and its document. Everything goes through the same functions as mail and pages.
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { addActs } from './acts.ts';
import { bearer } from './bearer.ts';
import { idempotent } from './idempotency.ts';
import { addOpen } from './open.ts';
import { type Problem, Refusal, sendProblem, unforeseen } from './problem.ts';
import { addReading } from './reading.ts';
import type { ApiRooms } from './rooms.ts';

export type Api = Hono;

const maxBodyBytes = 2_000_000;

export function createApi(rooms: ApiRooms): Api {
  const v1 = new OpenAPIHono({
    defaultHook: (result, context) => (result.success ? undefined : sendProblem(context, invalid(result))),
  });
  v1.use('/api/v1/*', async (context, next) => {
    if (Number(context.req.header('content-length') ?? 0) > maxBodyBytes) return sendProblem(context, tooBig);
    await next();
    context.header('Cache-Control', 'private, no-cache');
  });
  v1.use('/api/v1/*', bearer(rooms));
  v1.use('/api/v1/*', idempotent(rooms));
  addReading(v1, rooms);
  addOpen(v1, rooms);
  addActs(v1, rooms);
  v1.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'postern token add makes one.',
  });
  v1.get('/api/openapi.json', context => context.json(v1.getOpenAPI31Document(head)));
  v1.all('/api/*', context => sendProblem(context, noRoute));
  v1.onError((cause, context) => {
    if (cause instanceof Refusal) return sendProblem(context, cause.problem);
    if (cause instanceof HTTPException && cause.status === 400) return sendProblem(context, noJson);
    rooms.onUnforeseen(cause);
    context.header('Retry-After', '60');
    return sendProblem(context, unforeseen);
  });
  return v1 as unknown as Api;
}

const head = {
  openapi: '3.1.0',
  info: {
    title: 'Postern',
    version: '1',
    description: 'Tickets of the support desk. Errors are problem documents (RFC 9457).',
  },
  security: [{ token: [] }],
};

type Invalid = Readonly<{
  target?: string;
  error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
}>;

function invalid({ target, error }: Invalid): Problem {
  const errors = error.issues.map(({ path, message: detail }) =>
    target === 'json' ? { pointer: `/${path.join('/')}`, detail } : { parameter: path.join('.'), detail },
  );
  return { status: 422, name: 'invalid', title: 'Some of it cannot be used', errors };
}

const tooBig: Problem = { status: 413, name: 'too-big', title: 'The body is too big', detail: 'At most 2 MB.' };
const noRoute: Problem = {
  status: 404,
  name: 'no-such-address',
  title: 'There is nothing at this address',
  detail: 'GET /api/openapi.json tells what there is.',
};
const noJson: Problem = { status: 400, name: 'no-json', title: 'The body is no JSON' };
