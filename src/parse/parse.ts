// Parse reads the bytes of a mail into a message, within budgets (budget.ts), and never fails a mail:
// whatever the bytes are, it answers with what could be read and says in `problems` what could not.
//
// It decides nothing: admission reads the author, triage the meaning of the text.
// Nothing in a mail is executed, fetched or reassembled: message/external-body and
// message/partial stay files (RFC 2046 section 5.2), an encrypted part stays closed, and a forwarded
// mail is a file whose own header says nothing about this one.
//
// It throws only where its source or the store of attachments fails, so that a retry may work.
import type { Attachment } from '../desk/attachment.ts';
import { fieldValue, fieldValues, type Header } from '../mail/header.ts';
import { messageIdsIn } from '../mail/message-id.ts';
import type { Report } from '../mail/report.ts';
import { saysItForwards } from '../mail/subject.ts';
import { decodeWords } from '../mail/words/encoded-words.ts';
import { type ReadBody, readBody } from './body.ts';
import type { Invitation } from './containers/calendar.ts';
import { hasExtension, nameFromType } from './files/file-name.ts';
import { isRaster } from './files/magic.ts';
import { displayName, parseAddressList } from './header/address-list.ts';
import { charsetHint } from './header/charset-hint.ts';
import { parseDate } from './header/date.ts';
import { readHead } from './header/head.ts';
import type { IncomingMessage, KeepAttachment } from './incoming-message.ts';
import { outsideText } from './outside.ts';
import type { Part } from './part.ts';
import { type KeptFile, type ParseState, startParse } from './state.ts';
import { cleanLine } from './text/clean.ts';
import { readParts } from './walk.ts';

const maxSubject = 250;

export async function parseMessage(raw: AsyncIterable<Buffer>, keep: KeepAttachment): Promise<IncomingMessage> {
  const state = startParse(keep);
  const source = watched(raw, state);
  try {
    const { header, body } = await readHead(source, state.problems);
    state.forwards = saysItForwards(decodeWords(fieldValue(header, 'subject') ?? ''));
    const root = await readParts(header, body, state);
    return compose(header, root, state);
  } catch (cause) {
    for (const file of state.open) file.fail(cause);
    throw cause;
  } finally {
    // Over budget the rest is not read, so the source is told to close its file.
    source.return(undefined).catch(() => {});
  }
}

/** Distinguishes a failed source from a broken mail. */
async function* watched(raw: AsyncIterable<Buffer>, state: ParseState): AsyncGenerator<Buffer> {
  try {
    yield* raw;
  } catch (cause) {
    state.failure = { cause };
    throw cause;
  }
}

function compose(header: Header, root: Part, state: ParseState): IncomingMessage {
  const body = bodyWithin(root, header, state);
  const outside = outsideText(root, state.epilogues.bytes(), body.text);
  const texts = [...invited(state.invitation, body.text), body.text, outside];
  return {
    ...fieldsOf(header),
    text: texts.filter(text => text.trim() !== '').join('\n\n'),
    outside,
    forwarded: state.forwarded,
    html: body.html,
    attachments: state.files.map((file, at) => attachmentOf(file, at + 1, body.cids)),
    report: state.report ?? attachedReport(state),
    dropped: state.dropped,
    problems: state.problems.list(),
  };
}

const attachedReport = ({ attachedReport: report, textSeen }: ParseState): Report | null =>
  report === null || textSeen ? null : { ...report, attached: true };

/** The invitation, without its description where the body of the mail repeats that. */
function invited(invitation: Invitation | null, body: string): string[] {
  if (invitation === null) return [];
  const squeezed = (text: string) => text.replace(/\s+/g, '');
  const start = squeezed(invitation.description).slice(0, 200);
  const isRepeated = start !== '' && squeezed(body).includes(start);
  return isRepeated ? [invitation.about] : [invitation.about, invitation.description];
}

export function fieldsOf(header: Header) {
  const hint = charsetHint(header);
  const addresses = (name: string) => parseAddressList(fieldValues(header, name), hint);
  return {
    header,
    messageId: messageIdsIn(fieldValue(header, 'message-id'))[0] ?? null,
    inReplyTo: messageIdsIn(fieldValue(header, 'in-reply-to')),
    references: messageIdsIn(fieldValue(header, 'references')),
    subject: cleanLine(decodeWords(fieldValue(header, 'subject') ?? '', hint), maxSubject),
    authorName: displayName(fieldValue(header, 'from'), hint),
    to: addresses('to'),
    cc: addresses('cc'),
    replyTo: addresses('reply-to'),
    date: parseDate(fieldValue(header, 'date')),
  };
}

function bodyWithin(root: Part, header: Header, state: ParseState): ReadBody {
  try {
    return readBody(root, charsetHint(header), { text: state.spareText, html: state.spareHtml });
  } catch (cause) {
    state.problems.add(`The text could not be read: ${String(cause).slice(0, 200)}`);
    return { text: '', html: null, cids: new Set() };
  }
}

function attachmentOf(file: KeptFile, count: number, cids: ReadonlySet<string>): Attachment {
  const { part, key, size, sha256, contentType } = file;
  const referredTo = part.contentId !== null && cids.has(part.contentId);
  const name = file.name ?? nameFromType(contentType, count);
  return {
    name: contentType === 'message/rfc822' && !hasExtension(name) ? `${name.slice(0, 146)}.eml` : name,
    contentType,
    size,
    sha256,
    // A picture that the HTML does not show is a file, whatever its disposition.
    inline: isRaster(contentType) && referredTo,
    contentId: part.contentId,
    key,
  };
}
