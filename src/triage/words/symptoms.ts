// How people say, in six languages, what support needs to know about an incident.
//
// Data only. Phrases are compared folded, at word starts; `*` stands for the rest of a word. The lists
// are generous on purpose: asking for what was said annoys, asking for too little costs one mail more.
type Phrases = Readonly<Record<'en' | 'it' | 'es' | 'pt' | 'fr' | 'de', string>>;

export const steps: Phrases = {
  en: `steps*, reproduc*, when i, when we, when you, when user*, when a user, when patient*, when trying, when click*, when open*, when sav*,
    when log*, if i, if we, if you, after click*, after log*, after i, after we, after sav*, by click*, i click*, we click*, i press*, i tried, we tried,
    i try, we try, trying to, i open*, we open*, i go to, we go to, go to, i log*, i select*, i choose, i enter*, i fill*, then i, then click, click on,
    as soon as, every time, whenever, while, upon, once i, once we, during, any time, each time, opening, saving, printing, clicking, signing, to open, to save, to print, to sign, to send, to log, tries to, tried to`,
  it: `passi, passaggi, procedura, riprodu*, quando, se provo, se clicco, se apro, se si, clicc*, cliccando, dopo aver*, dopo il, dopo la, dopo l', dopo il login, dopo il clic*,
    ho provato, abbiamo provato, provo a, proviamo a, provando, cercando di, ho cercato, apro, apriamo, aprendo, vado su, andando su, entro in, seleziono,
    selezionando, premo, premendo, inserisco, inserendo, salvando, non appena, ogni volta, durante, al momento di, accedendo, faccio login, all'apertura, al login, al clic, al salva*, al moment*, appena, a ogni, ad ogni, nel firmare, nel salvare, nell'aprire, per aprire, per stampare, per salvare, tenta di, non riesce a`,
  es: `pasos, reproduc*, cuando, si intento, si hago, si abro, al hacer, al abrir, al guardar, al pulsar, al intentar, al entrar, al iniciar, al acceder, al enviar,
    al seleccionar, al crear, haciendo clic, hago clic, hacemos clic, he intentado, hemos intentado, intento, intentamos, intentando, después de*, tras hacer,
    pulso, pulsando, abro, abrimos, voy a, selecciono, cada vez, en cuanto, durante, mientras, entro en, cada que, para abrir, para firmar, para imprimir, para guardar, intentó, no consigue, no puede`,
  pt: `passos, reproduz*, quando, se tento, se clico, se abro, ao clicar, ao abrir, ao gravar, ao salvar, ao guardar, ao tentar, ao entrar, ao aceder, ao acessar,
    ao enviar, ao iniciar, ao fazer, ao selecionar, ao criar, clico, clicamos, clicando, tentei, tentámos, tentamos, tentando, depois d*, após, abro, abrimos,
    vou a, seleciono, cada vez, sempre que, assim que, durante, enquanto, carrego em, entro, a abrir, a gravar, a imprimir, para abrir, para gravar, para imprimir, não consegue, tentou`,
  fr: `étapes, reprodu*, quand je, quand on, quand nous, quand un, quand l'utilisat*, quand le, lorsque*, lorsqu'*, si je, si on, si nous, je clique, on clique, nous cliquons,
    en cliquant, après avoir, après le clic, après la connexion, j'ai essayé, nous avons essayé, on a essayé, j'essaie, nous essayons, en essayant, je tente,
    en ouvrant, j'ouvre, nous ouvrons, je vais, je sélectionne, en sélectionnant, dès que, à chaque fois, chaque fois, pendant, au moment, en enregistrant,
    à l'ouverture, à la connexion, au clic, lors de*, lors du, à l'enregistrement, impossible d'*, impossible de, pour ouvrir, pour enregistrer, pour imprimer, n'arrive pas à, n'arrivons pas à, n'arrivent pas à`,
  de: `schritt*, reproduz*, nachstell*, wenn ich, wenn wir, wenn man, wenn ein*, wenn der, wenn die, wenn das, wenn patient*, wenn benutzer*, sobald, nachdem, beim, nach dem klick*,
    nach dem anmelden, nach dem login, nach dem speichern, klick*, ich habe versucht, wir haben versucht, versuche*, ich öffne, wir öffnen, ich gehe, ich wähle,
    jedes mal, jedesmal, während, bei der anmeldung, bei der eingabe, bei der buchung, beim öffnen, anschließend, immer wenn, immer bei*, zum öffnen, zum drucken, zum speichern, um zu, nach dem ändern, nach dem öffnen, nach dem drucken, nach der anmeldung, nach der eingabe, versucht`,
};

export const errors: Phrases = {
  en: `error*, exception*, crash*, timeout*, timed out, time out, time-out, blank, white screen, white page, black screen, empty page, empty screen, message*, popup, pop-up, pops up, says, saying, shows, showing,
    displays, displayed, reads, stack trace, failed to, fails with, fails to, freez*, frozen, hangs, stuck, spinn*, loading forever, keeps loading, never loads, nothing happens,
    greyed out, grayed out, not found, forbidden, denied, refused, invalid, warning, unavailable, connection lost, internal server, bad gateway, disappear*, vanish*, instead i see, i get, we get, we see, i see,
    logs me out, logged out, redirected, redirects, duplicate*, wrong, twice, missing, is empty, are empty, bounced back, empty, slow*, blink*, flicker*, mute*, no sound, double*, delay*, lags, unresponsive, not responding, closes, shuts down, quits, offline, unreachable, lost, garbled, cut off, rejected, declin*, stops, stopped, keeps, takes ages, takes forever, takes minutes, takes too long, blurr*, jumps, stays off, not updat*, won't update`,
  it: `errore*, errori, eccezione, crash*, timeout, scaduta, pagina bianca, schermata bianca, schermo nero, pagina vuota, messaggio, avviso, compare, appare, mostra, dice, risponde, bloccat* su, si blocca,
    rotell*, continua a caricare, non carica, non si apre, non succede nulla, non succede niente, non accade nulla, non trovat*, negato, rifiutat*, non valid*, non disponibile, sparisc*, scompar*, vedo, vediamo, viene fuori, disconness*, duplicat*, sbagliat*, due volte, è vuota, è vuoto, grigio, lent*, muto, muta, vuot*, si chiude, si chiudono, si spegne, non visibil*, non si vede, non si vedono, non arriva*, lampegg*, sovrappost*, offline, irraggiungibile, in ritardo, esce, si ferma, si impianta, si pianta, rimane, pers*, ci mette, si svuota, si svuotano, sfocat*, spari*, rifiut*`,
  es: `error, errores, excepción, crash*, tiempo de espera, timeout, página en blanco, pantalla en blanco, pantalla blanca, pantalla negra, en blanco, mensaje, aviso, aparece, muestra, dice, sale, se bloquea, se queda,
    cargando, no carga, no se abre, no pasa nada, no ocurre nada, no encontrad*, denegad*, rechazad*, no válid*, no disponible, desaparec*, veo, vemos, me echa, duplicad*, equivocad*, incorrect*, dos veces, vacía, vacío, congelad*, lent*, vací*, se cierra, se cierran, no llega*, parpade*, sin sonido, sin imagen, se cuelga, se cae, caíd*, se para, tarda, perdid*, duplic*, no deja, mud*, se vacía, borros*, no se ve, no se ven, no se actualiza*`,
  pt: `erro, erros, exceção, crash*, timeout, tempo esgotado, tempo limite, página em branco, página branca, ecrã branco, tela branca, tela preta, em branco, mensagem, aviso, aparece, mostra, diz, surge, bloqueia, trava*,
    a carregar, carregando, não carrega, não abre, não acontece nada, nada acontece, não encontrad*, negado, recusad*, inválid*, indisponível, desaparec*, vejo, vemos, duplicad*, errad*, incorret*, duas vezes, vazia, vazio, congela*, lent*, demora, vazi*, fecha, fecham, não chega*, pisca, sem som, sem imagem, cai, caiu, fica, ficam, perd*, duplic*, não deixa, mud*, esvazia, desfocad*, não se vê, não atualiza*`,
  fr: `erreur*, exception, crash*, plante*, délai dépassé, délai d'attente, timeout, page blanche, écran blanc, écran noir, page vide, message*, avertissement, s'affiche, affiche, apparaît, indique, dit, reste bloqué*, se bloque, fige*,
    tourne, chargement, ne charge pas, ne s'ouvre pas, rien ne se passe, il ne se passe rien, introuvable, refusé*, invalide, indisponible, disparai*, disparu*, je vois, nous voyons, on voit, déconnect*, doublon*, en double, mauvais*, incorrect*, deux fois, vide, grisé*, lent*, mouline, rame, clignot*, décal*, se ferme, se ferment, n'arrive*, muet*, sans son, sans image, coupé*, perdu*, ne répond*, fig*, injoignable, flou*, se vide, ne s'actualise`,
  de: `fehler*, ausnahme, absturz, abgestürzt, stürzt ab, zeitüberschreitung, timeout, leere seite, weiße seite, weißer bildschirm, schwarzer bildschirm, meldung*, nachricht, hinweis, warnung, erscheint, angezeigt, zeigt, steht, lautet,
    hängt, eingefroren, friert, lädt nicht, lädt ewig, lädt endlos, öffnet sich nicht, passiert nichts, geschieht nichts, nicht gefunden, verweigert, abgelehnt, ungültig*, nicht verfügbar, verschwind*, verschwunden, sehe ich, sehen wir, abgemeldet, doppelt*, falsch*, zweimal, leer, ausgegraut, langsam*, hängen, bricht ab, abbruch, leer*, schließt sich, kommen nicht, kommt nicht, blinkt, stumm, kein ton, verloren, dauert, verzögert, ruckelt, reagiert nicht, offline, nicht erreichbar, dreht sich, bleibt stehen, springt, unscharf*, piept, ist grau, nicht anklickbar`,
};

export const expectations: Phrases = {
  en: `expect*, should, should've, supposed to, instead, used to, normally, usually, ought to, intended, desired, until yesterday it, it worked, worked fine, worked before, was working, were working, worked until, always worked, correct result, correct behaviour, correct behavior, rather than, would like, we need it to, i wanted, we wanted, was fine, were fine, was ok, was okay, was instant, was there, were there, before it, before that it, it was working, still worked, worked till`,
  it: `attes*, atteso, aspett*, dovrebbe*, dovrebbero, dovevo, doveva, dovevano, invece, anziché, al posto d*, normalmente, di solito, di norma, funzionava, funzionavano, ha sempre funzionato, previsto, corretto sarebbe, vorrei, vorremmo, ci si attende, era tutto, era ok, andava, andavano, prima era, prima si, prima non, fino a ieri, fino a stamattina, c'erano, ieri sì, prima nessun*, prima tutto`,
  es: `esperad*, esperaba*, esperábamos, espero que, esperamos que, debería*, deberían, debe aparecer, tendría que, en lugar de*, en vez de*, normalmente, habitualmente, funcionaba*, siempre ha funcionado, lo correcto, querría, quisiera*, previsto, antes no, antes se, antes era, antes iba, iba bien, iban bien, estaba bien, estaban, hasta ayer, ayer sí, tendrían que`,
  pt: `esperad*, esperava*, esperávamos, espero que, esperamos que, deveria*, deveriam, devia*, em vez d*, ao invés, em lugar d*, normalmente, habitualmente, costumava*, funcionava*, sempre funcionou, o correto, gostaria*, previsto, suposto, antes não, antes era, antes dava, dantes, estava bem, estavam, até ontem, dava, ontem sim`,
  fr: `attendu*, s'attend*, attendais, attendions, devrait, devraient, devait, devaient, aurait dû, au lieu, normalement, d'habitude, habituellement, fonctionnait, fonctionnaient, marchait, censé*, prévu*, voudrais, voudrions, souhaite*, à la place, plutôt que, avant c'*, avant ça, avant on, allait bien, était là, étaient là, jusqu'à hier, jusqu'ici`,
  de: `erwart*, sollte*, müsste*, statt, stattdessen, anstatt, anstelle, normalerweise, eigentlich, üblicherweise, sonst immer, funktionierte, hat funktioniert, ging bisher, bisher ging, bislang, vorgesehen, richtig wäre, korrekt wäre, wünsch*, möchte*, war noch, waren noch, ging noch, gingen noch, klappte, lief noch, lief vorher, vorher ging, bis gestern, bis heute früh, konnte man vorher, noch da, gestern ging, gestern noch, hätte*`,
};

export const times: Phrases = {
  en: `since, today, yesterday, tonight, this morning, this afternoon, this evening, last night, this week, last week, last month, this month, last friday, monday, tuesday, wednesday, thursday, friday, saturday, sunday, ago, right now, just now, currently, at the moment,
    as of, from now, a few minutes, for days, for hours, for weeks, the last hour*, the past, for the last, for two, for three, for several, after the update, after the last update, after the upgrade, after the release, after the deploy*, before noon, at noon, midnight, earlier, recently, when:, date:, date and time, time:, started, half an hour, an hour, till lunch, till noon, until noon, until lunch, this am, this pm, tomorrow, before christmas, before easter, over the weekend, at the weekend`,
  it: `oggi, ieri, stamattina, stamani, stamane, questa mattina, questo pomeriggio, stasera, stanotte, ieri sera, questa settimana, settimana scorsa, scorsa settimana, mese scorso, scorso mese, lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica, fa, adesso, in questo momento, attualmente, al momento,
    dalle, dalle ore, alle ore, da giorni, da ore, da settimane, da circa, da un'ora, da qualche, da due, da tre, da alcuni, dopo l'aggiornamento, dopo aggiornamento, a mezzogiorno, mezzanotte, poco fa, di recente, recentemente, quando:, data:, data e ora, orario, ora:, iniziato, da quando, a partire da*, mezz'ora, da quando avete, dal weekend, nel weekend, domani, da ieri, da stamattina, mezzogiorno`,
  es: `hoy, ayer, anoche, esta mañana, esta tarde, esta noche, esta semana, semana pasada, mes pasado, este mes, lunes, martes, miércoles, jueves, viernes, sábado, domingo, ahora, ahora mismo, en este momento, actualmente,
    desde, hace, a las, a la una, tras la actualización, después de la actualización, a mediodía, medianoche, hace poco, recientemente, últimamente, cuándo:, cuando:, fecha:, fecha y hora, hora:, empezó, comenzó, a partir de*, media hora, fin de semana, mañana por`,
  pt: `hoje, ontem, esta manhã, esta tarde, esta noite, ontem à noite, esta semana, semana passada, mês passado, este mês, segunda-feira, terça-feira, quarta-feira, quinta-feira, sexta-feira, segunda, terça, quarta, quinta, sexta, sábado, domingo, agora, neste momento, atualmente,
    desde, há dias, há horas, há uma, há um, há dois, há duas, há três, há algum, há pouco, há cerca, faz, às, após a atualização, depois da atualização, ao meio-dia, meia-noite, recentemente, ultimamente, quando:, data:, data e hora, hora:, começou, a partir de*, meia hora, fim de semana, amanhã`,
  fr: `aujourd'hui, ce matin, cet après-midi, ce soir, cette nuit, depuis, hier matin, hier soir, hier après-midi, avant-hier, hier à, hier vers, d'hier, cette semaine, semaine dernière, mois dernier, ce mois-ci, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, maintenant, en ce moment, actuellement,
    il y a, après la mise à jour, à midi, minuit, récemment, dernièrement, quand:, date:, date et heure, heure:, a commencé, commencé, à partir de*, à partir du, demi-heure, tout à l'heure, qu'hier, hier encore, hier tout, hier ça, hier soir, week-end, weekend, demain`,
  de: `seit, heute, gestern, vorgestern, heute morgen, heute früh, heute nacht, heute nachmittag, diese woche, letzte woche, letzter woche, vergangene woche, letzten monat, montag*, dienstag*, mittwoch*, donnerstag*, freitag*, samstag*, sonntag*, jetzt, gerade eben, im moment, derzeit, aktuell, momentan,
    vor einer, vor zwei, vor drei, vor einigen, vor wenigen, vor kurzem, gegen mittag, mitternacht, um mittag, nach dem update, nach dem letzten update, kürzlich, neulich, wann:, datum:, datum und uhrzeit, uhrzeit:, zeitpunkt*, begonnen, ab sofort, soeben, vorhin, heut, halbe* stunde, wochenende, morgens, bis mittag, bis eben, gerade`,
};

export const examples: Phrases = {
  en: `example*, for instance, e.g., eg:, such as, test case, test patient, screenshot*, screen shot, screen capture, attached, attachment, see picture, see image, link:, url:, ex.`,
  it: `esempio, esempi, es.:, p.es., ad es., caso di prova, paziente di prova, screenshot*, schermata allegata, in allegato, allego, allegat*, link:, es., ex.`,
  es: `ejemplo*, p. ej., p.ej., caso de prueba, paciente de prueba, captura*, pantallazo*, adjunt*, enlace:`,
  pt: `exemplo*, p. ex., p.ex., caso de teste, paciente de teste, captura*, screenshot*, print da tela, em anexo, anexo, anexei, link:, ex., ex:`,
  fr: `exemple*, p. ex., p.ex., cas de test, patient test, capture*, copie d'écran, ci-joint*, pièce jointe, en pj, lien:, ex., ex:, par ex`,
  de: `beispiel*, z. b., z.b., testfall, testpatient*, screenshot*, bildschirmfoto*, bildschirmkopie, anbei, angehängt, im anhang, link:`,
};

/** What a case is called: with a number or a name after it, it is an example. */
export const caseNouns: Phrases = {
  en: 'patient*, booking*, appointment*, reservation*, record*, case, dossier, invoice*, order*, visit*, exam*, doctor, dr, user*, account*, agenda*',
  it: 'paziente, pazienti, prenotazione, prenotazioni, appuntament*, visita, pratica, cartella, fattura, ordine, esame, dott*, medico, utente, account, agenda',
  es: 'paciente*, cita*, reserva*, visita*, expediente*, caso, factura*, pedido*, prueba, doctor*, médico, usuari*, cuenta, agenda',
  pt: 'paciente*, utente*, consulta*, marcaç*, agendament*, reserva*, processo*, caso, fatura*, pedido*, exame*, médico, dr*, utilizador*, usuári*, conta, agenda',
  fr: 'patient*, rendez-vous, rdv, réservation*, dossier*, cas, facture*, commande*, examen*, docteur, dr, médecin, utilisat*, compte, agenda',
  de: 'patient*, termin*, buchung*, reservierung*, akte*, fall, rechnung*, auftrag*, untersuchung*, arzt, ärztin, dr, benutzer*, konto, kalender',
};

/** Lines of a signature: their numbers call people and are no example. */
export const contactLine =
  /^(?:tel|phone|telefon|telephone|fon|mobile|mobil|cell|fax|t|m|p|ph|telefono|movil|telemovel|portable|handy)\s?[.:]?\s?[+(\d]/;
