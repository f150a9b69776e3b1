// The body of a winmail.dat is compressed RTF ([MS-OXRTFCP]). Only its text is read.
import { decodeBytes } from '../../mail/words/charset.ts';

const maxLength = 4 * 1024 * 1024;
const prebuilt =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** The decompressed RTF; at most 4 MB of it. */
export function uncompressRtf(bytes: Buffer): string {
  if (bytes.length < 16) return '';
  const magic = bytes.toString('latin1', 8, 12);
  const size = Math.min(bytes.readUInt32LE(4), maxLength);
  if (magic === 'MELA') return bytes.toString('latin1', 16, 16 + size);
  return magic === 'LZFu' ? unpack(bytes, size) : '';
}

/** Section 2.2.2.4: runs of eight, each a literal or a reference into the last 4096 octets. */
function unpack(bytes: Buffer, size: number): string {
  const window = Buffer.alloc(4096);
  let write = window.write(prebuilt, 'latin1');
  const out = Buffer.alloc(size);
  let length = 0;
  const put = (octet: number) => {
    window[write] = octet;
    write = (write + 1) % 4096;
    out[length++] = octet;
  };
  for (let at = 16; at < bytes.length && length < size; ) {
    const flags = bytes[at++]!;
    for (let bit = 0; bit < 8 && at < bytes.length && length < size; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++]!);
        continue;
      }
      const reference = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const from = reference >> 4;
      if (from === write) return out.toString('latin1', 0, length);
      for (let step = 0; step < (reference & 0xf) + 2 && length < size; step++) put(window[(from + step) % 4096]!);
    }
  }
  return out.toString('latin1', 0, length);
}

// Groups whose text is hidden.
const hidden =
  /^(?:fonttbl|colortbl|stylesheet|info|pict|object|themedata|datastore|header|footer|generator|listtable|listoverridetable|rsidtbl|latentstyles|xmlnstbl|fldinst|mhtmltag)$/;
const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;
type Group = { hidden: boolean; unicodeSkip: number };

/** The words of an RTF text, one line a paragraph. */
export function rtfToText(rtf: string): string {
  const fromHtml = rtf.slice(0, 2000).includes('\\fromhtml');
  const charset = `windows-${/\\ansicpg(125\d)/.exec(rtf.slice(0, 2000))?.[1] ?? '1252'}`;
  const stack: Group[] = [];
  const out: string[] = [];
  let group: Group = { hidden: false, unicodeSkip: 1 };
  let octets: number[] = [];
  let skip = 0;
  const flush = () => {
    if (octets.length > 0) out.push(decodeBytes(Buffer.from(octets), charset));
    octets = [];
  };
  const put = (text: string) => {
    flush();
    if (!group.hidden) out.push(text);
  };
  for (const [, word, number, hex, symbol, brace, text] of rtf.matchAll(token)) {
    if (hex !== undefined) {
      if (skip > 0) skip--;
      else if (!group.hidden) octets.push(Number.parseInt(hex, 16));
    } else if (brace === '{') {
      if (stack.length < 1000) stack.push({ ...group });
    } else if (brace === '}') {
      flush();
      group = stack.pop() ?? group;
    } else if (word !== undefined) {
      if (word === 'uc') group.unicodeSkip = Number(number ?? 1);
      else if (word === 'u') {
        put(String.fromCharCode(Number(number ?? 63) & 0xffff));
        skip = group.unicodeSkip;
      } else if (word === 'htmlrtf' && fromHtml) group.hidden = number !== '0';
      else if (hidden.test(word)) group.hidden = true;
      else put(signs.get(word) ?? '');
    } else if (symbol === '*') group.hidden = true;
    else if (symbol !== undefined)
      put(symbol === '~' ? ' ' : symbol === '_' ? '-' : '{}\\'.includes(symbol) ? symbol : '');
    else if (text !== undefined) put(skip > 0 ? text.slice(skip) : text);
    if (text !== undefined) skip = 0;
  }
  flush();
  return out.join('').trim();
}

const signs = new Map([
  ['par', '\n'],
  ['line', '\n'],
  ['tab', '\t'],
  ['row', '\n'],
  ['cell', '\t'],
  ['emdash', '—'],
  ['endash', '–'],
  ['bullet', '•'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
]);
