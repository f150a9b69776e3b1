import type { ByLanguage } from './phrases.ts';

/** Words for the ticket on which an author replies. */
export const thisTicket: ByLanguage = {
  en: `
    this
    it
    the
    ticket
    case
    is
    can
    you
    now
  `,
  it: `
    questo
    il
    lo
    ticket
    caso
    è
    ora
  `,
  es: `
    este
    esto
    el
    ticket
    caso
    está
    es
    ya
  `,
  pt: `
    este
    isto
    o
    ticket
    caso
    chamado
    está
    é
    já
  `,
  fr: `
    ce
    le
    la
    ticket
    cas
    est
    c
    maintenant
  `,
  de: `
    dieses
    das
    den
    ticket
    fall
    ist
    jetzt
  `,
};

/** Words that may be the only text after a command: `#unfollow me`, `#undo my last change`. */
export const commandObjects: ByLanguage = {
  en: `
    this
    that
    me
    my
    again
    last
    change
  `,
  it: `
    questa
    al
    del
    mi
    mia
    di
    nuovo
    ultima
    modifica
  `,
  es: `
    esta
    al
    del
    me
    mi
    de
    nuevo
    último
    cambio
  `,
  pt: `
    esta
    ao
    do
    me
    minha
    de
    novo
    última
    alteração
  `,
  fr: `
    cette
    au
    du
    moi
    ma
    à
    nouveau
    dernière
    modification
  `,
  de: `
    diesem
    dieser
    dem
    mich
    mir
    meine
    wieder
    letzte
    änderung
  `,
};
