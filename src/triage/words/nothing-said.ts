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
  `,
};
