// The header labels within one line: a program joined the header of a mail into a line, with a blank, a mark or
// nothing between two fields: `From: Ada <ada@x.example>To: max@x.exampleSent: … GMT+1Subject: …`.
import { fold } from '../fold.ts';
import { type HeaderLabel, headerLabels } from '../words/header-labels.ts';
import { meaningsOf } from '../words/phrases.ts';
import type { TextLine } from './lines.ts';

/** `at` is where the label begins, `valueAt` where its value does. */
export type LabelWithin = Readonly<{ kind: HeaderLabel; at: number; valueAt: number }>;

export const kindOfLabel = meaningsOf(headerLabels, fold);

const maxLine = 4000;
const maxColons = 60;
const longestLabel = 40;
const shortestGlued = 4;

export function labelsWithin(text: string): LabelWithin[] {
  const found: LabelWithin[] = [];
  for (const { index } of [...text.slice(0, maxLine).matchAll(/[:：]/g)].slice(0, maxColons)) {
    const from = Math.max(found.at(-1)?.valueAt ?? 0, index - longestLabel);
    const label = labelAtEnd(text.slice(from, index).replace(/[\s*_]+$/, ''));
    if (label) found.push({ kind: label.kind, at: from + label.at, valueAt: index + 1 });
  }
  return found;
}

/** The longest label with which the text ends. */
function labelAtEnd(text: string): { kind: HeaderLabel; at: number } | null {
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])\p{L}|(?<=[\p{L}\p{N}])\p{Lu}/gu)) {
    const isGlued = /[\p{L}\p{N}]/u.test(text[index - 1] ?? '');
    const label = text.slice(index);
    const kind = isGlued && label.length < shortestGlued ? undefined : kindOfLabel.get(fold(label));
    if (kind !== undefined) return { kind, at: index };
  }
  return null;
}

const hasAddress = /[^\s<>@]@[^\s<>@]/;

/** All of a line that may be a joined header, which is longer than what other rules read of a line. */
export const joinedHeader = ({ raw, body }: Pick<TextLine, 'raw' | 'body'>): string =>
  raw.length > body.length + 100 ? raw.slice(0, maxLine) : body;

/** The fields of a line of a header, each as a line of its own: `From: … Date: …` is two. */
export function fieldsWithin(line: string): string[] {
  const labels = labelsWithin(line);
  const starts = labels.filter(({ kind, valueAt }, n) => {
    if (n === 0) return false;
    // A subject may hold a colon; an address or a date behind a label is none of its words.
    const value = line.slice(valueAt, labels[n + 1]?.at);
    if (kind === 'subject') return true;
    return kind === 'date' ? /\d/.test(value) : kind !== 'other' && hasAddress.test(value);
  });
  const cuts = [labels[0]?.at ?? 0, ...starts.map(({ at }) => at), line.length];
  return cuts.slice(0, -1).map((at, n) => line.slice(at, cuts[n + 1]).replace(/[\s;|,]+$/, ''));
}
