import type { ByLanguage } from './phrases.ts';

/** Greetings at the beginning of a mail. */
export const greetings: ByLanguage = {
  en: `
    hello
    hi
    hey
    dear
    good morning
    good afternoon
    good evening
    good day
  `,
  it: `
    ciao
    salve
    buongiorno
    buonasera
    gentile
    gentili
    caro
    cara
    cari
  `,
  es: `
    hola
    buenos días
    buenas tardes
    buenas
    estimado
    estimada
    estimados
  `,
  pt: `
    olá
    oi
    bom dia
    boa tarde
    boa noite
    caro
    cara
    caros
    prezado
    prezada
    prezados
  `,
  fr: `
    bonjour
    bonsoir
    salut
    cher
    chère
    chers
  `,
  de: `
    hallo
    guten tag
    guten morgen
    guten abend
    liebe
    lieber
    liebes
    sehr geehrte
    sehr geehrter
    servus
    moin
  `,
};
