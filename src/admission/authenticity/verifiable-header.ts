// RFC 6376 section 6.1 leaves the number to the verifier; each signature costs a look-up and a verification.
const maxSignatures = 20;
const maxSignaturesWithLength = 2;
// mailauth parses these fields in time that grows with the square of their length.
const maxParsedFieldBytes = 10_000;
const parsedField = /^(?:from|received|return-path|content-type)[ \t]*:/i;
// mailauth's time also grows with the square of a run of blanks in a tag list: 60 KB of them took ten seconds.
// Folding leaves short runs.
const tagList = /^(?:dkim-signature|arc-(?:seal|message-signature|authentication-results))[ \t]*:/i;
const maxTagListBytes = 20_000;
const longBlank = /\s{200}/;

/**
 * The header without fields that are too costly to verify: DKIM signatures after the twentieth, those with l=
 * after the second (each hashes the body again), and overlong fields. The topmost signatures are the newest. A
 * mail that needs a field left out does not pass.
 */
export function verifiableHeader(header: Buffer): Buffer {
  let [signatures, lengths] = [0, 0];
  const fields = fieldsOf(header.toString('latin1'));
  const kept = fields.filter(field => {
    if (parsedField.test(field)) return field.length <= maxParsedFieldBytes;
    if (tagList.test(field) && (field.length > maxTagListBytes || longBlank.test(field))) return false;
    if (!/^dkim-signature[ \t]*:/i.test(field)) return true;
    if (/[;:\s]l\s*=/i.test(field) && ++lengths > maxSignaturesWithLength) return false;
    return ++signatures <= maxSignatures;
  });
  return kept.length === fields.length ? header : Buffer.from(kept.join(''), 'latin1');
}

/** Each field with its continuation lines and line ends; joined they are the header. */
function fieldsOf(header: string): string[] {
  const fields: string[][] = [];
  for (const line of header.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const last = fields.at(-1);
    if (last && /^[ \t]/.test(line)) last.push(line);
    else fields.push([line]);
  }
  return fields.map(lines => lines.join(''));
}
