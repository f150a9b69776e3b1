import type { ByLanguage } from './phrases.ts';

/** Words between `#merge` and the ticket. */
export const towards: ByLanguage = {
  en: `
    into
    with
    to
    in
  `,
  it: `
    a
    con
    in
    nel
  `,
  es: `
    a
    con
    en
  `,
  pt: `
    a
    com
    em
    ao
  `,
  fr: `
    à
    avec
    dans
    au
  `,
  de: `
    mit
    in
    zu
    nach
  `,
};
