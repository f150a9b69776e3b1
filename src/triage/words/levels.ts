import type { ByLanguage } from './phrases.ts';

/**
 * Words for each priority. `anywhere`: as a tag even without brackets, `URGENT: …`. `edge`: the same, unless the subject
 * speaks of what the word also means (other-than-levels.ts). `tag`: in square brackets, after `#`, or beside a word for
 * priority. `label`: only after `Priority:`. A word that also means something else stands in the narrowest list that
 * still helps.
 */
export const levels = {
  urgent: {
    anywhere: {
      en: `
        urgent
        urgently
        critical
        emergency
        p1
        prio 1
        prio1
      `,
      it: `
        urgente
        urgentissimo
        urgentissima
        emergenza
        urgenza
      `,
      es: `
        urgente
        urgentísimo
        emergencia
        urgencia
        crítico
        crítica
      `,
      pt: `
        urgente
        urgentíssimo
        emergência
        urgência
      `,
      fr: `
        urgent
        urgente
        urgence
        critique
      `,
      de: `
        dringend
        eilig
        eilt
        notfall
        kritisch
        dringlich
      `,
    },
    edge: {
      en: 'blocker',
      it: 'bloccante',
      es: 'bloqueante',
      pt: 'bloqueante',
      fr: `
        bloquant
        bloquante
      `,
      de: 'blockierend',
    },
    tag: {
      en: `
        business down
        highest
        p0
      `,
      it: `
        critico
        critica
      `,
      es: '',
      pt: 'crítico',
      fr: '',
      de: 'höchste',
    },
    label: {
      en: `
        1
        immediate
        blocking
        top
        maximum
        0
      `,
      it: `
        immediata
        immediato
        massima
        massimo
      `,
      es: `
        inmediata
        inmediato
        máxima
        máximo
      `,
      pt: `
        imediata
        imediato
        máxima
        máximo
      `,
      fr: `
        immédiate
        immédiat
        maximale
        maximum
      `,
      de: `
        sofort
        höchst
        maximal
        allerhöchste
        dringende
      `,
    },
  },
  high: {
    anywhere: {
      en: `
        high
        p2
        prio 2
        prio2
      `,
      it: '',
      es: '',
      pt: '',
      fr: '',
      de: 'hoch',
    },
    edge: {
      en: '',
      it: 'alta',
      es: 'alta',
      pt: `
        alta
        elevada
      `,
      fr: `
        haute
        élevée
      `,
      de: 'hohe',
    },
    tag: {
      en: 'major',
      it: 'alto',
      es: 'alto',
      pt: 'alto',
      fr: `
        haut
        élevé
      `,
      de: '',
    },
    label: {
      en: `
        2
        severe
        important
      `,
      it: `
        elevato
        elevata
        grave
        importante
      `,
      es: `
        grave
        importante
      `,
      pt: `
        elevado
        grave
        importante
      `,
      fr: `
        forte
        fort
        importante
      `,
      de: `
        hoher
        wichtig
      `,
    },
  },
  medium: {
    anywhere: {
      en: `
        p3
        prio 3
        prio3
      `,
      it: '',
      es: '',
      pt: '',
      fr: '',
      de: '',
    },
    edge: {
      en: 'medium',
      it: `
        media
        medio
      `,
      es: `
        media
        medio
      `,
      pt: `
        média
        médio
      `,
      fr: `
        moyenne
        moyen
      `,
      de: `
        mittel
        mittlere
      `,
    },
    tag: {
      en: '',
      it: 'intermedia',
      es: 'intermedia',
      pt: 'intermédia',
      fr: 'intermédiaire',
      de: '',
    },
    label: {
      en: `
        3
        med
        normal
        moderate
        standard
        average
        default
      `,
      it: `
        media
        medio
        normale
        moderata
        moderato
      `,
      es: `
        media
        medio
        normal
        moderada
      `,
      pt: `
        média
        médio
        normal
        moderada
      `,
      fr: `
        moyen
        normale
        modérée
        modéré
      `,
      de: `
        mittlere
        mittlerer
        normale
        mäßig
        normaler
      `,
    },
  },
  low: {
    anywhere: {
      en: `
        p4
        prio 4
        prio4
        p5
        low
      `,
      it: '',
      es: '',
      pt: '',
      fr: '',
      de: '',
    },
    edge: {
      en: '',
      it: 'bassa',
      es: 'baja',
      pt: 'baixa',
      fr: `
        basse
        faible
      `,
      de: `
        niedrig
        niedrige
      `,
    },
    tag: {
      en: `
        minor
        lowest
      `,
      it: 'basso',
      es: 'bajo',
      pt: 'baixo',
      fr: 'bas',
      de: 'gering',
    },
    label: {
      en: `
        4
        5
        trivial
        whenever you can
      `,
      it: `
        minore
        minima
      `,
      es: `
        menor
        mínima
      `,
      pt: `
        menor
        mínima
      `,
      fr: `
        mineure
        minime
      `,
      de: `
        niedriger
        geringe
        tief
      `,
    },
  },
} as const satisfies Record<string, Record<string, ByLanguage>>;
