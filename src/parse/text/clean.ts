// Removes the characters that no decoded string may contain.
import { directionMarks, unseen } from '../../mail/unseen.ts';

const controls = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/g;

/** Text of several lines: newlines as `\n`, tabs kept, no other control characters, no lone surrogates. */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?|[\x0b\x0c\x85\u2028\u2029]/g, '\n')
    .replace(controls, '')
    .toWellFormed();

/** Undecoded header fields, without control characters that the database rejects; ESC stays for raw ISO-2022-JP. */
export const storable = (block: string): string => block.replace(/[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]/g, '');

/** Text of one line, at most `max` characters. */
export const cleanLine = (text: string, max: number): string =>
  cut(
    text
      .replace(/\s+|\x85/g, ' ')
      .replace(controls, '')
      .replace(directionMarks, '')
      .toWellFormed()
      .replace(/ {2,}/g, ' ')
      .trim(),
    max,
  );

/** For file names: also without invisible characters; spaces are kept. */
export const cleanName = (text: string): string =>
  text
    .slice(0, 10_000)
    .replace(/[\t-\r\x85\u2028\u2029]+/g, ' ')
    .replace(controls, '')
    .replace(unseen, '')
    .toWellFormed()
    .normalize('NFC');

/** Never ends in half of a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const split = /[\ud800-\udbff]/.test(text.charAt(max - 1));
  return text.slice(0, split ? max - 1 : max).trimEnd();
}
