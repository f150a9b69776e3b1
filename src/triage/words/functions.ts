import type { ByLanguage } from './phrases.ts';

/** The three products: together they are all functions, one of them is most. */
export const products = {
  portal: {
    en: 'portal',
    it: 'portale',
    es: 'portal',
    pt: 'portal',
    fr: 'portail',
    de: 'portal',
  },
  backOffice: {
    en: `
      back office
      backoffice
    `,
    it: 'gestionale',
    es: 'trastienda',
    pt: 'retaguarda',
    fr: 'arrière guichet',
    de: 'verwaltung',
  },
  app: {
    en: `
      app
      mobile app
    `,
    it: 'applicazione',
    es: 'aplicación',
    pt: `
      aplicação
      aplicativo
    `,
    fr: `
      appli
      application
    `,
    de: 'anwendung',
  },
} as const satisfies Record<string, ByLanguage>;

/** Areas of a product: most functions. */
export const areas: ByLanguage = {
  en: `
    online booking
    booking
    bookings
    dossier
    communications
    payments
    reporting
    telemedicine
    login
  `,
  it: `
    prenotazione online
    prenotazioni online
    prenotazioni
    dossier
    comunicazioni
    pagamenti
    referti
    telemedicina
  `,
  es: `
    reserva online
    reservas
    cita online
    citas online
    expediente
    comunicaciones
    pagos
    informes
    telemedicina
  `,
  pt: `
    marcação online
    marcações
    agendamento online
    processo clínico
    comunicações
    pagamentos
    relatórios
    telemedicina
  `,
  fr: `
    réservation en ligne
    prise de rendez-vous
    dossier
    communications
    paiements
    téléconsultation
  `,
  de: `
    online-buchung
    onlinebuchung
    terminbuchung
    akte
    kommunikation
    zahlungen
    videosprechstunde
  `,
};

/** One function: few. */
export const singleFunctions: ByLanguage = {
  en: `
    agenda
    calendar
    reminder
    report
    letter
    template
    button
  `,
  it: `
    agenda
    calendario
    promemoria
    referto
    lettera
    modello
    pulsante
  `,
  es: `
    agenda
    calendario
    recordatorio
    informe
    carta
    plantilla
    botón
  `,
  pt: `
    agenda
    calendário
    lembrete
    relatório
    carta
    modelo
    botão
  `,
  fr: `
    agenda
    calendrier
    rappel
    rapport
    lettre
    modèle
    bouton
  `,
  de: `
    kalender
    erinnerung
    bericht
    brief
    vorlage
    schaltfläche
  `,
};
