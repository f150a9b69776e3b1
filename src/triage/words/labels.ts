import type { ByLanguage } from './phrases.ts';

/**
 * Labels before a colon, by what stands after it. `Importance:` and the like are missing on purpose: Outlook writes them
 * above the mail that it forwards.
 */
export const labels = {
  priority: {
    en: `
      priority
      prio
      urgency
      severity
    `,
    it: `
      priorità
      urgenza
      gravità
    `,
    es: `
      prioridad
      urgencia
      gravedad
    `,
    pt: `
      prioridade
      urgência
      gravidade
    `,
    fr: `
      priorité
      urgence
      gravité
    `,
    de: `
      priorität
      prioritaet
      dringlichkeit
      schweregrad
    `,
  },
  urgent: {
    en: 'urgent',
    it: 'urgente',
    es: 'urgente',
    pt: 'urgente',
    fr: 'urgent',
    de: `
      dringend
      eilig
    `,
  },
  functions: {
    en: `
      functions
      function
      functionality
      functionalities
      features
      feature
      functions down
      functions not working
    `,
    it: `
      funzioni
      funzione
      funzionalità
      funzioni bloccate
      funzioni non disponibili
    `,
    es: `
      funciones
      función
      funcionalidades
      funcionalidad
    `,
    pt: `
      funções
      função
      funcionalidades
      funcionalidade
    `,
    fr: `
      fonctions
      fonction
      fonctionnalités
      fonctionnalité
    `,
    de: `
      funktionen
      funktion
      funktionalität
      funktionalitäten
      funktionsbereich
    `,
  },
  users: {
    en: `
      users
      user
      people
      users blocked
    `,
    it: `
      utenti
      utente
      persone
      utenti bloccati
    `,
    es: `
      usuarios
      usuario
      usuarias
      personas
    `,
    pt: `
      utilizadores
      utilizador
      usuários
      usuário
      pessoas
    `,
    fr: `
      utilisateurs
      utilisateur
      utilisatrices
      personnes
    `,
    de: `
      benutzer
      nutzer
      anwender
      personen
      benutzerinnen
      nutzerinnen
    `,
  },
  instance: {
    en: `
      instance
      instances
      platform
      tenant
    `,
    it: `
      istanza
      istanze
      piattaforma
    `,
    es: `
      instancia
      instancias
      plataforma
    `,
    pt: `
      instância
      instâncias
      plataforma
    `,
    fr: `
      instance
      instances
      plateforme
      plate-forme
    `,
    de: `
      instanz
      instanzen
      plattform
    `,
  },
  centre: {
    en: `
      centre
      center
      hospital
      clinic
      medical centre
      medical center
      health centre
      health center
      facility
      practice
    `,
    it: `
      centro
      ospedale
      clinica
      centro medico
      struttura
      struttura sanitaria
      poliambulatorio
      casa di cura
    `,
    es: `
      centro
      hospital
      clínica
      centro médico
      centro de salud
      centro sanitario
      policlínica
    `,
    pt: `
      centro
      hospital
      clínica
      centro médico
      centro de saúde
      unidade de saúde
      policlínica
    `,
    fr: `
      centre
      hôpital
      clinique
      centre médical
      centre de santé
      établissement
      cabinet
    `,
    de: `
      zentrum
      krankenhaus
      klinik
      praxis
      gesundheitszentrum
      spital
      klinikum
      medizinisches zentrum
      ärztehaus
    `,
  },
  status: {
    en: `
      status
      state
    `,
    it: 'stato',
    es: 'estado',
    pt: `
      estado
      status
    `,
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
      assign to
      assignee
      assigned to
    `,
    it: `
      assegna
      assegna a
      assegnatario
      assegnato a
    `,
    es: `
      asignar
      asignar a
      asignado a
      asigna
      asigna a
    `,
    pt: `
      atribuir
      atribuir a
      atribuído a
      atribui
    `,
    fr: `
      assigner
      assigner à
      attribuer
      attribuer à
      assigné à
      attribué à
    `,
    de: `
      zuweisen
      zuweisen an
      zugewiesen an
      bearbeiter
    `,
  },
  merge: {
    en: `
      merge
      merge into
      merge with
      duplicate of
    `,
    it: `
      unisci
      unisci a
      unire
      duplicato di
    `,
    es: `
      fusionar
      fusionar con
      unir
      unir a
      duplicado de
    `,
    pt: `
      fundir
      fundir com
      unir
      mesclar
      mesclar com
      duplicado de
    `,
    fr: `
      fusionner
      fusionner avec
      doublon de
    `,
    de: `
      zusammenführen
      zusammenführen mit
      duplikat von
      zusammenfuehren
    `,
  },
} as const satisfies Record<string, ByLanguage>;
