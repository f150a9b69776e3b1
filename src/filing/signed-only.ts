// Mail for which only a DKIM signature vouches (RFC 6376 section 8.15): everyone who has a copy can send it again,
// to other recipients and with more fields. So fields that are not signed decide nothing.
import { countsAsOurs, type Desk } from '../desk/desk.ts';
import { vouchesFor } from '../mail/authentication.ts';
import { fieldValue } from '../mail/header.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';

type Message = IncomingMessage;

/** Whether a field's value is surely the author's. A person who lets a mail in by hand vouches for all fields. */
export const isVouchedFor = ({ admitted }: SpooledMail, name: string): boolean =>
  admitted.released === true || vouchesFor(admitted.coveredFields ?? 'every', name);

const isSignedOnly = ({ admitted }: SpooledMail): boolean =>
  admitted.released !== true && admitted.coveredFields !== undefined;

/** The mail without the fields that no signature covers, where only a signature vouches for it. */
export function asSigned(mail: SpooledMail, message: Message): Message {
  if (!isSignedOnly(mail)) return message;
  const has = (name: string) => isVouchedFor(mail, name);
  return {
    ...message,
    header: message.header.filter(({ name }) => has(name)),
    messageId: has('message-id') ? message.messageId : null,
    inReplyTo: has('in-reply-to') ? message.inReplyTo : [],
    references: has('references') ? message.references : [],
    to: has('to') ? message.to : [],
    cc: has('cc') ? message.cc : [],
    replyTo: has('reply-to') ? message.replyTo : [],
    date: has('date') ? message.date : null,
  };
}

/** Whether one of our addresses stands in To or Cc. */
export const isAddressedToUs = ({ to, cc }: Pick<Message, 'to' | 'cc'>, desk: Desk): boolean =>
  [...to, ...cc].some(({ address }) => countsAsOurs(desk, address));

/**
 * Why a mail for which only a signature vouches waits for an agent, or null. `message` has all fields, also those
 * not signed. `ownReplyAddress`: the recipient is a reply address that was made for the author.
 */
export function whySignedMailWaits(
  mail: SpooledMail,
  message: Message,
  { ownReplyAddress, desk }: Readonly<{ ownReplyAddress: boolean; desk: Desk }>,
): string | null {
  if (!isSignedOnly(mail)) return null;
  const isForUs = ownReplyAddress || isAddressedToUs(asSigned(mail, message), desk);
  if (!isForUs) return isVouchedFor(mail, 'to') ? namesOthers : leavesToOpen;
  const doubt = isVouchedFor(mail, 'content-type') ? null : doubtAboutType(message);
  return doubt ?? (isVouchedFor(mail, 'content-transfer-encoding') ? null : doubtAboutEncoding(message));
}

const onlySigned = 'only a signature vouches for it';
const namesOthers =
  `${onlySigned}, and its To and Cc name none of our addresses: ` +
  'if one of them forwards to us, list it in SUPPORT_ALIASES';
const leavesToOpen =
  `${onlySigned}, and that does not cover To, so the mail may have been meant for others: ` +
  'where it came by a server that checks mail and forwards it, name that in TRUSTED_RELAYS or ARC_SEALERS';
const unsignedType = 'no signature covers its Content-Type';

/** Large providers do not sign Content-Type, and a replaced one changes how the same body is read. */
function doubtAboutType(message: Message): string | null {
  const type = (fieldValue(message.header, 'content-type') ?? 'text/plain').split(';', 1)[0]!.trim().toLowerCase();
  if (message.outside !== '') return `${unsignedType}, and text stands outside of its parts`;
  if (type.startsWith('multipart/')) {
    return type === 'multipart/report' ? `${unsignedType}, which says that it is a report` : null;
  }
  if (startsWithDelimiter.test(message.text)) return `${unsignedType}, and its parts are not told apart by it`;
  if (type === 'text/plain') return null;
  const isMarkup = type === 'text/html' && /<[a-z]/i.test(message.html ?? '');
  return isMarkup ? null : `${unsignedType}, which says ${/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'no known type'}`;
}

const startsWithDelimiter = /^\s{0,20}--\S{1,70}\n(?:content-[a-z-]{1,40}|mime-version):/i;

/** Lines of base64 without a Content-Transfer-Encoding: the field was removed. */
const doubtAboutEncoding = ({ text }: Message): string | null =>
  /^[A-Za-z0-9+/]{60,}(?:={0,2}$|\n)/.test(text.trim().slice(0, 200))
    ? 'no signature covers its Content-Transfer-Encoding, and its text is encoded'
    : null;
