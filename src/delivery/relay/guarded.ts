// A mail's bytes on their way to the relay: none of them, or not the last, once the mail is not ours to send any more.
import { Readable } from 'node:stream';
import type { MayGo } from './outcome.ts';

const notOurs = () => new Error('not sent: the mail is not ours to send any more');
/** The library listens only while it sends, and an error that nobody hears ends the process. */
const unheard = () => {};

/** The same bytes, read no sooner than they are asked for, which is after the relay's 354. */
export function guarded(input: Readable, mayGo: MayGo): Readable {
  async function* bytes(): AsyncGenerator<Buffer> {
    if (!mayGo()) throw notOurs();
    yield* input;
    if (!mayGo()) throw notOurs();
  }
  const output = Readable.from(bytes(), { objectMode: false });
  // The input may fail before it is read, and must not stay open where it never is.
  input.on('error', cause => output.destroy(cause));
  output.on('error', unheard);
  output.once('close', () => input.destroy());
  return output;
}

/** Bytes that are all there, read no sooner either. */
export function oneChunk(bytes: Buffer, mayGo: MayGo = () => true): Readable {
  let left: Buffer | null = bytes;
  const output = new Readable({
    // Not more than is asked for: the second question comes with the end.
    highWaterMark: 0,
    read() {
      if (!mayGo()) {
        this.destroy(notOurs());
        return;
      }
      const next = left;
      left = null;
      this.push(next);
    },
  });
  return output.on('error', unheard);
}
