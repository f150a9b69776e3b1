// The words Postern understands, in English, Italian, Spanish, Portuguese, French and German.
//
// Data only: how they are read stands in the files beside this one. Phrases are separated by commas
// and written as people write them; case, accents and hyphens make no difference. A word that also
// means something else (`media`, `alta`, `note`) stands in the narrowest list that still helps.

/** One row per language. */
type Phrases = Readonly<Record<'en' | 'it' | 'es' | 'pt' | 'fr' | 'de', string>>;

export const phrasesOf = (phrases: Phrases): string[] =>
  Object.values(phrases).flatMap(row => row.split(',').map(phrase => phrase.trim()));

/**
 * Words for each priority. `anywhere`: as a tag even without brackets, `URGENT: …`. `tag`: in brackets or after
 * `#`, and wherever a word for priority stands beside it. `label`: only after `Priority:`.
 */
export const levels = {
  urgent: {
    anywhere: {
      en: 'urgent, urgently, critical, emergency, p1, prio 1, prio1',
      it: 'urgente, urgentissimo, urgentissima, emergenza, urgenza',
      es: 'urgente, urgentísimo, emergencia, urgencia, crítico, crítica',
      pt: 'urgente, urgentíssimo, emergência, urgência',
      fr: 'urgent, urgente, urgence, critique',
      de: 'dringend, eilig, eilt, notfall, kritisch, dringlich',
    },
    tag: {
      en: 'blocker, business down, highest, p0',
      it: 'critico, critica, bloccante',
      es: 'bloqueante',
      pt: 'crítico, bloqueante',
      fr: 'bloquant, bloquante',
      de: 'blockierend, höchste',
    },
    label: {
      en: '1, immediate, blocking, top, maximum, 0',
      it: 'immediata, immediato, massima, massimo',
      es: 'inmediata, inmediato, máxima, máximo',
      pt: 'imediata, imediato, máxima, máximo',
      fr: 'immédiate, immédiat, maximale, maximum',
      de: 'sofort, höchst, maximal, allerhöchste, dringende',
    },
  },
  high: {
    anywhere: { en: 'high, p2, prio 2, prio2', it: '', es: '', pt: '', fr: '', de: 'hoch' },
    tag: {
      en: 'major',
      it: 'alta, alto',
      es: 'alta, alto',
      pt: 'alta, alto, elevada',
      fr: 'haute, haut, élevée, élevé',
      de: 'hohe',
    },
    label: {
      en: '2, severe, important',
      it: 'elevato, elevata, grave, importante',
      es: 'grave, importante',
      pt: 'elevado, grave, importante',
      fr: 'forte, fort, importante',
      de: 'hoher, wichtig',
    },
  },
  medium: {
    anywhere: { en: 'p3, prio 3, prio3', it: '', es: '', pt: '', fr: '', de: '' },
    tag: { en: 'medium', it: '', es: '', pt: '', fr: 'moyenne', de: 'mittel' },
    label: {
      en: '3, med, normal, moderate, standard, average, default',
      it: 'media, medio, normale, moderata, moderato',
      es: 'media, medio, normal, moderada',
      pt: 'média, médio, normal, moderada',
      fr: 'moyen, normale, modérée, modéré',
      de: 'mittlere, mittlerer, normale, mäßig, normaler',
    },
  },
  low: {
    anywhere: { en: 'p4, prio 4, prio4, p5, low', it: '', es: '', pt: '', fr: '', de: '' },
    tag: {
      en: 'minor, lowest',
      it: 'bassa, basso',
      es: 'baja, bajo',
      pt: 'baixa, baixo',
      fr: 'basse, bas, faible',
      de: 'niedrig, niedrige, gering',
    },
    label: {
      en: '4, 5, trivial, whenever you can',
      it: 'minore, minima',
      es: 'menor, mínima',
      pt: 'menor, mínima',
      fr: 'mineure, minime',
      de: 'niedriger, geringe, tief',
    },
  },
} as const satisfies Record<string, Record<'anywhere' | 'tag' | 'label', Phrases>>;

/** Say more strongly what the next word says; skipped. */
export const intensifiers: Phrases = {
  en: 'very, super, extremely, really, most, absolutely, so, quite, the',
  it: 'molto, davvero, estremamente, assolutamente, piuttosto, più',
  es: 'muy, súper, realmente, bastante, más',
  pt: 'muito, realmente, bastante, mais',
  fr: 'très, vraiment, extrêmement, plutôt, plus',
  de: 'sehr, äußerst, ganz, extrem, eher',
};
/** Turn the word after them around. */
export const negations: Phrases = {
  en: 'not, non, no, isnt, never, nothing, without, less',
  it: 'non, nessuna, nessun, niente, senza, meno, mai',
  es: 'no, ninguna, ningún, nada, sin, menos, nunca',
  pt: 'não, nenhuma, nenhum, nada, sem, menos, nunca',
  fr: 'pas, non, aucune, aucun, rien, sans, moins, jamais, peu',
  de: 'nicht, kein, keine, ohne, weniger, nie, niemals',
};
/** Between two words of which the author has not chosen one. */
export const alternatives: Phrases = {
  en: 'or, to',
  it: 'o, oppure, a',
  es: 'o, u, a',
  pt: 'ou, a',
  fr: 'ou, à',
  de: 'oder, bis',
};
export const yes: Phrases = { en: 'yes, y, true', it: 'sì, si', es: 'sí', pt: 'sim', fr: 'oui', de: 'ja' };
/** Answers that fill a field of a form without saying anything. */
export const nothingSaid: Phrases = {
  en: 'no, none, n a, na, unknown, not applicable, not sure, tbd, todo, null, all, any, several, various, xxx, x, see below, same',
  it: 'no, nessuna, nessuno, sconosciuta, non so, tutte, tutti, varie, vedi sotto, non applicabile, nd',
  es: 'no, ninguna, ninguno, desconocida, no sé, todas, todos, varias, ver abajo, no aplica',
  pt: 'não, nenhuma, nenhum, desconhecida, não sei, todas, todos, várias, ver abaixo, não se aplica',
  fr: 'non, aucune, aucun, inconnue, je ne sais pas, toutes, tous, plusieurs, voir ci-dessous, sans objet',
  de: 'nein, keine, keiner, keins, unbekannt, weiß nicht, alle, mehrere, siehe unten, entfällt',
};

/**
 * Labels before a colon, by what stands after it. `Importance:` and its like are none: Outlook writes them above the
 * mail that it forwards.
 */
export const labels = {
  priority: {
    en: 'priority, prio, urgency, severity',
    it: 'priorità, urgenza, gravità',
    es: 'prioridad, urgencia, gravedad',
    pt: 'prioridade, urgência, gravidade',
    fr: 'priorité, urgence, gravité',
    de: 'priorität, prioritaet, dringlichkeit, schweregrad',
  },
  urgent: { en: 'urgent', it: 'urgente', es: 'urgente', pt: 'urgente', fr: 'urgent', de: 'dringend, eilig' },
  functions: {
    en: 'functions, function, functionality, functionalities, features, feature, functions down, functions not working',
    it: 'funzioni, funzione, funzionalità, funzioni bloccate, funzioni non disponibili',
    es: 'funciones, función, funcionalidades, funcionalidad',
    pt: 'funções, função, funcionalidades, funcionalidade',
    fr: 'fonctions, fonction, fonctionnalités, fonctionnalité',
    de: 'funktionen, funktion, funktionalität, funktionalitäten, funktionsbereich',
  },
  users: {
    en: 'users, user, people, users blocked',
    it: 'utenti, utente, persone, utenti bloccati',
    es: 'usuarios, usuario, usuarias, personas',
    pt: 'utilizadores, utilizador, usuários, usuário, pessoas',
    fr: 'utilisateurs, utilisateur, utilisatrices, personnes',
    de: 'benutzer, nutzer, anwender, personen, benutzerinnen, nutzerinnen',
  },
  instance: {
    en: 'instance, instances, platform, tenant',
    it: 'istanza, istanze, piattaforma',
    es: 'instancia, instancias, plataforma',
    pt: 'instância, instâncias, plataforma',
    fr: 'instance, instances, plateforme, plate-forme',
    de: 'instanz, instanzen, plattform',
  },
  centre: {
    en: 'centre, center, hospital, clinic, medical centre, medical center, health centre, health center, facility, practice',
    it: 'centro, ospedale, clinica, centro medico, struttura, struttura sanitaria, poliambulatorio, casa di cura',
    es: 'centro, hospital, clínica, centro médico, centro de salud, centro sanitario, policlínica',
    pt: 'centro, hospital, clínica, centro médico, centro de saúde, unidade de saúde, policlínica',
    fr: 'centre, hôpital, clinique, centre médical, centre de santé, établissement, cabinet',
    de: 'zentrum, krankenhaus, klinik, praxis, gesundheitszentrum, spital, klinikum, medizinisches zentrum, ärztehaus',
  },
  status: {
    en: 'status, state',
    it: 'stato',
    es: 'estado',
    pt: 'estado, status',
    fr: 'statut, état',
    de: 'status, zustand',
  },
  assign: {
    en: 'assign, assign to, assignee, assigned to',
    it: 'assegna, assegna a, assegnatario, assegnato a',
    es: 'asignar, asignar a, asignado a, asigna, asigna a',
    pt: 'atribuir, atribuir a, atribuído a, atribui',
    fr: 'assigner, assigner à, attribuer, attribuer à, assigné à, attribué à',
    de: 'zuweisen, zuweisen an, zugewiesen an, bearbeiter',
  },
  merge: {
    en: 'merge, merge into, merge with, duplicate of',
    it: 'unisci, unisci a, unire, duplicato di',
    es: 'fusionar, fusionar con, unir, unir a, duplicado de',
    pt: 'fundir, fundir com, unir, mesclar, mesclar com, duplicado de',
    fr: 'fusionner, fusionner avec, doublon de',
    de: 'zusammenführen, zusammenführen mit, duplikat von, zusammenfuehren',
  },
} as const satisfies Record<string, Phrases>;

/** Words in a label that do not change what it asks: `Level of priority`, `Utenti coinvolti`. */
export const labelNoise: Phrases = {
  en: 'the, of, level, ticket, request, affected, impacted, involved, name, number, your, our, my, is, which, concerned, technical',
  it: 'il, la, le, gli, di, del, della, dei, delle, livello, grado, coinvolti, coinvolte, impattati, impattate, interessati, interessate, nome, colpiti, richiesta, quali, tecnico, bloccate',
  es: 'el, los, las, de, del, nivel, grado, afectados, afectadas, afectado, afectada, implicados, nombre, solicitud, técnico',
  pt: 'o, os, as, do, da, dos, das, nível, grau, afetados, afetadas, afetado, afetada, impactados, envolvidos, nome, chamado, pedido, técnico',
  fr: 'le, les, du, des, d, l, niveau, degré, touchés, touchées, concernés, concernées, affectés, affectées, impactés, impactées, nom, demande, technique',
  de: 'der, die, das, des, stufe, grad, betroffene, betroffenen, betroffener, name, anfrage, technischer, anzahl',
};

/** How much of the functions or of the users. */
export const shares = {
  all: {
    en: 'all, everything, everyone, everybody, entire, whole, complete, completely, every, total',
    it: 'tutto, tutti, tutte, tutta, ognuno, intero, intera, completo, completamente, ogni, chiunque',
    es: 'todo, todos, todas, toda, completo, completamente, entero, cada uno',
    pt: 'tudo, todos, todas, toda, todo, completo, completamente, inteiro, toda a gente',
    fr: 'tout, tous, toutes, toute, tout le monde, entier, entière, complet, ensemble, totalité',
    de: 'alle, alles, allen, aller, jeder, sämtliche, gesamte, komplett, vollständig',
  },
  most: {
    en: 'most, majority, many, nearly all, almost all, nearly everyone, almost everyone, nearly everything, almost everything, a lot, large part, half, several areas, area',
    it: 'maggior parte, maggioranza, molti, molte, quasi tutti, quasi tutte, quasi tutto, gran parte, metà, area',
    es: 'mayoría, mayor parte, muchos, muchas, casi todos, casi todas, casi todo, gran parte, mitad, área',
    pt: 'maioria, maior parte, muitos, muitas, quase todos, quase todas, quase tudo, grande parte, metade, área',
    fr: 'plupart, majorité, majeure partie, beaucoup, presque tous, presque toutes, presque tout, grande partie, moitié, nombreux, nombreuses',
    de: 'meisten, meiste, mehrheit, viele, fast alle, fast alles, beinahe alle, großteil, hälfte, bereich',
  },
  few: {
    en: 'few, some, one, single, only one, only me, just me, only a few, couple, isolated, a small number, minority, me, two, three, handful',
    it: 'pochi, poche, alcuni, alcune, qualche, uno, una, un, singolo, singola, solo io, io, minoranza, isolato, isolati, due, tre',
    es: 'pocos, pocas, algunos, algunas, algún, uno, una, un, solo yo, yo, minoría, aislado, aislados, dos, tres, unos, unas',
    pt: 'poucos, poucas, alguns, algumas, um, uma, só eu, eu, minoria, isolado, isolados, dois, duas, três',
    fr: 'peu, quelques, certains, certaines, un, une, seul, seule, moi, minorité, isolé, isolés, deux, trois',
    de: 'wenige, einige, manche, ein, eine, einer, eines, einzelne, einzelner, nur ich, ich, minderheit, zwei, drei, paar',
  },
} as const satisfies Record<string, Phrases>;

/** Functions by name, as DESIGN.md groups them: the three together are everything, an area is most, one thing is few. */
export const products = {
  portal: { en: 'portal', it: 'portale', es: 'portal', pt: 'portal', fr: 'portail', de: 'portal' },
  backOffice: {
    en: 'back office, backoffice',
    it: 'gestionale',
    es: 'trastienda',
    pt: 'retaguarda',
    fr: 'arrière guichet',
    de: 'verwaltung',
  },
  app: {
    en: 'app, mobile app',
    it: 'applicazione',
    es: 'aplicación',
    pt: 'aplicação, aplicativo',
    fr: 'appli, application',
    de: 'anwendung',
  },
} as const satisfies Record<string, Phrases>;
export const areas: Phrases = {
  en: 'online booking, booking, bookings, dossier, communications, payments, reporting, telemedicine, login',
  it: 'prenotazione online, prenotazioni online, prenotazioni, dossier, comunicazioni, pagamenti, referti, telemedicina',
  es: 'reserva online, reservas, cita online, citas online, expediente, comunicaciones, pagos, informes, telemedicina',
  pt: 'marcação online, marcações, agendamento online, processo clínico, comunicações, pagamentos, relatórios, telemedicina',
  fr: 'réservation en ligne, prise de rendez-vous, dossier, communications, paiements, téléconsultation',
  de: 'online-buchung, onlinebuchung, terminbuchung, akte, kommunikation, zahlungen, videosprechstunde',
};
export const singleFunctions: Phrases = {
  en: 'agenda, calendar, reminder, report, letter, template, button',
  it: 'agenda, calendario, promemoria, referto, lettera, modello, pulsante',
  es: 'agenda, calendario, recordatorio, informe, carta, plantilla, botón',
  pt: 'agenda, calendário, lembrete, relatório, carta, modelo, botão',
  fr: 'agenda, calendrier, rappel, rapport, lettre, modèle, bouton',
  de: 'kalender, erinnerung, bericht, brief, vorlage, schaltfläche',
};

/** After `#` at the head of a mail; the word itself is the command. */
export const commandWords = {
  priority: {
    en: 'priority, prio',
    it: 'priorità',
    es: 'prioridad',
    pt: 'prioridade',
    fr: 'priorité',
    de: 'priorität, prioritaet',
  },
  instance: {
    en: 'instance, platform',
    it: 'istanza, piattaforma',
    es: 'instancia, plataforma',
    pt: 'instância, plataforma',
    fr: 'instance, plateforme',
    de: 'instanz, plattform',
  },
  status: { en: 'status, state', it: 'stato', es: 'estado', pt: 'estado', fr: 'statut, état', de: 'status, zustand' },
  assign: {
    en: 'assign, assignee',
    it: 'assegna, assegnare',
    es: 'asignar, asigna',
    pt: 'atribuir, atribui',
    fr: 'assigner, attribuer, assigne',
    de: 'zuweisen, zuordnen',
  },
  merge: {
    en: 'merge',
    it: 'unisci, unire',
    es: 'fusionar, unir',
    pt: 'fundir, mesclar',
    fr: 'fusionner',
    de: 'zusammenführen, zusammenfuehren',
  },
  note: {
    en: 'note, internal, private',
    it: 'nota, interna',
    es: 'nota, interno',
    pt: 'nota',
    fr: 'note, interne',
    de: 'notiz, intern',
  },
  split: {
    en: 'split, split-off',
    it: 'dividi, separa, dividere, separare',
    es: 'dividir, divide',
    pt: 'dividir, dividi',
    fr: 'diviser, scinder',
    de: 'teilen, abtrennen, aufteilen',
  },
  separate: {
    en: 'not-this-ticket, wrong-ticket, other-ticket',
    it: 'non-questo-ticket, altro-ticket, ticket-sbagliato',
    es: 'no-es-este-ticket, otro-ticket, ticket-equivocado',
    pt: 'não-é-este-ticket, outro-ticket, ticket-errado',
    fr: 'pas-ce-ticket, autre-ticket, mauvais-ticket',
    de: 'nicht-dieses-ticket, anderes-ticket, falsches-ticket',
  },
  undo: {
    en: 'undo',
    it: 'annulla, annullare',
    es: 'deshacer, deshaz',
    pt: 'desfazer, anular',
    fr: 'annuler, annule',
    de: 'rückgängig, rueckgaengig, rückgängig-machen, zurücknehmen',
  },
  help: { en: 'help', it: 'aiuto', es: 'ayuda', pt: 'ajuda', fr: 'aide', de: 'hilfe' },
  unfollow: {
    en: 'unfollow, unsubscribe, leave, stop-following',
    it: 'non-seguire, non-seguire-più, smetti, smetti-di-seguire, disiscrivi, disiscrivimi, abbandona',
    es: 'dejar-de-seguir, desuscribir, desuscribirme, no-seguir',
    pt: 'deixar-de-seguir, não-seguir, cancelar-subscrição, parar-de-seguir',
    fr: 'ne-plus-suivre, désabonner, me-désabonner, se-désabonner, désinscrire, désabonnement',
    de: 'entfolgen, nicht-folgen, nicht-mehr-folgen, diesem-ticket-nicht-mehr-folgen, abbestellen, abmelden',
  },
} as const satisfies Record<string, Phrases>;

/** After `#assign`: whoever writes it. */
export const myself: Phrases = {
  en: 'me, to me, myself, to myself',
  it: 'me, a me, mi',
  es: 'mí, a mí, me, a mi',
  pt: 'mim, a mim, me',
  fr: 'moi, à moi, moi-même',
  de: 'mich, an mich, mir',
};
/** Between two commands on one line. */
export const andAlso: Phrases = { en: 'and', it: 'e, ed', es: 'y, e', pt: 'e', fr: 'et', de: 'und' };
/** Between `#merge` and the ticket. */
export const towards: Phrases = {
  en: 'into, with, to, in',
  it: 'a, con, in, nel',
  es: 'a, con, en',
  pt: 'a, com, em, ao',
  fr: 'à, avec, dans, au',
  de: 'mit, in, zu, nach',
};
/** Said beside a command, and no part of it. */
export const courtesies = {
  please: {
    en: 'please, pls, plz',
    it: 'per favore, per cortesia, per piacere',
    es: 'por favor, porfa',
    pt: 'por favor, se faz favor, faz favor',
    fr: 's’il vous plaît, s’il te plaît, svp, stp',
    de: 'bitte, bitte sehr',
  },
  thanks: {
    en: 'thanks, thank you, thx, many thanks, thanks a lot, thank you very much, cheers',
    it: 'grazie, grazie mille, molte grazie',
    es: 'gracias, muchas gracias',
    pt: 'obrigado, obrigada, muito obrigado, muito obrigada',
    fr: 'merci, merci beaucoup, merci d’avance',
    de: 'danke, vielen dank, besten dank, danke schön, herzlichen dank',
  },
} as const satisfies Record<string, Phrases>;
/** How people speak of the ticket that they answer on. */
export const thisTicket: Phrases = {
  en: 'this, it, the, ticket, case, is, can, you, now',
  it: 'questo, il, lo, ticket, caso, è, ora',
  es: 'este, esto, el, ticket, caso, está, es, ya',
  pt: 'este, isto, o, ticket, caso, chamado, está, é, já',
  fr: 'ce, le, la, ticket, cas, est, c, maintenant',
  de: 'dieses, das, den, ticket, fall, ist, jetzt',
};

/** After a command, where nothing else stands there: `#unfollow me`, `#undo my last change`. */
export const object: Phrases = {
  en: 'this, that, me, my, again, last, change',
  it: 'questa, al, del, mi, mia, di, nuovo, ultima, modifica',
  es: 'esta, al, del, me, mi, de, nuevo, último, cambio',
  pt: 'esta, ao, do, me, minha, de, novo, última, alteração',
  fr: 'cette, au, du, moi, ma, à, nouveau, dernière, modification',
  de: 'diesem, dieser, dem, mich, mir, meine, wieder, letzte, änderung',
};

/** Statuses, as `#resolved` or after `#status`. */
export const statusWords = {
  open: {
    en: 'open, reopen, opened, reopened, unresolved, not-resolved, not-solved',
    it: 'aperto, apri, riapri, riaperto, aperta, non-risolto',
    es: 'abierto, abrir, reabrir, reabierto, no-resuelto, sin-resolver',
    pt: 'aberto, abrir, reabrir, reaberto, não-resolvido',
    fr: 'ouvert, ouvrir, rouvrir, réouvrir, rouvert, non-résolu, pas-résolu',
    de: 'offen, öffnen, wiedereröffnen, wieder-öffnen, wieder-offen, ungelöst, nicht-gelöst',
  },
  pending: {
    en: 'pending, waiting, on-hold, waiting-for-an-answer, waiting-for-answer, waiting-for-customer',
    it: 'in-attesa, attesa, sospeso, in-attesa-di-risposta',
    es: 'pendiente, en-espera, a-la-espera, a-la-espera-de-respuesta, en-espera-de-respuesta',
    pt: 'pendente, em-espera, a-aguardar, a-aguardar-resposta, aguardando-resposta, aguarda-resposta',
    fr: 'en-attente, attente, en-attente-de-réponse',
    de: 'wartend, warten, wartet, ausstehend, wartet-auf-antwort, warten-auf-antwort',
  },
  resolved: {
    en: 'resolved, resolve, solved, solve, fixed, done',
    it: 'risolto, risolta, risolvi, fatto',
    es: 'resuelto, resuelta, resolver, solucionado',
    pt: 'resolvido, resolvida, resolver, solucionado',
    fr: 'résolu, résolue, résoudre',
    de: 'gelöst, geloest, lösen, erledigt, behoben',
  },
  closed: {
    en: 'closed, close',
    it: 'chiuso, chiudi, chiusa, chiudere',
    es: 'cerrado, cerrar, cierra, cerrada',
    pt: 'fechado, fechar, encerrar, encerrado',
    fr: 'fermé, fermer, clos, clôturer, clôturé',
    de: 'geschlossen, schließen, schliessen, abgeschlossen',
  },
} as const satisfies Record<string, Phrases>;
/** What nobody has taken up yet: only after `#status`, for `#new` says too little. */
export const newStatus: Phrases = { en: 'new', it: 'nuovo', es: 'nuevo', pt: 'novo', fr: 'nouveau', de: 'neu' };
