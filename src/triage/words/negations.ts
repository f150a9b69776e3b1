import type { ByLanguage } from './phrases.ts';

/** Words that negate the next word. */
export const negations: ByLanguage = {
  en: `
    not
    non
    no
    isnt
    never
    nothing
    without
    less
  `,
  it: `
    non
    nessuna
    nessun
    niente
    senza
    meno
    mai
  `,
  es: `
    no
    ninguna
    ningún
    nada
    sin
    menos
    nunca
  `,
  pt: `
    não
    nenhuma
    nenhum
    nada
    sem
    menos
    nunca
  `,
  fr: `
    pas
    non
    aucune
    aucun
    rien
    sans
    moins
    jamais
    peu
  `,
  de: `
    nicht
    kein
    keine
    ohne
    weniger
    nie
    niemals
  `,
};
