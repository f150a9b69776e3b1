// CHECKLIST E8: a file is what its first bytes bear out, and only a picture of pixels is shown within a text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkedType, typeOfBytes } from '../../../src/parse/files/magic.ts';
import { readBytes } from '../reading.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const entry = (name: string, content = ''): string =>
  `PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(name.length)}\0\0\0${name}${content}`;
const docx = latin1(entry('[Content_Types].xml', 'abc') + entry('_rels/.rels') + entry('word/document.xml'));
const program = latin1(`MZ\x90\0\x03\0\0\0${'\0'.repeat(60)}PE\0\0`);
const png = latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');

const kinds: readonly (readonly [string, Buffer])[] = [
  ['image/png', png],
  ['image/jpeg', latin1('\xff\xd8\xff\xe0\0\x10JFIF')],
  ['image/gif', latin1('GIF89a\x01\0')],
  ['image/webp', latin1('RIFF\x24\0\0\0WEBPVP8 ')],
  ['image/bmp', latin1('BM\x46\0\0\0\0\0\0\0\x36')],
  ['image/heic', latin1('\0\0\0\x18ftypheic')],
  ['application/pdf', latin1('%PDF-1.7\n')],
  ['application/zip', latin1(entry('notes.txt', 'words word/ xl/'))],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', docx],
  [
    'application/vnd.oasis.opendocument.text',
    latin1(`${entry('mimetype', 'application/vnd.oasis.opendocument.text')}${entry('a')}`),
  ],
  ['application/gzip', latin1('\x1f\x8b\x08\0')],
  ['application/rtf', latin1('{\\rtf1\\ansi words}')],
  ['application/x-ole-storage', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0')],
  ['application/x-dosexec', program],
  ['application/x-elf', latin1('\x7fELF\x02\x01')],
  ['text/x-shellscript', latin1('#!/bin/sh\nrm -r .')],
  ['text/html', latin1('\xef\xbb\xbf \n<!DOCTYPE  html><p>')],
  ['text/html', latin1('<script>alert(1)</script>')],
  ['text/html', latin1('<!-- saved --><html><body>')],
  ['text/html', Buffer.from('\ufeff<html>', 'utf16le')],
  ['image/svg+xml', latin1('<svg xmlns="http://www.w3.org/2000/svg">')],
  ['image/svg+xml', latin1('<?xml version="1.0"?>\n<!-- x --><svg onload="alert(1)">')],
  ['text/xml', latin1('<?xml version="1.0"?><order/>')],
];

for (const [type, bytes] of kinds) {
  test(`octet-stream becomes ${type} by ${JSON.stringify(bytes.toString('latin1', 0, 12))}`, () => {
    expect(typeOfBytes(bytes)).toBe(type);
    expect(checkedType('application/octet-stream', bytes)).toBe(type);
    expect(checkedType('image/png', bytes)).toBe(type.startsWith('image/') ? type : 'application/octet-stream');
  });
}

test('what no mark speaks against stays what it is called, but a program does not', () => {
  expect(checkedType('application/octet-stream', latin1('any bytes'))).toBe('application/octet-stream');
  expect(checkedType('application/octet-stream', latin1('BMW and MZ'))).toBe('application/octet-stream');
  expect(checkedType('text/plain', latin1('MZ is short for Monatszahl, the monthly figure of every report.'))).toBe(
    'text/plain',
  );
  expect(checkedType('application/vnd.ms-excel', docx)).toBe('application/vnd.ms-excel');
  expect(checkedType('application/pdf', program)).toBe('application/x-dosexec');
  expect(checkedType('image/jpeg', Buffer.alloc(0))).toBe('application/octet-stream');
});

const mailWith = (type: string, bytes: Buffer): string =>
  `Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>See <img src="cid:a@b"></p>\r\n--b\r\nContent-Type: ${type}\r\nContent-Disposition: inline\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n--b--\r\n`;

test('only a picture of pixels stands within the text, whatever type and cid say', async () => {
  for (const [type, bytes] of kinds) {
    for (const claimed of ['image/png', 'image/svg+xml', 'application/octet-stream']) {
      const { message } = await readBytes(mailWith(claimed, bytes), 7);
      const [file] = message.attachments;
      expect(message.attachments).toHaveLength(1);
      expect(file!.inline, `${type} called ${claimed}`).toBe(/^image\/(?!svg)/.test(type));
      expect(file!.contentType).toBe(checkedType(claimed, bytes));
    }
  }
});

test('a file keeps all its bytes, and only its start is looked at', async () => {
  const late = Buffer.concat([Buffer.alloc(5000, 'x'), png, Buffer.alloc(300_000, 1)]);
  const { message, kept } = await readBytes(mailWith('application/octet-stream', late), 1000);
  expect([message.attachments[0]!.contentType, kept[0]!.equals(late)]).toEqual(['application/octet-stream', true]);
});

test('any bytes have a type, and no picture is made of them by name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...kinds), (tail, [, head]) => {
      const bytes = Buffer.concat([head.subarray(0, tail.length % (head.length + 1)), tail]);
      expect(checkedType('image/gif', bytes)).toMatch(/^(?:image\/|application\/octet-stream$)/);
      expect(checkedType('application/octet-stream', bytes)).toMatch(/^[a-z]+\/[\w.+-]+$/);
    }),
    { numRuns: 500, verbose: true },
  );
});
