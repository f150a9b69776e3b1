// Gateways rewrite headers and leave bodies: the boundary that a multipart names is then found nowhere
// in it, and every part would be one long text.
import { fieldValue, type Header } from '../mail/header.ts';
import { parseStructured } from './parameters.ts';

// A delimiter line with a header, or an empty one, right after it.
const delimiter = /(?:^|\n)--([^\s-][^\r\n]{0,69}|-[^\r\n]{1,69})\r?\n(?=content-[a-z-]{2,40}:|mime-version:)/i;
const maxLooked = 64 * 1024;

/** The multipart's Content-Type as it should have been, judged by the start of its body; usually as it is. */
export function contentTypeFor(header: Header, start: Buffer): string | null {
  const field = fieldValue(header, 'content-type');
  const { value, parameters } = parseStructured(field);
  const boundary = parameters.get('boundary')?.trimEnd() ?? '';
  if (boundary !== '' && start.includes(`--${boundary}`)) return field;
  const found = delimiter.exec(start.toString('latin1', 0, maxLooked))?.[1]?.trimEnd();
  return found === undefined || found.includes('"') || found.includes('\\') ? field : `${value}; boundary="${found}"`;
}
