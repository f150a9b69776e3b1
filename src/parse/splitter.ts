// mailsplit drops a part whose header runs into the next delimiter, with its text (RFC 2046 section 5.1.1
// requires an empty line there). It has no option for that, so the method that begins a part is wrapped.
//
// It also looks at each octet and makes a buffer for each line, 6 CPU-ms for a file of 1 MB. Lines that do not begin
// with `--` cannot be delimiters, so those of a body are passed on together.
import { type MimeNode, Splitter, type SplitterOptions } from '@zone-eu/mailsplit';

type Inside = {
  node: MimeNode;
  state: number;
  newNode(parent?: MimeNode | false): void;
  takePendingLine(): Buffer | false;
  appendPendingLine(bytes: Buffer): void;
  _transform(chunk: Buffer, encoding: string, done: (cause?: Error | null) => void): void;
};

/** mailsplit's own number of the state. */
const inBody = 2;
/** Fewer octets are not worth it. */
const manyBytes = 4096;
const LF = 0x0a;
const CR = 0x0d;

export function splitterOfAllParts(options: SplitterOptions, worthIt = manyBytes): Splitter {
  const splitter = new Splitter(options);
  const inside = splitter as unknown as Inside;
  const begin = inside.newNode.bind(splitter);
  inside.newNode = parent => {
    const { node } = inside;
    if (node._headerlen > 0 && !node.headers) {
      node.parseHeaders();
      splitter.push(node);
    }
    begin(parent);
  };
  const split = inside._transform.bind(splitter);
  // The first line may complete one of the chunk before, and may begin a body.
  inside._transform = (chunk, encoding, done) => {
    const start = chunk.indexOf(LF) + 1;
    const end = start === 0 ? 0 : endOfPlainLines(chunk, start);
    if (end - start < worthIt) return split(chunk, encoding, done);
    split(chunk.subarray(0, start), encoding, cause => {
      if (cause) return done(cause);
      const isPlain = inside.state === inBody && inside.node.parentNode && !inside.node.multipart;
      if (isPlain) passOn(splitter, chunk.subarray(start, end));
      const rest = chunk.subarray(isPlain ? end : start);
      if (rest.length === 0) return done();
      split(rest, encoding, done);
    });
  };
  return splitter;
}

/** Whole lines of the body of a part. The last line end stays behind: before a delimiter it belongs to that. */
function passOn(splitter: Splitter, lines: Buffer): void {
  const inside = splitter as unknown as Inside;
  const { node } = inside;
  const pending = inside.takePendingLine();
  if (pending) splitter.push({ node, type: 'body', value: pending });
  const end = lines.at(-2) === CR ? -2 : -1;
  splitter.push({ node, type: 'body', value: lines.subarray(0, end) });
  inside.appendPendingLine(lines.subarray(end));
}

/**
 * Where the whole lines end that follow each other from `start` on and do not begin with `--`; `start` where one begins
 * with CR and `--`, which mailsplit only knows together with the line before.
 */
function endOfPlainLines(chunk: Buffer, start: number): number {
  const delimiter = chunk.indexOf('\n--', start - 1);
  const end = delimiter >= 0 ? delimiter + 1 : chunk.lastIndexOf(LF) + 1;
  return chunk.subarray(start - 1, end + 3).includes('\n\r--') ? start : end;
}
