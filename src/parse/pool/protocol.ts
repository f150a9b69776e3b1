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
  | Readonly<{ kind: 'write'; file: number; chunks: Chunks }>;
/** No chunks: there are no more bytes. */
export type Answer = Readonly<{ chunks?: Chunks; kept?: Awaited<ReturnType<KeepAttachment>> }>;
/**
 * Several in one message, which costs as much as one, and not joined: a buffer above 128 KB gets fresh pages from the
 * system each time, 4 CPU-ms for 1 MB.
 */
export type Chunks = readonly Uint8Array<ArrayBuffer>[];
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

/** Bytes of one message, or a little more. */
export const messageBytes = 240 * 1024;
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
      worker.postMessage({ id: message.id, answer }, buffersOf(answer.chunks));
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
    const chunks = head === null ? (await chunksUpTo(job.raw, messageBytes)).chunks : [head];
    head = null;
    const movables = chunks.filter(({ length }) => length > 0).map(chunk => movable(chunk));
    return movables.length === 0 ? {} : { chunks: movables };
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
      for (const { buffer, byteOffset, byteLength } of ask.chunks)
        await pipe.write(Buffer.from(buffer, byteOffset, byteLength));
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

/** A copy to be transferred: what is transferred is gone here, and a splitter or the spool may still hold the bytes. */
export function movable(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    copy.set(part, at);
    at += part.length;
  }
  return copy;
}

/** For `postMessage`, which moves these and copies the rest. */
export const buffersOf = (chunks: Chunks = []): ArrayBuffer[] => chunks.map(({ buffer }) => buffer);

/** More than `limit` octets, or all. */
export async function readUpTo(
  source: AsyncIterator<Buffer>,
  limit: number,
): Promise<{ bytes: Buffer; ended: boolean }> {
  const { chunks, ended } = await chunksUpTo(source, limit);
  return { bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), ended };
}

async function chunksUpTo(source: AsyncIterator<Buffer>, limit: number): Promise<{ chunks: Buffer[]; ended: boolean }> {
  const chunks: Buffer[] = [];
  for (let length = 0; length <= limit; ) {
    const next = await source.next();
    if (next.done) return { chunks, ended: true };
    chunks.push(next.value);
    length += next.value.length;
  }
  return { chunks, ended: false };
}
