import type { ByLanguage } from './phrases.ts';

/** Answers that leave a field of a form without a value. */
export const nothingSaid: ByLanguage = {
  en: `
    no
    none
    n a
    na
    unknown
    not applicable
    not sure
    tbd
    todo
    null
    all
    any
    several
    various
    xxx
    x
    see below
    same
    i don't know
    i do not know
    don't know
    do not know
    dont know
    no idea
    not known
    unsure
    we don't know
    we do not know
    not sure which one
    to be confirmed
    to be defined
    blank
    empty
    left blank
    not specified
    unspecified
    not available
    not given
    nothing
    no answer
    idk
    nil
    i'm not sure
    i am not sure
    we are not sure
    we're not sure
    dunno
    no clue
    can't say
    cannot say
    i don't remember
    don't remember
    n/k
    leave blank
    to be filled in
    to be completed
    not provided
    no answer given
    undefined
    i have no idea
    not applicable here
    pending
  `,
  it: `
    no
    nessuna
    nessuno
    sconosciuta
    non so
    tutte
    tutti
    varie
    vedi sotto
    non applicabile
    nd
    non lo so
    non saprei
    non lo sappiamo
    non sappiamo
    non sono sicuro
    non sono sicura
    non ne ho idea
    boh
    da definire
    da verificare
    da confermare
    in bianco
    vuoto
    vuota
    non specificato
    non specificata
    non indicato
    non indicata
    non disponibile
    non noto
    non nota
    sconosciuto
    n.d.
    n.a.
    np
    n.p.
    nulla
    niente
    nessuna risposta
    lasciato in bianco
    non la so
    non la conosco
    non lo conosco
    non conosco
    non ricordo
    non saprei dire
    non so quale
    non so quale sia
    lasciare vuoto
    lasciare in bianco
    da completare
    da compilare
    lo ignoro
    ignoro
    non pertinente
    non compilato
    nessuna idea
    non definito
    non definita
    n.c.
  `,
  es: `
    no
    ninguna
    ninguno
    desconocida
    no sé
    todas
    todos
    varias
    ver abajo
    no aplica
    no lo sé
    no sabemos
    no lo sabemos
    desconozco
    lo desconozco
    lo desconocemos
    desconocemos
    desconocido
    ni idea
    no tengo idea
    no estoy seguro
    no estoy segura
    en blanco
    vacío
    vacía
    por definir
    por determinar
    por confirmar
    sin especificar
    no especificado
    no especificada
    no indicado
    no indicada
    no disponible
    n.d.
    n/d
    n.s.
    ns/nc
    ns nc
    s/d
    sin datos
    nada
    no consta
    no la sé
    no la conozco
    no lo conozco
    no recuerdo
    no lo recuerdo
    no sabría decir
    no sé cuál
    dejar en blanco
    por completar
    por rellenar
    lo ignoro
    ignoro
    no procede
    sin completar
    sin rellenar
    no definido
    no definida
    no tengo ni idea
    no lo tengo claro
    no sabe
    no contesta
  `,
  pt: `
    não
    nenhuma
    nenhum
    desconhecida
    não sei
    todas
    todos
    várias
    ver abaixo
    não se aplica
    não sabemos
    não faço ideia
    sem ideia
    desconheço
    desconhecemos
    desconhecido
    não tenho a certeza
    não tenho certeza
    em branco
    vazio
    vazia
    por definir
    a definir
    por confirmar
    a confirmar
    não especificado
    não especificada
    não indicado
    não indicada
    não disponível
    n.d.
    n/d
    n.s.
    ns/nr
    s/d
    sem dados
    nada
    sem informação
    não a sei
    não conheço
    não sei qual
    não me lembro
    não lembro
    não sabemos qual
    deixar em branco
    por preencher
    a preencher
    por completar
    ignoro
    não sei dizer
    não aplicável
    não preenchido
    não definido
    não definida
    não há
    não informado
    não informada
  `,
  fr: `
    non
    aucune
    aucun
    inconnue
    je ne sais pas
    toutes
    tous
    plusieurs
    voir ci-dessous
    sans objet
    je sais pas
    nous ne savons pas
    on ne sait pas
    ne sais pas
    aucune idée
    pas sûr
    pas sûre
    inconnu
    vide
    en blanc
    laissé vide
    à définir
    à préciser
    à confirmer
    non précisé
    non précisée
    non renseigné
    non renseignée
    non indiqué
    non spécifié
    non disponible
    n.d.
    nc
    n.c.
    n.r.
    n/c
    rien
    sans réponse
    nsp
    je l'ignore
    l'ignore
    on l'ignore
    je ne la connais pas
    je ne connais pas
    je ne m'en souviens plus
    je ne sais plus
    à compléter
    à remplir
    laisser vide
    laisser en blanc
    ne se prononce pas
    non applicable
    non défini
    non définie
    non rempli
    je n'en sais rien
    pas renseigné
    ne sait pas
    aucune information
    sais pas
  `,
  de: `
    nein
    keine
    keiner
    keins
    unbekannt
    weiß nicht
    alle
    mehrere
    siehe unten
    entfällt
    weiß ich nicht
    ich weiß nicht
    ich weiß es nicht
    wissen wir nicht
    wir wissen es nicht
    keine ahnung
    nicht bekannt
    unklar
    nicht sicher
    bin nicht sicher
    leer
    leer gelassen
    noch offen
    offen
    wird noch geklärt
    zu klären
    nicht angegeben
    keine angabe
    keine angaben
    nicht verfügbar
    k. A.
    k.A.
    n. v.
    n.v.
    n. b.
    nichts
    weiß ich leider nicht
    weiß ich nicht genau
    weiß ich gerade nicht
    das weiß ich nicht
    kenne ich nicht
    kenn ich nicht
    mir nicht bekannt
    uns nicht bekannt
    wissen wir leider nicht
    bitte leer lassen
    leer lassen
    leerlassen
    auszufüllen
    noch auszufüllen
    nicht zutreffend
    trifft nicht zu
    nicht ausgefüllt
    ist mir nicht bekannt
    weiß keiner
    fehlt
    nicht definiert
  `,
};
