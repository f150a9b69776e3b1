// What is said between the pool and one of its threads about one mail: the thread asks for bytes and
// hands out those of attachments, one answer to each question, until it tells the message.
import type { Worker } from 'node:worker_threads';
import type { IncomingMessage, KeepAttachment } from '../incoming-message.ts';
import { headerOnly } from '../parse.ts';
import { type Channel, channel } from './channel.ts';

export type Ask =
  | Readonly<{ kind: 'read' }>
  | Readonly<{ kind: 'open' | 'close'; file: number }>
  | Readonly<{ kind: 'write'; file: number; bytes: Uint8Array<ArrayBuffer> }>;
export type Answer = Readonly<{ bytes?: Uint8Array<ArrayBuffer>; kept?: Awaited<ReturnType<KeepAttachment>> }>;
/** `job` tells a question about this mail from one that the last mail left over. */
export type FromThread = Readonly<{ job: number } & ({ id: number; ask: Ask } | { message: IncomingMessage })>;
export type ToThread = Readonly<{ job: number }> | Readonly<{ id: number; answer: Answer }>;

/** `head`: what was read of the mail already. `milliseconds`: how long the thread may work. */
export type Job = Readonly<{ head: Buffer; raw: AsyncIterator<Buffer>; keep: KeepAttachment; milliseconds: number }>;
/** `alive`: the thread can read another mail. */
export type Outcome = Readonly<{ message: IncomingMessage; alive: boolean }>;

const chunkBytes = 64 * 1024;
let jobs = 0;

/** Serves a thread until it answers, dies, or has worked for too long. Rejects where source or keeper fail. */
export function converse(worker: Worker, job: Job): Promise<Outcome> {
  const number = ++jobs;
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const clock = stopwatch(job.milliseconds, () => giveUp(`Reading took more than ${job.milliseconds / 1000} seconds`));
  const server = serve(job, reject);
  const onError = (cause: Error) => giveUp(`Reading failed (${cause.message.slice(0, 200)})`);
  const onExit = () => giveUp('Reading ended early');
  const onMessage = (message: FromThread) => {
    if (message.job !== number) return;
    if ('message' in message) return resolve({ message: message.message, alive: true });
    clock.stop();
    server.answer(message.ask).then(answer => {
      clock.start();
      worker.postMessage({ id: message.id, answer } satisfies ToThread, answer.bytes ? [answer.bytes.buffer] : []);
    }, reject);
  };
  const giveUp = (reason: string) =>
    headerOnly(job.head, `${reason}; the mail is kept as it came.`).then(
      message => resolve({ message, alive: false }),
      reject,
    );

  worker.ref();
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  worker.postMessage({ job: number } satisfies ToThread);
  clock.start();
  return promise.finally(() => {
    clock.stop();
    server.abandon();
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    worker.unref();
  });
}

/** Answers questions. A file that is still open when it is abandoned is not kept. */
function serve(job: Job, fail: (cause: unknown) => void) {
  const files = new Map<number, { pipe: Channel; kept: ReturnType<KeepAttachment> }>();
  let head: Buffer | null = job.head;

  async function read(): Promise<Answer> {
    // The head stays with us: it is all that we have if the thread dies.
    const bytes = head === null ? (await readUpTo(job.raw, chunkBytes)).bytes : Buffer.from(head);
    head = null;
    return bytes.length === 0 ? {} : { bytes: movable(bytes) };
  }
  function open(file: number): Answer {
    const pipe = channel();
    const kept = job.keep(pipe.readable).finally(pipe.leave);
    kept.catch(fail);
    files.set(file, { pipe, kept });
    return {};
  }
  async function answer(ask: Ask): Promise<Answer> {
    if (ask.kind === 'read') return read();
    if (ask.kind === 'open') return open(ask.file);
    const { pipe, kept } = files.get(ask.file)!;
    if (ask.kind === 'write') {
      await pipe.write(Buffer.from(ask.bytes.buffer, ask.bytes.byteOffset, ask.bytes.byteLength));
      return {};
    }
    pipe.end();
    const file = await kept;
    files.delete(ask.file);
    return { kept: file };
  }
  function abandon() {
    for (const { pipe } of files.values()) pipe.fail(new Error('Reading the mail ended before this attachment did'));
  }
  return { answer, abandon };
}

/** Counts only the time in which the thread has no question open: a slow store is not its fault. */
function stopwatch(milliseconds: number, onEnd: () => void) {
  let left = milliseconds;
  let since = 0;
  let open = 1;
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      open--;
      if (open > 0 || timer !== undefined) return;
      since = performance.now();
      timer = setTimeout(onEnd, Math.max(0, left));
    },
    stop() {
      open++;
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      left -= performance.now() - since;
    },
  };
}

/** Bytes that own their memory, so that it can be handed over and not copied once more. */
export const movable = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteLength === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);

/** At least `limit` octets, or all that there are. */
export async function readUpTo(
  source: AsyncIterator<Buffer>,
  limit: number,
): Promise<{ bytes: Buffer; ended: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length <= limit) {
    const next = await source.next();
    if (next.done) return { bytes: Buffer.concat(chunks, length), ended: true };
    chunks.push(next.value);
    length += next.value.length;
  }
  return { bytes: Buffer.concat(chunks, length), ended: false };
}
