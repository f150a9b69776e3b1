import pino from 'pino';

/** Ids, verdicts and counts; never a subject, a body, a file name or a whole address. */
export type Log = pino.Logger;

/** To stderr, or to `destination`. */
export const createLog = (level: string, destination: pino.DestinationStream = stderr()): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: shownError } }, destination);

const stderr = () => pino.destination({ dest: 2, sync: true });

type ShownError = Readonly<{ type: string; code?: string; message: string; at: string[]; cause?: ShownError }>;

const maxDepth = 4;

/**
 * The part of an error that may be logged. Drizzle's message repeats the statement with all its values,
 * PostgreSQL's detail repeats the row, and drivers attach whole connections to their errors.
 */
export function shownError(error: unknown, depth = 0): ShownError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', at: [] };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: error.message.startsWith('Failed query') ? 'Failed query' : error.message.split('\n')[0]!.slice(0, 300),
    at: frames.slice(0, 6).map(line => line.trim()),
    ...(error.cause !== undefined && depth < maxDepth ? { cause: shownError(error.cause, depth + 1) } : {}),
  };
}
