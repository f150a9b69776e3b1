// Some gateways rewrite the header but not the body: the boundary in Content-Type then does not occur in the
// body, and all parts would be read as one long text.
import { fieldValue, type Header } from '../mail/header.ts';
import { parseStructured } from './header/parameters.ts';

// A delimiter line with a header, or an empty one, right after it.
const delimiter = /(?:^|\n)--([^\s-][^\r\n]{0,69}|-[^\r\n]{1,69})\r?\n(?=content-[a-z-]{2,40}:|mime-version:)/i;
const maxLooked = 64 * 1024;

/** The Content-Type with the boundary that the body begins with; unchanged where there is none. */
export function contentTypeFor(header: Header, start: Buffer): string | null {
  const field = fieldValue(header, 'content-type');
  const named = parseStructured(field).parameters.get('boundary')?.trimEnd() ?? '';
  const isUsed = named !== '' && start.includes(`--${named}`);
  const boundary = isUsed ? named : delimiter.exec(start.toString('latin1', 0, maxLooked))?.[1]?.trimEnd();
  return boundary === undefined || !/^[^"\\\x80-\uffff]+$/.test(boundary)
    ? field
    : `multipart/mixed; boundary="${boundary}"`;
}
