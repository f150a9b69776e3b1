import type { ByLanguage } from './phrases.ts';

/** Words for the expected result. A generous list: a needless question annoys, a missing one costs one more mail. */
export const expectations: ByLanguage = {
  en: `
    expect*
    should
    should've
    supposed to
    instead
    used to
    normally
    usually
    ought to
    intended
    desired
    until yesterday it
    it worked
    worked fine
    worked before
    was working
    were working
    worked until
    always worked
    correct result
    correct behaviour
    correct behavior
    rather than
    would like
    we need it to
    i wanted
    we wanted
    was fine
    were fine
    was ok
    was okay
    was instant
    was there
    were there
    before it
    before that it
    it was working
    still worked
    worked till
  `,
  it: `
    attes*
    atteso
    aspett*
    dovrebbe*
    dovrebbero
    dovevo
    doveva
    dovevano
    invece
    anziché
    al posto d*
    normalmente
    di solito
    di norma
    funzionava
    funzionavano
    ha sempre funzionato
    previsto
    corretto sarebbe
    vorrei
    vorremmo
    ci si attende
    era tutto
    era ok
    andava
    andavano
    prima era
    prima si
    prima non
    fino a ieri
    fino a stamattina
    c'erano
    ieri sì
    prima nessun*
    prima tutto
  `,
  es: `
    esperad*
    esperaba*
    esperábamos
    espero que
    esperamos que
    debería*
    deberían
    debe aparecer
    tendría que
    en lugar de*
    en vez de*
    normalmente
    habitualmente
    funcionaba*
    siempre ha funcionado
    lo correcto
    querría
    quisiera*
    previsto
    antes no
    antes se
    antes era
    antes iba
    iba bien
    iban bien
    estaba bien
    estaban
    hasta ayer
    ayer sí
    tendrían que
  `,
  pt: `
    esperad*
    esperava*
    esperávamos
    espero que
    esperamos que
    deveria*
    deveriam
    devia*
    em vez d*
    ao invés
    em lugar d*
    normalmente
    habitualmente
    costumava*
    funcionava*
    sempre funcionou
    o correto
    gostaria*
    previsto
    suposto
    antes não
    antes era
    antes dava
    dantes
    estava bem
    estavam
    até ontem
    dava
    ontem sim
  `,
  fr: `
    attendu*
    s'attend*
    attendais
    attendions
    devrait
    devraient
    devait
    devaient
    aurait dû
    au lieu
    normalement
    d'habitude
    habituellement
    fonctionnait
    fonctionnaient
    marchait
    censé*
    prévu*
    voudrais
    voudrions
    souhaite*
    à la place
    plutôt que
    avant c'*
    avant ça
    avant on
    allait bien
    était là
    étaient là
    jusqu'à hier
    jusqu'ici
  `,
  de: `
    erwart*
    sollte*
    müsste*
    statt
    stattdessen
    anstatt
    anstelle
    normalerweise
    eigentlich
    üblicherweise
    sonst immer
    funktionierte
    hat funktioniert
    ging bisher
    bisher ging
    bislang
    vorgesehen
    richtig wäre
    korrekt wäre
    wünsch*
    möchte*
    war noch
    waren noch
    ging noch
    gingen noch
    klappte
    lief noch
    lief vorher
    vorher ging
    bis gestern
    bis heute früh
    konnte man vorher
    noch da
    gestern ging
    gestern noch
    hätte*
  `,
};
