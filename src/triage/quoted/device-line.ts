// Tells the signature line of a phone or a mail program from sentences of people that look like it.

import { fold } from '../fold.ts';
import { deviceApologies, deviceEnds, deviceOpens, sentenceWords, wholeDeviceLines } from '../words/device-lines.ts';
import { deviceNames, wordDevices } from '../words/device-names.ts';
import { foldedOf } from '../words/phrases.ts';
import { namesWeekday } from './dates.ts';
import type { TextLine } from './lines.ts';

const devices = foldedOf(deviceNames);
// Short names that begin other words: "pixels", "sparkling".
const shortDevices = new Set([
  ...devices.filter(word => word.length <= 4 && /^[a-z ]+$/.test(word)),
  ...foldedOf(wordDevices),
]);
const longDevices = devices.filter(word => !shortDevices.has(word));
const opens = foldedOf(deviceOpens);
const adverts = opens.filter(open => open.includes('outlook') && !open.startsWith('sent'));
const ends = foldedOf(deviceEnds);
const wholeLines = new Set(foldedOf(wholeDeviceLines));
const apologies = foldedOf(deviceApologies);
const ownDevice =
  /^(?:sent (?:from|on|via|with) my|gesendet (?:von|mit|uber) meine[mr]|envoyee? (?:de|depuis|avec) m(?:on|a)|enviado (?:desde|de|con) mi|enviad[oa] d[oae] (?:meu|minha)|inviat[oa] da(?:l mio|lla mia)|(?:verzonden|verstuurd) (?:vanaf|vanuit|met) mijn|skickat fran (?:min|mitt)|sendt fra (?:min|mitt|mit)|wysłan[eoy] z mojego|отправлено с моего) \S+(?: \S+){0,3}$/u;
const noDevice =
  /['’]s(?!\p{L})|(?<!\p{L})(?:account|address|adress|konto|compte|cuenta|direccion|indirizzo|desk|office|home|work|buro|praxis|bureau|oficina|ufficio|kantoor)/u;
// Sentences of people: "From my phone it works", "Sent via the app on Monday".
const sentence = new RegExp(
  String.raw`(?<![\p{L}'’])(?:${foldedOf(sentenceWords).join('|')})(?!\p{L})|^(?:from|sent|get)\s(?:\S+\s)*i\s|\d:\d\d`,
  'u',
);
const byMail = /^\p{L}+ (?:via|par|por) (?:e-?)?(?:mail|correo|courrier)(?: \p{Ll}|$)/u;

/** The line that a phone or a mail program signs with: "Sent from my iPhone". */
export function isDeviceLine(line: TextLine): boolean {
  if (line.clean.length < 6 || line.clean.length > 200) return false;
  const text = fold(line.clean)
    .replace(/\byahoo!/g, 'yahoo')
    .replace(/\bu\.s\./g, 'us')
    .replace(/^[\s(<[*_~-]+/, '')
    .replace(/[\s)>\]*_.!。~-]+$/, '');
  const words = text
    .replace(/<[^<>]*>|\[[^[\]]*\]|\(?https?:\S+/g, ' ')
    .trim()
    .split(/\s+/);
  if (words.length > 15 || saysMore(text) || isSentence(line.clean, text, words)) return false;
  if (ownDevice.test(text) && !noDevice.test(text)) return true;
  if (/^\S+ from mobile$/.test(text) || wholeLines.has(text)) return true;
  if (!opens.some(open => text.startsWith(open)) && !endsLikeDevice(text, words)) return false;
  // A program that is not in the tables: only an advertisement adds a link.
  if (words.length <= 5 && /[<([]\s?https?:/.test(text)) return true;
  return namesDevice(words.join(' '));
}

// Advertising of a network or a program: ", an AT&T smartphone", ", the best free email app for work".
const praise =
  /^(?:an?|the|samsung|\S+-based)\s[^,.;!?]{0,60}\b(?:smartphone|phone|device|tablet|e-?mail|client|app(?: for \S+)?)$/;

/** "Sent from my desk, which is easier than my phone" is a sentence of the author's. */
function saysMore(text: string): boolean {
  const [, rest] = /[,.;!?]\s+(\S.*)$/u.exec(text) ?? [];
  return rest !== undefined && !praise.test(rest) && !apologies.some(word => rest.includes(word));
}

/** Words of people: anywhere in the line or, if its beginning has no verb, every word that names no device. */
function isSentence(clean: string, text: string, words: readonly string[]): boolean {
  if (byMail.test(clean.replace(/[\s.!]+$/, ''))) return true;
  const [said = ''] = words
    .join(' ')
    .replace(/^this (?:message|e-?mail) (?:was|is) /, '')
    .split(/[,.;!?]\s/);
  // The words with which a program begins do not count as a person's: Lithuanian `iš` folds to `is`.
  const opening = opens.find(open => !/^(?:from|sent|get) /.test(open) && said.startsWith(open)) ?? '';
  const more = said.slice(opening.length);
  if (!/^(?:please )?excuse/.test(said) && (sentence.test(more) || said.split(/\s+/).some(namesWeekday))) return true;
  if (adverts.some(advert => text.startsWith(advert)) && !advertEnds(text, words)) return true;
  if (!/^(?:from my|von meine[mr]|fran min)\s/.test(text) || ends.some(end => text.endsWith(end))) return false;
  const [, , , ...rest] = clean.split(/\s+/);
  return rest.some(word => /^\p{Ll}+$/u.test(word) && !namesDevice(word));
}

/** "Outlook for Mac shows an error" is a sentence, "Outlook for Mac" is none. */
function advertEnds(text: string, words: readonly string[]): boolean {
  const last = words.findLast(word => /\p{L}/u.test(word)) ?? '';
  if (words.length <= 6 && /https?:|[[<]/.test(text)) return true;
  return (
    /^(?:herunterladen|downloaden|beziehen|holen|abrufen)$/.test(last) ||
    namesDevice(last) ||
    ends.some(end => text.endsWith(end))
  );
}

// Languages that name the device first begin with it, or with from, with and my.
const deviceFirst =
  /^(?:(?:von|vom|mit|aus|uber|diese|vanaf|van|vanuit|met|op|nire|az|bu)\s|私の|나의|내|[从從由自用]|使用|通过|通過|透過|[来來]自)/u;

function endsLikeDevice(text: string, words: readonly string[]): boolean {
  const [first = ''] = words;
  const named = /\p{Script=Han}/u.test(first) ? devices.some(device => first.startsWith(device)) : namesDevice(first);
  return ends.some(end => text.endsWith(end)) && (deviceFirst.test(text) || named);
}

function namesDevice(text: string): boolean {
  return (
    (text.match(/[a-z]+/g) ?? []).some(word => shortDevices.has(word)) ||
    text.split(/\s+/).some(word => shortDevices.has(word.replace(/[^\p{L}]/gu, ''))) ||
    longDevices.some(device => text.includes(device))
  );
}
