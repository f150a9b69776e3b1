// An outbox row as a mail to compose. Dated by the row and not by today, so that a retry makes the same bytes.
import type { Carried } from '../delivery/compose.ts';
import { carryFiles } from '../delivery/files.ts';
import type { Desk } from '../desk/desk.ts';
import type { Locale } from '../desk/locale.ts';
import type { OutgoingMail } from '../desk/notice.ts';
import type { Address } from '../mail/address.ts';
import type { MessageId } from '../mail/message-id.ts';
import type { OutboxRow } from '../outbox/rows.ts';
import { codeOf, linkToken } from '../signin/secrets.ts';
import type { Store } from '../store/store.ts';
import { signFilePath } from '../tokens/file-link.ts';
import { signReplyAddress } from '../tokens/reply-address.ts';
import { signReturnPath } from '../tokens/return-path.ts';
import { signTicketToken } from '../tokens/ticket-token.ts';

export type OutgoingRooms = Readonly<{
  desk: Desk;
  /** What links start with; null where none would work. */
  publicUrl: string | null;
  store: Pick<Store, 'get' | 'has'>;
  /** How many bytes of files travel with one mail. */
  mailFilesBytes: number;
}>;

type Linked = Pick<OutgoingRooms, 'desk' | 'publicUrl'>;

export function toMail(row: OutboxRow, rooms: Linked): OutgoingMail {
  const { supports, keys } = rooms.desk;
  const key = keys[0]!;
  const recipient = { address: row.recipientEmail as Address, name: row.recipientName ?? '' };
  const { ticketNumber } = row;
  const replyTo =
    ticketNumber === null
      ? supports[0]
      : signReplyAddress({ support: supports[0], ticketNumber, recipient: recipient.address }, key, row.createdAt);
  return {
    id: row.id,
    notice: row.notice,
    locale: row.locale as Locale,
    from: { address: supports[0], name: rooms.desk.name },
    recipient,
    role: row.role,
    replyTo,
    returnPath: signReturnPath(supports[0], row.id, key),
    messageId: row.messageId as MessageId,
    inReplyTo: row.inReplyTo as MessageId | null,
    references: row.references as MessageId[],
    date: row.createdAt.toISOString(),
    unfollowUrl: unfollowUrlOf(row, rooms),
    ...signInOf(row, rooms),
    ticket: { ...row.ticket, url: pageOf(row, rooms) },
  };
}

/** The ticket's page; a mail without a ticket has none. */
const pageOf = ({ ticketNumber, ticket }: OutboxRow, { publicUrl }: Pick<OutgoingRooms, 'publicUrl'>): string | null =>
  publicUrl === null || ticketNumber === null ? null : `${publicUrl}/tickets/${ticket.key}`;

/** Link and code of a mail to sign in. */
function signInOf({ notice }: OutboxRow, { publicUrl, desk }: Linked): Pick<OutgoingMail, 'signIn'> {
  if (notice.kind !== 'sign-in') return {};
  const key = desk.keys[0]!;
  const url = publicUrl === null ? '' : `${publicUrl}/sign-in/k/${linkToken(notice.signIn, key)}`;
  return { signIn: { url, code: codeOf(notice.signIn, key) } };
}

/** The files of the mail; links are dated by the row, so that a retry makes the same. */
export async function carriedBy(mail: OutgoingMail, row: OutboxRow, rooms: OutgoingRooms): Promise<Carried> {
  const { store, publicUrl, desk, mailFilesBytes } = rooms;
  const { ticketNumber, createdAt } = row;
  const recipient = mail.recipient.address;
  const files = await carryFiles(mail.notice, {
    maxBytes: mailFilesBytes,
    has: store.has,
    linkTo: ({ key }) =>
      publicUrl === null || ticketNumber === null
        ? null
        : `${publicUrl}${signFilePath({ ticketNumber, recipient, key }, desk.keys[0]!, createdAt)}`,
  });
  return { files, bytesOf: store.get };
}

/** Only followers can leave. The link is dated by the row, too. */
function unfollowUrlOf(row: OutboxRow, { publicUrl, desk }: Linked): string | null {
  const { ticketNumber, role, locale } = row;
  if (publicUrl === null || ticketNumber === null || role !== 'follower') return null;
  const recipient = row.recipientEmail as Address;
  const token = signTicketToken({ purpose: 'unfollow', ticketNumber, recipient }, desk.keys[0]!, row.createdAt);
  return `${publicUrl}/unfollow/${locale}/${token}`;
}
