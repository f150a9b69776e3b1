// The files of an outgoing mail: which travel with it, which are links, and which stay here.
import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer';
import type { TravellingFile } from '../desk/attachment.ts';
import type { Notice } from '../desk/notice.ts';
import type { MessageId } from '../mail/message-id.ts';

/** `with`: in the mail. `apart`: too large to go along; `url` is its link, or null where there are no links. */
export type CarriedFile = TravellingFile &
  (
    | Readonly<{ how: 'with'; url: null }>
    | Readonly<{ how: 'apart'; url: string | null }>
    /** Malware was found in it, or its bytes are no longer kept. */
    | Readonly<{ how: 'infected' | 'gone'; url: null }>
  );
export type FilePorts = Readonly<{
  /** How many bytes of files travel with one mail. */
  maxBytes: number;
  has(key: string): Promise<boolean>;
  linkTo(file: TravellingFile): string | null;
}>;

export const filesIn = (notice: Notice): readonly TravellingFile[] => ('files' in notice && notice.files) || [];

/** In the order in which they came, pictures within the text first: the text needs them. */
export async function carryFiles(
  notice: Notice,
  { maxBytes, has, linkTo }: FilePorts,
): Promise<readonly CarriedFile[]> {
  const files = filesIn(notice);
  let left = maxBytes;
  const carried: CarriedFile[] = [];
  for (const file of files.toSorted((a, b) => Number(b.inline) - Number(a.inline))) {
    if (file.infected) carried.push({ ...file, how: 'infected', url: null });
    else if (!(await has(file.key))) carried.push({ ...file, how: 'gone', url: null });
    else if (file.size > left) carried.push({ ...file, how: 'apart', url: linkTo(file) });
    else {
      left -= file.size;
      carried.push({ ...file, how: 'with', url: null });
    }
  }
  return carried;
}

/** Content-IDs of our own: those of received mail may be anything. */
export const cidOf = (at: number, messageId: MessageId): string => `file${at + 1}.${messageId.replace(/[<>]/g, '')}`;

/** For nodemailer, which reads each file while it writes the mail. */
export function attached(
  files: readonly CarriedFile[],
  messageId: MessageId,
  bytesOf: (key: string) => AsyncIterable<Buffer>,
): NonNullable<SendMailOptions['attachments']> {
  return files.flatMap((file, at) => {
    if (file.how !== 'with') return [];
    return {
      filename: file.name,
      contentType: safeType(file.contentType),
      contentTransferEncoding: 'base64' as const,
      contentDisposition: file.inline ? ('inline' as const) : ('attachment' as const),
      ...(file.inline ? { cid: cidOf(at, messageId) } : {}),
      // Opened when it is read, so that a mail that is not sent leaves no open file.
      content: Readable.from(bytesOf(file.key), { objectMode: false }),
    };
  });
}

// A message/* or multipart/* part may not be base64 (RFC 2046 section 5.2.1), and would be shown as part of our mail.
const safeType = (type: string): string =>
  /^(?:message|multipart)\//.test(type) || !/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type)
    ? 'application/octet-stream'
    : type;
