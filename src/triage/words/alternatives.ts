import type { ByLanguage } from './phrases.ts';

/** Between two words of which the author has not chosen one. */
export const alternatives: ByLanguage = {
  en: `
    or
    to
  `,
  it: `
    o
    oppure
    a
  `,
  es: `
    o
    u
    a
  `,
  pt: `
    ou
    a
  `,
  fr: `
    ou
    à
  `,
  de: `
    oder
    bis
  `,
};
