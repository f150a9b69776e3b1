import type { ByLanguage } from './phrases.ts';

/** Answers that fill a field of a form without saying anything. */
export const nothingSaid: ByLanguage = {
  en: `
    no
    none
    n a
    na
    unknown
    not applicable
    not sure
    tbd
    todo
    null
    all
    any
    several
    various
    xxx
    x
    see below
    same
  `,
  it: `
    no
    nessuna
    nessuno
    sconosciuta
    non so
    tutte
    tutti
    varie
    vedi sotto
    non applicabile
    nd
  `,
  es: `
    no
    ninguna
    ninguno
    desconocida
    no sé
    todas
    todos
    varias
    ver abajo
    no aplica
  `,
  pt: `
    não
    nenhuma
    nenhum
    desconhecida
    não sei
    todas
    todos
    várias
    ver abaixo
    não se aplica
  `,
  fr: `
    non
    aucune
    aucun
    inconnue
    je ne sais pas
    toutes
    tous
    plusieurs
    voir ci-dessous
    sans objet
  `,
  de: `
    nein
    keine
    keiner
    keins
    unbekannt
    weiß nicht
    alle
    mehrere
    siehe unten
    entfällt
  `,
};
