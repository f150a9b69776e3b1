// Splits a mail into its header, which no library reads again, and its body.
import { type Header, parseHeader } from '../../mail/header.ts';
import { budget, type ProblemList } from '../budget.ts';
import { storable } from '../text/clean.ts';
import { withFoldedParameters } from './parameters.ts';

export type Head = Readonly<{ header: Header; body: AsyncIterable<Buffer> }>;

const CR = 0x0d;
const LF = 0x0a;
const chunkBytes = 16 * 1024;
const fieldLine = /^\s*[!-9;-~]+[ \t]*:/;

export async function readHead(raw: AsyncIterable<Buffer>, problems: ProblemList): Promise<Head> {
  const chunks = inGoodSizes(raw)[Symbol.asyncIterator]();
  const read = async (): Promise<Buffer | null> => {
    const next = await chunks.next();
    return next.done ? null : next.value;
  };
  let seen = withoutLeading((await read()) ?? Buffer.alloc(0));
  const bareCr = !seen.includes(LF) && seen.includes(CR);
  if (bareCr) seen = crToLf(seen);
  const more = async (): Promise<Buffer | null> => {
    const chunk = await read();
    return chunk !== null && bareCr ? crToLf(chunk) : chunk;
  };
  let end = endOfBlock(seen);
  while (end === null && seen.length <= budget.headerBytes) {
    const chunk = await more();
    if (chunk === null) break;
    seen = Buffer.concat([seen, chunk]);
    end = endOfBlock(seen);
  }
  const tooLong = (end?.body ?? seen.length) > budget.headerBytes;
  const block = storable(seen.toString('latin1', 0, Math.min(end?.block ?? seen.length, budget.headerBytes)));
  const { lines, rest } = bounded(block, problems);
  if (tooLong) problems.add('The header is longer than 64 KB; the rest of it was left out.');
  if (end === null && tooLong) return { header: parseHeader(lines), body: afterHeader(seen, more) };
  const start = end === null ? Buffer.alloc(0) : seen.subarray(rest === '' ? end.body : end.block);
  const body = rest === '' ? start : Buffer.concat([Buffer.from(rest, 'latin1'), start]);
  return { header: parseHeader(lines), body: chained(body, more) };
}

/** The header of a part, and the start of its body where the empty line after the header is missing. */
export function readPartHead(block: string, problems: ProblemList): { header: Header; rest: string } {
  const { lines, rest } = bounded(withFoldedParameters(block), problems);
  return { header: parseHeader(lines), rest: rest.trimEnd() };
}

/** Where the header block ends and the body begins: at the first empty line (RFC 5322 section 2.1). */
function endOfBlock(bytes: Buffer): { block: number; body: number } | null {
  if (bytes[0] === LF || (bytes[0] === CR && bytes[1] === LF)) return { block: 0, body: bytes[0] === LF ? 1 : 2 };
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return { block: at + 1, body: at + 2 };
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return { block: at + 1, body: at + 3 };
  }
  return null;
}

/**
 * The field lines within budget, and the lines that belong to the body: those at the end that are no fields
 * (the empty line is missing), or all of them where there is no field at all.
 */
function bounded(block: string, problems: ProblemList): { lines: string; rest: string } {
  const lines = block.split('\n');
  if (lines.length > budget.headerLines + 1)
    problems.add('The header has more than 2000 lines; the rest of it was left out.');
  const last = lastOfFields(lines);
  const rest = lines.slice(last + 1).join('\n');
  return {
    lines: lines.slice(0, Math.min(last + 1, budget.headerLines)).join('\n'),
    rest: rest.trim() === '' || isEnvelope(rest) ? '' : rest,
  };
}

// Fields that mail programs write; unlike `Problem: no agenda`, which is text of the author.
const usualField =
  /^(?:(?:x|content|list|resent|arc|dkim|thread)-[!-9;-~]+|received|return-path|from|to|cc|bcc|subject|date|message-id|in-reply-to|references|reply-to|sender|mime-version|delivered-to|auto-submitted|precedence|user-agent|importance)[ \t]*:/i;

/**
 * The last line of the fields. The text begins below a line that is no field or only blank, unless usual
 * fields follow: then some program has broken a line between them.
 */
function lastOfFields(lines: readonly string[]): number {
  const isField = (at: number) => fieldLine.test(lines[at] ?? '');
  const isFolded = (at: number) => /^[ \t]+[^ \t\r]/.test(lines[at] ?? '');
  const broken = lines.findIndex((line, at) => !isField(at) && !isFolded(at) && !isEnvelope(line));
  let last =
    broken < 0
      ? lines.length - 1
      : Math.max(
          broken - 1,
          lines.slice(0, firstDelimiter(lines)).findLastIndex(line => usualField.test(line)),
        );
  while (isField(last + 1) || isFolded(last + 1)) last++;
  return last;
}

/** The first delimiter line of the boundary that these fields name: the header ends before it. */
function firstDelimiter(lines: readonly string[]): number {
  const found = lines.findIndex(line => line.startsWith('--'));
  const above = lines.slice(0, Math.max(found, 0)).join('\n');
  const named = /\bboundary\s?=\s?"?([^"\s;]{1,200})/i.exec(above)?.[1];
  return found >= 0 && named !== undefined && lines[found]!.slice(2).trimEnd() === named ? found : lines.length;
}

/** The `From ` line of mbox files and some relays, which is no field. */
const isEnvelope = (rest: string): boolean => /^>?From /.test(rest) && rest.trim().indexOf('\n') < 0;

async function* afterHeader(seen: Buffer, more: () => Promise<Buffer | null>): AsyncGenerator<Buffer> {
  for (let tail = seen.subarray(-3), chunk = await more(); chunk !== null; chunk = await more()) {
    const joined = Buffer.concat([tail, chunk]);
    const end = endOfBlock(joined);
    if (end !== null) return yield* chained(joined.subarray(end.body), more);
    tail = joined.subarray(-3);
  }
}

async function* chained(first: Buffer, more: () => Promise<Buffer | null>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let chunk = await more(); chunk !== null; chunk = await more()) yield chunk;
}

/** Joins small chunks, as of a client that writes single octets. */
async function* inGoodSizes(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of raw) {
    held.push(chunk);
    length += chunk.length;
    if (length < chunkBytes) continue;
    yield held.length === 1 ? chunk : Buffer.concat(held, length);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held, length);
}

/** Without a byte order mark and empty lines before the first field. */
function withoutLeading(bytes: Buffer): Buffer {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[start] === CR || bytes[start] === LF) start++;
  return bytes.subarray(start);
}

/** Line ends of the classic Macintosh, in a copy. */
function crToLf(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(CR); at >= 0; at = copy.indexOf(CR, at + 1)) copy[at] = LF;
  return copy;
}
