import { setTimeout as sleep } from 'node:timers/promises';

const lookUpDeadlineMs = 5_000;

/** A server that hangs must not hold up who waits for an answer: he gets 451 and comes again. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {}); // It may still fail after the deadline, when nobody listens any more.
  const cancel = new AbortController();
  const late = sleep(lookUpDeadlineMs, undefined, { signal: cancel.signal }).then(() => {
    throw new Error(`the database did not answer within ${lookUpDeadlineMs} ms`);
  });
  late.catch(() => {});
  return Promise.race([work, late]).finally(() => cancel.abort());
}
