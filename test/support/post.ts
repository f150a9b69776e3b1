// People's mail programs, played: they write to the gateway, and read what the smarthost got.
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { fieldValue, type Header, parseHeader } from '../../src/mail/header.ts';

export type Post = Readonly<{
  /** Null is `<>`; left out, it is the author. */
  mailFrom?: string | null;
  to: string | readonly string[];
  fields: Readonly<Record<string, string>>;
  text: string;
}>;

let count = 0;

/** The bytes, as the author's own program keeps them, and the envelope. */
export function written({ mailFrom, to, fields, text }: Post) {
  const recipients = typeof to === 'string' ? [to] : [...to];
  count += 1;
  const header = {
    To: recipients.join(', '),
    Subject: `mail ${count}`,
    Date: new Date().toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${count}.${process.pid}.${Math.random().toString(36).slice(2)}@corp.test>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...fields,
  };
  const lines = Object.entries(header).map(([name, value]) => `${name}: ${value}\r\n`);
  const from = mailFrom === undefined ? addressOf(fields.From ?? '') : (mailFrom ?? '');
  return {
    raw: `${lines.join('')}\r\n${text.replaceAll('\n', '\r\n')}\r\n`,
    envelope: { from, to: recipients },
  };
}

/** Hands a mail over; answers the last reply, also of a refusal. */
export async function hand(port: number, letter: ReturnType<typeof written>): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  try {
    return (await transport.sendMail(letter)).response;
  } catch (cause) {
    return (cause as { response?: string }).response ?? String(cause);
  } finally {
    transport.close();
  }
}

export const post = (port: number, mail: Post): Promise<string> => hand(port, written(mail));

/** What a mail program writes when its user presses Reply (RFC 5322 section 3.6.4). */
export const replyFields = (raw: string) => ({
  To: field(raw, 'reply-to'),
  Subject: `Re: ${field(raw, 'subject')}`,
  'In-Reply-To': field(raw, 'message-id'),
  References: `${field(raw, 'references')} ${field(raw, 'message-id')}`.trim(),
});

/** Looks again and again until there is something; the caller says what it waits for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  forMs = 45_000,
): Promise<T> {
  for (const since = Date.now(); Date.now() - since < forMs; await sleep(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

export const headerOf = (raw: string): Header => parseHeader(raw.slice(0, raw.indexOf('\r\n\r\n')));
export const field = (raw: string, name: string): string => fieldValue(headerOf(raw), name) ?? '';
export const addressOf = (mailbox: string): string => /<([^<>]*)>/.exec(mailbox)?.[1] ?? mailbox;

/** A failed or delayed delivery, as Postfix reports it (RFC 3464). */
export function deliveryReport(report: {
  to: string;
  recipient: string;
  action: string;
  status: string;
  text?: string;
}): Post {
  const { to, recipient, action, status, text = 'I could not deliver your message.' } = report;
  return {
    mailFrom: null,
    to,
    fields: {
      From: 'Mail Delivery System <MAILER-DAEMON@corp.test>',
      Subject: 'Undelivered Mail Returned to Sender',
      'Auto-Submitted': 'auto-replied',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary="report"',
    },
    text: [
      '--report\nContent-Type: text/plain\n',
      text,
      '--report\nContent-Type: message/delivery-status\n',
      'Reporting-MTA: dns; mx.corp.test\n',
      `Final-Recipient: rfc822; ${recipient}\nAction: ${action}\nStatus: ${status}`,
      `Diagnostic-Code: smtp; 550 ${status} No such user\n`,
      '--report--',
    ].join('\n'),
  };
}
