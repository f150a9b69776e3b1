// Hands chunks from a writer to a reader, one at a time: neither runs ahead.

export type Channel = Readonly<{
  /** Resolves when the reader has taken the chunk, or has gone away. */
  write(chunk: Buffer): Promise<void>;
  end(): void;
  /** For a reader that gave up without reading: no write waits for it any more. */
  leave(): void;
  /** The reader gets this error in place of an end: what it has is not the whole. */
  fail(cause: unknown): void;
  readable: AsyncIterable<Buffer>;
}>;

export function channel(): Channel {
  let waiting: { chunk: Buffer; taken: () => void } | null = null;
  let ended = false;
  let gone = false;
  let failure: { cause: unknown } | null = null;
  let wake = () => {};

  async function* read(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        if (failure !== null) throw failure.cause;
        if (waiting !== null) {
          const { chunk, taken } = waiting;
          waiting = null;
          taken();
          yield chunk;
        } else if (ended) return;
        else await new Promise<void>(resolve => (wake = resolve));
      }
    } finally {
      leave();
    }
  }
  function leave() {
    gone = true;
    waiting?.taken();
    waiting = null;
  }
  return {
    write: chunk =>
      new Promise<void>(taken => {
        if (gone || ended) return taken();
        waiting = { chunk, taken };
        wake();
      }),
    end() {
      ended = true;
      wake();
    },
    fail(cause) {
      failure = { cause };
      wake();
    },
    leave,
    readable: { [Symbol.asyncIterator]: read },
  };
}
