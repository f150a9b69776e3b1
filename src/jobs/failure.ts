import { StoreAway } from '../store/store.ts';

/**
 * Whether the machine or a server caused the failure, and not the mail. Then the job is retried for any length of
 * time, and the failure does not count against the mail.
 */
export function isOutage(cause: unknown): boolean {
  for (let error = cause, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    const { code, syscall } = error as { code?: unknown; syscall?: unknown };
    // A file that is not there comes by no retry; a socket that is not there may.
    if (code === 'ENOENT' && syscall !== 'connect') return false;
    if (typeof syscall === 'string' || error instanceof StoreAway) return true;
    // SQLSTATE classes: connection, resources, operator intervention, system error; 25006 is a standby.
    if (typeof code === 'string' && /^(08|53|57|58|25006)/.test(code)) return true;
    if (pgWords.test(error.message)) return true;
  }
  return false;
}
// The driver's own errors carry no code.
const pgWords =
  /^(Connection terminated|Query read timeout|Client has encountered a connection error|timeout exceeded when trying to connect)/;
