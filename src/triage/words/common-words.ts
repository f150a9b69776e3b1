// Words that say nothing about which incident a ticket is about: grammar, courtesy, and what every
// report of a problem says. Folded; compared by their beginning, as likeness.ts compares words.
const byLanguage = {
  en: `the and for that this with from have has had are was were been will would could should can cannot not but you your
    our ours they them their there here what when where which who how why all any some more most other into out over
    about after before again also just only very than then too since until while because still does did doing done
    please thanks thank hello dear good morning afternoon evening regards best kind sincerely team support help
    problem problems issue issues error errors work works working broken fail fails failed failing wrong happens
    trying tried need needs see seen get gets getting got show shows showing say says told make urgent asap today yesterday
    tomorrow monday tuesday wednesday thursday friday now always never user users people everyone system platform
    ticket mail email message instance priority high low medium functions few many several same new one two first twice
    three ten half next last soon still longer anymore gives give given appears appear comes come
    every each everything nothing something anything nobody somebody she his her its own whole per through takes take taken
    goes going went stays stay remains remain minute minutes hour hours week weeks month day days night time times`,
  it: `che non per con del della delle dello degli dei dal dalla alla alle allo agli nel nella nelle sul sulla una uno
    sono siamo stato stata essere avere abbiamo hanno questo questa questi queste quello quella come quando dove cosa
    anche ancora solo sempre mai piu molto tutti tutte tutto ogni altro altri buongiorno buonasera salve gentile gentili
    grazie cordiali saluti cortesia prego assistenza aiuto problema problemi errore errori funziona funzionano
    funzionare riesce riusciamo riesco possibile vede vediamo viene oggi ieri domani lunedi martedi mercoledi giovedi
    venerdi urgente subito utente utenti sistema piattaforma istanza priorita funzioni pochi stesso stessa nuovo dopo prima
    due tre dieci volta volte prossimo ultimo ancora presto alcun alcuna nessun nessuna nessuno qualche suo sua suoi loro
    minuto minuti ora ore settimana settimane mese mesi giorno giorni momento risulta risultano sembra sembrano compare arriva va vanno`,
  es: `que los las una unos unas del por para con sin sobre desde hasta esta este esto estos estas ese esa son somos
    estan esta estamos fue sido ser haber hay hemos han como cuando donde porque tambien solo siempre nunca mas muy todos
    todas todo cada otro otros buenos buenas dias tardes hola estimado estimados gracias saludos cordial cordiales favor
    soporte ayuda problema problemas fallo falla fallan funciona funcionan puede podemos pueden aparece sale hoy ayer
    manana lunes martes miercoles jueves viernes urgente usuario usuarios sistema plataforma instancia prioridad
    funciones pocos mismo misma nuevo nueva despues antes nos les
    dos tres diez vez veces proximo ultimo aun todavia pronto ningun ninguna nadie algun alguna minuto minutos hora horas semana semanas mes
    meses momento queda quedan llega llegan`,
  pt: `que nao por para com sem sobre desde ate esta este isto estes estas esse essa dos das nos nas uma uns sao somos
    estao estamos foi sido ser haver temos tem como quando onde porque tambem so sempre nunca mais muito todos todas tudo
    cada outro outros bom boa dia tarde ola caro cara prezados obrigado obrigada cumprimentos atenciosamente favor
    suporte ajuda problema problemas erro erros funciona funcionam consegue conseguimos pode podemos aparece hoje ontem
    amanha segunda terca quarta quinta sexta urgente utilizador utilizadores usuario sistema plataforma instancia
    prioridade funcoes poucos mesmo mesma novo nova depois antes
    dois duas tres dez vez vezes proximo ultimo ainda breve nenhum nenhuma ninguem algum alguma minuto minutos hora horas semana semanas mes meses
    momento fica ficam chega chegam`,
  fr: `que qui les des une pour avec sans sur dans par pas plus est sont sommes etait etre avoir avons ont cette ces
    cela comme quand aussi seulement toujours jamais tres tous toutes tout chaque autre autres bonjour bonsoir cher chere
    merci cordialement salutations svp support aide probleme problemes erreur erreurs marche fonctionne fonctionnent
    peut pouvons peuvent arrive affiche depuis aujourd hui hier demain lundi mardi mercredi jeudi vendredi urgent
    utilisateur utilisateurs systeme plateforme instance priorite fonctions meme nouveau nouvelle apres avant nous vous
    notre votre nos vos lorsque deux trois dix fois prochain dernier encore bientot aucun aucune personne quelque minute minutes heure heures semaine semaines mois jour
    jours moment reste restent`,
  de: `der die das den dem des ein eine einen einem einer und oder aber fur mit von vom aus bei nach seit uber unter
    auf ist sind war waren wird werden wurde kann konnen haben hat hatte nicht kein keine auch noch nur immer nie mehr
    sehr alle alles jeder andere guten tag morgen hallo sehr geehrte geehrter geehrten damen herren danke vielen dank
    freundlichen grussen grusse bitte support hilfe problem probleme fehler funktioniert funktionieren geht gehen
    erscheint kommt heute gestern montag dienstag mittwoch donnerstag freitag dringend benutzer nutzer system plattform
    instanz prioritat funktionen wenige gleiche gleichen neue neuen neuer nachdem bevor wir uns sie ihr unser unsere
    dass wenn wann zwei drei zehn zweimal mal nachste letzte bald keinen keinem keiner jede jeden niemand etwas nichts minute minuten stunde stunden woche wochen
    monat tag tage bleibt bleiben werde lasst lassen`,
};

export const commonWords: readonly string[] = Object.values(byLanguage).flatMap(words => words.split(/\s+/));

/** How a mail ends: below such a line stands who wrote it. Folded. */
export const closings: readonly string[] = [
  ...[
    'kind regards',
    'best regards',
    'regards',
    'kindest regards',
    'with kind',
    'warm regards',
    'many thanks',
    'sincerely',
    'yours',
  ],
  ...['cordiali saluti', 'distinti saluti', 'un saluto', 'saluti', 'cordialmente', 'buona giornata', 'buon lavoro'],
  ...['un saludo', 'saludos', 'atentamente', 'un cordial', 'reciba un', 'muchas gracias', 'gracias y'],
  ...['cumprimentos', 'com os melhores', 'melhores cumprimentos', 'atenciosamente', 'obrigad[oa] e', 'cordialmente'],
  ...['cordialement', 'bien cordialement', 'bien a vous', 'salutations', 'bonne journee', 'sinceres', 'merci et'],
  ...[
    'mit freundlichen',
    'freundliche',
    'viele gru',
    'beste gru',
    'liebe gru',
    'mfg',
    'vg',
    'lg',
    'schone gru',
    'herzliche',
  ],
  ...['grazie,? (?:e )?(?:cordial|distint|salut)', 'thanks and', 'danke und', 'vielen dank und'],
];

/** The same, where hardly more stands on the line. */
export const thanks: readonly string[] = [
  'thanks',
  'thank you',
  'thx',
  'grazie',
  'gracias',
  'obrigad[oa]',
  'merci',
  'danke',
  'vielen dank',
  'cheers',
];
