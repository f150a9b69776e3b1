// Cleans strings from received mail before they are used in templates.

import { directionMarks } from '../../mail/unseen.ts';

/** One line without control characters, at most `maxChars` long. */
export function oneLine(text: string, maxChars = 250): string {
  const line = text
    .slice(0, maxChars * 4)
    .toWellFormed()
    .replace(directionMarks, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return cut(line, maxChars);
}

/** Several lines, ended by `\n`, without control characters except tab; never two empty lines in a row. */
export function block(text: string, maxChars = 100_000): string {
  const lines = cut(text, maxChars)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(directionMarks, '')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .split('\n')
    .map(line => line.trimEnd());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

/** A list of addresses ends between two of them: half an address may be that of another person. */
function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const kept = text.slice(0, maxChars - 1).replace(/[\ud800-\udbff]$/, '');
  return `${/\S@\S/.test(kept) ? kept.replace(/[\s,;]+\S{0,100}$/, ' ') : kept}…`;
}
