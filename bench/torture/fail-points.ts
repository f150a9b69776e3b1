// Loaded into a gateway before all else (`--import`): ends it with SIGKILL at the point that a file names.
//
// The product knows nothing of this. The points are those at which a crash must lose and double nothing: around the
// sync, the 250, a commit, and the record of what the relay took.
import fs, { fdatasync, readFileSync, unlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import pg from 'pg';

export const failPoints = [
  'before the sync',
  'before the 250',
  'after the 250',
  'before a commit',
  'after a commit',
  'before sent is recorded',
  'after sent is recorded',
] as const;
export type FailPoint = (typeof failPoints)[number];

const file = process.env.TORTURE_FAIL_AT;
if (file) arm(file);

function arm(path: string): void {
  let point = '';
  setInterval(() => {
    try {
      point = readFileSync(path, 'utf8');
    } catch {
      point = '';
    }
  }, 100).unref();
  const reached = (here: FailPoint): void => {
    if (point !== here) return;
    try {
      unlinkSync(path);
    } catch {
      // The rig has just given this one up.
      return;
    }
    process.kill(process.pid, 'SIGKILL');
  };
  watchSyncs(reached);
  watchSockets(reached);
  watchStatements(reached);
}

type Reached = (here: FailPoint) => void;

function watchSyncs(reached: Reached): void {
  const sync = fdatasync;
  fs.fdatasync = ((...given: Parameters<typeof fdatasync>) => {
    reached('before the sync');
    sync(...given);
  }) as typeof fdatasync;
  syncBuiltinESMExports();
}

function watchSockets(reached: Reached): void {
  const write = Socket.prototype.write;
  Socket.prototype.write = function watched(this: Socket, ...given: unknown[]): boolean {
    const [chunk] = given;
    const start = typeof chunk === 'string' ? chunk : Buffer.isBuffer(chunk) ? chunk.toString('latin1', 0, 200) : '';
    if (/^PUT .*\/spool\/new\//.test(start)) reached('before the sync');
    const isTaken = /^250 .* queued as /.test(start);
    if (isTaken) reached('before the 250');
    const done = (write as (...given: unknown[]) => boolean).apply(this, given);
    // The kernel has it by now.
    if (isTaken) reached('after the 250');
    return done;
  } as typeof write;
}

function watchStatements(reached: Reached): void {
  type Query = (...given: unknown[]) => unknown;
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  prototype.query = function watched(this: pg.Client, ...given: unknown[]): unknown {
    const [asked] = given;
    const text = typeof asked === 'string' ? asked : ((asked as { text?: string } | undefined)?.text ?? '');
    const points = pointsOf(text);
    if (points) reached(points[0]);
    const heard = given.at(-1);
    // A pool asks by callback.
    if (points && typeof heard === 'function') {
      given[given.length - 1] = (cause: unknown, ...rest: unknown[]) => {
        if (!cause) reached(points[1]);
        heard(cause, ...rest);
      };
    }
    const answer = query.apply(this, given);
    if (points && answer instanceof Promise)
      answer.then(
        () => reached(points[1]),
        () => {},
      );
    return answer;
  };
}

function pointsOf(text: string): readonly [FailPoint, FailPoint] | null {
  if (/^commit/i.test(text)) return ['before a commit', 'after a commit'];
  if (text.includes(`set state = 'sent'`)) return ['before sent is recorded', 'after sent is recorded'];
  return null;
}
