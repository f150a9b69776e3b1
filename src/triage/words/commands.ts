import type { ByLanguage } from './phrases.ts';

/** After `#` at the head of a mail; the word itself is the command. */
export const commandWords = {
  priority: {
    en: `
      priority
      prio
    `,
    it: 'priorità',
    es: 'prioridad',
    pt: 'prioridade',
    fr: 'priorité',
    de: `
      priorität
      prioritaet
    `,
  },
  instance: {
    en: `
      instance
      platform
    `,
    it: `
      istanza
      piattaforma
    `,
    es: `
      instancia
      plataforma
    `,
    pt: `
      instância
      plataforma
    `,
    fr: `
      instance
      plateforme
    `,
    de: `
      instanz
      plattform
    `,
  },
  status: {
    en: `
      status
      state
    `,
    it: 'stato',
    es: 'estado',
    pt: 'estado',
    fr: `
      statut
      état
    `,
    de: `
      status
      zustand
    `,
  },
  assign: {
    en: `
      assign
      assignee
    `,
    it: `
      assegna
      assegnare
    `,
    es: `
      asignar
      asigna
    `,
    pt: `
      atribuir
      atribui
    `,
    fr: `
      assigner
      attribuer
      assigne
    `,
    de: `
      zuweisen
      zuordnen
    `,
  },
  merge: {
    en: 'merge',
    it: `
      unisci
      unire
    `,
    es: `
      fusionar
      unir
    `,
    pt: `
      fundir
      mesclar
    `,
    fr: 'fusionner',
    de: `
      zusammenführen
      zusammenfuehren
    `,
  },
  follow: {
    en: `
      follow
      add-follower
      add-followers
    `,
    it: `
      segui
      aggiungi
    `,
    es: `
      seguir
      añadir
    `,
    pt: `
      acompanhar
      acrescentar
    `,
    fr: `
      suivre
      ajouter
    `,
    de: `
      folgen
      hinzufügen
    `,
  },
  for: {
    en: `
      for
      on-behalf-of
    `,
    it: 'per-conto-di',
    es: `
      para
      en-nombre-de
    `,
    pt: 'em-nome-de',
    fr: `
      pour
      de-la-part-de
    `,
    de: `
      für
      fuer
      im-namen-von
    `,
  },
  mine: {
    en: 'mine',
    it: `
      mia
      mio
    `,
    es: `
      mía
      mío
    `,
    pt: `
      minha
      meu
    `,
    fr: `
      mienne
      mien
    `,
    de: `
      meine
      meins
    `,
  },
  note: {
    en: `
      note
      internal
      private
      internal-note
      private-note
      internal-comment
      internal-only
    `,
    it: `
      nota
      interna
      interno
      nota-interna
      nota-privata
      commento-interno
    `,
    es: `
      nota
      interno
      interna
      nota-interna
      nota-privada
      comentario-interno
    `,
    pt: `
      nota
      interno
      interna
      nota-interna
      nota-privada
      comentário-interno
    `,
    fr: `
      note
      interne
      note-interne
      note-privée
      commentaire-interne
    `,
    de: `
      notiz
      intern
      interne-notiz
      private-notiz
      interner-kommentar
    `,
  },
  split: {
    en: `
      split
      split-off
    `,
    it: `
      dividi
      separa
      dividere
      separare
    `,
    es: `
      dividir
      divide
    `,
    pt: `
      dividir
      dividi
    `,
    fr: `
      diviser
      scinder
    `,
    de: `
      teilen
      abtrennen
      aufteilen
    `,
  },
  separate: {
    en: `
      not-this-ticket
      wrong-ticket
      other-ticket
    `,
    it: `
      non-questo-ticket
      altro-ticket
      ticket-sbagliato
    `,
    es: `
      no-es-este-ticket
      otro-ticket
      ticket-equivocado
    `,
    pt: `
      não-é-este-ticket
      outro-ticket
      ticket-errado
    `,
    fr: `
      pas-ce-ticket
      autre-ticket
      mauvais-ticket
    `,
    de: `
      nicht-dieses-ticket
      anderes-ticket
      falsches-ticket
    `,
  },
  undo: {
    en: 'undo',
    it: `
      annulla
      annullare
    `,
    es: `
      deshacer
      deshaz
    `,
    pt: `
      desfazer
      anular
    `,
    fr: `
      annuler
      annule
    `,
    de: `
      rückgängig
      rueckgaengig
      rückgängig-machen
      zurücknehmen
    `,
  },
  help: {
    en: 'help',
    it: 'aiuto',
    es: 'ayuda',
    pt: 'ajuda',
    fr: 'aide',
    de: 'hilfe',
  },
  unfollow: {
    en: `
      unfollow
      unsubscribe
      leave
      stop-following
    `,
    it: `
      non-seguire
      non-seguire-più
      smetti
      smetti-di-seguire
      disiscrivi
      disiscrivimi
      abbandona
    `,
    es: `
      dejar-de-seguir
      desuscribir
      desuscribirme
      no-seguir
    `,
    pt: `
      deixar-de-seguir
      não-seguir
      cancelar-subscrição
      parar-de-seguir
    `,
    fr: `
      ne-plus-suivre
      désabonner
      me-désabonner
      se-désabonner
      désinscrire
      désabonnement
    `,
    de: `
      entfolgen
      nicht-folgen
      nicht-mehr-folgen
      diesem-ticket-nicht-mehr-folgen
      abbestellen
      abmelden
    `,
  },
} as const satisfies Record<string, ByLanguage>;
