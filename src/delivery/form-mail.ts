// Composes the mail of a form or of a call to the API: a real RFC 5322 message, the same bytes at every press of Send.
//
// Date and Message-ID come from the draft or from the call's Idempotency-Key, so a second press, a second tab or a
// retry after a crash makes a mail that the duplicate check knows.
import type { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Address, Mailbox } from '../mail/address.ts';
import { domainOf } from '../mail/address.ts';
import { formField } from '../mail/form-field.ts';
import type { MessageId } from '../mail/message-id.ts';
import { oneLine } from './templates/clean.ts';

export type FormMail = Readonly<{
  messageId: MessageId;
  from: Mailbox;
  /** Our address. */
  to: Address;
  cc: readonly Mailbox[];
  subject: string;
  date: Date;
  /** Fields as lines, which stand before the text, so that no line of the text is read as one; null for a reply. */
  block: readonly string[] | null;
  text: string;
  files: readonly Readonly<{ name: string; contentType: string; open(): Readable }>[];
  /** Without: a mail that answers none. */
  inReplyTo?: MessageId | null;
  /** Oldest first; missing: the mail that is answered. */
  references?: readonly MessageId[];
}>;

/** A composed mail on its way in. */
export type ComposedArrival = Readonly<{
  mail: FormMail;
  /** Our address, or the author's own reply address of a ticket. */
  rcptTo: Address;
  /** Who vouches for the author, for the operator: `signed in by mail`. */
  because: string;
}>;

/** `left`: of a draft or of a call. */
export const composedId = (via: 'form' | 'api', left: string, to: Address): MessageId =>
  `<${via}.${left}@${domainOf(to)}>` as MessageId;

export function composeForm(mail: FormMail): AsyncIterable<Buffer> {
  const { block } = mail;
  const body = [...(block ?? []), ...(block?.length ? [''] : []), mail.text].join('\n');
  const composer = new MailComposer({
    from: addressed(mail.from),
    to: { name: '', address: mail.to },
    ...(mail.cc.length > 0 ? { cc: mail.cc.map(addressed) } : {}),
    subject: oneLine(mail.subject, 500),
    messageId: mail.messageId,
    date: mail.date,
    ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo, references: [...(mail.references ?? [mail.inReplyTo])] } : {}),
    headers: block === null ? {} : { [formField]: String(block.length) },
    text: { content: body.replaceAll('\0', ''), encoding: 'utf-8' },
    // Else long lines would be folded with `format=flowed`, which changes spaces at the end of lines.
    textEncoding: 'base64',
    attachments: mail.files.map(({ name, contentType, open }) => ({
      filename: name,
      contentType,
      content: open(),
      contentDisposition: 'attachment',
    })),
    newline: 'windows',
    boundaryPrefix: 'postern',
    baseBoundary: mail.messageId.slice(1, mail.messageId.indexOf('@')),
    disableFileAccess: true,
    disableUrlAccess: true,
  } as ConstructorParameters<typeof MailComposer>[0]);
  return composer.compile().createReadStream() as AsyncIterable<Buffer>;
}

const addressed = ({ name, address }: Mailbox) => ({ name: oneLine(name, 100), address });
