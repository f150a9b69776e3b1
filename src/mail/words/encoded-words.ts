// RFC 2047 encoded words, also the invalid ones of real mail: split within a character, in the wrong case, with
// spaces or a bare `?` inside, joined to text, beside raw 8-bit.
import { decodeBytes } from './charset.ts';

type Word = { charset: string; base64: boolean; payload: string };

// Each part is bounded, so that a field full of `=?` takes linear time. The last word may be cut short.
const encodedWord = /=\?([^?]{1,60})\?[ \t]?([bq])[ \t]?\?((?:[^?]|\?(?!=|$)){0,1000})(?:\?=|\?$|$)/gi;
const maxValue = 16_384;

/** A header value (8-bit as latin1), decoded. It may contain control characters, so clean it. */
export function decodeWords(value: string, hint: string | null = null): string {
  const text = value.slice(0, maxValue);
  let decoded = '';
  let end = 0;
  let run: Word[] = [];
  const flush = () => {
    decoded += decodeRun(run, hint);
    run = [];
  };
  for (const match of text.matchAll(encodedWord)) {
    const [whole, charset = '', encoding = '', payload = ''] = match;
    const between = text.slice(end, match.index);
    // RFC 2047 section 6.2: white space between two encoded words is not shown.
    if (run.length === 0 || between.trim() !== '') {
      flush();
      decoded += plain(between, hint);
    }
    run.push({ charset: charset.toLowerCase(), base64: encoding.toLowerCase() === 'b', payload });
    end = match.index + whole.length;
  }
  flush();
  return decoded + plain(text.slice(end), hint);
}

/** The charset of the first encoded word, or null. */
export const charsetOfWords = (value: string): string | null =>
  /=\?([^?\s]{1,60})\?[bq]\?/i.exec(value.slice(0, maxValue))?.[1] ?? null;

const plain = (text: string, hint: string | null): string =>
  /[\x80-\xff\x1b]/.test(text) ? decodeBytes(Buffer.from(text, 'latin1'), null, hint) : text;

/** Adjacent words of one charset are decoded together: a character may be split between them. */
function decodeRun(words: readonly Word[], hint: string | null): string {
  let text = '';
  for (let first = 0; first < words.length; ) {
    const charset = words[first]!.charset;
    let last = first;
    while (last < words.length && words[last]!.charset === charset) last++;
    text += decodeBytes(Buffer.concat(payloads(words.slice(first, last))), charset, hint);
    first = last;
  }
  return text;
}

function payloads(words: readonly Word[]): Buffer[] {
  const decoded: Buffer[] = [];
  let open = '';
  for (const { base64, payload } of words) {
    if (!base64) {
      decoded.push(Buffer.from(open, 'base64'), fromQ(payload));
      open = '';
      continue;
    }
    open += payload.replace(/[^A-Za-z0-9+/]+/g, '');
    // Some programs cut the base64 text at any length and continue it in the next word.
    if (open.length % 4 === 0 || payload.includes('=')) {
      decoded.push(Buffer.from(open, 'base64'));
      open = '';
    }
  }
  return [...decoded, Buffer.from(open, 'base64')];
}

/** RFC 2047 section 4.2. */
const fromQ = (payload: string): Buffer =>
  Buffer.from(
    payload
      .replace(/_/g, ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
