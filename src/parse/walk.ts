// Walks the parts of a mail as they stream by: text is collected, files go to the store.
//
// mailsplit, not the MailParser built on it: MailParser takes named text parts for text (it kept 12 of 27
// such files of the measured mail), and has one fixed way to choose and join bodies.
import { pipeline, Readable } from 'node:stream';
import type { MimeNode, SplitterChunk } from '@zone-eu/mailsplit';
import type { Header } from '../mail/header.ts';
import { tellsSomething } from '../mail/words/charset.ts';
import { contentTypeFor } from './boundary.ts';
import { budget } from './budget.ts';
import { readForwarded } from './containers/forwarded.ts';
import { signedContent } from './containers/signed-data.ts';
import { keepTnef } from './containers/tnef.ts';
import { charsetHint } from './header/charset-hint.ts';
import { readHead, readPartHead } from './header/head.ts';
import { parseStructured } from './header/parameters.ts';
import { makePart, type Part } from './part.ts';
import { type Sink, sinkFor } from './sinks.ts';
import { splitterOfAllParts } from './splitter.ts';
import { dropFile, type ParseState } from './state.ts';

/** The tree of parts under `header` and `body`; problems and files go to `state`. */
export async function readParts(
  header: Header,
  body: AsyncIterable<Buffer>,
  state: ParseState,
  parent: Part | null = null,
): Promise<Part> {
  state.charset ??= charsetHint(header);
  const root = makePart(header, parent, state.charset);
  learnCharset(root, state);
  parent?.children.push(root);
  if (!root.type.startsWith('multipart/')) {
    await readLeaf(root, body, state);
    return root;
  }
  const splitter = splitterOfAllParts({ ignoreEmbedded: true, maxChildNodes: budget.parts * 10 });
  // The error ends the loop below; without a callback it would also end the process.
  pipeline(Readable.from(withHead(header, body)), splitter, () => {});
  await consume(splitter, root, state);
  return root;
}

/** Most mails have one part, so they need no splitting. */
async function readLeaf(part: Part, body: AsyncIterable<Buffer>, state: ParseState): Promise<void> {
  if (!withinBudget(part, state)) return;
  const sink = sinkFor(part, state);
  for await (const chunk of body) {
    await sink.write(chunk);
    if (isLate(state)) break;
  }
  await finish(part, sink, state);
}

async function consume(chunks: AsyncIterable<SplitterChunk>, root: Part, state: ParseState): Promise<void> {
  const parts = new Map<unknown, Part>();
  let open: { part: Part; sink: Sink } | null = null;
  const close = async () => {
    const closing = open;
    open = null;
    if (closing !== null) await finish(closing.part, closing.sink, state);
  };
  try {
    for await (const chunk of chunks) {
      if (chunk.type === 'node') {
        await close();
        const { part, rest } = parts.size === 0 ? { part: root, rest: '' } : childPart(chunk, parts, state);
        if (part === null) break;
        if (!withinBudget(part, state)) {
          if (isFile(part)) dropFile(part, 0, state);
          continue;
        }
        parts.set(chunk, part);
        open = { part, sink: sinkFor(part, state) };
        if (rest !== '') await open.sink.write(Buffer.from(`${rest}\n`, 'latin1'));
      } else if (open !== null && parts.get(chunk.node) === open.part) {
        await open.sink.write(chunk.value);
      } else if (chunk.type === 'data') {
        state.epilogues.write(chunk.value);
      }
      if (isLate(state)) break;
    }
  } catch (cause) {
    if (state.failure !== null) throw state.failure.cause;
    state.problems.add(`The structure of the mail is broken: ${reasonOf(cause)}`);
  }
  await close();
}

const isFile = ({ name, type, disposition }: Part): boolean =>
  name !== null || disposition === 'attachment' || !/^(?:text|multipart)\//.test(type);

function isLate(state: ParseState): boolean {
  const late = performance.now() > state.deadline;
  if (late) state.problems.add('Reading took too long; what had been read by then is shown.');
  return late;
}

function childPart(
  node: MimeNode,
  parts: ReadonlyMap<unknown, Part>,
  state: ParseState,
): { part: Part | null; rest: string } {
  const parent = parts.get(node.parentNode);
  if (parent === undefined) return { part: null, rest: '' };
  const block = node.getHeaders().toString('latin1', 0, budget.headerBytes);
  const { header, rest } = readPartHead(block, state.problems);
  const part = makePart(header, parent, state.charset);
  learnCharset(part, state);
  parent.children.push(part);
  return { part, rest };
}

/** File names of later parts may be in the charset that this part names. */
function learnCharset({ contentType }: Part, state: ParseState): void {
  const charset = contentType.parameters.get('charset') ?? null;
  if (state.charset === null && tellsSomething(charset)) state.charset = charset;
}

function withinBudget(part: Part, state: ParseState): boolean {
  // RFC 3156 section 4.
  if (part.type === 'multipart/encrypted')
    state.problems.add('The mail, or a part of it, is encrypted (PGP) and stays closed.');
  if (++state.parts > budget.parts) {
    state.problems.add(`The mail has more than ${budget.parts} parts; the rest of them was left out.`);
    return false;
  }
  if (part.depth > budget.depth) {
    state.problems.add(
      `The parts of the mail are nested more than ${budget.depth} deep; the rest of them was left out.`,
    );
    return false;
  }
  return true;
}

async function finish(part: Part, sink: Sink, state: ParseState): Promise<void> {
  const container = await sink.end();
  if (container === null) return;
  if (part.type.startsWith('message/')) return readForwarded(container, state, readParts);
  if (part.type === 'application/ms-tnef' || /^winmail\.dat$/i.test(part.name ?? ''))
    return keepTnef(part, container, state);
  const content = signedContent(container);
  if (content === null) {
    state.problems.add('The mail, or a part of it, is encrypted (S/MIME) and stays closed.');
  } else if (content.length > 0) {
    const { header, body } = await readHead(Readable.from([content]), state.problems);
    await readParts(header, body, state, part);
  }
}

/** Gives mailsplit our reading of the part's header, so that the two cannot differ. */
async function* withHead(header: Header, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  const first = await chunks.next();
  const start = first.done ? Buffer.alloc(0) : first.value;
  const type = contentTypeFor(header, start);
  yield Buffer.from(`${type === null ? '' : `content-type: ${type}\r\n`}\r\n`, 'latin1');
  yield start;
  let last = start.subarray(-maxDelimiter);
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    yield next.value;
    last = Buffer.concat([last, next.value]).subarray(-maxDelimiter);
  }
  // mailsplit needs the line end after a delimiter, which may be missing at the end of a mail.
  const boundary = parseStructured(type).parameters.get('boundary')?.trimEnd() ?? '';
  if (boundary !== '' && /(?:^|\n)--(.+)$/.exec(last.toString('latin1').trimEnd())?.[1] === boundary)
    yield Buffer.from('\r\n');
}

const maxDelimiter = 300;

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause)).slice(0, 200);
