import type { ByLanguage } from './phrases.ts';

/** Words for the time of it. A generous list: a needless question annoys, a missing one costs one more mail. */
export const times: ByLanguage = {
  en: `
    since
    today
    yesterday
    tonight
    this morning
    this afternoon
    this evening
    last night
    this week
    last week
    last month
    this month
    last friday
    monday
    tuesday
    wednesday
    thursday
    friday
    saturday
    sunday
    ago
    right now
    just now
    currently
    at the moment
    as of
    from now
    a few minutes
    for days
    for hours
    for weeks
    the last hour*
    the past
    for the last
    for two
    for three
    for several
    after the update
    after the last update
    after the upgrade
    after the release
    after the deploy*
    before noon
    at noon
    midnight
    earlier
    recently
    when:
    date:
    date and time
    time:
    started
    half an hour
    an hour
    till lunch
    till noon
    until noon
    until lunch
    this am
    this pm
    tomorrow
    before christmas
    before easter
    over the weekend
    at the weekend
  `,
  it: `
    oggi
    ieri
    stamattina
    stamani
    stamane
    questa mattina
    questo pomeriggio
    stasera
    stanotte
    ieri sera
    questa settimana
    settimana scorsa
    scorsa settimana
    mese scorso
    scorso mese
    lunedì
    martedì
    mercoledì
    giovedì
    venerdì
    sabato
    domenica
    fa
    adesso
    in questo momento
    attualmente
    al momento
    dalle
    dalle ore
    alle ore
    da giorni
    da ore
    da settimane
    da circa
    da un'ora
    da qualche
    da due
    da tre
    da alcuni
    dopo l'aggiornamento
    dopo aggiornamento
    a mezzogiorno
    mezzanotte
    poco fa
    di recente
    recentemente
    quando:
    data:
    data e ora
    orario
    ora:
    iniziato
    da quando
    a partire da*
    mezz'ora
    da quando avete
    dal weekend
    nel weekend
    domani
    da ieri
    da stamattina
    mezzogiorno
  `,
  es: `
    hoy
    ayer
    anoche
    esta mañana
    esta tarde
    esta noche
    esta semana
    semana pasada
    mes pasado
    este mes
    lunes
    martes
    miércoles
    jueves
    viernes
    sábado
    domingo
    ahora
    ahora mismo
    en este momento
    actualmente
    desde
    hace
    a las
    a la una
    tras la actualización
    después de la actualización
    a mediodía
    medianoche
    hace poco
    recientemente
    últimamente
    cuándo:
    fecha:
    fecha y hora
    hora:
    empezó
    comenzó
    a partir de*
    media hora
    fin de semana
    mañana por
  `,
  pt: `
    hoje
    ontem
    esta manhã
    esta tarde
    esta noite
    ontem à noite
    esta semana
    semana passada
    mês passado
    este mês
    segunda-feira
    terça-feira
    quarta-feira
    quinta-feira
    sexta-feira
    segunda
    terça
    quarta
    quinta
    sexta
    sábado
    domingo
    agora
    neste momento
    atualmente
    desde
    há dias
    há horas
    há uma
    há um
    há dois
    há duas
    há três
    há algum
    há pouco
    há cerca
    faz
    às
    após a atualização
    depois da atualização
    ao meio-dia
    meia-noite
    recentemente
    ultimamente
    quando:
    data:
    data e hora
    hora:
    começou
    a partir de*
    meia hora
    fim de semana
    amanhã
  `,
  fr: `
    aujourd'hui
    ce matin
    cet après-midi
    ce soir
    cette nuit
    depuis
    hier matin
    hier soir
    hier après-midi
    avant-hier
    hier à
    hier vers
    d'hier
    cette semaine
    semaine dernière
    mois dernier
    ce mois-ci
    lundi
    mardi
    mercredi
    jeudi
    vendredi
    samedi
    dimanche
    maintenant
    en ce moment
    actuellement
    il y a
    après la mise à jour
    à midi
    minuit
    récemment
    dernièrement
    quand:
    date:
    date et heure
    heure:
    a commencé
    commencé
    à partir de*
    à partir du
    demi-heure
    tout à l'heure
    qu'hier
    hier encore
    hier tout
    hier ça
    week-end
    weekend
    demain
  `,
  de: `
    seit
    heute
    gestern
    vorgestern
    heute morgen
    heute früh
    heute nacht
    heute nachmittag
    diese woche
    letzte woche
    letzter woche
    vergangene woche
    letzten monat
    montag*
    dienstag*
    mittwoch*
    donnerstag*
    freitag*
    samstag*
    sonntag*
    jetzt
    gerade eben
    im moment
    derzeit
    aktuell
    momentan
    vor einer
    vor zwei
    vor drei
    vor einigen
    vor wenigen
    vor kurzem
    gegen mittag
    mitternacht
    um mittag
    nach dem update
    nach dem letzten update
    kürzlich
    neulich
    wann:
    datum:
    datum und uhrzeit
    uhrzeit:
    zeitpunkt*
    begonnen
    ab sofort
    soeben
    vorhin
    heut
    halbe stunde
    halben stunde
    wochenende
    morgens
    bis mittag
    bis eben
    gerade
  `,
};
