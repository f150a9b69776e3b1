// A gateway's "this mail came from outside" and a mail program's tips at the very top of a mail.
//
// Every sentence has to be one that such programs write. In doubt the text stays: `Warning: an external sender gets
// error 550` is the author's report.
import { fold } from '../fold.ts';
import { advice, claims, labels, leads, links, mailItself, outside, tips, trailers } from '../words/banners.ts';
import { type TextLine, unframed } from './lines.ts';

const maxLines = 7;
const maxLength = 700;
const maxWords = 30;

/** The line after the banner that begins at `from`, or `from` where there is none. */
export function bannerEnd(lines: readonly TextLine[], from: number): number {
  let to = from;
  while (to < lines.length && to - from < maxLines && !lines[to]!.blank && lines[to]!.depth === 0) to += 1;
  for (; to > from; to -= 1) {
    const text = lines
      .slice(from, to)
      .map(({ clean }) => unframed(clean).replace(/^[[(]+|[\])]+$/g, ''))
      .join('\n');
    if (text.length <= maxLength && isBanner(text)) return to;
  }
  return from;
}

type Kind = 'claim' | 'beside' | 'own';

/** A sentence may go on in the next line, which then begins with a small letter. */
function isBanner(text: string): boolean {
  return [text, text.replace(/\n(?=\p{Ll})/gu, ' ')].some(each => {
    const kinds = sentencesOf(each).map(kindOf);
    return kinds.length > 0 && kinds.includes('claim') && !kinds.includes('own');
  });
}

const sentencesOf = (text: string): string[] =>
  text
    .split(/\n|(?<=[.!])\s+|(?<=\p{L}{2})\s[-–—]\s/u)
    .flatMap(labelApart)
    .map(sentence => fold(sentence).replace(/^[\s*_[(]+|[\s*_.!)\]]+$/g, ''))
    .map(withoutLeads)
    .filter(sentence => sentence !== '');

/** `External sender: do not click …`. */
function labelApart(sentence: string): string[] {
  const [, label = '', rest = ''] = /^\[?([^:\]]{3,40})[:\]]\s+(.*)$/.exec(sentence) ?? [];
  return labels.test(fold(label)) ? [label, rest] : [sentence];
}

/** `CAUTION: …`; the word alone is a sentence that says nothing. */
function withoutLeads(sentence: string): string {
  let rest = sentence;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(leads, '').trim();
  }
  return rest === '' && labels.test(sentence) ? sentence : rest;
}

function kindOf(sentence: string): Kind {
  if (sentence.endsWith('?') || sentence.split(' ').length > maxWords) return 'own';
  if (labels.test(sentence) || claims.test(sentence)) return 'claim';
  if (tips.test(sentence) && /@|https?:/.test(sentence)) return 'claim';
  if (mailItself.test(sentence) && outside.test(sentence)) return 'claim';
  if (trailers.test(sentence)) return 'beside';
  return advice.test(sentence) && links.test(sentence) ? 'beside' : 'own';
}
