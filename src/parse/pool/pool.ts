// Parses away from the event loop: in threads that may be ended, so that no mail can hold up the
// gate or take its memory.
//
// Small mails are parsed where we are. Measured on two cores: a mail of 2 KB costs 0.07 CPU-ms here
// and 0.65 through a thread, and the worst 64 KB of parts, tags and addresses that we know how to
// write keep the event loop for 0.03 to 0.12 s.
import { Worker } from 'node:worker_threads';
import type { IncomingMessage, KeepAttachment } from '../incoming-message.ts';
import { parseMessage } from '../parse.ts';
import { converse, readUpTo } from './protocol.ts';

export type ParsePool = Readonly<{
  parse(raw: AsyncIterable<Buffer>, keep: KeepAttachment): Promise<IncomingMessage>;
  close(): Promise<void>;
}>;
export type PoolOptions = Readonly<{ threads?: number; smallBytes?: number; milliseconds?: number }>;

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
    const worker = new Worker(new URL('./worker-thread.ts', import.meta.url), {
      // What the gate was started with, such as an inspector or a flag for its own heap, is not for threads.
      execArgv: [],
      // A small nursery: chunks that went to or came from the other side are let go sooner. A mail of 1 MB
      // costs 13 CPU-ms with 8 MB and 17 with 32.
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 },
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

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
