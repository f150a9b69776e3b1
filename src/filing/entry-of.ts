import type { Entry, NewMessage } from '../tickets/write.ts';
import type { Reading } from './read-mail.ts';

/** The mail as an entry of a thread. */
export function entryOf({ mail, message, author, split }: Reading, kind: NewMessage['kind']): Entry {
  return {
    message: {
      kind,
      authorEmail: author?.address ?? null,
      authorName: author?.name || null,
      text: split.text,
      quoted: split.quoted,
      html: message.html,
      messageId: message.messageId,
      mailId: mail.id,
      createdAt: new Date(mail.receivedAt),
    },
    attachments: message.attachments,
  };
}

/** What a machine says is kept as text: its pictures and links are for whoever reads that address. */
export const machineEntryOf = (reading: Reading): Entry =>
  entryOf({ ...reading, message: { ...reading.message, html: null } }, 'auto-reply');
