import type { ByLanguage } from './phrases.ts';

/** Words for a visible error. A generous list: a needless question annoys, a missing one costs one more mail. */
export const errors: ByLanguage = {
  en: `
    error*
    exception*
    crash*
    timeout*
    timed out
    time out
    time-out
    blank
    white screen
    white page
    black screen
    empty page
    empty screen
    message*
    popup
    pop-up
    pops up
    says
    saying
    shows
    showing
    displays
    displayed
    reads
    stack trace
    failed to
    fails with
    fails to
    freez*
    frozen
    hangs
    stuck
    spinn*
    loading forever
    keeps loading
    never loads
    nothing happens
    greyed out
    grayed out
    not found
    forbidden
    denied
    refused
    invalid
    warning
    unavailable
    connection lost
    internal server
    bad gateway
    disappear*
    vanish*
    instead i see
    i get
    we get
    we see
    i see
    logs me out
    logged out
    redirected
    redirects
    duplicate*
    wrong
    twice
    missing
    is empty
    are empty
    bounced back
    empty
    slow*
    blink*
    flicker*
    mute*
    no sound
    double*
    delay*
    lags
    unresponsive
    not responding
    closes
    shuts down
    quits
    offline
    unreachable
    lost
    garbled
    cut off
    rejected
    declin*
    stops
    stopped
    keeps
    takes ages
    takes forever
    takes minutes
    takes too long
    blurr*
    jumps
    stays off
    not updat*
    won't update
  `,
  it: `
    errore*
    errori
    eccezione
    crash*
    timeout
    scaduta
    pagina bianca
    schermata bianca
    schermo nero
    pagina vuota
    messaggio
    avviso
    compare
    appare
    mostra
    dice
    risponde
    bloccato su
    bloccata su
    si blocca
    rotell*
    continua a caricare
    non carica
    non si apre
    non succede nulla
    non succede niente
    non accade nulla
    non trovat*
    negato
    rifiutat*
    non valid*
    non disponibile
    sparisc*
    scompar*
    vedo
    vediamo
    viene fuori
    disconness*
    duplicat*
    sbagliat*
    due volte
    è vuota
    è vuoto
    grigio
    lent*
    muto
    muta
    vuot*
    si chiude
    si chiudono
    si spegne
    non visibil*
    non si vede
    non si vedono
    non arriva*
    lampegg*
    sovrappost*
    offline
    irraggiungibile
    in ritardo
    esce
    si ferma
    si impianta
    si pianta
    rimane
    pers*
    ci mette
    si svuota
    si svuotano
    sfocat*
    spari*
    rifiut*
  `,
  es: `
    error
    errores
    excepción
    crash*
    tiempo de espera
    timeout
    página en blanco
    pantalla en blanco
    pantalla blanca
    pantalla negra
    en blanco
    mensaje
    aviso
    aparece
    muestra
    dice
    sale
    se bloquea
    se queda
    cargando
    no carga
    no se abre
    no pasa nada
    no ocurre nada
    no encontrad*
    denegad*
    rechazad*
    no válid*
    no disponible
    desaparec*
    veo
    vemos
    me echa
    duplicad*
    equivocad*
    incorrect*
    dos veces
    vacía
    vacío
    congelad*
    lent*
    vací*
    se cierra
    se cierran
    no llega*
    parpade*
    sin sonido
    sin imagen
    se cuelga
    se cae
    caíd*
    se para
    tarda
    perdid*
    duplic*
    no deja
    mud*
    se vacía
    borros*
    no se ve
    no se ven
    no se actualiza*
  `,
  pt: `
    erro
    erros
    exceção
    crash*
    timeout
    tempo esgotado
    tempo limite
    página em branco
    página branca
    ecrã branco
    tela branca
    tela preta
    em branco
    mensagem
    aviso
    aparece
    mostra
    diz
    surge
    bloqueia
    trava*
    a carregar
    carregando
    não carrega
    não abre
    não acontece nada
    nada acontece
    não encontrad*
    negado
    recusad*
    inválid*
    indisponível
    desaparec*
    vejo
    vemos
    duplicad*
    errad*
    incorret*
    duas vezes
    vazia
    vazio
    congela*
    lent*
    demora
    vazi*
    fecha
    fecham
    não chega*
    pisca
    sem som
    sem imagem
    cai
    caiu
    fica
    ficam
    perd*
    duplic*
    não deixa
    mud*
    esvazia
    desfocad*
    não se vê
    não atualiza*
  `,
  fr: `
    erreur*
    exception
    crash*
    plante*
    délai dépassé
    délai d'attente
    timeout
    page blanche
    écran blanc
    écran noir
    page vide
    message*
    avertissement
    s'affiche
    affiche
    apparaît
    indique
    dit
    reste bloqué*
    se bloque
    fige*
    tourne
    chargement
    ne charge pas
    ne s'ouvre pas
    rien ne se passe
    il ne se passe rien
    introuvable
    refusé*
    invalide
    indisponible
    disparai*
    disparu*
    je vois
    nous voyons
    on voit
    déconnect*
    doublon*
    en double
    mauvais*
    incorrect*
    deux fois
    vide
    grisé*
    lent*
    mouline
    rame
    clignot*
    décal*
    se ferme
    se ferment
    n'arrive*
    muet*
    sans son
    sans image
    coupé*
    perdu*
    ne répond*
    fig*
    injoignable
    flou*
    se vide
    ne s'actualise
  `,
  de: `
    fehler*
    ausnahme
    absturz
    abgestürzt
    stürzt ab
    zeitüberschreitung
    timeout
    leere seite
    weiße seite
    weißer bildschirm
    schwarzer bildschirm
    meldung*
    nachricht
    hinweis
    warnung
    erscheint
    angezeigt
    zeigt
    steht
    lautet
    hängt
    eingefroren
    friert
    lädt nicht
    lädt ewig
    lädt endlos
    öffnet sich nicht
    passiert nichts
    geschieht nichts
    nicht gefunden
    verweigert
    abgelehnt
    ungültig*
    nicht verfügbar
    verschwind*
    verschwunden
    sehe ich
    sehen wir
    abgemeldet
    doppelt*
    falsch*
    zweimal
    leer
    ausgegraut
    langsam*
    hängen
    bricht ab
    abbruch
    leer*
    schließt sich
    kommen nicht
    kommt nicht
    blinkt
    stumm
    kein ton
    verloren
    dauert
    verzögert
    ruckelt
    reagiert nicht
    offline
    nicht erreichbar
    dreht sich
    bleibt stehen
    springt
    unscharf*
    piept
    ist grau
    nicht anklickbar
  `,
};
