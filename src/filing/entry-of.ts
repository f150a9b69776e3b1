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

/** Mail of a machine is kept as plain text: its pictures and links are meant for the reader of that address only. */
export const machineEntryOf = (facts: MailFacts): Entry =>
  entryOf({ ...facts, message: { ...facts.message, html: null } }, 'auto-reply');
