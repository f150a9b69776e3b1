// Delivery turns an outbox row into a mail and hands it to the relay.
//
// Composing is pure: the same row makes the same bytes, boundary, date and Message-ID included, so that
// receivers recognise a mail sent twice after a lost reply. Files are read from the store while the mail is
// sent; no error text, path or URL is ever read into a mail. DKIM signing is done by the relay, or by signing.ts.
import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer';
import type { Notice, OutgoingMail } from '../desk/notice.ts';
import type { MessageId } from '../mail/message-id.ts';
import { capReferences } from '../mail/references.ts';
import { attached, type CarriedFile } from './files.ts';
import { oneLine } from './templates/clean.ts';
import type { Templates } from './templates/templates.ts';
import { httpUrl, isForOutsider, unfollowMailto, viewOf } from './templates/view.ts';
import { threadIndex } from './thread-index.ts';

/** Ready for nodemailer; `id` is the outbox row's. */
export type ComposedMail = Readonly<{ id: string; message: SendMailOptions }>;

/** Auto-Submitted of each kind (RFC 3834 section 5); null for what a person wrote to the recipient. */
const automatic: Record<Notice['kind'], 'auto-replied' | 'auto-generated' | null> = {
  receipt: 'auto-replied',
  opened: 'auto-generated',
  'new-ticket': 'auto-generated',
  reply: 'auto-generated',
  change: 'auto-generated',
  warning: 'auto-generated',
  done: 'auto-replied',
  help: 'auto-replied',
  'held-question': 'auto-generated',
  'held-list': 'auto-generated',
  closed: 'auto-generated',
  parted: 'auto-generated',
  'sign-in': 'auto-generated',
  answer: null,
};

/** The files of the mail, and where their bytes are. */
export type Carried = Readonly<{ files: readonly CarriedFile[]; bytesOf(key: string): AsyncIterable<Buffer> }>;
const noFiles: Carried = { files: [], bytesOf: () => Readable.from([]) };

export function compose(mail: OutgoingMail, templates: Templates, carried: Carried = noFiles): ComposedMail {
  const view = viewOf(mail, templates.words(mail.locale), carried.files);
  const attachments = attached(carried.files, mail.messageId, carried.bytesOf);
  const { from, recipient, returnPath } = mail;
  const message: SendMailOptions = {
    // As objects: nodemailer parses strings, and a comma in a name would make two recipients.
    from: { name: oneLine(from.name, 100), address: from.address },
    to: { name: isForOutsider(mail) ? '' : oneLine(recipient.name, 100), address: recipient.address },
    replyTo: { name: oneLine(from.name, 100), address: mail.replyTo },
    subject: view.subject,
    messageId: mail.messageId,
    ...threadFields(mail),
    date: new Date(mail.date),
    headers: headerFields(mail, view.subject),
    text: templates.render(view, 'txt'),
    html: templates.render(view, 'html'),
    ...(attachments.length > 0 ? { attachments } : {}),
    // One recipient per envelope; an empty reverse-path is the `<>` of RFC 5321 section 4.5.5.
    envelope: { from: returnPath ?? '', to: [recipient.address] },
    ...(returnPath === null ? {} : { dsn: { id: mail.id, ret: 'headers', notify: ['failure'] } }),
    boundaryPrefix: 'postern',
    baseBoundary: mail.id,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return { id: mail.id, message };
}

/** RFC 5322 section 3.6.4. Ids come from received mail: those that are not ASCII cannot be in our header. */
function threadFields({ inReplyTo, references }: OutgoingMail): Pick<SendMailOptions, 'inReplyTo' | 'references'> {
  const ascii = (id: MessageId) => /^<[!-;=?-~]+>$/.test(id);
  const chain = capReferences(references.filter(ascii));
  return {
    ...(inReplyTo !== null && ascii(inReplyTo) ? { inReplyTo } : {}),
    ...(chain.length > 0 ? { references: chain } : {}),
  };
}

function headerFields(mail: OutgoingMail, subject: string): Record<string, string> {
  const { ticket, notice, locale } = mail;
  const seed = `${ticket.openedAt} ${ticket.key} ${mail.from.address}`;
  const conversation = { seed, openedAt: new Date(ticket.openedAt), opening: ticket.threadIndex };
  const submitted = automatic[notice.kind];
  return {
    'Thread-Topic': subject,
    'Thread-Index': threadIndex(conversation, { id: mail.id, date: new Date(mail.date) }),
    'Content-Language': locale,
    // Identifies our mail in DSNs and replies, even where a relay has rewritten the Message-ID.
    'X-Postern-Id': mail.id,
    ...(submitted === null ? {} : { 'Auto-Submitted': submitted, 'X-Auto-Response-Suppress': 'All' }),
    ...(mail.role === 'follower' ? unsubscribeFields(mail) : {}),
  };
}

/** RFC 2369 section 3.2, RFC 8058 section 3.1. Mail programs use one-click over https only; http links are for trying Postern out. */
function unsubscribeFields({ replyTo, unfollowUrl }: OutgoingMail): Record<string, string> {
  const url = httpUrl(unfollowUrl);
  const mailto = `<${unfollowMailto(replyTo)}>`;
  if (url === null) return { 'List-Unsubscribe': mailto };
  return { 'List-Unsubscribe': `<${url}>, ${mailto}`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
