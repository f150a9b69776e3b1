// Names of attachments, made safe to show, save and send. The store does not use them; it has keys of its own.
import libmime from 'libmime';
import { cleanName, cut } from '../text/clean.ts';

const maxName = 150;
const maxExtension = 20;

/** A base name of at most 150 characters, or null where nothing is left of it. */
export function cleanFileName(name: string | null): string | null {
  const line = cleanName(name ?? '');
  const base =
    line
      .split(/[/\\]/)
      .findLast(segment => segment.trim() !== '')
      ?.trim() ?? '';
  return /^[.\s]*$/.test(base) ? null : capped(base);
}

/** `attachment-3.pdf`, from the type, for a part without a usable name. */
export function nameFromType(contentType: string, count: number): string {
  const extension = contentType.startsWith('text/rfc822')
    ? 'txt'
    : contentType.endsWith('/rtf')
      ? 'rtf'
      : libmime.detectExtension(contentType).replace('jpeg', 'jpg');
  return `attachment-${count}.${/^[a-z0-9]{1,10}$/.test(extension) ? extension : 'bin'}`;
}

/** The file name of a forwarded mail. */
export function nameFromSubject(subject: string, count: number): string {
  const title = cleanFileName(subject.replace(/[/\\:*?"<>|]+/g, '-'));
  return title === null ? `message-${count}.eml` : `${cut(title, maxName - 4)}.eml`;
}

export const hasExtension = (name: string): boolean => /[^.]\.[A-Za-z0-9]{1,10}$/.test(name);

function capped(name: string): string {
  if (name.length <= maxName) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= maxExtension ? name.slice(dot) : '';
  return cut(name, maxName - extension.length) + extension;
}
