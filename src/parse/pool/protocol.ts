// What is said between the pool and one of its threads about one mail: the thread asks for bytes and
// hands out those of attachments, one answer to each question, until it tells the message and what was read in it.
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
/** `job` tells a question about this mail from one that the last mail left over. */
export type FromThread<Read> = Readonly<
  { job: number } & (
    | { startedAtCpuMs: number }
    | { id: number; ask: Ask }
    | { message: IncomingMessage }
    | { read: Read | null }
  )
>;
export type ToThread<Facts> = Readonly<{ job: number; facts: Facts | null }> | Readonly<{ id: number; answer: Answer }>;

/** `head`: the bytes of the mail that are here already. `cpuMs`: how long the thread may work. */
export type Job<Facts> = Readonly<{
  head: Buffer;
  raw: AsyncIterator<Buffer>;
  keep: KeepAttachment;
  facts: Facts | null;
  cpuMs: number;
}>;
/** `read` is undefined where the thread was ended before it could tell. `alive`: the thread can read another mail. */
export type Outcome<Read> = Readonly<{ message: IncomingMessage; read: Read | null | undefined; alive: boolean }>;

const chunkBytes = 64 * 1024;
let jobs = 0;

/** Serves a thread until it answers, dies, or has worked for too long. Rejects where source or keeper fail. */
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
      // Not before: a thread that is new loads its code first, which on a busy machine takes seconds.
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

/** Answers questions. A file that is still open when it is abandoned is not kept. */
function serve<Facts>(job: Job<Facts>, fail: (cause: unknown) => void) {
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
