// The thread's side of protocol.ts: one mail at a time. It has no access to spool or store; it requests the
// bytes that it reads and sends those of the attachments.
import { parentPort } from 'node:worker_threads';
import type { IncomingMessage, KeepAttachment } from '../incoming-message.ts';
import { parseMessage } from '../parse.ts';
import {
  type Answer,
  type Ask,
  buffersOf,
  type Chunks,
  type FromThread,
  messageBytes,
  movable,
  type ToThread,
} from './protocol.ts';

type Asking = (question: Ask) => Promise<Answer>;

/** A chunk of a message. */
const chunkBytes = 64 * 1024;
const port = parentPort!;
const waiting = new Map<number, (answer: Answer) => void>();
let asked = 0;

/** Serves the pool until the thread is ended: parses each mail, and sends the result of `read`. */
export function answerJobs<Facts, Read>(read: (message: IncomingMessage, facts: Facts) => Read): void {
  port.on('message', (message: ToThread<Facts>) => {
    if ('job' in message) return void work(message);
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
  });

  async function work({ job, facts }: Readonly<{ job: number; facts: Facts | null }>): Promise<void> {
    const { user, system } = process.threadCpuUsage();
    tell({ job, startedAtCpuMs: (user + system) / 1000 });
    const ask = (question: Ask) => askAbout(job, question);
    const message = await parseMessage(source(ask), keeper(ask));
    // Sent first, so that the message is there even if `read` takes too long.
    tell({ job, message });
    tell({ job, read: facts === null ? null : read(message, facts) });
  }
}

async function* source(ask: Asking): AsyncGenerator<Buffer> {
  for (;;) {
    const { chunks } = await ask({ kind: 'read' });
    if (chunks === undefined) return;
    for (const { buffer, byteOffset, byteLength } of chunks) yield Buffer.from(buffer, byteOffset, byteLength);
  }
}

const keeper =
  (ask: Asking): KeepAttachment =>
  async bytes => {
    const file = ++asked;
    await ask({ kind: 'open', file });
    let held: Buffer[] = [];
    let length = 0;
    const write = async () => {
      if (length > 0) await ask({ kind: 'write', file, chunks: inGoodSizes(held) });
      held = [];
      length = 0;
    };
    for await (const chunk of bytes) {
      held.push(chunk);
      length += chunk.length;
      if (length >= messageBytes) await write();
    }
    await write();
    const { kept } = await ask({ kind: 'close', file });
    return kept!;
  };

/** Small ones joined: a chunk costs a call for itself, here and where it is written. */
function inGoodSizes(chunks: readonly Buffer[]): Chunks {
  const joined: Uint8Array<ArrayBuffer>[] = [];
  let small: Buffer[] = [];
  const flush = () => {
    if (small.length > 0) joined.push(movable(...small));
    small = [];
  };
  let length = 0;
  for (const chunk of chunks) {
    if (length + chunk.length > chunkBytes) {
      flush();
      length = 0;
    }
    small.push(chunk);
    length += chunk.length;
  }
  flush();
  return joined;
}

function askAbout(job: number, question: Ask): Promise<Answer> {
  const id = ++asked;
  return new Promise(resolve => {
    waiting.set(id, resolve);
    tell({ job, id, ask: question });
  });
}

function tell<Read>(message: FromThread<Read>): void {
  port.postMessage(message, 'ask' in message && message.ask.kind === 'write' ? buffersOf(message.ask.chunks) : []);
}
