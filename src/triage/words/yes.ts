import type { ByLanguage } from './phrases.ts';

/** Says yes to what a label asks. */
export const yes: ByLanguage = {
  en: `
    yes
    y
    true
  `,
  it: 'sì',
  es: 'sí',
  pt: 'sim',
  fr: 'oui',
  de: 'ja',
};
