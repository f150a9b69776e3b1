// The type of a file by its first bytes. The type in the mail is not trusted: HTML sent as an image would run
// in the reader's browser.

/** Bytes looked at from the start of a file. */
export const startBytes = 4096;

// Bytes as latin1, at an offset. Longer ones at the same offset come first.
const marks: readonly (readonly [type: string, mark: string, at?: number])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'WEBP', 8],
  ['image/tiff', 'II*\0'],
  ['image/tiff', 'MM\0*'],
  ['image/x-icon', '\0\0\x01\0'],
  ['image/avif', 'ftypavif', 4],
  ['image/heic', 'ftyphei', 4],
  ['image/heic', 'ftypmif1', 4],
  ['image/jp2', '\0\0\0\x0cjP  '],
  ['image/vnd.adobe.photoshop', '8BPS'],
  ['image/vnd.djvu', 'AT&TFORM'],
  ['image/vnd.dwg', 'AC10'],
  ['image/wmf', '\xd7\xcd\xc6\x9a'],
  ['image/emf', ' EMF', 40],
  ['application/pdf', '%PDF-'],
  ['application/zip', 'PK\x03\x04'],
  ['application/zip', 'PK\x05\x06'],
  ['application/gzip', '\x1f\x8b\x08'],
  ['application/x-7z-compressed', "7z\xbc\xaf'\x1c"],
  ['application/vnd.rar', 'Rar!\x1a\x07'],
  ['application/rtf', '{\\rtf'],
  ['application/x-ole-storage', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['application/x-elf', '\x7fELF'],
  ['application/x-ms-shortcut', 'L\0\0\0\x01\x14\x02\0'],
  ['text/x-shellscript', '#!/'],
  ['text/x-shellscript', '#! /'],
];

const office: readonly (readonly [folder: string, type: string])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
];

const programs = new Set(['application/x-dosexec', 'application/x-elf', 'application/x-ms-shortcut']);
const shown = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/tiff',
  'image/x-icon',
  'image/avif',
  'image/heic',
]);

/** A pixel image, which contains neither script nor URL. For types that were checked against the bytes. */
export const isRaster = (contentType: string): boolean => shown.has(contentType);

/** The type that the mail gives, unless the bytes contradict it. */
export function checkedType(claimed: string, start: Buffer): string {
  const found = typeOfBytes(start);
  if (claimed.startsWith('image/')) return found?.startsWith('image/') ? found : 'application/octet-stream';
  if (claimed === 'application/octet-stream') return found ?? claimed;
  // Many types cannot be told from these bytes; but an executable is never any other type.
  return found !== null && programs.has(found) && !claimed.startsWith('message/') ? found : claimed;
}

export function typeOfBytes(start: Buffer): string | null {
  const text = start.toString('latin1', 0, startBytes);
  const type = marks.find(([, mark, at = 0]) => text.startsWith(mark, at))?.[0];
  if (type === 'image/webp' && !text.startsWith('RIFF')) return null;
  if (type === 'application/zip') return zippedType(text);
  return type ?? byShape(text) ?? markupType(text);
}

/** Two letters are not enough: a word may begin with them. */
function byShape(text: string): string | null {
  if (text.startsWith('MZ')) return text.slice(2, 64).includes('\0') ? 'application/x-dosexec' : null;
  // The reserved fields of a bitmap's header are zero.
  return text.startsWith('BM') && text.startsWith('\0\0\0\0', 6) ? 'image/bmp' : null;
}

/** The type of an office file, by the names of the files in its archive. */
function zippedType(text: string): string {
  const stated = /^.{26}\x08\0.{2}mimetype(application\/[\w.+-]{1,100}?)(?=PK|[^\w.+-]|$)/s.exec(text)?.[1];
  if (stated !== undefined) return stated;
  return office.find(([folder]) => hasEntry(text, folder))?.[1] ?? 'application/zip';
}

function hasEntry(text: string, folder: string): boolean {
  for (let at = text.indexOf('PK\x03\x04'); at >= 0; at = text.indexOf('PK\x03\x04', at + 4))
    if (text.startsWith(folder, at + 30)) return true;
  return false;
}

function markupType(text: string): string | null {
  const plain = text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff') ? text.replaceAll('\0', '').slice(2) : text;
  const start = plain.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(?:!doctype\s+html|html|head|body|script|iframe)\b/i.test(start)) return 'text/html';
  if (/^<(?:svg|!doctype\s+svg)\b/i.test(start)) return 'image/svg+xml';
  if (!/^<(?:\?xml\b|!--)/i.test(start)) return null;
  if (/<svg\b/i.test(start)) return 'image/svg+xml';
  if (/<html\b|<!doctype\s+html/i.test(start)) return 'text/html';
  return start.startsWith('<?') ? 'text/xml' : null;
}
