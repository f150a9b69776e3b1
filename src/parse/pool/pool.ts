// Reads mail in threads, which can be ended, so that no mail can block the event loop or use up memory.
//
// Small mails are read on the main thread: a thread costs 0.6 CPU-ms more a mail (measured on two cores), and
// test/fuzz/growth.test.ts bounds the cost of 4 KB.
import { Worker } from 'node:worker_threads';
import type { IncomingMessage, KeepAttachment } from '../incoming-message.ts';
import { parseMessage } from '../parse.ts';
import { converse, readUpTo } from './protocol.ts';

/** Interprets a parsed message. `thread` is a module that calls `answerJobs` with the same `read`. */
export type Reader<Facts, Read> = Readonly<{
  thread: URL;
  read(message: IncomingMessage, facts: Facts): Read;
  /** For a message that took too long; its time is bounded for any message. */
  readPlainly(message: IncomingMessage, facts: Facts): Read;
}>;
/** `facts` null: the message is only parsed. */
export type Source<Facts> = Readonly<{ raw: AsyncIterable<Buffer>; keep: KeepAttachment; facts: Facts | null }>;
export type Pool<Facts, Read> = Readonly<{
  read(source: Source<Facts>): Promise<{ message: IncomingMessage; read: Read | null }>;
  close(): Promise<void>;
}>;
/** `cpuMs`: CPU time that one mail may cost. `idleMs`: a thread that reads nothing for so long is ended. */
export type PoolOptions = Readonly<{ threads?: number; smallBytes?: number; cpuMs?: number; idleMs?: number }>;

// If a thread is ended, the mail is shown from these bytes. Less than a chunk of the spool, which needs no joining then.
const headBytes = 60 * 1024;

export function createPool<Facts, Read>(
  reader: Reader<Facts, Read>,
  { threads = 2, smallBytes = 4096, cpuMs = 5000, idleMs = 60_000 }: PoolOptions = {},
): Pool<Facts, Read> {
  const idle = new Map<Worker, NodeJS.Timeout>();
  const queue: ((worker: Worker) => void)[] = [];
  const all = new Set<Worker>();

  async function read({ raw, keep, facts }: Source<Facts>) {
    const source = raw[Symbol.asyncIterator]();
    const { bytes: head, ended } = await readUpTo(source, Math.max(smallBytes, headBytes));
    if (ended && head.length <= smallBytes) {
      const message = await parseMessage(only(head), keep);
      return { message, read: facts && reader.read(message, facts) };
    }
    const worker = await take();
    let healthy = false;
    try {
      const { message, read, alive } = await converse<Facts, Read>(worker, { head, raw: source, keep, facts, cpuMs });
      healthy = alive;
      return { message, read: read === undefined ? facts && reader.readPlainly(message, facts) : read };
    } finally {
      Promise.resolve(source.return?.()).catch(() => {});
      await giveBack(worker, healthy);
    }
  }

  async function take(): Promise<Worker> {
    // The last one, so that the others may end.
    const free = [...idle.keys()].at(-1);
    if (free !== undefined) {
      notIdle(free);
      return free;
    }
    return all.size < threads ? spawn() : new Promise(resolve => queue.push(resolve));
  }

  function spawn(): Worker {
    const worker = new Worker(reader.thread, {
      // Threads do not inherit the inspector or heap flags of the process.
      execArgv: [],
      // A small young generation frees transferred chunks sooner. A mail of 1 MB costs 13 CPU-ms with 8 MB and 17
      // with 32 MB.
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 },
    });
    worker.unref();
    // `converse` reports errors of a busy thread; an idle thread that dies is replaced.
    worker.on('error', () => {});
    worker.once('exit', () => forget(worker));
    all.add(worker);
    return worker;
  }

  function forget(worker: Worker): void {
    all.delete(worker);
    notIdle(worker);
  }

  function notIdle(worker: Worker): void {
    clearTimeout(idle.get(worker));
    idle.delete(worker);
  }

  /** A thread has a heap and the parser's code, 30 MB. */
  function rest(worker: Worker): void {
    const end = () => {
      forget(worker);
      void worker.terminate();
    };
    idle.set(worker, setTimeout(end, idleMs).unref());
  }

  async function giveBack(worker: Worker, healthy: boolean): Promise<void> {
    if (!healthy) {
      await worker.terminate();
      forget(worker);
    }
    const next = queue.shift();
    if (next !== undefined) next(healthy ? worker : spawn());
    else if (healthy) rest(worker);
  }

  return { read, close: async () => void (await Promise.all([...all].map(worker => worker.terminate()))) };
}

/** A pool that only parses. */
export function createParsePool(options?: PoolOptions) {
  const nothing = { read: () => null, readPlainly: () => null };
  const pool = createPool({ thread: new URL('./parse-thread.ts', import.meta.url), ...nothing }, options);
  const parse = async (raw: AsyncIterable<Buffer>, keep: KeepAttachment): Promise<IncomingMessage> =>
    (await pool.read({ raw, keep, facts: null })).message;
  return { parse, close: pool.close };
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
