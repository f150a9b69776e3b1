// Reads TNEF, which Exchange sends as winmail.dat ([MS-OXTNEF]): a sequence of attributes, of the message and
// then of each attachment, some of which contain MAPI properties. Every length is checked against the file;
// a truncated file gives what is before its end.
import { decodeBytes } from '../../mail/words/charset.ts';
import { rtfToText, uncompressRtf } from './rtf.ts';

export type TnefFile = { name: string | null; contentType: string | null; contentId: string | null; bytes: Buffer };
export type Tnef = { text: string | null; html: string | null; files: TnefFile[] };

const signature = 0x223e9f78;
const maxFiles = 100;
const maxProperties = 2000;
const attribute = {
  body: 0x2800c,
  codePage: 0x69007,
  messageProperties: 0x69003,
  attachmentStart: 0x69002,
  attachmentTitle: 0x18010,
  attachmentData: 0x6800f,
  attachmentProperties: 0x69005,
};
const property = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  data: 0x3701,
  fileName: 0x3704,
  longFileName: 0x3707,
  mimeTag: 0x370e,
  contentId: 0x3712,
};

/** Null where the bytes are not TNEF. */
export function readTnef(bytes: Buffer): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return null;
  const tnef: Tnef = { text: null, html: null, files: [] };
  let codePage = 'windows-1252';
  let file: TnefFile | null = null;
  for (const { id, value } of attributes(bytes)) {
    if (id === attribute.codePage && value.length >= 4) codePage = charsetOf(value.readUInt32LE(0));
    else if (id === attribute.body) tnef.text ??= ansi(value, codePage);
    else if (id === attribute.messageProperties) readMessage(tnef, propertiesIn(value, codePage), codePage);
    else if (id === attribute.attachmentStart) {
      if (tnef.files.length >= maxFiles) break;
      file = { name: null, contentType: null, contentId: null, bytes: Buffer.alloc(0) };
      tnef.files.push(file);
    } else if (file === null) continue;
    else if (id === attribute.attachmentTitle) file.name ??= ansi(value, codePage);
    else if (id === attribute.attachmentData) file.bytes = value;
    else if (id === attribute.attachmentProperties) readFile(file, propertiesIn(value, codePage));
  }
  return tnef;
}

function readMessage(tnef: Tnef, properties: ReadonlyMap<number, string | Buffer>, codePage: string): void {
  const body = properties.get(property.body);
  const html = properties.get(property.html);
  const rtf = properties.get(property.rtf);
  if (typeof body === 'string') tnef.text = body;
  if (html !== undefined) tnef.html = typeof html === 'string' ? html : decodeBytes(html, null, codePage);
  if (Buffer.isBuffer(rtf) && (tnef.text ?? '').trim() === '' && tnef.html === null)
    tnef.text = rtfToText(uncompressRtf(rtf));
}

function readFile(file: TnefFile, properties: ReadonlyMap<number, string | Buffer>): void {
  const text = (id: number) => (typeof properties.get(id) === 'string' ? (properties.get(id) as string) : null);
  file.name = text(property.longFileName) ?? file.name ?? text(property.fileName);
  file.contentType = text(property.mimeTag);
  file.contentId = text(property.contentId);
  const data = properties.get(property.data);
  if (Buffer.isBuffer(data) && file.bytes.length === 0) file.bytes = data;
}

/** Section 2.1.3.1: level, id, length, data, checksum. */
function* attributes(bytes: Buffer): Generator<{ id: number; value: Buffer }> {
  for (let at = 6; at + 9 <= bytes.length; ) {
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    yield { id, value: bytes.subarray(at + 9, at + 9 + length) };
    at += 9 + length + 2;
  }
}

/** Section 2.1.3.4: strings and binaries by property id; other types are skipped. */
function propertiesIn(bytes: Buffer, codePage: string): Map<number, string | Buffer> {
  const properties = new Map<number, string | Buffer>();
  try {
    const count = Math.min(bytes.readUInt32LE(0), maxProperties);
    for (let at = 4, read = 0; read < count; read++) {
      const { id, values, next, type } = propertyAt(bytes, at);
      if (values[0] !== undefined) properties.set(id, valueAs(type, values[0], codePage));
      at = next;
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause; // Truncated: what was read so far is used.
  }
  return properties;
}

function valueAs(type: number, value: Buffer, codePage: string): string | Buffer {
  if (type === 0x1f) return decodeBytes(value, 'utf-16le').replace(/\0+$/, '');
  return type === 0x1e ? ansi(value, codePage) : value;
}

const fixedSizes = new Map([
  [0x02, 4],
  [0x03, 4],
  [0x04, 4],
  [0x0a, 4],
  [0x0b, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
]);

function propertyAt(bytes: Buffer, start: number): { id: number; type: number; values: Buffer[]; next: number } {
  const tag = bytes.readUInt16LE(start);
  const id = bytes.readUInt16LE(start + 2);
  const type = tag & 0xfff;
  let at = start + 4 + (id >= 0x8000 ? namedLength(bytes, start + 4) : 0);
  const fixed = fixedSizes.get(type);
  const counted = fixed === undefined || (tag & 0x1000) !== 0;
  const count = counted ? bytes.readUInt32LE(at) : 1;
  if (counted) at += 4;
  const values: Buffer[] = [];
  for (let read = 0; read < count; read++) {
    const size: number = fixed ?? bytes.readUInt32LE(at);
    if (fixed === undefined) at += 4;
    if (at + size > bytes.length) throw new RangeError('beyond the end');
    // An embedded object's data starts with the id of its interface.
    if (values.length === 0 && fixed === undefined)
      values.push(bytes.subarray(type === 0x0d ? at + 16 : at, at + size));
    at += padded(size);
  }
  return { id, type, values, next: at };
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

function namedLength(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at + 16) === 0 ? 24 : 24 + padded(bytes.readUInt32LE(at + 20));
}

const ansi = (value: Buffer, codePage: string): string => decodeBytes(value, codePage).replace(/\0.*$/s, '');

function charsetOf(codePage: number): string {
  const known = new Map([
    [65001, 'utf-8'],
    [932, 'shift_jis'],
    [936, 'gbk'],
    [949, 'euc-kr'],
    [950, 'big5'],
    [20127, 'windows-1252'],
  ]);
  return known.get(codePage) ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252');
}
