// Send: the draft becomes one mail, however often it is pressed.
import { Readable } from 'node:stream';
import { composedId } from '../../delivery/form-mail.ts';
import { keyOf } from '../../desk/ticket.ts';
import { beginSending, type DraftRow, endSending, sendOnce } from '../../drafts/drafts.ts';
import { listUploads, type UploadRow } from '../../drafts/uploads.ts';
import type { Address } from '../../mail/address.ts';
import type { MessageId } from '../../mail/message-id.ts';
import type { Refusal } from '../../mail/verdict.ts';
import { signReplyAddress } from '../../tokens/reply-address.ts';
import { writeBlock } from '../../triage/fields/form-block.ts';
import type { PageRooms } from '../rooms.ts';
import type { Thread } from '../thread-facts.ts';
import type { SignedInVisit } from '../visit.ts';
import { copiesOf, writtenFor } from './fields.ts';

export type Sent = Readonly<{ kind: 'sent'; mail: string }> | Readonly<{ kind: 'refused'; refusal: Refusal | null }>;
/** The ticket that a reply is for, and the mail that it answers. */
export type ReplyTo = Readonly<{ number: number; subject: string; inReplyTo: MessageId | null }>;

/** The Message-ID of the newest entry that everyone on the ticket has. */
const newestId = ({ entries }: Pick<Thread, 'entries'>): MessageId | null =>
  (entries.findLast(({ kind, messageId }) => kind !== 'note' && messageId !== null)?.messageId ??
    null) as MessageId | null;

export const replyTo = (thread: Thread): ReplyTo => ({
  number: thread.number,
  subject: thread.ticket.subject,
  inReplyTo: newestId(thread),
});

/** Sends a draft of this reader; `refused` with null: it could not be made safe just now, and the draft stays. */
export async function sendDraft(
  rooms: PageRooms,
  { id, visit, reply }: Readonly<{ id: string; visit: SignedInVisit; reply: ReplyTo | null }>,
): Promise<Sent> {
  const { db } = rooms;
  const draft = await beginSending(db, id, visit.session.email);
  if (!draft) return { kind: 'refused', refusal: null };
  let refusal: Refusal | null = null;
  try {
    const sent = await sendOnce(db, id, async row => {
      const mail = await mailOf(rooms, { row, visit, reply });
      const by = mail.mail.from.address === visit.viewer.email ? '' : `, ${visit.viewer.email} wrote it for its author`;
      const taken = await rooms.send({ ...mail, because: `signed in by ${visit.session.via}${by}` });
      if (taken.kind === 'received') return taken.id;
      refusal = taken.refusal;
      throw new NotTaken(taken.refusal);
    });
    return { kind: 'sent', mail: sent!.sentMail! };
  } catch (cause) {
    // What failed after the mail was safe is found by the next press: the same mail is a duplicate.
    await endSending(db, id).catch(() => {});
    if (!(cause instanceof NotTaken)) rooms.log.error({ err: cause, draft: id }, 'form: not taken, the draft stays');
    return { kind: 'refused', refusal };
  }
}

class NotTaken extends Error {}

async function mailOf(
  { db, desk, bytesOf }: PageRooms,
  { row, visit, reply }: Readonly<{ row: DraftRow; visit: SignedInVisit; reply: ReplyTo | null }>,
) {
  const { viewer, locale } = visit;
  const { fields } = row;
  const date = row.sentAt ?? new Date();
  const recipient = viewer.email;
  const rcptTo =
    reply === null
      ? desk.supports[0]
      : signReplyAddress({ support: desk.supports[0], ticketNumber: reply.number, recipient }, desk.keys[0]!, date);
  const files = (await listUploads(db, row.id)).filter(({ complete }) => complete);
  return {
    rcptTo: rcptTo as Address,
    mail: {
      messageId: composedId('form', row.id, desk.supports[0]),
      from: (reply === null ? writtenFor(fields, { viewer, desk }) : null) ?? {
        address: viewer.email,
        name: viewer.name,
      },
      to: desk.supports[0],
      cc: copiesOf(fields.cc ?? '').people,
      subject: reply === null ? (fields.subject ?? '') : `Re: [${keyOf(reply.number)}] ${reply.subject}`,
      date,
      block: reply === null ? writeBlock(formFieldsOf(row), locale) : null,
      text: (fields.description ?? '').trim(),
      inReplyTo: reply?.inReplyTo ?? null,
      files: files.map(file => ({ ...attachedAs(file), open: () => Readable.from(bytesOf(file.key!)) })),
    },
  };
}

const attachedAs = ({ name, contentType }: UploadRow) => ({ name, contentType });

export const formFieldsOf = ({ fields }: Pick<DraftRow, 'fields'>) => ({
  instance: fields.instance || null,
  functions: fields.functions || null,
  users: fields.users || null,
  priority: fields.priority || null,
});
