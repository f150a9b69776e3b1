import type { ByLanguage } from './phrases.ts';

/** Polite words beside a command, which are no part of it. */
export const courtesies = {
  please: {
    en: `
      please
      pls
      plz
    `,
    it: `
      per favore
      per cortesia
      per piacere
    `,
    es: `
      por favor
      porfa
    `,
    pt: `
      por favor
      se faz favor
      faz favor
    `,
    fr: `
      s’il vous plaît
      s’il te plaît
      svp
      stp
    `,
    de: `
      bitte
      bitte sehr
    `,
  },
  thanks: {
    en: `
      thanks
      thank you
      thx
      many thanks
      thanks a lot
      thank you very much
      cheers
    `,
    it: `
      grazie
      grazie mille
      molte grazie
    `,
    es: `
      gracias
      muchas gracias
    `,
    pt: `
      obrigado
      obrigada
      muito obrigado
      muito obrigada
    `,
    fr: `
      merci
      merci beaucoup
      merci d’avance
    `,
    de: `
      danke
      vielen dank
      besten dank
      danke schön
      herzlichen dank
    `,
  },
} as const satisfies Record<string, ByLanguage>;
