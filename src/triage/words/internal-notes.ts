import type { ByLanguage } from './phrases.ts';

/** Labels for text that is for colleagues only, anywhere in a mail. */
export const insideLabels: ByLanguage = {
  en: `
    internal note
    internal notes
    internal comment
    internal comments
    internal remark
    internal message
    internal only
    internal use
    internal use only
    for internal use
    for internal use only
    note internal
    private note
    private notes
    private comment
    note to self
    note to the team
    note for the team
    note to colleagues
    note for colleagues
    note for agents
    team note
    staff note
    staff only
    team only
    agents only
    colleagues only
    for agents only
    for staff only
    for colleagues only
    for the team only
    only for agents
    only for the team
    only for us
    for us only
    just for us
    between us
    not for the customer
    not for customers
    not for the client
    not to the customer
    do not send
    do not send to the customer
    do not send this to the customer
    don't send to the customer
    do not forward to the customer
    do not share with the customer
  `,
  it: `
    nota interna
    note interne
    commento interno
    commenti interni
    messaggio interno
    solo interno
    solo interna
    solo uso interno
    solo per uso interno
    uso interno
    ad uso interno
    per uso interno
    nota privata
    note private
    commento privato
    nota per i colleghi
    nota ai colleghi
    nota per il team
    nota per gli agenti
    solo per noi
    solo per i colleghi
    solo per gli agenti
    solo per gli operatori
    solo per il team
    tra noi
    non per il cliente
    non al cliente
    non inviare
    non inviare al cliente
    da non inviare al cliente
    non inoltrare al cliente
  `,
  es: `
    nota interna
    notas internas
    comentario interno
    comentarios internos
    mensaje interno
    solo interno
    solo interna
    solo uso interno
    solo para uso interno
    uso interno
    para uso interno
    de uso interno
    nota privada
    notas privadas
    comentario privado
    nota para los compañeros
    nota para compañeros
    nota para el equipo
    nota para los agentes
    solo para nosotros
    solo para compañeros
    solo para agentes
    solo para los agentes
    solo para el equipo
    entre nosotros
    no para el cliente
    no es para el cliente
    no enviar
    no enviar al cliente
    no reenviar al cliente
  `,
  pt: `
    nota interna
    notas internas
    comentário interno
    comentários internos
    mensagem interna
    só interno
    somente interno
    apenas interno
    só uso interno
    apenas uso interno
    uso interno
    para uso interno
    apenas para uso interno
    somente para uso interno
    só para uso interno
    nota privada
    notas privadas
    comentário privado
    nota para os colegas
    nota para colegas
    nota para a equipa
    nota para a equipe
    nota para os agentes
    só para nós
    apenas para nós
    só para agentes
    só para os agentes
    apenas para agentes
    só para a equipa
    apenas para a equipa
    só para a equipe
    entre nós
    não para o cliente
    não é para o cliente
    não enviar
    não enviar ao cliente
    não reencaminhar ao cliente
  `,
  fr: `
    note interne
    notes internes
    commentaire interne
    commentaires internes
    remarque interne
    message interne
    interne seulement
    interne uniquement
    usage interne
    à usage interne
    pour usage interne
    usage interne uniquement
    en interne
    note privée
    notes privées
    commentaire privé
    note pour les collègues
    note aux collègues
    note pour l'équipe
    note à l'équipe
    note pour les agents
    pour nous seulement
    seulement pour nous
    juste pour nous
    réservé à l'équipe
    réservé aux agents
    entre nous
    pas pour le client
    pas au client
    ne pas envoyer
    ne pas envoyer au client
    ne pas transmettre au client
    à ne pas envoyer au client
  `,
  de: `
    interne notiz
    interne notizen
    interner kommentar
    interne kommentare
    interner hinweis
    interner vermerk
    interne nachricht
    interne bemerkung
    interne anmerkung
    nur intern
    intern nur
    nur für den internen gebrauch
    nur zum internen gebrauch
    für den internen gebrauch
    zum internen gebrauch
    interner gebrauch
    notiz intern
    private notiz
    private notizen
    privater kommentar
    notiz für kollegen
    notiz an kollegen
    notiz an die kollegen
    notiz für die kollegen
    notiz fürs team
    notiz für das team
    notiz ans team
    notiz für agenten
    nur für uns
    nur für kollegen
    nur für die kollegen
    nur für agenten
    nur für das team
    nur fürs team
    unter uns
    nicht für den kunden
    nicht für kunden
    nicht an den kunden
    nicht an kunden
    nicht senden
    nicht an den kunden senden
    nicht an den kunden weiterleiten
    bitte nicht an den kunden senden
  `,
};

/** Labels that mean this only at the head of a mail: further down, `Note:` is advice to the reader. */
export const noteLabels: ByLanguage = {
  en: `
    note
    notes
    internal
    internally
    private
    privately
    comment
    team
    confidential
  `,
  it: `
    nota
    note
    appunto
    interno
    interna
    privato
    privata
    riservato
    colleghi
  `,
  es: `
    nota
    notas
    apunte
    interno
    interna
    privado
    privada
    confidencial
    compañeros
  `,
  pt: `
    nota
    notas
    apontamento
    interno
    interna
    privado
    privada
    confidencial
    colegas
  `,
  fr: `
    note
    notes
    interne
    privé
    privée
    confidentiel
    collègues
  `,
  de: `
    notiz
    notizen
    vermerk
    aktennotiz
    intern
    internes
    privat
    vertraulich
    kollegen
  `,
};
