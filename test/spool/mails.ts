import type { Address } from '../../src/mail/address.ts';
import type { SpooledMail } from '../../src/spool/spooled-mail.ts';

/** Of a size and with bytes that its id decides. */
export const textOf = (id: string): Buffer => Buffer.from(`${id}\r\n`.repeat(1 + (id.charCodeAt(25) % 32) * 50));

export const spooled = (id: string): Omit<SpooledMail, 'size'> => ({
  id,
  receivedAt: '2026-11-23T09:00:00.000Z',
  via: 'smtp',
  envelope: { mailFrom: null, rcptTo: ['support@mx.test' as Address] },
  author: { address: 'ada@corp.test' as Address, name: 'Åda ✓' },
  peer: { ip: '127.0.0.1', heloName: 'corp.test', tls: false },
  authentication: null,
  admitted: { hold: false, reasons: ['author in the directory'] },
});

export async function bytesOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
