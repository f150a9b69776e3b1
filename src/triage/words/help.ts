import type { ByLanguage } from './phrases.ts';

/** Subjects that ask for the guide, besides the names of the command. */
export const helpCalls: ByLanguage = {
  en: `
    help please
    please help
    help me
    guide
    instructions
    how to
    how does this work
    how does it work
    how to open a ticket
    how do I open a ticket
  `,
  it: `
    aiuto per favore
    guida
    istruzioni
    come funziona
    come aprire un ticket
    come si apre un ticket
  `,
  es: `
    ayuda por favor
    guía
    instrucciones
    cómo funciona
    cómo abrir un ticket
  `,
  pt: `
    ajuda por favor
    guia
    instruções
    como funciona
    como abrir um ticket
  `,
  fr: `
    aide s’il vous plaît
    guide
    mode d’emploi
    instructions
    comment ça marche
    comment ouvrir un ticket
  `,
  de: `
    hilfe bitte
    bitte hilfe
    anleitung
    wie geht das
    wie funktioniert das
    wie eröffne ich ein ticket
  `,
};

/** The only words that the text of such a mail may contain; with any other word it is a report. */
export const helpTalk: ByLanguage = {
  en: `
    help
    please
    hello
    hi
    dear
    all
    team
    support
    thanks
    thank
    you
    very
    much
    kind
    best
    regards
    me
    us
    need
    i
    we
    would
    like
    some
    guide
    instructions
    how
    do
    does
    can
    could
    should
    to
    open
    a
    ticket
    write
    send
    use
    this
    it
    work
    what
    is
    the
    tell
    show
    explain
    good
    morning
    afternoon
    in
    advance
    for
  `,
  it: `
    aiuto
    per
    favore
    ciao
    salve
    buongiorno
    buonasera
    gentile
    gentili
    team
    assistenza
    supporto
    grazie
    mille
    cordiali
    saluti
    mi
    ci
    serve
    vorrei
    vorremmo
    guida
    istruzioni
    come
    si
    fa
    funziona
    aprire
    apre
    apro
    un
    ticket
    scrivere
    inviare
    usare
    questo
    cosa
    che
    il
    la
    dite
    spiegate
    anticipo
    in
  `,
  es: `
    ayuda
    por
    favor
    hola
    buenos
    días
    buenas
    tardes
    estimado
    estimados
    equipo
    soporte
    gracias
    muchas
    saludos
    cordiales
    me
    nos
    necesito
    quisiera
    guía
    instrucciones
    cómo
    se
    funciona
    abrir
    abro
    un
    ticket
    escribir
    enviar
    usar
    esto
    qué
    es
    el
    la
    explicar
    explíquenme
    de
    antemano
  `,
  pt: `
    ajuda
    por
    favor
    olá
    bom
    dia
    boa
    tarde
    caro
    caros
    equipa
    equipe
    suporte
    obrigado
    obrigada
    muito
    cumprimentos
    melhores
    me
    nos
    preciso
    gostaria
    guia
    instruções
    como
    se
    funciona
    abrir
    abro
    um
    ticket
    escrever
    enviar
    usar
    isto
    isso
    que
    é
    o
    a
    explicar
    desde
    já
  `,
  fr: `
    aide
    aidez
    s’il
    vous
    plaît
    svp
    bonjour
    bonsoir
    cher
    chère
    équipe
    assistance
    support
    merci
    beaucoup
    cordialement
    bien
    à
    moi
    nous
    besoin
    de
    d’aide
    j’ai
    je
    voudrais
    guide
    instructions
    mode
    d’emploi
    comment
    ça
    marche
    faire
    ouvrir
    un
    ticket
    écrire
    envoyer
    utiliser
    ceci
    cela
    que
    est
    le
    la
    expliquer
    d’avance
    par
  `,
  de: `
    hilfe
    bitte
    hallo
    guten
    tag
    morgen
    liebes
    sehr
    geehrte
    damen
    und
    herren
    team
    support
    danke
    vielen
    dank
    freundliche
    freundlichen
    grüße
    grüßen
    mit
    mir
    uns
    brauche
    brauchen
    ich
    wir
    möchte
    anleitung
    anweisungen
    wie
    geht
    funktioniert
    das
    eröffne
    man
    ein
    ticket
    schreiben
    senden
    benutzen
    was
    ist
    die
    der
    erklären
    voraus
    im
  `,
};
