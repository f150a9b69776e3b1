import type { Entry, NewMessage } from '../tickets/write.ts';
import type { MailFacts } from './read-mail.ts';

/** The mail as an entry of a thread. */
export function entryOf({ mail, message, author, newText }: MailFacts, kind: NewMessage['kind']): Entry {
  return {
    message: {
      kind,
      authorEmail: author?.address ?? null,
      authorName: author?.name || null,
      text: newText.text,
      quoted: newText.quoted,
      html: message.html,
      messageId: message.messageId,
      mailId: mail.id,
      createdAt: new Date(mail.receivedAt),
    },
    attachments: message.attachments,
  };
}

/** What a machine says is kept as text: its pictures and links are for whoever reads that address. */
export const machineEntryOf = (reading: MailFacts): Entry =>
  entryOf({ ...reading, message: { ...reading.message, html: null } }, 'auto-reply');
