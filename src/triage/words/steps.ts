import type { ByLanguage } from './phrases.ts';

/** Words for the author's steps. A generous list: a needless question annoys, a missing one costs one more mail. */
export const steps: ByLanguage = {
  en: `
    steps*
    reproduc*
    when i
    when we
    when you
    when user*
    when a user
    when patient*
    when trying
    when click*
    when open*
    when sav*
    when log*
    if i
    if we
    if you
    after click*
    after log*
    after i
    after we
    after sav*
    by click*
    i click*
    we click*
    i press*
    i tried
    we tried
    i try
    we try
    trying to
    i open*
    we open*
    i go to
    we go to
    go to
    i log*
    i select*
    i choose
    i enter*
    i fill*
    then i
    then click
    click on
    as soon as
    every time
    whenever
    while
    upon
    once i
    once we
    during
    any time
    each time
    opening
    saving
    printing
    clicking
    signing
    to open
    to save
    to print
    to sign
    to send
    to log
    tries to
    tried to
  `,
  it: `
    passi
    passaggi
    procedura
    riprodu*
    quando
    se provo
    se clicco
    se apro
    se si
    clicc*
    cliccando
    dopo aver*
    dopo il
    dopo la
    dopo l'
    dopo il login
    dopo il clic*
    ho provato
    abbiamo provato
    provo a
    proviamo a
    provando
    cercando di
    ho cercato
    apro
    apriamo
    aprendo
    vado su
    andando su
    entro in
    seleziono
    selezionando
    premo
    premendo
    inserisco
    inserendo
    salvando
    non appena
    ogni volta
    durante
    al momento di
    accedendo
    faccio login
    all'apertura
    al login
    al clic
    al salva*
    al moment*
    appena
    a ogni
    ad ogni
    nel firmare
    nel salvare
    nell'aprire
    per aprire
    per stampare
    per salvare
    tenta di
    non riesce a
  `,
  es: `
    pasos
    reproduc*
    cuando
    si intento
    si hago
    si abro
    al hacer
    al abrir
    al guardar
    al pulsar
    al intentar
    al entrar
    al iniciar
    al acceder
    al enviar
    al seleccionar
    al crear
    haciendo clic
    hago clic
    hacemos clic
    he intentado
    hemos intentado
    intento
    intentamos
    intentando
    después de*
    tras hacer
    pulso
    pulsando
    abro
    abrimos
    voy a
    selecciono
    cada vez
    en cuanto
    durante
    mientras
    entro en
    cada que
    para abrir
    para firmar
    para imprimir
    para guardar
    no consigue
    no puede
  `,
  pt: `
    passos
    reproduz*
    quando
    se tento
    se clico
    se abro
    ao clicar
    ao abrir
    ao gravar
    ao salvar
    ao guardar
    ao tentar
    ao entrar
    ao aceder
    ao acessar
    ao enviar
    ao iniciar
    ao fazer
    ao selecionar
    ao criar
    clico
    clicamos
    clicando
    tentei
    tentámos
    tentando
    depois d*
    após
    abro
    abrimos
    vou a
    seleciono
    cada vez
    sempre que
    assim que
    durante
    enquanto
    carrego em
    entro
    a abrir
    a gravar
    a imprimir
    para abrir
    para gravar
    para imprimir
    não consegue
    tentou
  `,
  fr: `
    étapes
    reprodu*
    quand je
    quand on
    quand nous
    quand un
    quand l'utilisat*
    quand le
    lorsque*
    lorsqu'*
    si je
    si on
    si nous
    je clique
    on clique
    nous cliquons
    en cliquant
    après avoir
    après le clic
    après la connexion
    j'ai essayé
    nous avons essayé
    on a essayé
    j'essaie
    nous essayons
    en essayant
    je tente
    en ouvrant
    j'ouvre
    nous ouvrons
    je vais
    je sélectionne
    en sélectionnant
    dès que
    à chaque fois
    chaque fois
    pendant
    au moment
    en enregistrant
    à l'ouverture
    à la connexion
    au clic
    lors de*
    lors du
    à l'enregistrement
    impossible d'*
    impossible de
    pour ouvrir
    pour enregistrer
    pour imprimer
    n'arrive pas à
    n'arrivons pas à
    n'arrivent pas à
  `,
  de: `
    schritt*
    reproduz*
    nachstell*
    wenn ich
    wenn wir
    wenn man
    wenn ein*
    wenn der
    wenn die
    wenn das
    wenn patient*
    wenn benutzer*
    sobald
    nachdem
    beim
    nach dem klick*
    nach dem anmelden
    nach dem login
    nach dem speichern
    klick*
    ich habe versucht
    wir haben versucht
    versuche*
    ich öffne
    wir öffnen
    ich gehe
    ich wähle
    jedes mal
    jedesmal
    während
    bei der anmeldung
    bei der eingabe
    bei der buchung
    beim öffnen
    anschließend
    immer wenn
    immer bei*
    zum öffnen
    zum drucken
    zum speichern
    um zu
    nach dem ändern
    nach dem öffnen
    nach dem drucken
    nach der anmeldung
    nach der eingabe
    versucht
  `,
};
