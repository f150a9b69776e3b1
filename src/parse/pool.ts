// Parses away from the event loop: in threads that may be ended, so that no mail can hold up the
// gate or take its memory.
//
// Small mails are parsed where we are. Measured on two cores: a mail of 2 KB costs 0.1 CPU-ms here
// and several times that through a thread, and what 64 KB can hold of parts, tags and encoded words
// keeps the event loop for less than the copying of a large attachment does.
import { Worker } from 'node:worker_threads';
import { type Channel, channel } from './channel.ts';
import type { IncomingMessage, KeepAttachment } from './incoming-message.ts';
import { headerOnly, parseMessage } from './parse.ts';

/** What a thread asks of us, and what it is told; one answer to each question. */
export type Ask =
  | Readonly<{ kind: 'read' }>
  | Readonly<{ kind: 'open' | 'close'; file: number }>
  | Readonly<{ kind: 'write'; file: number; bytes: Uint8Array }>;
export type Answer = Readonly<{ bytes?: Uint8Array; kept?: Awaited<ReturnType<KeepAttachment>> }>;
/** `job` tells a question about this mail from one that the last mail left over. */
export type FromThread = Readonly<{ job: number } & ({ id: number; ask: Ask } | { message: IncomingMessage })>;
export type ToThread = Readonly<{ job: number }> | Readonly<{ id: number; answer: Answer }>;

export type ParsePool = Readonly<{
  parse(raw: AsyncIterable<Buffer>, keep: KeepAttachment): Promise<IncomingMessage>;
  close(): Promise<void>;
}>;
export type PoolOptions = Readonly<{ threads?: number; smallBytes?: number; milliseconds?: number }>;

type Job = Readonly<{ head: Buffer; raw: AsyncIterator<Buffer>; keep: KeepAttachment; milliseconds: number }>;

const chunkBytes = 64 * 1024;
let jobs = 0;

export function createParsePool({
  threads = 2,
  smallBytes = 64 * 1024,
  milliseconds = 20_000,
}: PoolOptions = {}): ParsePool {
  const idle: Worker[] = [];
  const queue: ((worker: Worker) => void)[] = [];
  const all = new Set<Worker>();

  async function parse(raw: AsyncIterable<Buffer>, keep: KeepAttachment): Promise<IncomingMessage> {
    const source = raw[Symbol.asyncIterator]();
    const { bytes: head, ended } = await readUpTo(source, smallBytes);
    if (ended && head.length <= smallBytes) return parseMessage(only(head), keep);
    const worker = await take();
    let healthy = false;
    try {
      const { message, alive } = await converse(worker, { head, raw: source, keep, milliseconds });
      healthy = alive;
      return message;
    } finally {
      Promise.resolve(source.return?.()).catch(() => {});
      await giveBack(worker, healthy);
    }
  }

  async function take(): Promise<Worker> {
    const free = idle.pop();
    if (free !== undefined) return free;
    return all.size < threads ? spawn() : new Promise(resolve => queue.push(resolve));
  }

  function spawn(): Worker {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
    });
    worker.unref();
    // Whoever waits for its answer hears of it there; an idle thread that dies is simply replaced.
    worker.on('error', () => {});
    worker.once('exit', () => forget(worker));
    all.add(worker);
    return worker;
  }

  function forget(worker: Worker): void {
    all.delete(worker);
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
  }

  async function giveBack(worker: Worker, healthy: boolean): Promise<void> {
    if (!healthy) {
      await worker.terminate();
      forget(worker);
    }
    const next = queue.shift();
    if (next !== undefined) next(healthy ? worker : spawn());
    else if (healthy) idle.push(worker);
  }

  return { parse, close: async () => void (await Promise.all([...all].map(worker => worker.terminate()))) };
}

/** Serves a thread until it answers, dies, or has worked for too long. Rejects where source or keeper fail. */
function converse(worker: Worker, job: Job): Promise<{ message: IncomingMessage; alive: boolean }> {
  const files = new Map<number, { channel: Channel; kept: ReturnType<KeepAttachment> }>();
  const number = ++jobs;
  let head: Buffer | null = job.head;
  return new Promise((resolve, reject) => {
    const clock = stopwatch(job.milliseconds, () =>
      giveUp(`Reading took more than ${job.milliseconds / 1000} seconds`),
    );
    const fail = (cause: unknown) => settle(() => reject(cause));
    const onError = (cause: Error) => giveUp(`Reading failed (${cause.message.slice(0, 200)})`);
    const onExit = () => giveUp('Reading ended early');
    const onMessage = (message: FromThread) => {
      if (message.job !== number) return;
      if ('message' in message) return settle(() => resolve({ message: message.message, alive: true }));
      clock.stop();
      answer(message.ask).then(told => {
        clock.start();
        worker.postMessage({ id: message.id, answer: told }, told.bytes ? [told.bytes.buffer as ArrayBuffer] : []);
      }, fail);
    };
    function settle(done: () => void) {
      clock.stop();
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      worker.unref();
      for (const file of files.values())
        file.channel.fail(new Error('Reading the mail ended before this attachment did'));
      done();
    }
    function giveUp(reason: string) {
      settle(() =>
        resolve(
          headerOnly(job.head, `${reason}; the mail is kept as it came.`).then(message => ({ message, alive: false })),
        ),
      );
    }
    async function answer(ask: Ask): Promise<Answer> {
      if (ask.kind === 'read') return { ...(await readOn()) };
      if (ask.kind === 'open') return open(ask.file);
      const file = files.get(ask.file)!;
      if (ask.kind === 'write') {
        await file.channel.write(Buffer.from(ask.bytes.buffer, ask.bytes.byteOffset, ask.bytes.byteLength));
        return {};
      }
      file.channel.end();
      files.delete(ask.file);
      return { kept: await file.kept };
    }
    async function readOn(): Promise<Answer> {
      const bytes = head ?? (await readUpTo(job.raw, chunkBytes)).bytes;
      head = null;
      return bytes.length === 0 ? {} : { bytes: new Uint8Array(bytes) };
    }
    function open(file: number): Answer {
      const to = channel();
      const kept = job.keep(to.readable).finally(to.leave);
      kept.catch(fail);
      files.set(file, { channel: to, kept });
      return {};
    }
    worker.ref();
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage({ job: number } satisfies ToThread);
    clock.start();
  });
}

/** Counts only the time in which the thread has no question open: a slow store is not its fault. */
function stopwatch(milliseconds: number, onEnd: () => void) {
  let left = milliseconds;
  let since = 0;
  let open = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      open = Math.max(0, open - 1);
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

async function readUpTo(source: AsyncIterator<Buffer>, limit: number): Promise<{ bytes: Buffer; ended: boolean }> {
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

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
