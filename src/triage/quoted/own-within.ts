// The author's words within our own mail, where a mail program or a hurried author put them: inside the quote above
// our marker, or between the marker and the rest of our mail.
import { isReplyMarker } from '../../mail/marker.ts';
import { fold, wordsOf } from '../fold.ts';
import { greetings } from '../words/greetings.ts';
import { wordStart } from '../words/phrases.ts';
import { boundaryAt } from './boundary.ts';
import { nextInked, readLine, type TextLine } from './lines.ts';

/** Our mail says within so many lines of the marker which ticket it is about. */
const maxLines = 60;
const greets = wordStart(greetings);
const key = /(?<![\p{L}\p{N}])PT-\d{1,12}/u;

/** For each line, the author's text without marks of quoting, or null. Null where our marker is not in the text. */
export function ownWithin(lines: readonly TextLine[]): (string | null)[] | null {
  const marker = lines.findIndex(({ clean }) => isReplyMarker(clean));
  if (marker < 0) return null;
  const bare = lines.map(unquoted);
  const above = { from: belowIntroduction(lines, marker), to: marker };
  const below = { from: marker + 1, to: startOfOurs(bare, marker + 1) };
  const own = [above, below].filter(({ from, to }) => bare.slice(from, to).some(line => !line.blank));
  return bare.map(({ raw }, at) => (own.some(({ from, to }) => at >= from && at < to) ? raw : null));
}

/** Whether lines `from` the introduction of our mail on, above the marker, or after it are kept. */
export function saysMoreThanIntroduction(lines: readonly TextLine[], isKept: (at: number) => boolean): boolean {
  const marker = lines.findIndex(({ clean }) => isReplyMarker(clean));
  const from = marker < 0 ? 0 : belowIntroduction(lines, marker);
  return lines.some((_, at) => at >= from && isKept(at));
}

const unquoted = (line: TextLine): TextLine =>
  line.depth > 0 ? readLine(line.raw.replace(/^[\s>]{1,100}/, '')) : line;

/** The line after the attribution or header block at the top. */
function belowIntroduction(lines: readonly TextLine[], marker: number): number {
  const first = nextInked(lines, 0);
  const top = lines.slice(0, marker + 1);
  const found = boundaryAt(lines, first) ?? boundaryAt(top.map(unquoted), first);
  return found === null ? 0 : Math.min(found.body, marker);
}

/** The first line of our mail: its greeting, else the line that names the ticket. The author may greet as well. */
function startOfOurs(bare: readonly TextLine[], from: number): number {
  const region = bare.slice(from, from + maxLines);
  const named = region.findIndex(({ clean }) => key.test(clean));
  const until = named < 0 ? region.length : named;
  const greeting = region.slice(0, until).findLastIndex(isGreeting);
  if (greeting >= 0) return from + greeting;
  return named < 0 ? from : from + named;
}

const isGreeting = ({ clean }: TextLine): boolean =>
  clean.length <= 60 &&
  /[,:!.]$/.test(clean) &&
  wordsOf(clean).length <= 7 &&
  greets.exec(fold(clean).replaceAll(',', ''))?.index === 0;
