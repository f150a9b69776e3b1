/** Watches the chunks of a mail for a CR or LF that stands alone. */
export type LineEndWatch = Readonly<{
  see(chunk: Buffer): void;
  /** So far. Only final after `end`: whether a CR that ends a chunk is alone depends on the next one. */
  bare(): boolean;
  end(): void;
}>;

const CR = 13;
const LF = 10;

/** RFC 5321 section 2.3.8: CR and LF only occur together. Servers that differ on this allow SMTP smuggling. */
export function watchLineEnds(): LineEndWatch {
  let bare = false;
  let openCr = false;
  return {
    see(chunk) {
      if (chunk.length === 0 || bare) return;
      bare = openCr !== (chunk[0] === LF) || hasBareWithin(chunk);
      openCr = chunk.at(-1) === CR;
    },
    end() {
      bare ||= openCr;
    },
    bare: () => bare,
  };
}

/** Whether one stands alone in the chunk; its first LF and last CR depend on the neighbouring chunks. */
function hasBareWithin(chunk: Buffer): boolean {
  const start = chunk[0] === LF ? 1 : 0;
  const end = chunk.at(-1) === CR ? chunk.length - 1 : chunk.length;
  // As a string it is searched in half the time that the octets take.
  return bareWithin.test(chunk.toString('latin1', start, end));
}

const bareWithin = /\r(?!\n)|(?<!\r)\n/;
