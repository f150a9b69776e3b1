// Finds the lines by which mail programs introduce another person's mail.

import { fold } from '../fold.ts';
import { forwardedMessageWords, originalMessageWords } from '../words/dividers.ts';
import { foldedOf } from '../words/phrases.ts';
import { attributionAt } from './attribution.ts';
import { headerBlockAt, headerLabelOf, unknownBlockAt } from './header-block.ts';
import { nextInked, type TextLine, unframed } from './lines.ts';
import { asksToWriteAbove } from './marker-line.ts';

/** `body` is the line after it. */
export type Boundary = Readonly<{
  rule: 'marker' | 'original-message' | 'forwarded-message' | 'header-block' | 'attribution';
  confidence: number;
  body: number;
}>;

const dash = '[-‐-―─━_=*~#]';
const framedWords = new RegExp(
  `^[\\s>]{0,10}${dash}{2,}\\s{0,10}(?<words>[^-‐-―─━_=*~#]{1,80}(?:-[^-‐-―─━_=*~#]{1,60})?)\\s{0,10}(?:${dash}{2,}|$)`,
  'u',
);

export function boundaryAt(lines: readonly TextLine[], at: number): Boundary | null {
  const line = lines[at]!;
  if (line.fenced || line.blank) return null;
  if (asksToWriteAbove(line.clean)) return { rule: 'marker', confidence: 0.99, body: at + 1 };
  const divider = dividerOf(line.clean);
  if (divider !== null) return { rule: divider, confidence: 0.95, body: headerBlockBelow(lines, at + 1) };
  const block = headerBlockAt(lines, at) ?? unknownBlockAt(lines, at) ?? blockBelowWords(lines, at);
  if (block !== null && !isRawHeader(lines, at)) return { rule: 'header-block', confidence: 0.95, body: block };
  const from = belowRecipient(lines, at);
  const attribution = from < lines.length ? attributionAt(lines, from) : null;
  return (
    attribution && {
      rule: 'attribution',
      confidence: attribution.confidence,
      body: headerBlockBelow(lines, attribution.to),
    }
  );
}

const rawField =
  /^(?:message-id|return-path|mime-version|delivered-to|dkim-signature|authentication-results|content-(?:type|transfer-encoding)|(?:x|arc|list)-[a-z][\w-]{0,60})\s?:|^received: (?:from|by)\s/i;
const maxRawHeader = 60;

/** Fields that no program shows above a quoted mail: the author has pasted a header, and their text goes on below. */
function isRawHeader(lines: readonly TextLine[], at: number): boolean {
  const isRaw = (step: 1 | -1): boolean => {
    for (let next = at; Math.abs(next - at) < maxRawHeader; next += step) {
      const line = lines[next];
      if (line === undefined || line.blank) return false;
      if (rawField.test(line.clean)) return true;
    }
    return false;
  };
  return isRaw(-1) || isRaw(1);
}

/** Yandex writes recipient and subject above its attribution. */
function belowRecipient(lines: readonly TextLine[], at: number): number {
  let next = at;
  while (next < lines.length && next - at < 4 && /^(?:to|cc|subject)$/.test(headerLabelOf(lines[next]!.clean) ?? ''))
    next += 1;
  return next;
}

/** Words between dashes, in any language, directly above a header block. */
function blockBelowWords(lines: readonly TextLine[], at: number): number | null {
  const framed = framedWords.exec(lines[at]!.clean)?.groups?.words;
  const next = nextInked(lines, at + 1);
  if (framed === undefined || !/\p{L}.*-$/u.test(lines[at]!.clean) || next - at > 2 || next >= lines.length)
    return null;
  return headerBlockAt(lines, next);
}

const isOriginal = new Set(foldedOf(originalMessageWords));
const isForwarded = new Set(foldedOf(forwardedMessageWords));

function dividerOf(clean: string): 'original-message' | 'forwarded-message' | null {
  if (clean.length < 6 || clean.length > 400) return null;
  // Some programs write HTML into the text part.
  const shown = clean.startsWith('<') ? clean.replace(/<\/?(?:div|p|span|br|b)\b[^<>]{0,60}>/gi, ' ').trim() : clean;
  const framed = framedWords.exec(shown)?.groups?.words;
  const words = fold(unframed(framed ?? shown).replace(/\s*[:：]$/, ''));
  const forwarded =
    isForwarded.has(words) ||
    /^(?:forwarded by|weitergeleitet von|transfere par|reenviado por|inoltrato da) /.test(words);
  if (forwarded && (framed !== undefined || /[:：]$/.test(clean))) return 'forwarded-message';
  return framed !== undefined && isOriginal.has(words) ? 'original-message' : null;
}

const gluedDivider = /-{4,60}[ \t]?[^\s-][^-]{4,60}-{4,60}/gu;
const maxGlued = 20_000;

/** The place of a divider that a program joined to the text above it or the From below it in one line, or null. */
export function dividerWithin(lines: readonly TextLine[], at: number): { from: number; to: number } | null {
  const line = lines[at]!;
  if (line.fenced || line.depth > 0 || !line.clean.includes('----') || line.raw.length > maxGlued) return null;
  for (const { index, 0: divider } of line.raw.matchAll(gluedDivider)) {
    const to = index + divider.length;
    const [above, below] = [line.raw.slice(0, index).trim(), line.raw.slice(to, to + 100).trim()];
    if ((above === '' && below === '') || dividerOf(divider) === null) continue;
    // The author may write about such a line.
    const next = below === '' ? (lines[nextInked(lines, at + 1)]?.clean ?? '') : below;
    if (headerLabelOf(next) !== null) return { from: index, to };
  }
  return null;
}

function headerBlockBelow(lines: readonly TextLine[], at: number): number {
  const next = nextInked(lines, at);
  return next < lines.length ? (headerBlockAt(lines, next) ?? at) : at;
}
