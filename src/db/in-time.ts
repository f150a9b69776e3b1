const deadlineMs = 5_000;

/** A server that hangs must not hold up who waits for an answer: he hears so, and comes again. */
export async function inTime<T>(work: Promise<T>, who = 'the database'): Promise<T> {
  work.catch(() => {}); // It may still fail after the deadline, when nobody listens any more.
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${who} did not answer within ${deadlineMs} ms`)), deadlineMs);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
