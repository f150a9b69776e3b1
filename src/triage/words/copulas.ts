import type { ByLanguage } from './phrases.ts';

/** Words of an answer that add nothing to the value beside them: `È tt_pinolago`, `It is the platform tt_x`. */
export const copulas: ByLanguage = {
  en: `
    it
    is
    its
    it's
    that
    this
    would
    be
    on
    for
    s
  `,
  it: `
    è
    sarebbe
    si
    tratta
    su
    per
    l
    dell
    quella
  `,
  es: `
    es
    sería
    se
    trata
    en
    del
    para
  `,
  pt: `
    é
    seria
    trata
    se
    em
    da
    para
  `,
  fr: `
    c
    est
    c'est
    il
    s
    agit
    sur
    serait
    pour
  `,
  de: `
    es
    das
    ist
    wäre
    auf
    um
    handelt
    sich
    geht
  `,
};
