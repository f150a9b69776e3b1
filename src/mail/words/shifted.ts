// 7-bit charsets that shift to pairs of octets and back. Neither Node nor iconv-lite supports them; both support
// the same characters with the high bit set.

/** HZ (RFC 1843): `~{` begins GB 2312, `~}` ends it, `~~` is a tilde, `~` before a line end joins lines. */
export const unshiftHz = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes
      .toString('latin1')
      .replace(/~\{([^~\r\n]{0,2000})(?:~\})?|~~|~\r?\n/g, (found, pairs: string | undefined) =>
        pairs === undefined ? found.replace(/^~(?:\r?\n)?/, '') : raised(pairs),
      ),
    'latin1',
  );

/** ISO-2022-KR (RFC 1557): SO begins KS C 5601, SI ends it; the designator is dropped. */
export const unshiftKr = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes
      .toString('latin1')
      .replaceAll('\x1b$)C', '')
      .replace(/\x0e([^\x0f\r\n]*)\x0f?/g, (_, pairs: string) => raised(pairs))
      .replaceAll('\x0f', ''),
    'latin1',
  );

const raised = (pairs: string): string =>
  Array.from(pairs, char => (char > ' ' ? String.fromCharCode(char.charCodeAt(0) | 0x80) : char)).join('');
