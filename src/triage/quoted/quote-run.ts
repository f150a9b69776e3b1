// Runs of lines with a quote mark, with the unmarked ends of lines that a mail program broke.

import { isReplyMarker } from '../../mail/marker.ts';
import { attributionAt } from './attribution.ts';
import { headerBlockAt } from './header-block.ts';
import type { TextLine } from './lines.ts';

export type QuoteRun = Readonly<{ from: number; to: number; attributed: boolean }>;
type Marked = (line: TextLine) => boolean;

// A line with `|` at both ends is the row of a table.
const otherMarks = [/^\|(?!.*\|$)/, /^[A-Z]{1,4}>/];

/** How the lines below an attribution are marked, or null where they are not. */
export function marksOf(line: TextLine | undefined): Marked | null {
  if (line === undefined || line.fenced) return null;
  if (line.depth > 0) return each => each.depth > 0;
  const mark = otherMarks.find(pattern => pattern.test(line.clean));
  return mark === undefined ? null : each => each.depth > 0 || mark.test(each.clean);
}

/** The run that begins at `at`. `below`: the author wrote above it, so an unmarked line is broken and no answer. */
export function quoteRunAt(
  lines: readonly TextLine[],
  at: number,
  { marked, below }: { marked: Marked; below: boolean },
): QuoteRun {
  let to = at;
  for (let next = at; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line.fenced) break;
    if (line.blank) continue;
    if (!marked(line) && !isTorn(lines, next, { marked, below })) break;
    to = next + 1;
  }
  return { from: at, to, attributed: isAttributed(lines, at, Math.min(to, at + 4)) };
}

/** The rest of a quoted line that was broken after its marks had been set. */
function isTorn(
  lines: readonly TextLine[],
  at: number,
  { marked, below }: { marked: Marked; below: boolean },
): boolean {
  const [above, line, next] = [lines[at - 1], lines[at]!, lines[at + 1]];
  if (above === undefined || next === undefined || above.blank || !marked(above) || !marked(next)) return false;
  if (/^[(<]{0,2}https?:\/\/\S+[>)\s]*$/.test(line.clean)) return true;
  const opened = Math.max(above.body.lastIndexOf('('), above.body.lastIndexOf('<'));
  const closed = Math.max(above.body.lastIndexOf(')'), above.body.lastIndexOf('>'));
  if (opened > closed && /^\S*[)>]/.test(line.clean)) return true;
  return below && above.clean.length >= 60 && !/[.!?:;]$/.test(above.clean) && /^\p{Ll}/u.test(line.clean);
}

/** Whether the quote has its attribution within it, as Apple's and Hotmail's do. */
function isAttributed(lines: readonly TextLine[], from: number, to: number): boolean {
  const bodies = lines
    .slice(from, to + 6)
    .map(line => ({ ...line, clean: line.body, depth: Math.max(0, line.depth - 1) }));
  for (let at = 0; at < to - from; at += 1) {
    if (isReplyMarker(bodies[at]!.clean) || attributionAt(bodies, at) !== null || headerBlockAt(bodies, at) !== null)
      return true;
  }
  return false;
}
