// Writes a mail without files in one go. Nodemailer makes the fields and chooses the encodings; its streams are left
// out, which cost more than all else of a small mail. What they would write is the same, byte for byte.
import { encode as base64, wrap as base64Lines } from 'nodemailer/lib/base64';
import type MailMessage from 'nodemailer/lib/mailer/mail-message';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode as quoted, wrap as quotedLines } from 'nodemailer/lib/qp';
import { oneChunk } from './guarded.ts';

/** Larger texts are encoded by nodemailer's streams, a slice at a time. */
const maxChars = 32 * 1024;

/** A plugin of nodemailer, for its step `stream`. */
export function inOneGo({ message }: MailMessage, done: () => void): void {
  const whole = message ? wholeMail(message) : null;
  if (message && whole) message.createReadStream = () => oneChunk(whole) as ReturnType<MimeNode['createReadStream']>;
  done();
}

/** RFC 5322 with CRLF; null for a mail that has to be streamed. */
export function wholeMail(root: MimeNode): Buffer | null {
  const text = written(root);
  if (text === null) return null;
  return Buffer.from((text.endsWith('\n') ? text : `${text}\r\n`).replace(/\r?\n/g, '\r\n'));
}

function written(node: MimeNode): string | null {
  const { content = '', childNodes } = node;
  if (typeof content !== 'string' || content.length > maxChars) return null;
  // First the fields: they say the encoding, which takes as long as all the rest to choose.
  const head = `${node.buildHeaders()}\r\n\r\n`;
  const encoding = node.getTransferEncoding();
  if (!node.multipart) return head + encoded(content, encoding);
  const parts = childNodes.map(written);
  if (parts.includes(null)) return null;
  const border = `--${node.boundary}`;
  return `${head}${border}\r\n${parts.join(`\r\n${border}\r\n`)}\r\n${border}--\r\n`;
}

function encoded(text: string, encoding: string | false): string {
  if (encoding === 'base64') return base64Lines(base64(text));
  return encoding === 'quoted-printable' ? quotedLines(quoted(text)) : text;
}
