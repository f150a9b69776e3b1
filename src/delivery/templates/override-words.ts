import { basename, join } from 'node:path';
import { locales } from '../../desk/locale.ts';
import { ours } from './liquid.ts';
import { blanksIn, readWords, type Words } from './words.ts';

/** `texts` are the operator's templates: these may use additional words. */
export function problemsInWords(path: string, texts: readonly string[]): string[] {
  const language = basename(path, '.json');
  if (!locales.some(locale => `${locale}.json` === basename(path))) {
    return [`${path} is none of ${locales.map(locale => `${locale}.json`).join(', ')}`];
  }
  try {
    const theirs: unknown = readWords(path);
    return compare(theirs, readWords(join(ours, 'words', `${language}.json`)), []).map(({ name, what }) =>
      name === '' ? `${path} ${what}` : `${path}: ${name} ${what}`,
    );
  } catch (cause) {
    return [(cause as Error).message];
  }

  type Problem = { name: string; what: string };
  function compare(theirs: unknown, our: Words | string | undefined, at: readonly string[]): Problem[] {
    const problem = (what: string): Problem[] => [{ name: at.join('.'), what }];
    if (our === undefined) {
      return texts.some(text => text.includes(`words.${at.join('.')}`))
        ? []
        : problem('is no word of ours, nor of your templates');
    }
    if (typeof our === 'string') {
      if (typeof theirs !== 'string') return problem('must be a text');
      const known = blanksIn(our);
      const unknown = blanksIn(theirs).filter(blank => !known.includes(blank));
      const offered = known.length === 0 ? 'nothing to fill in' : known.join(', ');
      return unknown.length === 0 ? [] : problem(`has ${unknown.join(', ')}; there is ${offered}`);
    }
    if (typeof theirs !== 'object' || theirs === null || Array.isArray(theirs))
      return problem('must be a group of words: { … }');
    return Object.entries(theirs).flatMap(([name, value]) => compare(value, our[name], [...at, name]));
  }
}
