import type { ByLanguage } from './phrases.ts';

/** Words for the share of functions or users. */
export const shares = {
  all: {
    en: `
      all
      everything
      everyone
      everybody
      entire
      whole
      complete
      completely
      every
      total
    `,
    it: `
      tutto
      tutti
      tutte
      tutta
      ognuno
      intero
      intera
      completo
      completamente
      ogni
      chiunque
    `,
    es: `
      todo
      todos
      todas
      toda
      completo
      completamente
      entero
      cada uno
    `,
    pt: `
      tudo
      todos
      todas
      toda
      todo
      completo
      completamente
      inteiro
      toda a gente
    `,
    fr: `
      tout
      tous
      toutes
      toute
      tout le monde
      entier
      entière
      complet
      ensemble
      totalité
    `,
    de: `
      alle
      alles
      allen
      aller
      jeder
      sämtliche
      gesamte
      komplett
      vollständig
    `,
  },
  most: {
    en: `
      most
      majority
      many
      nearly all
      almost all
      nearly everyone
      almost everyone
      nearly everything
      almost everything
      a lot
      large part
      half
      several areas
      area
    `,
    it: `
      maggior parte
      maggioranza
      molti
      molte
      quasi tutti
      quasi tutte
      quasi tutto
      gran parte
      metà
      area
    `,
    es: `
      mayoría
      mayor parte
      muchos
      muchas
      casi todos
      casi todas
      casi todo
      gran parte
      mitad
      área
    `,
    pt: `
      maioria
      maior parte
      muitos
      muitas
      quase todos
      quase todas
      quase tudo
      grande parte
      metade
      área
    `,
    fr: `
      plupart
      majorité
      majeure partie
      beaucoup
      presque tous
      presque toutes
      presque tout
      grande partie
      moitié
      nombreux
      nombreuses
    `,
    de: `
      meisten
      meiste
      mehrheit
      viele
      fast alle
      fast alles
      beinahe alle
      großteil
      hälfte
      bereich
    `,
  },
  few: {
    en: `
      few
      some
      one
      single
      only one
      only me
      just me
      only a few
      couple
      isolated
      a small number
      minority
      me
      two
      three
      handful
    `,
    it: `
      pochi
      poche
      alcuni
      alcune
      qualche
      uno
      una
      un
      singolo
      singola
      solo io
      io
      minoranza
      isolato
      isolati
      due
      tre
    `,
    es: `
      pocos
      pocas
      algunos
      algunas
      algún
      uno
      una
      un
      solo yo
      yo
      minoría
      aislado
      aislados
      dos
      tres
      unos
      unas
    `,
    pt: `
      poucos
      poucas
      alguns
      algumas
      um
      uma
      só eu
      eu
      minoria
      isolado
      isolados
      dois
      duas
      três
    `,
    fr: `
      peu
      quelques
      certains
      certaines
      un
      une
      seul
      seule
      moi
      minorité
      isolé
      isolés
      deux
      trois
    `,
    de: `
      wenige
      einige
      manche
      ein
      eine
      einer
      eines
      einzelne
      einzelner
      nur ich
      ich
      minderheit
      zwei
      drei
      paar
    `,
  },
} as const satisfies Record<string, ByLanguage>;
