import { createHash } from 'node:crypto';
import type { IncomingMessage, KeepAttachment } from '../../src/parse/incoming-message.ts';
import { parseMessage } from '../../src/parse/parse.ts';

/** A keeper in memory, and what it kept, in order. */
export function memoryKeeper(): { keep: KeepAttachment; kept: Buffer[] } {
  const kept: Buffer[] = [];
  const keep: KeepAttachment = async bytes => {
    const chunks: Buffer[] = [];
    for await (const chunk of bytes) chunks.push(Buffer.from(chunk));
    const whole = Buffer.concat(chunks);
    kept.push(whole);
    return { key: `kept-${kept.length}`, size: whole.length, sha256: createHash('sha256').update(whole).digest('hex') };
  };
  return { keep, kept };
}

export async function* inChunks(raw: Buffer, size = 65_536): AsyncGenerator<Buffer> {
  for (let at = 0; at < raw.length; at += size) yield raw.subarray(at, at + size);
}

export async function readBytes(
  raw: Buffer | string,
  chunkSize?: number,
): Promise<{ message: IncomingMessage; kept: Buffer[] }> {
  const { keep, kept } = memoryKeeper();
  const message = await parseMessage(inChunks(Buffer.from(raw as string), chunkSize), keep);
  return { message, kept };
}
