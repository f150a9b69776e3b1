import type { ByLanguage } from './phrases.ts';

/** Beginnings of closing lines; the author's name follows below. */
export const closings: ByLanguage = {
  en: `
    kind regards
    best regards
    regards
    kindest regards
    with kind
    warm regards
    many thanks
    sincerely
    yours
    thanks and
  `,
  it: `
    cordiali saluti
    distinti saluti
    un saluto
    saluti
    cordialmente
    buona giornata
    buon lavoro
    grazie cordial*
    grazie distint*
    grazie salut*
    grazie e cordial*
    grazie e distint*
    grazie e salut*
  `,
  es: `
    un saludo
    saludos
    atentamente
    un cordial
    reciba un
    muchas gracias
    gracias y
  `,
  pt: `
    cumprimentos
    com os melhores
    melhores cumprimentos
    atenciosamente
    obrigado e
    obrigada e
    cordialmente
  `,
  fr: `
    cordialement
    bien cordialement
    bien à vous
    salutations
    bonne journée
    sincères
    merci et
  `,
  de: `
    mit freundlichen
    freundliche*
    viele grü*
    beste grü*
    liebe grü*
    mfg
    vg
    lg
    schöne grü*
    herzliche*
    danke und
    vielen dank und
  `,
};

/** The same, only if the line has hardly another word. */
export const thanks: ByLanguage = {
  en: `
    thanks
    thank you
    thx
    cheers
  `,
  it: 'grazie',
  es: 'gracias',
  pt: `
    obrigado
    obrigada
  `,
  fr: 'merci',
  de: `
    danke
    vielen dank
  `,
};
