// What mail gateways (Exchange, Google, Mimecast, Proofpoint and their like) put above mail from outside: expressions
// over folded sentences, without the full stop.

/** Words before the sentence. */
export const leads =
  /^(?:zjqcmqryfpfptbanner(?:start|end)|caution|cautela|warning|attention|attenzione|atencion|atencao|achtung|warnung|vorsicht|avviso|aviso|avertissement|avis|hinweis|precaucion|cuidado|prudence|notice|mimecast|let op|varning|external|externe?|externo|esterno)(?:\s?[:!*–—-]+\s*|\s+(?=[:!])|$)/;

/** The whole sentence is a label. */
export const labels =
  /^(?:(?:aviso de |alerta de )?(?:external|externe?[rs]?|externo|extern|esterno|esterna|exterieur)(?: (?:sender|e-?mail|mail|message|source|absender|nachricht|mittente|remitente|remetente|expediteur|afzender|avsandare))?(?: (?:warning|alert|notice))?|(?:aviso de |alerta de )?(?:e-?mail|mail|message|messaggio|mensaje|mensagem|correo|mittente|remitente|remetente|expediteur|courriel|nachricht) (?:external|externe?|externo|extern|esterno|esterna)|unknown sender|mittente sconosciuto|remitente desconocido|remetente desconhecido|expediteur inconnu|unbekannter absender)$/;

/** Sentences that only such programs write, in whole. */
export const claims =
  /^(?:you have not previously corresponded with this sender|the sender(?:'s)? (?:name )?is (?:external|similar)\b.{0,80}|the sender name is similar to .{0,60}|(?:o )?gmail (?:could not verify|couldn't verify|non e riuscito a verificare|no ha podido verificar|no pudo verificar|nao conseguiu (?:verificar|confirmar)|n'a pas pu verifier|konnte nicht (?:bestatigen|uberprufen)).{0,200}|this (?:message|e-?mail) (?:may|might|could) be (?:a )?(?:phishing|dangerous|spam).{0,60}|.{0,40}\bwith this message might be dangerous|diese nachricht ist moglicherweise .{0,60})$/;

/** Tips of Exchange and Outlook; they name the address. */
export const tips =
  /(?:don't|do not|doesn't) often get (?:e-?mail|mail|messages)|non (?:si )?ricev(?:i|e|ono|ete) spesso (?:messaggi|posta|e-?mail)|no suelen? recibir (?:correos?|mensajes|e-?mail)|nao (?:costumam?|recebem?|obtem|obtemos) (?:receber |frequentemente )?(?:e-?mails?|mensagens|correio)|voce nao obtem e-?mails?|vous (?:ne recevez|n'obtenez|n'avez) pas souvent (?:d'|de |des )?(?:e-?mails?|courriers?|courriels?|messages?)|(?:ne recoivent|n'obtiennent) pas souvent (?:d'|de |des )?(?:e-?mails?|courriers?|courriels?)|erhalten (?:nicht (?:oft|haufig) (?:eine )?e-?mails?|(?:haufig|oft) keine e-?mails?)/;

/** The mail speaks of itself. */
export const mailItself =
  /\b(?:this|the) (?:e-?mail|message|mail)\b|\b(?:questa|questo|la presente) (?:e-?mail|mail|messaggio)\b|\beste (?:correo|mensaje|e-?mail)\b|\besta (?:mensagem|e-?mail)\b|\bce(?:tte)? (?:message|courriel|e-?mail|mail)\b|\bcet e-?mail\b|\bdiese (?:e-?mail|nachricht|mail)\b|\bdeze (?:e-?mail|mail)\b/;

/** Where it came from. */
export const outside =
  /outside(?: of)? (?:the|your|our|this) (?:organi|compan|network|firm|hospital|domain|institution|universit|corporat|group|school|practice|clinic)|(?:from|of) outside$|from (?:an? |the )?(?:external|untrusted|unknown) (?:sender|source|address|e-?mail|domain|organi|account)|dall'esterno|da (?:un )?(?:mittente|utente|indirizzo) (?:esterno|sconosciuto)|da fuori dell|esterno all[a']|(?:de |desde )?fuera de (?:la|su|nuestra) (?:organi|empresa)|de (?:un )?remitente (?:externo|desconocido)|(?:de )?fora d[ae] (?:sua |nossa )?(?:organi|empresa)|de (?:um )?remetente (?:externo|desconhecido)|l'exterieur de (?:l'|votre |notre )|d'un expediteur (?:externe|inconnu)|(?:von )?ausserhalb (?:der|ihrer|unserer|des|ihres)|von (?:einem )?(?:externen?|unbekannten?) absender|von extern\b|buiten de organi/;

export const advice =
  /\b(?:do not|don't|never|avoid|please do not) (?:click|open|reply)|clicking links|opening attachments|(?:exercise|use) caution|be (?:careful|cautious)|verify the sender|report phishing|non (?:cliccare|aprire|fare clic)|evita(?:re)? di fare clic|prestare attenzione|fa(?:re|i) attenzione|verificare il mittente|no (?:haga|hagas) clic|no (?:pulse|abra|abras)\b|evit[ae] hacer clic|(?:tenga|ten) (?:cuidado|precaucion)|extreme las precauciones|verifique [oe]l? remet?i?tente|nao (?:clique|abra)|evite clicar|tenha (?:cuidado|atencao)|cuidado com|ne cliquez (?:pas|sur)|n'ouvrez (?:pas|aucun)|evitez de cliquer|soyez (?:prudent|vigilant)|faites preuve de prudence|(?:klicken|offnen) sie (?:nicht|kein|auf kein)|keine (?:links|anhange)|seien sie vorsichtig|bitte vorsicht|ist vorsicht geboten|klik niet|open geen|klicka inte/;

/** What the advice is about. */
export const links =
  /link|attach|allegat|collegament|enlace|vinculo|adjunto|archivo|anexo|ligac|pieces? jointe|\bliens?\b|anhang|anlage|absender|sender|mittente|remitente|remetente|expediteur|this message|questo messaggio|este mensaje|esta mensagem|ce message|dieser nachricht|bijlage|bilag/;

/** Links and buttons below the sentence. */
export const trailers =
  /^(?:(?:learn|find out) (?:why|more).{0,120}|scopri perche.{0,100}|(?:ulteriori )?informazioni sul(?:le)? (?:perche|motiv[oi]|ragioni).{0,100}|(?:descubra|descubre|obtenga mas informacion)?\s?(?:sobre )?por que (?:es )?esto.{0,120}|saiba (?:por|mais).{0,120}|(?:decouvrez |en savoir plus )?(?:sur )?pourquoi (?:c'est|cela|ceci).{0,100}|erfahren sie, warum.{0,100}|weitere informationen.{0,60}|report (?:suspicious|phishing|spam|this (?:e-?mail|message))|segnala(?: come)? (?:sospetto|phishing|messaggio)|(?:notificar|denunciar|reportar) .{0,30}|signaler .{0,30}|melden|als verdachtig melden|(?:looks|seems) safe|https?:\S+)$/;
