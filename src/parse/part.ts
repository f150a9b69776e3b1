// One node of a mail's MIME tree: its type by its header, and what was read of its body.
import { fieldValue, type Header } from '../mail/header.ts';
import { cleanFileName } from './files/file-name.ts';
import { parseStructured, type Structured } from './header/parameters.ts';

export type Part = {
  readonly parent: Part | null;
  readonly depth: number;
  readonly header: Header;
  readonly type: string;
  readonly contentType: Structured;
  readonly disposition: string;
  /** Cleaned, or null. */
  readonly name: string | null;
  readonly contentId: string | null;
  readonly children: Part[];
  /** The bytes of text parts, of multiparts without parts, and of reports. */
  text: Buffer | null;
};

/** `hint`: the charset of raw 8-bit names. */
export function makePart(header: Header, parent: Part | null, hint: string | null = null): Part {
  const disposition = parseStructured(fieldValue(header, 'content-disposition'), hint);
  const contentType = parseStructured(fieldValue(header, 'content-type'), hint);
  const type = typeOf(contentType, header, parent);
  const name = cleanFileName(disposition.parameters.get('filename') ?? disposition.parameters.get('name') ?? null);
  return {
    parent,
    depth: parent === null ? 0 : parent.depth + 1,
    header,
    type,
    contentType,
    disposition: disposition.value,
    name:
      name ??
      cleanFileName(contentType.parameters.get('name') ?? contentType.parameters.get('filename') ?? null) ??
      (/^(?:text|multipart)\//.test(type) ? null : nameFromLocation(header)),
    contentId: contentIdOf(header),
    children: [],
    text: null,
  };
}

/** RFC 2557 section 4: web pages sent as mail name their images by Content-Location. */
const nameFromLocation = (header: Header): string | null =>
  cleanFileName(
    /[^/:?#\\\s]{1,150}\.[a-z0-9]{2,5}$/i.exec((fieldValue(header, 'content-location') ?? '').slice(-160))?.[0] ?? null,
  );

/** Without a usable Content-Type a part is plain text (RFC 2045 section 5.2), or a mail in a digest (RFC 2046 section 5.1.5). */
function typeOf({ value, parameters }: Structured, header: Header, parent: Part | null): string {
  // Anything after the type without a semicolon is a mistake: `text/plain>`, `text/html charset`.
  const [type] = /^[a-z0-9!#$&^_.+-]{1,80}\/[a-z0-9!#$&^_.+*-]{1,80}/.exec(value.replace(/ ?\/ ?/, '/')) ?? [];
  if (type === 'plain/text') return 'text/plain';
  if (type !== undefined) return type;
  // RFC 2046 section 5.1.3: an unknown multipart is read as multipart/mixed.
  if (value.startsWith('multipart')) return 'multipart/mixed';
  if (parent?.type === 'multipart/digest' && value === '') return 'message/rfc822';
  if (value === 'html') return 'text/html';
  const disposition = fieldValue(header, 'content-disposition') ?? '';
  const isBinary = /base64/i.test(fieldValue(header, 'content-transfer-encoding') ?? '');
  const isFile = value !== '' && (isBinary || parameters.has('name') || /\bfilename/i.test(disposition));
  return isFile || /^attachment\b/i.test(disposition) ? 'application/octet-stream' : 'text/plain';
}

function contentIdOf(header: Header): string | null {
  const id = (fieldValue(header, 'content-id') ?? '').replace(/[\x00-\x20<>\x7f-\xff]+/g, '').slice(0, 250);
  return id === '' ? null : id;
}

export type Use = 'text' | 'text and file' | 'file' | 'mail' | 'report' | 'tnef' | 'signed' | 'calendar' | 'nothing';

const reportTypes = /^message\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)$/;
// Text types that are data.
const dataTypes =
  /^text\/(?:(?:x-v)?calendar|(?:x-)?vcard|directory|(?:x-)?csv|css|xml|rtf|javascript|ecmascript|rfc822-headers?|tab-separated-values)$/;
const textTypes = new Set([
  'text/plain',
  'text/html',
  'text/enriched',
  'text/richtext',
  'text/markdown',
  'text/x-markdown',
  'text/x-amp-html',
  'text/watch-html',
]);

const calendarType = /^(?:text\/(?:x-v)?calendar|application\/ics)$/;

/** A signed document, `contract.pdf.p7m`, has the type of a signed mail; and Outlook may send a mail without it. */
const isSigned = ({ type, name }: Part): boolean =>
  /^application\/(?:x-)?pkcs7-mime$/.test(type)
    ? !/\.\w{2,5}\.p7m$/i.test(name ?? '')
    : type === 'application/octet-stream' && /^smime\.p7m$/i.test(name ?? '');

/** How a leaf's body is used. `textSoFar`: an earlier part is already shown as text. */
export function useOf(part: Part, textSoFar: boolean): Use {
  if (part.type === 'text/x-amp-html' || part.type === 'text/watch-html')
    return part.name === null ? 'nothing' : 'file';
  if (part.type === 'application/ms-tnef' || /^winmail\.dat$/i.test(part.name ?? '')) return 'tnef';
  if (isSigned(part)) return 'signed';
  if (calendarType.test(part.type)) return 'calendar';
  if (/^message\/(?:rfc822|global|news)$/.test(part.type)) return 'mail';
  // A gateway that adds a footer nests the report one level deeper.
  if (reportTypes.test(part.type) && (part.depth <= 1 || part.parent?.type === 'multipart/report')) return 'report';
  if (part.disposition === 'attachment') return 'file';
  // RFC 2046 section 4.1.4: text of an unknown kind is read as plain text.
  if (!textTypes.has(part.type))
    return part.name === null && !textSoFar && part.type.startsWith('text/') && !dataTypes.test(part.type)
      ? 'text'
      : 'file';
  if (part.name === null) return 'text';
  // A body may have a file name. A later inline part with a name is a file: shown as text it would run into the
  // author's words.
  return textSoFar ? 'file' : 'text and file';
}
