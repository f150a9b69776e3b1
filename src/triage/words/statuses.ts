import type { ByLanguage } from './phrases.ts';

/** Statuses, as `#resolved` or after `#status`. */
export const statusWords = {
  open: {
    en: `
      open
      reopen
      opened
      reopened
      unresolved
      not-resolved
      not-solved
    `,
    it: `
      aperto
      apri
      riapri
      riaperto
      aperta
      non-risolto
    `,
    es: `
      abierto
      abrir
      reabrir
      reabierto
      no-resuelto
      sin-resolver
    `,
    pt: `
      aberto
      abrir
      reabrir
      reaberto
      não-resolvido
    `,
    fr: `
      ouvert
      ouvrir
      rouvrir
      réouvrir
      rouvert
      non-résolu
      pas-résolu
    `,
    de: `
      offen
      öffnen
      wiedereröffnen
      wieder-öffnen
      wieder-offen
      ungelöst
      nicht-gelöst
    `,
  },
  pending: {
    en: `
      pending
      waiting
      on-hold
      waiting-for-an-answer
      waiting-for-answer
      waiting-for-customer
    `,
    it: `
      in-attesa
      attesa
      sospeso
      in-attesa-di-risposta
    `,
    es: `
      pendiente
      en-espera
      a-la-espera
      a-la-espera-de-respuesta
      en-espera-de-respuesta
    `,
    pt: `
      pendente
      em-espera
      a-aguardar
      a-aguardar-resposta
      aguardando-resposta
      aguarda-resposta
    `,
    fr: `
      en-attente
      attente
      en-attente-de-réponse
    `,
    de: `
      wartend
      warten
      wartet
      ausstehend
      wartet-auf-antwort
      warten-auf-antwort
    `,
  },
  resolved: {
    en: `
      resolved
      resolve
      solved
      solve
      fixed
      done
    `,
    it: `
      risolto
      risolta
      risolvi
      fatto
    `,
    es: `
      resuelto
      resuelta
      resolver
      solucionado
    `,
    pt: `
      resolvido
      resolvida
      resolver
      solucionado
    `,
    fr: `
      résolu
      résolue
      résoudre
    `,
    de: `
      gelöst
      geloest
      lösen
      erledigt
      behoben
    `,
  },
  closed: {
    en: `
      closed
      close
    `,
    it: `
      chiuso
      chiudi
      chiusa
      chiudere
    `,
    es: `
      cerrado
      cerrar
      cierra
      cerrada
    `,
    pt: `
      fechado
      fechar
      encerrar
      encerrado
    `,
    fr: `
      fermé
      fermer
      clos
      clôturer
      clôturé
    `,
    de: `
      geschlossen
      schließen
      abgeschlossen
    `,
  },
} as const satisfies Record<string, ByLanguage>;

/** The status `new`, only after `#status`: `#new` alone is too ambiguous. */
export const newStatus: ByLanguage = {
  en: 'new',
  it: 'nuovo',
  es: 'nuevo',
  pt: 'novo',
  fr: 'nouveau',
  de: 'neu',
};
