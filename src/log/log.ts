import pino from 'pino';

/** Ids, verdicts and counts; never a subject, a body, a file name or a whole address. */
export type Log = pino.Logger;

export const createLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
