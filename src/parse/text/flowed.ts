// format=flowed (RFC 3676): a line that ends in a space continues in the next one.

/** The paragraphs of a flowed text, as long lines. `delsp`: the space itself is not part of the text. */
export function unwrapFlowed(text: string, delsp: boolean): string {
  const out: string[] = [];
  let open: { depth: number; text: string[] } | null = null;
  for (const line of text.split(/\r?\n/)) {
    const { depth, content } = unquoted(line);
    // RFC 3676 section 4.3: the signature separator is fixed, though it ends in a space.
    const flows = content.endsWith(' ') && content !== '-- ';
    const piece = flows && delsp ? content.slice(0, -1) : content;
    if (open !== null && (open.depth !== depth || content === '-- ')) {
      out.push(closed(open)); // Improperly flowed (section 4.5): treated as fixed.
      open = null;
    }
    if (open === null) open = { depth, text: [piece] };
    else open.text.push(piece);
    if (flows) continue;
    out.push(closed(open));
    open = null;
  }
  if (open !== null) out.push(closed(open));
  return out.join('\n');
}

const closed = ({ depth, text }: { depth: number; text: string[] }): string => {
  const line = text.join('');
  return depth === 0 ? line : `${'>'.repeat(depth)} ${line}`.trimEnd();
};

/** Section 4.4: one space after the quote marks, or at the start of a line, is stuffing. */
function unquoted(line: string): { depth: number; content: string } {
  let depth = 0;
  while (line.charCodeAt(depth) === 0x3e) depth++;
  const rest = line.slice(depth);
  return { depth, content: rest.startsWith(' ') ? rest.slice(1) : rest };
}
