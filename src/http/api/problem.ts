// What went wrong, as RFC 9457 has it. An exception's own text never gets into one.
import type { Context } from 'hono';

/** `name` is the last part of `type`, a section of our page /api. */
export type Problem = Readonly<{
  status: 400 | 401 | 403 | 404 | 406 | 409 | 412 | 413 | 415 | 422 | 429 | 503;
  name: string;
  title: string;
  detail?: string;
  /** What is wrong with each field: a JSON Pointer into the body, or the name of a parameter. */
  errors?: readonly Readonly<{ pointer?: string; parameter?: string; detail: string }>[];
}>;

/** Thrown by handlers; answered by `sendProblem`. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export function sendProblem(context: Context, { name, ...problem }: Problem): Response {
  context.header('Content-Type', 'application/problem+json');
  return context.body(JSON.stringify({ type: `/api#${name}`, ...problem }), problem.status) as Response;
}

export const noTicket: Problem = {
  status: 404,
  name: 'no-such-ticket',
  title: 'There is no such ticket',
  detail: 'GET /api/v1/tickets lists those that there are.',
};
export const unforeseen: Problem = {
  status: 503,
  name: 'not-now',
  title: 'It could not be done just now',
  detail: 'Nothing was changed. Please try again in a minute.',
};
