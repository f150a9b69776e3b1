// Takes files out of HTML as it streams by: programs paste screenshots as `data:` URIs (RFC 2397). Each becomes a
// file of the mail, and the HTML refers to it by `cid:`, as to any other inline picture.

/** A file that is being taken out of the HTML. */
export type Extracted = Readonly<{ write(bytes: Buffer): Promise<void>; end(): Promise<void> }>;

/** `open` begins a file and gives the Content-ID by which the HTML is to refer to it. */
export type DataUriPorts = Readonly<{
  text(bytes: Buffer): void;
  open(contentType: string): { contentId: string; file: Extracted };
}>;

// Only where a URL stands: a text about `data:` is the author's. Fonts and styles are no files of the author.
const opening =
  /(?<=["'=(]\s{0,3})data:(?!font\/|application\/(?:x-)?font|text\/(?:css|javascript))([a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80})(?:;[a-z0-9=.+_-]{1,60}){0,4}(?:;base64|(?<=data:image\/[a-z0-9.+;=_-]{1,300})),/i;
/** The longest beginning of an `opening` that may continue in the next chunk. */
const maxOpening = 420;
const encodedByte = /%([0-9a-f]{2})/gi;

/** A filter for bytes of HTML in any charset that keeps ASCII. */
export function dataUris({ text, open }: DataUriPorts) {
  let held = '';
  let inside: { file: Extracted; rest: string; until: RegExp | null } | null = null;

  /** Reads the percent-encoded bytes of a picture that is not in base64, up to where its URL ends. */
  async function readPlain(chunk: string, until: RegExp, final: boolean): Promise<string | null> {
    const encoded = inside!.rest + chunk;
    const end = encoded.search(until);
    const isDone = end >= 0 || final;
    const whole =
      end >= 0 ? end : final ? encoded.length : encoded.length - (/%[0-9a-f]?$/i.exec(encoded)?.[0].length ?? 0);
    const bytes = encoded
      .slice(0, whole)
      .replace(encodedByte, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (bytes !== '') await inside!.file.write(Buffer.from(bytes, 'latin1'));
    inside!.rest = encoded.slice(whole);
    if (!isDone) return null;
    const left = inside!.rest;
    await inside!.file.end();
    inside = null;
    return left;
  }

  /** Reads base64 up to the first character that is none; returns what is left of the chunk, or null at its end. */
  async function readFile(chunk: string, final: boolean): Promise<string | null> {
    const end = chunk.search(/[^A-Za-z0-9+/=%\s]/);
    const encoded = inside!.rest + (end < 0 ? chunk : chunk.slice(0, end));
    const isDone = end >= 0 || final;
    // An escape may be cut by the end of the chunk.
    const whole = isDone ? encoded.length : encoded.length - (/%[0-9a-f]?$/i.exec(encoded)?.[0].length ?? 0);
    const letters = encoded
      .slice(0, whole)
      .replace(encodedByte, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/[^A-Za-z0-9+/]/g, '');
    const cut = isDone ? letters.length : letters.length - (letters.length % 4);
    if (cut > 0) await inside!.file.write(Buffer.from(letters.slice(0, cut), 'base64'));
    inside!.rest = letters.slice(cut) + encoded.slice(whole);
    if (!isDone) return null;
    await inside!.file.end();
    inside = null;
    return end < 0 ? '' : chunk.slice(end);
  }

  async function take(bytes: string, final: boolean): Promise<void> {
    let chunk: string | null = inside === null ? held + bytes : bytes;
    held = '';
    while (chunk !== null && (chunk !== '' || final)) {
      if (inside !== null) {
        const { until }: { until: RegExp | null } = inside;
        chunk = until === null ? await readFile(chunk, final) : await readPlain(chunk, until, final);
        continue;
      }
      const found = opening.exec(chunk);
      if (found === null) {
        const last = final ? -1 : chunk.toLowerCase().lastIndexOf('data:');
        const keepFrom =
          final || last < 0 || chunk.length - last > maxOpening ? cutBefore(chunk, final) : keepContext(last);
        text(Buffer.from(chunk.slice(0, keepFrom), 'latin1'));
        held = chunk.slice(keepFrom);
        return;
      }
      const { contentId, file } = open((found[1] ?? '').toLowerCase());
      text(Buffer.from(`${chunk.slice(0, found.index)}cid:${contentId}`, 'latin1'));
      const until = /;base64,$/i.test(found[0]) ? null : endOfUrl(chunk.slice(0, found.index));
      inside = { file, rest: '', until };
      chunk = chunk.slice(found.index + found[0].length);
      if (chunk === '' && !final) return;
    }
  }

  return { write: (bytes: Buffer) => take(bytes.toString('latin1'), false), end: () => take('', true) };
}

/** The URL ends with the quote or bracket that opened it, else with the next space. */
function endOfUrl(before: string): RegExp {
  const opened = /["'(](?=\s{0,3}$)/.exec(before)?.[0];
  return opened === '"' ? /"/ : opened === "'" ? /'/ : opened === '(' ? /\)/ : /[\s>]/;
}

/** A quote and `data:` may be cut by the end of a chunk. */
const maxLead = 8;
const cutBefore = (chunk: string, final: boolean): number =>
  final ? chunk.length : Math.max(0, chunk.length - maxLead);
const keepContext = (last: number): number => Math.max(0, last - maxLead);
