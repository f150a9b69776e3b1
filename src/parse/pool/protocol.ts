// The protocol between the pool and a thread for one mail: the thread requests bytes and sends those of
// attachments, with one answer to each request, until it sends the message and what was read in it.
import type { Worker } from 'node:worker_threads';
import { type Channel, channel } from '../channel.ts';
import type { IncomingMessage, KeepAttachment } from '../incoming-message.ts';
import { readPlainly } from '../plain.ts';
import { type Budget, cpuBudget } from './budget-clock.ts';

export type Ask =
  | Readonly<{ kind: 'read' }>
  | Readonly<{ kind: 'open' | 'close'; file: number }>
  | Readonly<{ kind: 'write'; file: number; bytes: Uint8Array<ArrayBuffer> }>;
export type Answer = Readonly<{ bytes?: Uint8Array<ArrayBuffer>; kept?: Awaited<ReturnType<KeepAttachment>> }>;
/** `job` distinguishes requests for this mail from late ones for the last mail. */
export type FromThread<Read> = Readonly<
  { job: number } & (
    | { startedAtCpuMs: number }
    | { id: number; ask: Ask }
    | { message: IncomingMessage }
    | { read: Read | null }
  )
>;
export type ToThread<Facts> = Readonly<{ job: number; facts: Facts | null }> | Readonly<{ id: number; answer: Answer }>;

/** `head`: the bytes that were already read. `cpuMs`: CPU time that the thread may use. */
export type Job<Facts> = Readonly<{
  head: Buffer;
  raw: AsyncIterator<Buffer>;
  keep: KeepAttachment;
  facts: Facts | null;
  cpuMs: number;
}>;
/** `read` is undefined where the thread was ended before it sent it. `alive`: the thread can read another mail. */
export type Outcome<Read> = Readonly<{ message: IncomingMessage; read: Read | null | undefined; alive: boolean }>;

const chunkBytes = 64 * 1024;
let jobs = 0;

/** Serves a thread until it answers, dies, or has worked for too long. Rejects where source or store fail. */
export function converse<Facts, Read>(worker: Worker, job: Job<Facts>): Promise<Outcome<Read>> {
  const number = ++jobs;
  const { promise, resolve, reject } = Promise.withResolvers<Outcome<Read>>();
  let parsed: IncomingMessage | null = null;
  const clock: Budget = cpuBudget(worker, job.cpuMs, () =>
    giveUp(`Reading took more than ${job.cpuMs / 1000} seconds of CPU time`),
  );
  const server = serve(job, reject);
  const onError = (cause: Error) => giveUp(`Reading failed (${cause.message.slice(0, 200)})`);
  const onExit = () => giveUp('Reading ended early');
  const onMessage = (message: FromThread<Read>) => {
    if (message.job !== number) return;
    if ('startedAtCpuMs' in message) {
      // Not earlier: a new thread first loads its code, which takes seconds on a busy machine.
      clock.startedAt(message.startedAtCpuMs);
      return clock.start();
    }
    if ('message' in message) {
      parsed = message.message;
      return;
    }
    if ('read' in message) return resolve({ message: parsed!, read: message.read, alive: true });
    clock.stop();
    server.answer(message.ask).then(answer => {
      clock.start();
      worker.postMessage({ id: message.id, answer }, answer.bytes ? [answer.bytes.buffer] : []);
    }, reject);
  };
  const giveUp = (reason: string) => {
    const problem = `${reason}; the mail is kept as it came, and its text is shown as it stands.`;
    const message = parsed && { ...parsed, problems: [...parsed.problems, problem] };
    Promise.resolve(message ?? readPlainly(job.head, problem)).then(
      plain => resolve({ message: plain, read: undefined, alive: false }),
      reject,
    );
  };

  worker.ref();
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  worker.postMessage({ job: number, facts: job.facts } satisfies ToThread<Facts>);
  return promise.finally(() => {
    clock.stop();
    server.abandon();
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    worker.unref();
  });
}

/** Answers requests. A file that is still open when the mail is abandoned is not kept. */
function serve<Facts>(job: Job<Facts>, fail: (cause: unknown) => void) {
  const files = new Map<number, { pipe: Channel; kept: ReturnType<KeepAttachment> }>();
  let head: Buffer | null = job.head;

  async function read(): Promise<Answer> {
    // A copy of the head is kept: it is all that is left if the thread dies.
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

/** Bytes with a buffer of their own, which can be transferred without another copy. */
export const movable = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteLength === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);

/** At least `limit` octets, or all. */
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
