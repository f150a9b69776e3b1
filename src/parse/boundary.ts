// Gateways rewrite headers and leave bodies: the boundary that a multipart names is then found nowhere
// in it, and every part would be one long text.
import { fieldValue, type Header } from '../mail/header.ts';
import { parseStructured } from './header/parameters.ts';

// A delimiter line with a header, or an empty one, right after it.
const delimiter = /(?:^|\n)--([^\s-][^\r\n]{0,69}|-[^\r\n]{1,69})\r?\n(?=content-[a-z-]{2,40}:|mime-version:)/i;
const maxLooked = 64 * 1024;

/** A Content-Type that names the boundary which the body begins with; as it came where neither is found. */
export function contentTypeFor(header: Header, start: Buffer): string | null {
  const field = fieldValue(header, 'content-type');
  const named = parseStructured(field).parameters.get('boundary')?.trimEnd() ?? '';
  const isUsed = named !== '' && start.includes(`--${named}`);
  const boundary = isUsed ? named : delimiter.exec(start.toString('latin1', 0, maxLooked))?.[1]?.trimEnd();
  return boundary === undefined || !/^[^"\\\x80-\uffff]+$/.test(boundary)
    ? field
    : `multipart/mixed; boundary="${boundary}"`;
}
