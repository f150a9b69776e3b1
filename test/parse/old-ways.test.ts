// CHECKLIST E6, E17: charsets that shift, encodings of before MIME, and texts that say that they are files.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBytes } from '../../src/mail/words/charset.ts';
import { uuFilesIn } from '../../src/parse/text/uu-blocks.ts';
import { splitReply } from '../../src/triage/quoted/split.ts';
import { cpuMs } from '../support/cpu.ts';
import { readBytes } from './reading.ts';

test('HZ and ISO-2022-KR, which 7 bits carry', () => {
  expect(decodeBytes(Buffer.from('Agenda ~{<:Ky2;S{#,NpJ)l6HK!#~} ~~1~\nbye'), 'hz-gb-2312')).toBe(
    'Agenda 己所不欲，勿施於人。 ~1bye',
  );
  const korean = Buffer.from('\x1b$)C\x0e0!3*\x0f Agenda\n', 'latin1');
  expect(decodeBytes(korean, 'iso-2022-kr')).toBe('가나 Agenda\n');
});

test('a file that is gzipped within base64 is unpacked; one that is broken, or a bomb, stays packed', async () => {
  const mail = (packed: Buffer) =>
    `Content-Type: text/x-log; name=a.log\r\nContent-Transfer-Encoding: x-gzip64\r\n\r\n${packed.toString('base64')}\r\n`;
  expect((await readBytes(mail(gzipSync('line one\n')))).kept[0]?.toString()).toBe('line one\n');
  expect((await readBytes(mail(Buffer.from('no gzip')))).kept[0]?.toString()).toBe('no gzip');
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  expect((await readBytes(mail(bomb))).kept[0]?.equals(bomb)).toBe(true);
});

test('an encoding that no standard names leaves bytes, kept as they came; a name that is no encoding leaves words', async () => {
  const mail = (encoding: string) =>
    `Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\nH4sIAAAA\r\n`;
  const own = await readBytes(mail('x-yencode'));
  expect(own.kept[0]?.toString()).toBe('H4sIAAAA\r\n');
  for (const encoding of ['text/plain', '7 bits', '7b1t', 'utf-8']) {
    const { message } = await readBytes(mail(encoding));
    expect(message).toMatchObject({ text: expect.stringContaining('H4sIAAAA'), attachments: [] });
  }
});

const uuencoded = (name: string, content: Buffer): string => {
  const lines: string[] = [];
  for (let at = 0; at < content.length; at += 45) {
    const piece = content.subarray(at, at + 45);
    const padded = Buffer.concat([piece, Buffer.alloc((3 - (piece.length % 3)) % 3)]);
    const bits = [...padded].map(octet => octet.toString(2).padStart(8, '0')).join('');
    const sixes = bits.match(/.{6}/g) ?? [];
    const char = (value: number) => String.fromCharCode(value === 0 ? 96 : value + 32);
    lines.push(char(piece.length) + sixes.map(six => char(Number.parseInt(six, 2))).join(''));
  }
  return [`begin 644 ${name}`, ...lines, '`', 'end'].join('\r\n');
};

test('a file between begin and end becomes a file, and the words around it stay', async () => {
  const content = Buffer.from([...Array(300).keys()].map(each => each & 0xff));
  const mail = `Subject: x\r\n\r\nHere it is:\r\n\r\n${uuencoded('report.bin', content)}\r\n\r\nRegards\r\n`;
  const { message, kept } = await readBytes(mail);
  const split = splitReply(message.text);
  expect(split.text).toMatch(/^Here it is:\s+Regards$/);
  expect(split.quoted).toMatch(/^begin 644 report\.bin\n.*\nend$/s);
  expect(message.attachments).toMatchObject([{ name: 'report.bin', size: 300, inline: false }]);
  expect(kept[0]?.equals(content)).toBe(true);
});

test.each([
  'begin 644 the day with a coffee\r\nand end it with tea\r\nend\r\n',
  'We begin 644 new\r\nprojects\r\nend\r\n',
  'begin 644 a\r\n',
  'begin 644 a\r\nend\r\n',
])('words that look a little like it stay words: %s', async text => {
  const { message } = await readBytes(`Subject: x\r\n\r\n${text}`);
  expect(message.attachments).toEqual([]);
  expect(message.text).toBe(text.replaceAll('\r\n', '\n'));
});

test('whatever a text is, no line of it is lost', () => {
  const line = fc.constantFrom('begin 644 a', 'end', '`', 'words', '#0V%T', '', 'M', '~~', '>0V%T');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), lines => {
      uuFilesIn(Buffer.from(lines.join('\n')));
      const { text, quoted } = splitReply(lines.join('\n'));
      const inked = (all: string) => all.split('\n').filter(each => each.trim() !== '');
      expect([...inked(text), ...inked(quoted ?? '')].toSorted()).toEqual(inked(lines.join('\n')).toSorted());
    }),
    { numRuns: 500 },
  );
});

test('blocks that never end cost no more than their length', () => {
  const text = Buffer.from('begin 644 a\n'.repeat(80_000));
  expect(cpuMs(() => expect(uuFilesIn(text)).toEqual([]))).toBeLessThan(2_000);
});

test('a mail whose only text says that it is an attachment gives its text, and keeps it as a file', async () => {
  const alone = await readBytes(
    'Content-Disposition: attachment\r\nContent-Type: text/plain\r\n\r\nThe calendar is empty.\r\n',
  );
  expect(alone.message.text).toBe('The calendar is empty.\n');
  expect(alone.message.attachments).toHaveLength(1);
  const beside = await readBytes(
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment\r\n\r\nA file\r\n--b\r\n\r\nOwn words\r\n--b--\r\n',
  );
  expect(beside.message.text.trim()).toBe('Own words');
});
