import type { ByLanguage } from './phrases.ts';

/** Words that strengthen the next word; they are skipped. */
export const intensifiers: ByLanguage = {
  en: `
    very
    super
    extremely
    really
    most
    absolutely
    so
    quite
    the
  `,
  it: `
    molto
    davvero
    estremamente
    assolutamente
    piuttosto
    più
  `,
  es: `
    muy
    súper
    realmente
    bastante
    más
  `,
  pt: `
    muito
    realmente
    bastante
    mais
  `,
  fr: `
    très
    vraiment
    extrêmement
    plutôt
    plus
  `,
  de: `
    sehr
    äußerst
    ganz
    extrem
    eher
  `,
};
