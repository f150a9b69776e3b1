// The other side of conversation.ts: one thread, one mail at a time. It holds no mail and no store; it asks
// for the bytes that it reads and hands out those of the attachments.
import { parentPort } from 'node:worker_threads';
import type { KeepAttachment } from '../incoming-message.ts';
import { parseMessage } from '../parse.ts';
import { type Answer, type Ask, type FromThread, movable, type ToThread } from './protocol.ts';

type Asking = (question: Ask) => Promise<Answer>;

const chunkBytes = 64 * 1024;
const port = parentPort!;
const waiting = new Map<number, (answer: Answer) => void>();
let asked = 0;

port.on('message', (message: ToThread) => {
  if ('job' in message) return void parse(message.job);
  waiting.get(message.id)?.(message.answer);
  waiting.delete(message.id);
});

async function parse(job: number): Promise<void> {
  const ask = (question: Ask) => askAbout(job, question);
  tell({ job, message: await parseMessage(source(ask), keeper(ask)) });
}

async function* source(ask: Asking): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytes } = await ask({ kind: 'read' });
    if (bytes === undefined) return;
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
      if (length > 0) await ask({ kind: 'write', file, bytes: movable(Buffer.concat(held, length)) });
      held = [];
      length = 0;
    };
    for await (const chunk of bytes) {
      held.push(chunk);
      length += chunk.length;
      if (length >= chunkBytes) await write();
    }
    await write();
    const { kept } = await ask({ kind: 'close', file });
    return kept!;
  };

function askAbout(job: number, question: Ask): Promise<Answer> {
  const id = ++asked;
  return new Promise(resolve => {
    waiting.set(id, resolve);
    tell({ job, id, ask: question });
  });
}

function tell(message: FromThread): void {
  port.postMessage(message, 'ask' in message && message.ask.kind === 'write' ? [message.ask.bytes.buffer] : []);
}
