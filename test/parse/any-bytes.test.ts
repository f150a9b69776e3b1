// CHECKLIST E5, E19: whatever the bytes are, an answer, and no control character in it.
// Whatever the bytes are: an answer, in time, whose strings can be stored and shown.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeWords } from '../../src/mail/words/encoded-words.ts';
import { cleanFileName } from '../../src/parse/files/file-name.ts';
import { parseStructured } from '../../src/parse/header/parameters.ts';
import { decoderFor } from '../../src/parse/text/transfer-encoding.ts';
import { readBytes } from './reading.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 1_000_000);
const runs = { seed, numRuns: 300, interruptAfterTimeLimit: 20_000 };
const pieces = [
  'Content-Type: multipart/mixed; boundary=b\r\n',
  'Content-Type: multipart/alternative; boundary="b"\r\n',
  'Content-Type: text/html; charset=',
  'Content-Type: message/rfc822\r\n',
  'Content-Type: application/ms-tnef\r\n',
  'Content-Type: application/pkcs7-mime\r\n',
  'Content-Type: message/delivery-status\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  "Content-Disposition: attachment; filename*0*=utf-8''%",
  'Subject: =?utf-8?q?=C3?= =?iso-2022-jp?b?GyRC?=',
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  '--b\r\n',
  '--b--\r\n',
  '\0',
  '\x1b$B',
  '=?',
  '?=',
  '<b>',
  '<!--',
  '&#',
  ' ',
  ';',
  '"',
  'x',
  '\x78\x9f\x3e\x22\x01\x00',
  '\x30\x80',
];
const mail = fc.oneof(
  fc.uint8Array({ maxLength: 4000 }).map(bytes => Buffer.from(bytes)),
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 80 })
    .map(texts => Buffer.from(texts.join(''), 'latin1')),
);
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

test(`any bytes are read, in whatever pieces they come (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(mail, fc.integer({ min: 1, max: 500 }), async (raw, chunkSize) => {
      const { message, kept } = await readBytes(raw, chunkSize);
      const shown = [
        message.text,
        message.html ?? '',
        ...message.attachments.map(({ name }) => name),
        ...message.problems,
      ];
      for (const text of shown) expect(text).not.toMatch(control);
      for (const line of [message.subject, message.authorName, ...message.attachments.map(({ name }) => name)])
        expect(line).not.toMatch(/[\n\t]/);
      for (const { name } of message.attachments) expect(name.length).toBeGreaterThan(0);
      expect(message.subject.length).toBeLessThanOrEqual(250);
      expect(kept.length).toBe(message.attachments.length);
    }),
    runs,
  );
}, 60_000);

test(`a mail says the same in one piece and in many (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(mail, fc.integer({ min: 1, max: 50 }), async (raw, chunkSize) => {
      const [whole, pieced] = [await readBytes(raw), await readBytes(raw, chunkSize)];
      expect(pieced.message).toEqual(whole.message);
    }),
    runs,
  );
}, 60_000);

test(`transfer encodings come out the same in any pieces (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc.constantFrom('base64', 'quoted-printable', 'x-uuencode'),
      fc.string({
        unit: fc.constantFrom(...'AZaz09+/== \t\r\n_.', '=4', '\r\n', '=\r\n', 'begin 644 a\n', 'end\n'),
        maxLength: 300,
      }),
      fc.integer({ min: 1, max: 40 }),
      (encoding, text, size) => {
        const decode = (step: number) => {
          const decoder = decoderFor(encoding)!;
          const out: Buffer[] = [];
          const bytes = Buffer.from(text, 'latin1');
          for (let at = 0; at < bytes.length; at += step)
            out.push(Buffer.from(decoder.write(bytes.subarray(at, at + step))));
          return Buffer.concat([...out, decoder.end()]).toString('latin1');
        };
        expect(decode(size)).toBe(decode(text.length + 1));
      },
    ),
    { seed, numRuns: 2000 },
  );
});

test(`quoted-printable and base64 give back what was encoded (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), bytes => {
      const decoder = decoderFor('base64')!;
      const encoded = Buffer.from(
        Buffer.from(bytes)
          .toString('base64')
          .replace(/(.{76})/g, '$1\r\n'),
      );
      expect(Buffer.concat([Buffer.from(decoder.write(encoded)), decoder.end()])).toEqual(Buffer.from(bytes));
      const octets = [...bytes]
        .map(octet => `=${octet.toString(16).padStart(2, '0')}`)
        .join('')
        .replace(/(.{72})/g, '$1=\r\n');
      const printable = decoderFor('quoted-printable')!;
      expect(Buffer.concat([Buffer.from(printable.write(Buffer.from(octets))), printable.end()])).toEqual(
        Buffer.from(bytes),
      );
    }),
    { seed, numRuns: 500 },
  );
});

test(`header decoders take any string (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' })), { maxLength: 30 }),
      texts => {
        decodeWords(texts.join(''));
        parseStructured(texts.join(''));
        expect(cleanFileName(texts.join('')) ?? 'x').toMatch(/^[^/\\]{1,150}$/);
      },
    ),
    { seed, numRuns: 1000 },
  );
});
