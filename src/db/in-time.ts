const deadlineMs = 5_000;

/** Rejects when the work takes too long: a server that hangs must not hold up a client, which can retry. */
export async function inTime<T>(work: Promise<T>, who = 'the database', ms = deadlineMs): Promise<T> {
  work.catch(() => {}); // It may still fail after the deadline, without a listener.
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${who} did not answer within ${ms} ms`)), ms);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
