// Decodes bytes by the charset that a mail names, or by guessing where that is wrong or missing. Node's
// decoders come first: they have the WHATWG tables and ISO-2022-JP, which iconv-lite lacks; iconv-lite has
// UTF-7 and the DOS and Macintosh code pages.
import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { detectCharset } from './detect-charset.ts';
import { unshiftHz, unshiftKr } from './shifted.ts';

// Names without meaning: that of RFC 1428, and those that gateways write for unknown charsets.
const unspoken = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'unknown-8bit',
  'x-unknown',
  'unknown',
  'default',
  '8bit',
  '7bit',
  'binary',
  'none',
  'x-user-defined',
  'iso-10646',
  'utf',
  'text',
]);
// Charsets that programs most often name wrongly for UTF-8.
const western = new Set([
  'iso-8859-1',
  'iso8859-1',
  'iso_8859-1',
  'latin1',
  'latin-1',
  'windows-1252',
  'cp1252',
  'cp-1252',
  'iso-8859-15',
  'iso8859-15',
  'ansi',
]);
// Charsets of 7 bits or of pairs of octets, whose text may look like ASCII without being ASCII.
const notAsciiBased =
  /^(?:iso-2022|csiso2022|hz|utf-?7|unicode-1-1-utf-7|utf-?16|utf-?32|ucs-?[24]|unicode$|cp037|cp1026|ebcdic)/;
const alias = new Map(
  Object.entries({
    cp932: 'shift_jis',
    'windows-932': 'shift_jis',
    'ms-kanji': 'shift_jis',
    cp936: 'gbk',
    gb2312_charset: 'gbk',
    'gb-2312': 'gbk',
    'x-gb2312': 'gbk',
    'gb18030-2000': 'gb18030',
    cp1250: 'windows-1250',
    cp1251: 'windows-1251',
    cp1253: 'windows-1253',
    cp1254: 'windows-1254',
    cp1255: 'windows-1255',
    cp1256: 'windows-1256',
    cp1257: 'windows-1257',
    cp1258: 'windows-1258',
    'cp-850': 'cp850',
    'iso-2022-jp-ms': 'iso-2022-jp',
    cp50220: 'iso-2022-jp',
    cp50221: 'iso-2022-jp',
    'iso-2022-jp-1': 'iso-2022-jp',
    'iso-2022-jp-2': 'iso-2022-jp',
    'iso-2022-jp-3': 'iso-2022-jp',
    'iso-2022-jp-2004': 'iso-2022-jp',
    shift_jisx0213: 'shift_jis',
    shift_jis_2004: 'shift_jis',
    'euc-jisx0213': 'euc-jp',
    'euc-jis-2004': 'euc-jp',
    euc_jis_2004: 'euc-jp',
    'unicode-1-1-utf-7': 'utf-7',
    utf7: 'utf-7',
    unicode: 'utf-16',
    utf16: 'utf-16',
    ansi: 'windows-1252',
    'koi8-ru': 'koi8-u',
    koi8: 'koi8-r',
    'x-mac-roman': 'macintosh',
    'mac-roman': 'macintosh',
    'x-mac-ce': 'maccenteuro',
    'x-mac-centraleurroman': 'maccenteuro',
    'mac-latin2': 'maccenteuro',
    ptcp154: 'pt154',
    cp154: 'pt154',
    kz1048: 'rk1048',
    'kz-1048': 'rk1048',
    'strk1048-2002': 'rk1048',
  }),
);

/** Never throws. `hint` is a charset that the mail names elsewhere, for bytes without one. */
export function decodeBytes(bytes: Buffer, charset: string | null, hint: string | null = null): string {
  const label = normalLabel(charset);
  if (!notAsciiBased.test(label) && isAscii(bytes)) {
    return label === '' && looksLikeIso2022Jp(bytes) ? decodeAs(bytes, 'iso-2022-jp')! : bytes.toString('latin1');
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs(bytes, 'utf-16le')!;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs(bytes, 'utf-16be')!;
  if (unspoken.has(label)) return guess(bytes, hint);
  if (/^(?:cs)?iso-?2022-?jp/.test(label) && hasHighBytes(bytes)) return japanese(bytes) ?? guess(bytes, hint);
  if (western.has(label) && isUtf8(bytes)) return decodeAs(bytes, 'utf-8')!;
  const text = decodeAs(/^utf-?8$/.test(label) && !isUtf8(bytes) ? withoutSurrogates(bytes) : bytes, label);
  if (text === null) return guess(bytes, hint);
  if (!text.includes('\ufffd')) return text;
  // Not valid in the named charset but valid UTF-8: a relay has converted the text and not its label.
  return isUtf8(bytes) || isMostlyBroken(text) ? guess(bytes, hint) : text;
}

const hasHighBytes = (bytes: Buffer): boolean => !isAscii(bytes);

/** 8-bit text labelled as 7-bit Japanese: the first of the 8-bit charsets in which all of it can be read. */
function japanese(bytes: Buffer): string | null {
  if (isUtf8(bytes)) return decodeAs(bytes, 'utf-8');
  const texts = ['euc-jp', 'shift_jis'].map(charset => decodeAs(bytes, charset) ?? '\ufffd');
  return texts.find(text => !text.includes('\ufffd')) ?? texts.find(text => !isMostlyBroken(text)) ?? null;
}

/** True for a charset of one alphabet, which may be used for other parts that name none. */
export function tellsSomething(charset: string | null): boolean {
  const label = normalLabel(charset);
  return !unspoken.has(label) && !/^utf-?(?:8|7|16|32)/.test(label) && !western.has(label);
}

// RFC 2231 section 5 lets a language follow the charset of an encoded word.
const normalLabel = (charset: string | null): string =>
  (charset ?? '')
    .slice(0, 60)
    .replace(/\*.*$/s, '')
    .replace(/^[\s"']+|[\s"';]+$/g, '')
    .toLowerCase();

function guess(bytes: Buffer, hint: string | null): string {
  if (isUtf8(bytes)) return decodeAs(bytes, 'utf-8')!;
  for (const charset of [hint, detectCharset(bytes)]) {
    const text = charset === null ? null : decodeAs(bytes, normalLabel(charset));
    if (text !== null && !isMostlyBroken(text)) return text;
  }
  return decodeAs(bytes, 'windows-1252')!;
}

/** Not for a few broken octets, as of a text that was cut or has a footer. */
function isMostlyBroken(text: string): boolean {
  let good = 0;
  let broken = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) broken++;
    else if (code > 0x7f) good++;
  }
  return broken > good;
}

/** Programs that count in UTF-16 write each half of a pair as three octets (CESU-8): an emoji becomes six. */
const withoutSurrogates = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes
      .toString('latin1')
      .replace(/\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])/g, (_, ...halves) => {
        const [a, b, c, d] = halves.map(half => String(half).charCodeAt(0) & 0x3f) as [number, number, number, number];
        const point = 0x10000 + ((((a & 0x0f) << 6) | b) << 10) + (((c & 0x0f) << 6) | d);
        return Buffer.from(String.fromCodePoint(point)).toString('latin1');
      }),
    'latin1',
  );

const looksLikeIso2022Jp = (bytes: Buffer): boolean =>
  /\x1b(?:\$[@B]|\([BJ])/.test(bytes.toString('latin1', 0, 65_536));

const decoders = new Map<string, TextDecoder | null>();

function decodeAs(bytes: Buffer, label: string): string | null {
  const name = alias.get(label) ?? label;
  // RFC 2781 section 4.3 makes big-endian the default; programs write little-endian. iconv-lite detects it.
  if (name === 'utf-16' || name === 'utf-7') return iconv.decode(bytes, name);
  // Node's decoders lack half of the syllables of Windows 949, and the Hong Kong characters.
  if (/^(?:(?:cs)?euc-?kr|(?:cs)?ks_?c?[-_]?5601.*|korean|(?:windows-|cp|ms)949|uhc|iso-ir-149)$/.test(name))
    return iconv.decode(bytes, 'cp949');
  if (/^(?:(?:cn-|x-x-)?big-?5(?:-?hkscs)?|cp950)$/.test(name)) return iconv.decode(bytes, 'big5hkscs');
  if (/^hz(?:-gb-?2312)?$/.test(name)) return decodeAs(unshiftHz(bytes), 'gbk');
  if (/^(?:cs)?iso-?2022-?kr$/.test(name)) return decodeAs(unshiftKr(bytes), 'euc-kr');
  if (!decoders.has(name) && decoders.size < 200) decoders.set(name, makeDecoder(name));
  const decoder = decoders.get(name);
  if (decoder) return decoder.decode(name === 'iso-2022-jp' ? withoutIdleEscapes(bytes) : bytes);
  try {
    return iconv.encodingExists(name) && !/^(?:base64|hex|binary)$/.test(name) ? iconv.decode(bytes, name) : null;
  } catch {
    return null;
  }
}

// The WHATWG decoder rejects an escape right after another one, which joined encoded words have at every
// joint.
const withoutIdleEscapes = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(/(?:\x1b\([BJ])+(?=\x1b[$(])/g, ''), 'latin1');

function makeDecoder(name: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(name);
    return decoder.encoding === 'replacement' ? null : decoder;
  } catch {
    return null;
  }
}
