// Composes the mail of a form: a real RFC 5322 message, the same bytes at every press of Send.
//
// Date, Message-ID and boundaries come from the draft, so a second press, a second tab or a retry after a crash makes
// a mail that the duplicate check knows.
import type { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Address, Mailbox } from '../mail/address.ts';
import { domainOf } from '../mail/address.ts';
import { formField } from '../mail/form-field.ts';
import { oneLine } from './templates/clean.ts';

export type FormMail = Readonly<{
  /** The draft's: it makes Message-ID and boundaries. */
  id: string;
  from: Mailbox;
  /** Our address. */
  to: Address;
  cc: readonly Mailbox[];
  subject: string;
  date: Date;
  /** Fields as lines, which stand before the text; null for a reply. */
  block: readonly string[] | null;
  text: string;
  files: readonly Readonly<{ name: string; contentType: string; open(): Readable }>[];
  /** Without: a mail that answers none. */
  inReplyTo?: string | null;
}>;

/** A composed mail on its way in. */
export type ComposedArrival = Readonly<{
  mail: FormMail;
  via: 'form' | 'api';
  /** Our address, or the author's own reply address of a ticket. */
  rcptTo: Address;
  /** Who vouches for the author, for the operator: `signed in by mail`. */
  because: string;
}>;

export const formMessageId = (id: string, to: Address): string => `<form.${id}@${domainOf(to)}>`;

export function composeForm(mail: FormMail): AsyncIterable<Buffer> {
  const { block } = mail;
  const body = [...(block ?? []), ...(block?.length ? [''] : []), mail.text].join('\n');
  const composer = new MailComposer({
    from: addressed(mail.from),
    to: { name: '', address: mail.to },
    ...(mail.cc.length > 0 ? { cc: mail.cc.map(addressed) } : {}),
    subject: oneLine(mail.subject, 300),
    messageId: formMessageId(mail.id, mail.to),
    date: mail.date,
    ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo, references: [mail.inReplyTo] } : {}),
    headers: block === null ? {} : { [formField]: String(block.length) },
    text: { content: body, encoding: 'utf-8' },
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
    baseBoundary: mail.id,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as ConstructorParameters<typeof MailComposer>[0]);
  return composer.compile().createReadStream() as AsyncIterable<Buffer>;
}

const addressed = ({ name, address }: Mailbox) => ({ name: oneLine(name, 100), address });
