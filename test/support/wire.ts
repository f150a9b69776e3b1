// A composed mail as the bytes that a relay would get, and the rules that every mail of ours keeps.
import { createTransport } from 'nodemailer';
import { expect } from 'vitest';
import type { ComposedMail } from '../../src/delivery/compose.ts';
import { fieldValues, type Header, parseHeader } from '../../src/mail/header.ts';

const wire = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

export async function bytesOf({ message }: ComposedMail): Promise<string> {
  const { message: bytes } = await wire.sendMail(message);
  return (bytes as Buffer).toString('latin1');
}

export const headerOf = (raw: string): Header => parseHeader(raw.slice(0, raw.indexOf('\r\n\r\n')));

/** What receivers refuse mail for (RFC 5322 sections 2.1.1, 2.3 and 3.6), held to 7 bits. */
export function lint(raw: string): void {
  expect(raw.replaceAll('\r\n', ''), 'bare CR or LF').not.toMatch(/[\r\n]/);
  expect(raw, '8-bit or control characters').not.toMatch(/[^\t\r\n -~]/);
  expect(Math.max(...raw.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(998);
  const header = headerOf(raw);
  const once = ['from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'];
  for (const name of once) expect(fieldValues(header, name), name).toHaveLength(1);
  for (const name of ['cc', 'bcc', 'sender', 'x-mailer']) expect(fieldValues(header, name), name).toEqual([]);
  for (const name of ['in-reply-to', 'references']) expect(fieldValues(header, name).length).toBeLessThan(2);
  const value = (name: string) => fieldValues(header, name)[0] ?? '';
  // Whatever a name says, in quotes or encoded, is none.
  const to = value('to').replace(/"(?:[^"\\]|\\.)*"|=\?[^?]+\?[BQ]\?[^?]*\?=/gi, '');
  expect(to.match(/[^\s<>,]+@[^\s<>,]+/g)?.length, 'recipients').toBe(1);
  const domain = /@([^>\s]+)>?$/.exec(value('from'))?.[1];
  expect(value('message-id'), 'our domain').toBe(`<${value('x-postern-id')}@${domain}>`);
  expect(value('references').match(/</g)?.length ?? 0, 'references').toBeLessThanOrEqual(20);
  expect(value('auto-submitted') === '', 'told to be answered by no machine').toBe(
    value('x-auto-response-suppress') === '',
  );
}
