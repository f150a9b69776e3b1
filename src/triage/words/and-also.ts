import type { ByLanguage } from './phrases.ts';

/** Between two commands on one line. */
export const andAlso: ByLanguage = {
  en: 'and',
  it: `
    e
    ed
  `,
  es: `
    y
    e
  `,
  pt: 'e',
  fr: 'et',
  de: 'und',
};
