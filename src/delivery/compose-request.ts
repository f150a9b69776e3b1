// Writes the mail of a person who used the API, as their mail program would have: it is then taken in like every mail.
//
// Fields ride as lines that a person would write, first in the text, so the raw mail shows everything that was said.
import type { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Extent } from '../desk/impact.ts';
import type { Priority } from '../desk/ticket.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import { oneLine } from './templates/clean.ts';

export type WrittenRequest = Readonly<{
  from: Mailbox;
  to: Address;
  cc: readonly Mailbox[];
  subject: string;
  text: string;
  /** Together with `date` the same for the same request: a repetition is recognised as the same mail. */
  messageId: MessageId;
  date: Date;
  inReplyTo?: MessageId | null;
  references?: readonly MessageId[];
}>;
export type SaidFields = Readonly<{
  instance?: string | undefined;
  priority?: Priority | undefined;
  functions?: Extent | undefined;
  users?: Extent | undefined;
}>;

/** The text with a line for each field that has a value. Every language's reading knows the English names. */
export function withFields(text: string, { instance, priority, functions, users }: SaidFields): string {
  const lines = Object.entries({ Instance: instance, Priority: priority, Functions: functions, Users: users })
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${oneLine(value!, 200)}`);
  return lines.length === 0 ? text : `${lines.join('\n')}\n\n${text}`;
}

/** RFC 5322 with CRLF. No file or URL that the text names is read. */
export function composeRequest(request: WrittenRequest): Readable {
  const { from, to, cc, subject, text, messageId, date, inReplyTo, references = [] } = request;
  const mailbox = ({ name, address }: Mailbox) => ({ name: oneLine(name, 100), address });
  const composer = new MailComposer({
    from: mailbox(from),
    to: { name: '', address: to },
    ...(cc.length > 0 ? { cc: cc.map(mailbox) } : {}),
    subject: oneLine(subject, 500),
    messageId,
    date,
    ...(inReplyTo ? { inReplyTo } : {}),
    ...(references.length > 0 ? { references: [...references] } : {}),
    text: text.replaceAll('\0', '').replace(/\r\n?/g, '\n'),
    newline: '\r\n',
    boundaryPrefix: 'postern',
    baseBoundary: messageId,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().createReadStream();
}
