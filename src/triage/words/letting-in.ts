import type { ByLanguage } from './phrases.ts';

/** Answers to the question about a held mail. The links in our mail write the first phrase of each row. */
export const lettingIn = {
  in: {
    en: `
      let in
      let him in
      let her in
      let them in
      yes
      yep
      yeah
      yes let in
      sure
      of course
      go ahead
      ok
      okay
      allow
      accept
    `,
    it: `
      fai entrare
      fallo entrare
      falla entrare
      fateli entrare
      lascialo entrare
      lasciala entrare
      accetta
      sì
      certo
      certamente
      va bene
      d’accordo
      consenti
      ammetti
    `,
    es: `
      dejar entrar
      deja entrar
      déjalo entrar
      déjala entrar
      déjelo entrar
      déjela entrar
      aceptar
      sí
      claro
      por supuesto
      de acuerdo
      vale
      permitir
      admitir
    `,
    pt: `
      deixar entrar
      deixe entrar
      deixe-o entrar
      deixe-a entrar
      pode entrar
      aceitar
      sim
      claro
      com certeza
      está bem
      permitir
      admitir
    `,
    fr: `
      laisser entrer
      laissez-le entrer
      laissez-la entrer
      laisse-le entrer
      laisse-la entrer
      accepter
      oui
      bien sûr
      d’accord
      autoriser
      admettre
    `,
    de: `
      zulassen
      hereinlassen
      reinlassen
      lassen Sie ihn herein
      lassen Sie sie herein
      ja
      klar
      natürlich
      gerne
      gern
      annehmen
      erlauben
      einverstanden
    `,
  },
  out: {
    en: `
      keep out
      keep him out
      keep her out
      keep them out
      no
      nope
      do not let in
      reject
      refuse
      deny
      block
      block him
      block her
    `,
    it: `
      tieni fuori
      tienilo fuori
      tienila fuori
      rifiuta
      no
      non farlo entrare
      non farla entrare
      blocca
      escludi
    `,
    es: `
      dejar fuera
      déjalo fuera
      déjala fuera
      déjelo fuera
      déjela fuera
      rechazar
      no
      bloquear
      excluir
    `,
    pt: `
      deixar de fora
      deixe-o de fora
      deixe-a de fora
      recusar
      não
      bloquear
      excluir
    `,
    fr: `
      laisser dehors
      laissez-le dehors
      laissez-la dehors
      refuser
      non
      bloquer
      exclure
    `,
    de: `
      draußen lassen
      nicht zulassen
      nicht hereinlassen
      ablehnen
      nein
      sperren
      ausschließen
    `,
  },
  always: {
    en: `
      always
      always let in
      let in always
      always let him in
      always let her in
      always let them in
    `,
    it: `
      sempre
      fai entrare sempre
      fallo entrare sempre
      falla entrare sempre
      accetta sempre
    `,
    es: `
      siempre
      dejar entrar siempre
      déjalo entrar siempre
      déjala entrar siempre
      aceptar siempre
    `,
    pt: `
      sempre
      deixar entrar sempre
      deixe-o entrar sempre
      deixe-a entrar sempre
      pode entrar sempre
      aceitar sempre
    `,
    fr: `
      toujours
      laisser toujours entrer
      laissez-le toujours entrer
      laissez-la toujours entrer
      toujours accepter
    `,
    de: `
      immer
      immer zulassen
      immer hereinlassen
      immer reinlassen
    `,
  },
} as const satisfies Record<string, ByLanguage>;
