import type { ByLanguage } from './phrases.ts';

/**
 * Labels before a colon, by the kind of answer. `Importance:` and the like are missing because Outlook writes them
 * above forwarded mail.
 */
export const labels = {
  priority: {
    en: `
      priority
      prio
      urgency
      severity
      criticality
    `,
    it: `
      priorità
      urgenza
      gravità
      severità
      criticità
    `,
    es: `
      prioridad
      urgencia
      gravedad
      criticidad
      severidad
    `,
    pt: `
      prioridade
      urgência
      gravidade
      criticidade
      severidade
    `,
    fr: `
      priorité
      urgence
      gravité
      criticité
      sévérité
    `,
    de: `
      priorität
      prioritaet
      dringlichkeit
      schweregrad
      kritikalität
      schwere
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
      areas
      modules
      module
      services
    `,
    it: `
      funzioni
      funzione
      funzionalità
      funzioni bloccate
      funzioni non disponibili
      moduli
      servizi
      aree
      aree funzionali
    `,
    es: `
      funciones
      función
      funcionalidades
      funcionalidad
      módulos
      servicios
      áreas
    `,
    pt: `
      funções
      função
      funcionalidades
      funcionalidade
      módulos
      serviços
      áreas
    `,
    fr: `
      fonctions
      fonction
      fonctionnalités
      fonctionnalité
      modules
      services
      domaines
    `,
    de: `
      funktionen
      funktion
      funktionalität
      funktionalitäten
      funktionsbereich
      module
      dienste
      bereiche
    `,
  },
  users: {
    en: `
      users
      user
      people
      users blocked
      staff
    `,
    it: `
      utenti
      utente
      persone
      utenti bloccati
      operatori
      personale
    `,
    es: `
      usuarios
      usuario
      usuarias
      personas
      operadores
      personal
    `,
    pt: `
      utilizadores
      utilizador
      usuários
      usuário
      pessoas
      operadores
      pessoal
    `,
    fr: `
      utilisateurs
      utilisateur
      utilisatrices
      personnes
      agents
      personnel
    `,
    de: `
      benutzer
      nutzer
      anwender
      personen
      benutzerinnen
      nutzerinnen
      mitarbeiter
      anwenderinnen
    `,
  },
  instance: {
    en: `
      instance
      instances
      platform
      tenant
      environment
      site code
    `,
    it: `
      istanza
      istanze
      piattaforma
      ambiente
    `,
    es: `
      instancia
      instancias
      plataforma
      entorno
    `,
    pt: `
      instância
      instâncias
      plataforma
      ambiente
    `,
    fr: `
      instance
      instances
      plateforme
      plate-forme
      environnement
    `,
    de: `
      instanz
      instanzen
      plattform
      umgebung
      mandant
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
      site
      organisation
      organization
      entity
      institution
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
      presidio
      presidio ospedaliero
      sede
      ente
      azienda
      azienda ospedaliera
      asl
      istituto
      casa della salute
      studio medico
    `,
    es: `
      centro
      hospital
      clínica
      centro médico
      centro de salud
      centro sanitario
      policlínica
      sede
      entidad
      unidad
      ente
      consultorio
      institución
      centro hospitalario
    `,
    pt: `
      centro
      hospital
      clínica
      centro médico
      centro de saúde
      unidade de saúde
      policlínica
      unidade
      sede
      entidade
      instituição
      centro hospitalar
      estabelecimento
    `,
    fr: `
      centre
      hôpital
      clinique
      centre médical
      centre de santé
      établissement
      cabinet
      site
      entité
      structure
      établissement de santé
      centre hospitalier
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
      standort
      einrichtung
      haus
      träger
      institution
      organisation
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
