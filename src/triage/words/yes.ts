import type { ByLanguage } from './phrases.ts';

/** Answers that mean yes after a label. */
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
