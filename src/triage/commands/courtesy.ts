import { fold, phraseKey, wordsOf } from '../fold.ts';
import { closings } from '../words/closings.ts';
import { courtesies } from '../words/courtesies.ts';
import { keysOf, wordStart } from '../words/phrases.ts';
import { commandObjects, thisTicket } from '../words/this-ticket.ts';

const isPlease = keysOf(courtesies.please);
const isThanks = keysOf(courtesies.thanks);
const isThisTicket = keysOf(thisTicket);
const isObject = keysOf(thisTicket, commandObjects);
const longest = 4;

/** True for text that adds nothing to the command before it: `please`, `this ticket, thanks`, `me`. */
export function isOnlyObject(text: string): boolean {
  if (text.length >= 60) return false;
  if (isPlease.has(phraseKey(text))) return true;
  const words = phraseKey(withoutCourtesy(text)).split(' ');
  return words.every(word => word === '' || isObject.has(word)) && !isThanks.has(phraseKey(text));
}

/** `please`, `thanks a lot`. */
export const isCourteous = (text: string): boolean => isPlease.has(phraseKey(text)) || isThanks.has(phraseKey(text));

export const isThankful = (text: string): boolean => isThanks.has(phraseKey(text));

const closing = wordStart(closings);
const isClosing = (line: string): boolean => closing.exec(fold(line).replaceAll(',', ''))?.index === 0;
const longestFarewell = 300;

/** True for thanks and a name only, as people end a mail. */
export function isOnlyFarewell(text: string, name: string): boolean {
  if (text.length > longestFarewell) return false;
  const names = new Set(wordsOf(name));
  return text.split('\n').every(line => {
    const words = wordsOf(line);
    const key = words.join(' ');
    if (isPlease.has(key) || isThanks.has(key) || (words.length <= 4 && isClosing(line))) return true;
    return words.every(word => names.has(word));
  });
}

const longestSignature = { chars: 600, lines: 12, words: 10 };

/** True for a signature only: a closing or the author's name, and short lines of contact data. */
export function isOnlySignature(text: string, name: string): boolean {
  const lines = text.split('\n').filter(line => wordsOf(line).length > 0);
  const [first = ''] = lines;
  if (text.length > longestSignature.chars || lines.length > longestSignature.lines) return false;
  const names = new Set(wordsOf(name));
  const words = wordsOf(first);
  const closes = words.length <= longest + 1 && isClosing(first) && !isCourteous(first);
  const isName = words.length > 0 && words.every(word => names.has(word));
  const isShort = (line: string) => wordsOf(line).length <= longestSignature.words && !/[.!?]\s*$/.test(line);
  return (closes || isName) && lines.slice(1).every(isShort);
}

/** Cuts courtesy at both ends: `high, please` becomes `high`. */
export function withoutCourtesy(text: string): string {
  const tokens = text.slice(0, 300).trim().split(/\s+/);
  const said = (from: number, to: number) => phraseKey(tokens.slice(from, to).join(' '));
  const isCourtesy = (key: string) => isPlease.has(key) || isThanks.has(key);
  let [from, to] = [0, tokens.length];
  for (let cut = true; cut; ) {
    cut = false;
    for (let length = Math.min(longest, to - from - 1); length > 0; length -= 1) {
      if (isCourtesy(said(to - length, to))) to -= length;
      else if (isCourtesy(said(from, from + length))) from += length;
      else continue;
      cut = true;
      break;
    }
  }
  // Nothing was cut: as it was typed.
  if (from === 0 && to === tokens.length) return text.trim();
  return tokens
    .slice(from, to)
    .join(' ')
    .replace(/[\s,;.!]+$/, '');
}

/** The command in a few polite words about this ticket: `Please close this, thanks` gives `close`. */
export function politelySaid(text: string): string {
  const words = phraseKey(withoutCourtesy(text)).split(' ');
  return words.filter(word => !isThisTicket.has(word)).join(' ');
}
