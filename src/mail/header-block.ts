// Cuts a mail into header and body, and limits the header (RFC 5322 does not): to many times what real mail
// has, and to what every parser can take.
//
// mailauth parses a header in time that grows with the square of its folded lines: 20 000 of them block
// the process for a second. So nothing is parsed that is over these limits.
export const maxHeaderBytes = 65_536;
export const maxHeaderLines = 1_000;
/** With lines of address lists: a mail to a whole hospital names everyone in To. */
export const maxHeaderLinesWithAddresses = 2_000;
const addressField = /^(?:resent-)?(?:to|cc|bcc|reply-to)[ \t]*:/i;
/** As much of a line as tells its field. */
export const fieldNameLength = 24;

/** Counts header lines by their first characters; `add` says whether there are too many now. */
export function countHeaderLines() {
  let [isAddress, others, total] = [false, 0, 0];
  return {
    add(start: string): boolean {
      if (!/^[ \t]/.test(start)) isAddress = addressField.test(start);
      total += 1;
      if (!isAddress) others += 1;
      return others > maxHeaderLines || total > maxHeaderLinesWithAddresses;
    },
  };
}
/** The empty line at the end is not counted: the listener and the check of the bytes must agree on the limit. */
const emptyLineBytes = 4;

const CR = 13;
const LF = 10;

/** The header with its empty line, and the start of the body; null when the header is over the limits. */
export async function takeHeader(chunks: AsyncIterator<Buffer>): Promise<{ header: Buffer; rest: Buffer } | null> {
  const taken = Buffer.alloc(maxHeaderBytes + emptyLineBytes);
  let [length, lineStart] = [0, 0];
  const lines = countHeaderLines();
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const before = length;
    length += next.value.copy(taken, before);
    const seen = taken.subarray(0, length);
    for (let lf = seen.indexOf(LF, before); lf >= 0; lf = seen.indexOf(LF, lineStart)) {
      const empty = lf === lineStart || (lf === lineStart + 1 && seen[lineStart] === CR);
      const start = lineStart;
      lineStart = lf + 1;
      if (empty) return { header: seen.subarray(0, lineStart), rest: next.value.subarray(lineStart - before) };
      if (lines.add(seen.toString('latin1', start, Math.min(lf, start + fieldNameLength)))) return null;
    }
    if (length - before < next.value.length) return null;
  }
  return { header: taken.subarray(0, length), rest: Buffer.alloc(0) };
}

/**
 * Whether a line is neither a field nor a continuation. Programs read such lines differently: `Subject` above
 * ` : x` is a Subject field to some, and not to us.
 */
export function hasStrayLine(header: Buffer): boolean {
  const lines = header.toString('latin1').split('\n');
  return lines.some(line => !/^(?:[ \t]|\r?$|[!-9;-~]+[ \t]*:)/.test(line));
}
