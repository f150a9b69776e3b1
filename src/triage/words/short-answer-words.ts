// Data only: short-answer.ts reads it. The links in our mail (templates/words, `held`) write the first of each row.

export const lettingIn = {
  in: {
    en: 'let in, let him in, let her in, let them in, yes, yep, yeah, yes let in, sure, of course, go ahead, ok, okay, allow, accept',
    it: 'fai entrare, fallo entrare, falla entrare, fateli entrare, lascialo entrare, lasciala entrare, accetta, sì, si, certo, certamente, va bene, d’accordo, consenti, ammetti',
    es: 'dejar entrar, deja entrar, déjalo entrar, déjala entrar, déjelo entrar, déjela entrar, aceptar, sí, si, claro, por supuesto, de acuerdo, vale, permitir, admitir',
    pt: 'deixar entrar, deixe entrar, deixe-o entrar, deixe-a entrar, pode entrar, aceitar, sim, claro, com certeza, está bem, permitir, admitir',
    fr: 'laisser entrer, laissez-le entrer, laissez-la entrer, laisse-le entrer, laisse-la entrer, accepter, oui, bien sûr, d’accord, autoriser, admettre',
    de: 'zulassen, hereinlassen, reinlassen, lassen Sie ihn herein, lassen Sie sie herein, ja, klar, natürlich, gerne, gern, annehmen, erlauben, einverstanden',
  },
  out: {
    en: 'keep out, keep him out, keep her out, keep them out, no, nope, do not let in, reject, refuse, deny, block, block him, block her',
    it: 'tieni fuori, tienilo fuori, tienila fuori, rifiuta, no, non farlo entrare, non farla entrare, blocca, escludi',
    es: 'dejar fuera, déjalo fuera, déjala fuera, déjelo fuera, déjela fuera, rechazar, no, bloquear, excluir',
    pt: 'deixar de fora, deixe-o de fora, deixe-a de fora, recusar, não, nao, bloquear, excluir',
    fr: 'laisser dehors, laissez-le dehors, laissez-la dehors, refuser, non, bloquer, exclure',
    de: 'draußen lassen, draussen lassen, nicht zulassen, nicht hereinlassen, ablehnen, nein, sperren, ausschließen',
  },
  always: {
    en: 'always, always let in, let in always, always let him in, always let her in, always let them in',
    it: 'sempre, fai entrare sempre, fallo entrare sempre, falla entrare sempre, accetta sempre',
    es: 'siempre, dejar entrar siempre, déjalo entrar siempre, déjala entrar siempre, aceptar siempre',
    pt: 'sempre, deixar entrar sempre, deixe-o entrar sempre, deixe-a entrar sempre, pode entrar sempre, aceitar sempre',
    fr: 'toujours, laisser toujours entrer, laissez-le toujours entrer, laissez-la toujours entrer, toujours accepter',
    de: 'immer, immer zulassen, immer hereinlassen, immer reinlassen',
  },
} as const;

/** How a mail begins: what it says stands in the next line. */
export const greetings = {
  en: 'hello, hi, hey, dear, good morning, good afternoon, good evening, good day',
  it: 'ciao, salve, buongiorno, buonasera, gentile, gentili, caro, cara, cari',
  es: 'hola, buenos días, buenas tardes, buenas, estimado, estimada, estimados',
  pt: 'olá, oi, bom dia, boa tarde, boa noite, caro, cara, caros, prezado, prezada, prezados',
  fr: 'bonjour, bonsoir, salut, cher, chère, chers',
  de: 'hallo, guten tag, guten morgen, guten abend, liebe, lieber, liebes, sehr geehrte, sehr geehrter, servus, moin',
} as const;

/** Subjects that call for the guide, beside the command's own words. */
export const helpCalls = {
  en: 'help please, please help, help me, guide, instructions, how to, how does this work, how does it work, how to open a ticket, how do I open a ticket',
  it: 'aiuto per favore, guida, istruzioni, come funziona, come aprire un ticket, come si apre un ticket',
  es: 'ayuda por favor, guía, instrucciones, cómo funciona, cómo abrir un ticket',
  pt: 'ajuda por favor, guia, instruções, como funciona, como abrir um ticket',
  fr: 'aide s’il vous plaît, guide, mode d’emploi, instructions, comment ça marche, comment ouvrir un ticket',
  de: 'hilfe bitte, bitte hilfe, anleitung, wie geht das, wie funktioniert das, wie eröffne ich ein ticket',
} as const;

/** All that the text of such a mail may be made of; any other word and it is about something. */
export const helpTalk = {
  en: 'help please hello hi dear all team support thanks thank you very much kind best regards me us need i we would like some guide instructions how do does can could should to open a ticket write send use this it work what is the tell show explain good morning afternoon in advance for you',
  it: 'aiuto per favore ciao salve buongiorno buonasera gentile gentili team assistenza supporto grazie mille cordiali saluti mi ci serve vorrei vorremmo guida istruzioni come si fa funziona aprire apre apro un ticket scrivere inviare usare questo cosa che il la dite spiegate anticipo in',
  es: 'ayuda por favor hola buenos días buenas tardes estimado estimados equipo soporte gracias muchas saludos cordiales me nos necesito quisiera guía instrucciones cómo se funciona abrir abro un ticket escribir enviar usar esto qué es el la explicar explíquenme de antemano',
  pt: 'ajuda por favor olá bom dia boa tarde caro caros equipa equipe suporte obrigado obrigada muito cumprimentos melhores me nos preciso gostaria guia instruções como se funciona abrir abro um ticket escrever enviar usar isto isso que é o a explicar desde já',
  fr: 'aide aidez s’il vous plaît svp bonjour bonsoir cher chère équipe assistance support merci beaucoup cordialement bien à moi nous besoin de d’aide j’ai je voudrais guide instructions mode d’emploi comment ça marche faire ouvrir un ticket écrire envoyer utiliser ceci cela que est le la expliquer d’avance par',
  de: 'hilfe bitte hallo guten tag morgen liebes sehr geehrte damen und herren team support danke vielen dank freundliche freundlichen grüße grüßen mit mir uns brauche brauchen ich wir möchte anleitung anweisungen wie geht funktioniert das eröffne man ein ticket schreiben senden benutzen was ist die der erklären voraus im',
} as const;
