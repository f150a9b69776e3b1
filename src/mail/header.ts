// Header fields as they came: split, unfolded, and not yet decoded (RFC 5322 section 2.2).
//
// Every decision (the author, automated or not, the thread) uses these fields, so that no two rooms read a
// header differently.

/** `name` in lower case; `value` unfolded and trimmed, still encoded (RFC 2047), 8-bit as latin1. */
export type HeaderField = Readonly<{ name: string; value: string }>;
export type Header = readonly HeaderField[];

/**
 * The fields of a header block, in order. A line that is neither a field nor a continuation is
 * dropped; whitespace before the colon belongs to the obsolete syntax and is allowed
 * (RFC 5322 section 4.5), so `From : x` is a From field to us as it is to every mail program.
 */
export function parseHeader(block: string): Header {
  const fields: { name: string; value: string[] }[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last) last.value.push(line.trim());
    const [, name, value] = /^\s*([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !(/^[ \t]/.test(line) && last)) {
      fields.push({ name: name.toLowerCase(), value: [value.trim()] });
    }
  }
  return fields.map(({ name, value }) => ({ name, value: value.join(' ').trim() }));
}

/** The values of every field of that name, top to bottom. `name` in lower case. */
export const fieldValues = (header: Header, name: string): string[] =>
  header.filter(field => field.name === name).map(field => field.value);

/** The first field of that name, or null. */
export const fieldValue = (header: Header, name: string): string | null => fieldValues(header, name)[0] ?? null;
