// Hands chunks from a writer to a reader, one at a time, without buffering.

export type Channel = Readonly<{
  /** Resolves when the reader has taken the chunk, or has stopped reading. */
  write(chunk: Buffer): Promise<void>;
  end(): void;
  /** For a reader that stops reading: pending and later writes resolve at once. */
  leave(): void;
  /** The reader gets this error instead of the end, as the data is incomplete. */
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
