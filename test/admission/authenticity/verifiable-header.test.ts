import { expect, test } from 'vitest';
import { verifiableHeader } from '../../../src/admission/authenticity/verifiable-header.ts';

test('the twenty topmost signatures stay, and every other field', () => {
  const signature = (n: number) => `DKIM-Signature: n=${n};\r\n\tfolded\r\n`;
  const header = `A: b\r\n${Array.from({ length: 25 }, (_, n) => signature(n)).join('')}C: d\r\n\r\n`;
  const kept = verifiableHeader(Buffer.from(header)).toString();
  expect(kept.match(/n=\d+/g)).toEqual(Array.from({ length: 20 }, (_, n) => `n=${n}`));
  expect(kept.endsWith('folded\r\nC: d\r\n\r\n')).toBe(true);
  const few = Buffer.from(signature(1));
  expect(verifiableHeader(few)).toBe(few);
});
test('and of those that sign a part of the body, two', () => {
  const signature = (n: number) => `DKIM-Signature: v=1;\r\n\tl = ${n}; b=x\r\n`;
  const kept = verifiableHeader(
    Buffer.from(`${[1, 2, 3, 4].map(signature).join('')}DKIM-Signature: bl=x\r\n`),
  ).toString();
  expect(kept).toBe(`${signature(1)}${signature(2)}DKIM-Signature: bl=x\r\n`);
});

test('and no monstrous field of those that are parsed', () => {
  const header = `Received: ${'a '.repeat(6000)}\r\nFrom: a@corp.test\r\nX: ${'a '.repeat(6000)}\r\n\r\n`;
  expect(verifiableHeader(Buffer.from(header)).toString()).toBe(header.slice(header.indexOf('From')));
});
test.each([
  ['From', 10_000],
  ['DKIM-Signature', 20_000],
])('%s may have %i bytes', (name, most) => {
  const field = (bytes: number) => `${name}: `.padEnd(bytes - 2, 'a').concat('\r\n');
  for (const bytes of [most, most + 1]) {
    const kept = verifiableHeader(Buffer.from(`A: b\r\n${field(bytes)}`)).toString();
    expect(kept.includes(name), `${bytes}`).toBe(bytes === most);
  }
});

test.each(['DKIM-Signature', 'ARC-Seal', 'ARC-Message-Signature', 'arc-authentication-results '])(
  '%s with a run of blanks, or far too long, is not read: it would block the process for seconds',
  name => {
    const from = 'From: a@corp.test\r\n';
    const header = (value: string) => Buffer.from(`${name}: i=1; ${value}\r\n${from}\r\n`);
    for (const value of [
      `b=${' '.repeat(60_000)}x`,
      `b=${'\t\r\n '.repeat(80)}x`,
      `a${' '.repeat(200)}=x`,
      'a=b;'.repeat(5_000),
    ])
      expect(verifiableHeader(header(value)).toString()).toBe(`${from}\r\n`);
    for (const value of [`b=${'A'.repeat(700)}\r\n\t ${'A'.repeat(70)}`, `z=${'Subject:x|'.repeat(1_900)}`])
      expect(verifiableHeader(header(value))).toEqual(header(value));
  },
);
