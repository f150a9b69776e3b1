// Strings that people wrote, before they stand among ours.

// They reorder what is read: a file name, or who a line seems to come from.
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** One line without control characters, at most `maxChars` long. */
export function oneLine(text: string, maxChars = 250): string {
  const line = text
    .slice(0, maxChars * 4)
    .toWellFormed()
    .replace(bidi, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return cut(line, maxChars);
}

/** Lines that end in `\n`, without control characters but tab; no more than one empty line at a time. */
export function block(text: string, maxChars = 100_000): string {
  const lines = cut(text, maxChars)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(bidi, '')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .split('\n')
    .map(line => line.trimEnd());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

const cut = (text: string, maxChars: number): string =>
  text.length <= maxChars ? text : `${text.slice(0, maxChars - 1).replace(/[\ud800-\udbff]$/, '')}…`;
