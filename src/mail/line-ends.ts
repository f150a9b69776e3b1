/** Watches the chunks of a mail for a CR or LF that stands alone. */
export type LineEndWatch = Readonly<{
  see(chunk: Uint8Array): void;
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
function hasBareWithin(chunk: Uint8Array): boolean {
  for (let lf = chunk.indexOf(LF, 1); lf > 0; lf = chunk.indexOf(LF, lf + 1)) if (chunk[lf - 1] !== CR) return true;
  for (let cr = chunk.indexOf(CR); cr >= 0 && cr < chunk.length - 1; cr = chunk.indexOf(CR, cr + 1)) {
    if (chunk[cr + 1] !== LF) return true;
  }
  return false;
}
