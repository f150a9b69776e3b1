/**
 * The offset after the comment that opens at `at`; null where it is never closed. Comments nest, and a
 * backslash quotes the next character (RFC 5322 section 3.2.2).
 */
export function endOfComment(text: string, at: number): number | null {
  for (let depth = 0, next = at; next < text.length; next++) {
    if (text[next] === '\\') next++;
    else if (text[next] === '(') depth++;
    else if (text[next] === ')' && --depth === 0) return next + 1;
  }
  return null;
}

/** The text outside of comments. A comment that is never closed reaches to the end. One pass. */
export function withoutComments(text: string): string {
  let kept = '';
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('(', at);
    kept += text.slice(at, open < 0 ? undefined : open);
    at = open < 0 ? text.length : (endOfComment(text, open) ?? text.length);
  }
  return kept;
}
