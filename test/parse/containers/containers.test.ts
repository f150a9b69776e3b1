// CHECKLIST E11 to E13: winmail.dat and S/MIME, built octet by octet.
import { expect, test } from 'vitest';
import { rtfToText, uncompressRtf } from '../../../src/parse/containers/rtf.ts';
import { signedContent } from '../../../src/parse/containers/signed-data.ts';
import { readTnef } from '../../../src/parse/containers/tnef-reader.ts';
import { readBytes } from '../reading.ts';

const u16 = (value: number) => Buffer.from([value & 0xff, value >> 8]);
const u32 = (value: number) =>
  Buffer.from([value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >>> 24) & 0xff]);
const attribute = (level: number, id: number, value: Buffer) =>
  Buffer.concat([Buffer.from([level]), u32(id), u32(value.length), value, u16(0)]);
const padded = (value: Buffer) =>
  Buffer.concat([u32(1), u32(value.length), value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
const properties = (...list: [number, number, Buffer][]) =>
  Buffer.concat([u32(list.length), ...list.map(([type, id, value]) => Buffer.concat([u16(type), u16(id), value]))]);
const utf16 = (text: string) => Buffer.from(`${text}\0`, 'utf16le');

const winmail = Buffer.concat([
  u32(0x223e9f78),
  u16(1),
  attribute(1, 0x69007, Buffer.concat([u32(1251), u32(0)])),
  attribute(1, 0x69003, properties([0x03, 0x0e07, u32(1)], [0x1f, 0x1000, padded(utf16('Агенда пуста'))])),
  attribute(2, 0x69002, Buffer.alloc(14)),
  attribute(2, 0x18010, Buffer.from('SHORT~1.PDF\0')),
  attribute(2, 0x6800f, Buffer.from('%PDF')),
  attribute(
    2,
    0x69005,
    properties([0x1f, 0x3707, padded(utf16('Отчёт.pdf'))], [0x1e, 0x370e, padded(Buffer.from('application/pdf\0'))]),
  ),
]);

const mailWith = (type: string, content: Buffer, text = '') =>
  `Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${text}\r\n--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}\r\n--b--\r\n`;

test('a winmail.dat gives way to its files, and to its text where there is no other', async () => {
  const { message, kept } = await readBytes(mailWith('application/ms-tnef; name=winmail.dat', winmail));
  expect(message.text).toBe('Агенда пуста');
  expect(message.attachments).toMatchObject([{ name: 'Отчёт.pdf', contentType: 'application/pdf', size: 4 }]);
  expect(kept[0]?.toString()).toBe('%PDF');
  expect((await readBytes(mailWith('application/ms-tnef', winmail, 'Own words'))).message.text).toBe('Own words');
});

test('a winmail.dat that is none is kept as it came, and said', async () => {
  const { message } = await readBytes(mailWith('application/ms-tnef; name=winmail.dat', Buffer.from('no TNEF')));
  expect(message.attachments.map(({ name }) => name)).toEqual(['winmail.dat']);
  expect(message.problems.join()).toMatch(/winmail\.dat could not be opened/);
});

test('a TNEF that is cut anywhere gives what came before', () => {
  for (let length = 0; length < winmail.length; length++) readTnef(winmail.subarray(0, length));
  expect(readTnef(winmail.subarray(0, winmail.length - 60))?.files[0]?.bytes.toString()).toBe('%PDF');
});

test('compressed RTF: the examples of [MS-OXRTFCP]', () => {
  const example = Buffer.from(
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
    'hex',
  );
  expect(uncompressRtf(example)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
  const crossing = Buffer.from('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', 'hex');
  expect(uncompressRtf(crossing)).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
});

test('RTF gives its words, with its accents, without its tables', () => {
  const rtf =
    "{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\pard Hello\\par \\'cf\\'f3\\'f1\\'f2\\'ee \\u8364? \\{1\\}\\tab 2}";
  expect(rtfToText(rtf)).toBe('Hello\nПусто € {1}\t2');
  expect(rtfToText('{\\rtf1\\fromhtml1 {\\*\\htmltag <p>}\\htmlrtf \\par \\htmlrtf0 Words}')).toBe('Words');
});

const der = (tag: number, ...content: Buffer[]): Buffer => {
  const value = Buffer.concat(content);
  const length =
    value.length < 128 ? Buffer.from([value.length]) : Buffer.from([0x82, value.length >> 8, value.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, value]);
};
const open = (tag: number, ...content: Buffer[]) =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])]);
const oid = (hex: string) => der(6, Buffer.from(hex, 'hex'));
const words = Buffer.from('Content-Type: text/plain\r\n\r\nSigned words');
const content = (wrap: typeof der, octets: Buffer) =>
  wrap(
    0x30,
    oid('2a864886f70d010702'),
    wrap(
      0xa0,
      wrap(0x30, der(2, Buffer.from([1])), der(0x31), wrap(0x30, oid('2a864886f70d010701'), wrap(0xa0, octets))),
    ),
  );

test('signed S/MIME shows its text, in DER and in the pieces of BER', async () => {
  const whole = content(der, der(4, words));
  const streamed = content(open, open(0x24, der(4, words.subarray(0, 10)), der(4, words.subarray(10))));
  for (const p7m of [whole, streamed]) {
    const { message } = await readBytes(
      mailWith('application/pkcs7-mime; smime-type=signed-data; name=smime.p7m', p7m),
    );
    expect(message.text).toBe('Signed words');
    expect(message.attachments.map(({ name }) => name)).toEqual(['smime.p7m']);
    expect(message.problems).toEqual([]);
  }
});

test('encrypted S/MIME stays closed, and is said', async () => {
  const enveloped = der(0x30, oid('2a864886f70d010703'), der(0xa0, der(0x30)));
  const { message } = await readBytes(mailWith('application/pkcs7-mime; name=smime.p7m', enveloped));
  expect(message.problems.join()).toMatch(/encrypted \(S\/MIME\)/);
  expect(message.attachments).toHaveLength(1);
});

test('signed data within signed data ends at the depth of parts', async () => {
  const deep = Array.from({ length: 40 }).reduce<Buffer>(
    inner => content(der, der(4, Buffer.concat([Buffer.from('Content-Type: application/pkcs7-mime\r\n\r\n'), inner]))),
    words,
  );
  expect(
    (
      await readBytes(Buffer.concat([Buffer.from('Content-Type: application/pkcs7-mime\r\n\r\n'), deep]))
    ).message.problems.join(),
  ).toMatch(/nested more than 20 deep/);
  expect(signedContent(Buffer.from('3080', 'hex'))).toBeNull();
});
