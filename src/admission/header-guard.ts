// What of a mail's header mailauth is given. Its parsing grows with the square of the folded lines:
// 20 000 lines block the process for a second. The listener refuses such a header; this is the second lock.

export const maxHeaderBytes = 65_536;
export const maxHeaderLines = 1000;
// RFC 6376 section 6.1 leaves the number to us; each costs a look-up and a verification.
const maxSignatures = 20;
const maxSignaturesWithLength = 2;

const CR = 13;
const LF = 10;

/** The header with its empty line, and what of the body came with it; null when it is over the limits. */
export async function takeHeader(chunks: AsyncIterator<Buffer>): Promise<{ header: Buffer; rest: Buffer } | null> {
  const taken = Buffer.alloc(maxHeaderBytes);
  let [length, lineStart, lines] = [0, 0, 0];
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const before = length;
    length += next.value.copy(taken, before);
    const seen = taken.subarray(0, length);
    for (let lf = seen.indexOf(LF, before); lf >= 0; lf = seen.indexOf(LF, lineStart)) {
      const empty = lf === lineStart || (lf === lineStart + 1 && seen[lineStart] === CR);
      lineStart = lf + 1;
      if (empty) return { header: seen.subarray(0, lineStart), rest: next.value.subarray(lineStart - before) };
      if (++lines > maxHeaderLines) return null;
    }
    if (length - before < next.value.length) return null;
  }
  return { header: taken.subarray(0, length), rest: Buffer.alloc(0) };
}

/**
 * The header without the DKIM signatures after the twentieth, and after the second with its own length of
 * the body, for each of which the body is hashed again; the topmost are the newest.
 */
export function withFewSignatures(header: Buffer): Buffer {
  let [signatures, lengths] = [0, 0];
  const fields = fieldsOf(header.toString('latin1'));
  const kept = fields.filter(field => {
    if (!/^dkim-signature[ \t]*:/i.test(field)) return true;
    if (/[;:\s]l\s*=/i.test(field) && ++lengths > maxSignaturesWithLength) return false;
    return ++signatures <= maxSignatures;
  });
  return kept.length === fields.length ? header : Buffer.from(kept.join(''), 'latin1');
}

/** Each with its continuation lines and line ends, so that together they are the header. */
function fieldsOf(header: string): string[] {
  const fields: string[][] = [];
  for (const line of header.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const last = fields.at(-1);
    if (last && /^[ \t]/.test(line)) last.push(line);
    else fields.push([line]);
  }
  return fields.map(lines => lines.join(''));
}
