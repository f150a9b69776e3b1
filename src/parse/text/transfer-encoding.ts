// Streaming decoders for Content-Transfer-Encoding (RFC 2045 section 6), tolerant of junk.
//
// Not libbase64 and libqp: as Node streams they take three times the CPU for 1 MB.

import { gunzipSync } from 'node:zlib';
import { withoutComments } from '../../mail/comment.ts';
import { isUuData } from '../../mail/uu-block.ts';
import { budget } from '../budget.ts';

export type Decode = Readonly<{ write(bytes: Buffer): Buffer; end(): Buffer }>;

const LF = 0x0a;
const CR = 0x0d;
const nothing = Buffer.alloc(0);
const asItIs: Decode = { write: bytes => bytes, end: () => nothing };

/**
 * The decoder of an encoding, or null for a private one (RFC 2045 section 6.3), whose bytes are not text. Invalid
 * names (`7 bits`, or a type in place of the encoding) are ignored.
 */
export function decoderFor(field: string | null, ofText = false): Decode | null {
  const name = withoutComments(field ?? '')
    .replace(/["';]/g, '')
    .trim()
    .toLowerCase();
  if (/^base-?64$/.test(name)) return ofText ? base64OfText() : base64();
  if (/^x-gzip(?:64|-base64)$/.test(name)) return gzip64();
  if (/^quoted[- ]?printable$/.test(name)) return quotedPrintable();
  if (/^(?:x-)?uu(?:encode|e)?d?$/.test(name)) return uuencode();
  return name.startsWith('x-') ? null : asItIs;
}

const alphabet = new Int8Array(256).fill(-1);
for (const [at, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  alphabet[char.charCodeAt(0)] = at;

/**
 * Regular lines go to Node's decoder, which is several times as fast and has no state; irregular ones are
 * decoded octet by octet.
 */
function base64(): Decode {
  const octets = base64Octets();
  let held: Buffer = nothing;
  const write = (bytes: Buffer): Buffer => {
    const input = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const end = input.lastIndexOf(LF) + 1;
    if (end === 0 && input.length < maxLine) {
      held = input;
      return nothing;
    }
    const cut = end === 0 ? input.length : end;
    held = input.subarray(cut);
    const block = input.subarray(0, cut);
    return (octets.aligned() ? regularLines(block) : null) ?? octets.write(block);
  };
  return { write, end: () => octets.write(held) };
}

/**
 * Base64 of a text. Some programs label plain text as base64, and lists add a plain footer below encoded text:
 * from the first line of words on, it is taken as plain text.
 */
function base64OfText(): Decode {
  const encoded = base64();
  let held = '';
  let inWords = false;
  const take = (bytes: Buffer, final: boolean): Buffer => {
    if (inWords) return bytes;
    const text = held + bytes.toString('latin1');
    const newline = text.lastIndexOf('\n') + 1;
    const end = final || (newline === 0 && text.length > maxLine) ? text.length : newline;
    held = text.slice(end);
    const block = text.slice(0, end);
    const at = notBase64.test(block) ? startOfWords(block) : -1;
    if (at < 0) return encoded.write(Buffer.from(block, 'latin1'));
    inWords = true;
    const before = at === 0 ? [] : [encoded.write(Buffer.from(block.slice(0, at), 'latin1')), Buffer.from('\n')];
    return Buffer.concat([...before, Buffer.from(text.slice(at), 'latin1')]);
  };
  return { write: bytes => take(bytes, false), end: () => Buffer.concat([take(nothing, true), encoded.end()]) };
}

const notBase64 = /[ ,.:;!?\x80-\xff]/;
const word = /^[A-Z\x80-\xff]?[a-z\x80-\xff'’-]+[.,:;!?]*$/;

/** The start of the first line with two words, or with one that ends in punctuation; -1 for none. */
function startOfWords(block: string): number {
  let at = 0;
  for (const line of block.split('\n')) {
    const tokens = notBase64.test(line) ? line.trim().split(/\s+/, 20) : [];
    const words = tokens.filter(token => word.test(token));
    if (words.length > 1 || words.some(token => notBase64.test(token.slice(-1)))) return at;
    at += line.length + 1;
  }
  return -1;
}

const maxLine = 64 * 1024;

// Strings and buffers above 128 KB get fresh pages from the system each time: a mail of 1 MB took 5 CPU-ms with one
// string and takes 0.2 with these pieces.
const pieceBytes = 32 * 1024;

/** The bytes of lines of whole quanta without padding, else null. */
function regularLines(block: Buffer): Buffer | null {
  // Node also accepts base64url; here `-` and `_` are junk (RFC 2045 section 6.8).
  if (block.includes(0x2d) || block.includes(0x5f)) return null;
  const decoded = Buffer.allocUnsafeSlow(Math.ceil(block.length * 0.75));
  let length = 0;
  for (let at = 0; at < block.length; ) {
    const end = endOfPiece(block, at);
    const digits = end - at - blanksIn(block, at, end);
    const written = decoded.write(block.toString('latin1', at, end), length, 'base64');
    if (written * 4 !== digits * 3) return null;
    length += written;
    at = end;
  }
  return decoded.subarray(0, length);
}

/** After the last line that ends within a piece from `at` on, or after a longer line. */
function endOfPiece(block: Buffer, at: number): number {
  if (block.length - at <= pieceBytes) return block.length;
  const last = block.lastIndexOf(LF, at + pieceBytes - 1);
  return (last >= at ? last : block.indexOf(LF, at)) + 1 || block.length;
}

/** The octets of line ends. Most encoders write lines of one length, so that few octets have to be looked at. */
function blanksIn(block: Buffer, start: number, end: number): number {
  const lineEndAt = (at: number) => (block[at] === LF ? (block[at - 1] === CR ? 2 : 1) : 0);
  const first = block.indexOf(LF, start);
  if (first < 0) return 0;
  const width = first + 1 - start;
  let blanks = 0;
  let at = first;
  for (; at < end && block[at] === LF; at += width) blanks += lineEndAt(at);
  for (at = block.indexOf(LF, at - width + 1); at >= 0 && at < end; at = block.indexOf(LF, at + 1))
    blanks += lineEndAt(at);
  return blanks;
}

function base64Octets() {
  let bits = 0;
  let held = 0;
  const write = (bytes: Buffer): Buffer => {
    const out = Buffer.allocUnsafe(Math.ceil((bytes.length * 3) / 4) + 3);
    let length = 0;
    for (let at = 0; at < bytes.length; at++) {
      const octet = bytes[at]!;
      const six = alphabet[octet]!;
      if (six >= 0) {
        bits = ((bits << 6) | six) & 0xffff;
        held += 6;
        if (held >= 8) {
          held -= 8;
          out[length++] = bits >> held;
        }
      } else if (octet === 0x3d) held = 0; // Padding ends a quantum; more may follow it.
    }
    return out.subarray(0, length);
  };
  return { write, aligned: () => held === 0 };
}

/** gzip within base64, as of metamail. Over budget or broken data stays compressed. */
function gzip64(): Decode {
  const inner = base64();
  const packed: Buffer[] = [];
  let length = 0;
  const take = (bytes: Buffer): Buffer => {
    length += bytes.length;
    packed.push(bytes);
    return length > budget.containerBytes ? Buffer.concat(packed.splice(0)) : nothing;
  };
  return {
    write: bytes => take(inner.write(bytes)),
    end() {
      const rest = Buffer.concat([take(inner.end()), ...packed]);
      if (length > budget.containerBytes) return rest;
      try {
        return gunzipSync(rest, { maxOutputLength: budget.containerBytes });
      } catch {
        return rest;
      }
    },
  };
}

const hexValue = new Int8Array(256).fill(-1);
for (const [at, char] of [...'0123456789abcdef'].entries()) {
  hexValue[char.charCodeAt(0)] = at;
  hexValue[char.toUpperCase().charCodeAt(0)] = at;
}

const maxBlanks = 1000;

/** RFC 2045 section 6.7: soft line breaks, white space at the end of a line, and a literal `=`. */
function quotedPrintable(): Decode {
  let held: Buffer = nothing;
  const take = (input: Buffer, final: boolean): Buffer => {
    const out = Buffer.allocUnsafe(input.length);
    let length = 0;
    let at = 0;
    while (at < input.length) {
      const octet = input[at]!;
      if (octet !== 0x3d && ((octet !== 0x20 && octet !== 0x09) || (input[at + 1] ?? 0) > 0x20)) {
        out[length++] = octet;
        at++;
        continue;
      }
      const end = blanksEnd(input, octet === 0x3d ? at + 1 : at);
      const known =
        final ||
        (octet === 0x3d ? at + 3 <= input.length && end < input.length : end < input.length) ||
        end - at > maxBlanks;
      // Its meaning depends on the next chunk.
      if (!known || (!final && end === input.length - 1 && input[end] === CR)) break;
      if (octet === 0x3d) {
        const high = hexValue[input[at + 1] ?? 0]!;
        const low = hexValue[input[at + 2] ?? 0]!;
        if (high >= 0 && low >= 0) {
          out[length++] = (high << 4) | low;
          at += 3;
        } else if (isLineEnd(input, end)) at = end + (input[end] === CR && input[end + 1] === LF ? 2 : 1);
        else {
          out[length++] = octet;
          at++;
        }
      } else if (isLineEnd(input, end)) at = end;
      else {
        length += input.copy(out, length, at, end);
        at = end;
      }
    }
    held = Buffer.from(input.subarray(at));
    return out.subarray(0, length);
  };
  const write = (bytes: Buffer): Buffer => take(held.length === 0 ? bytes : Buffer.concat([held, bytes]), false);
  return { write, end: () => take(held, true) };
}

function blanksEnd(bytes: Buffer, from: number): number {
  const stop = Math.min(bytes.length, from + maxBlanks + 2);
  let at = from;
  while (at < stop && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  return at;
}

/** At the end of the body: the last line may end in `=`. */
const isLineEnd = (bytes: Buffer, at: number): boolean =>
  at >= bytes.length || bytes[at] === LF || (bytes[at] === CR && (at + 1 >= bytes.length || bytes[at + 1] === LF));

/** The POSIX format between `begin 644 name` and `end`; each line begins with its length. Some leave out `begin`. */
function uuencode(): Decode {
  let held = '';
  let begun = false;
  let ended = false;
  const decodeLine = (line: string): Buffer => {
    if (ended || line === '') return nothing;
    if (/^begin(?:-base64)? [0-7]{3,4} /.test(line)) begun = true;
    else if (begun && /^end\s*$/.test(line)) ended = true;
    else if (begun || isUuData(line)) {
      begun = true;
      return uuLine(line);
    }
    return nothing;
  };
  const take = (text: string, final: boolean): Buffer => {
    const lines = text.split(/\r?\n/);
    held = final ? '' : (lines.pop() ?? '').slice(-1000);
    return Buffer.concat(lines.map(decodeLine));
  };
  return { write: bytes => take(held + bytes.toString('latin1'), false), end: () => take(held, true) };
}

/** One line of uuencoded data. */
export function uuLine(line: string): Buffer {
  const length = (line.charCodeAt(0) - 32) & 63;
  const out = Buffer.alloc(length);
  let bits = 0;
  let held = 0;
  for (let at = 1, to = 0; at < line.length && to < length; at++) {
    bits = ((bits << 6) | ((line.charCodeAt(at) - 32) & 63)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out[to++] = (bits >> held) & 0xff;
  }
  return out;
}
