/** Beginnings of lines that a company's mail gateway puts above mail from outside. */
export const bannerOpens = `
  caution
  warning
  external
  [external
  attention
  achtung
  warnung
  this email originated
  this message originated
  this message is from an external
  atención
  attenzione
  atenção
  let op
  extern
  precaución
  cuidado
  varning
  you don't often get email from
  aviso
  avviso
  avertissement
  avis
  hinweis
  vorsicht
  cautela
  message externe
  mensaje externo
  mensagem externa
  messaggio esterno
  correo externo
  e-mail externo
  email esterna
  e-mail esterna
  externe e-mail
  externe nachricht
  be careful with this message
  this message came from outside
  este mensaje procede
  este correo procede
  questo messaggio proviene
  esta mensagem provém
  ce message provient
  cet e-mail provient
  diese e-mail stammt
  diese nachricht stammt
  non ricevi spesso
  no suele recibir
  não costuma receber
  vous ne recevez pas souvent
  sie erhalten nicht oft
  sie erhalten nicht häufig
`;

/** Sentences that only gateways write. */
export const bannerWords = `
  outside of the organi
  outside the organi
  outside of your organi
  outside your organi
  outside of our
  originated outside
  originated from outside
  extérieur de l
  fuera de la organización
  esterno all
  fora da organização
  buiten de organisatie
  don't often get email from
  de fuera de la organi
  de fuera de su organi
  dall'esterno dell'organi
  da fuori dell'organi
  esterno all'organi
  de fora da organi
  l'extérieur de l'organi
  l'extérieur de votre organi
  außerhalb der organi
  außerhalb ihrer organi
  außerhalb des unternehmens
  non ricevi spesso messaggi
  no suele recibir correo
  não costuma receber
  vous ne recevez pas souvent
  erhalten nicht oft e-mail
  erhalten nicht häufig e-mail
  with this message might be dangerous
`;

/** Words of gateways and of people: they count only with advice beside them, or nearly alone. */
export const bannerClaims = `
  external sender
  external email
  external e-mail
  external source
  expéditeur externe
  externer absender
  externen absender
  externe e-mail
  externe mail
  remitente externo
  mittente esterno
  remetente externo
  externe afzender
  extern avsändare
  correo externo
  mensaje externo
  email esterna
  e-mail esterna
  messaggio esterno
  e-mail externo
  email externo
  mensagem externa
  message externe
  externe nachricht
  unknown sender
  mittente sconosciuto
  remitente desconocido
  remetente desconhecido
  expéditeur inconnu
  unbekannter absender
  unbekannten absender
`;

export const bannerAdvice = `
  do not click
  don't click
  avoid clicking
  do not open
  don't open
  never open
  clicking links
  opening attachments
  unless you recogni
  unless you know
  unless you trust
  exercise caution
  use caution
  be careful
  be cautious
  verify the sender
  report phishing
  non cliccare
  non aprire
  non fare clic
  prestare attenzione
  fare attenzione
  verificare il mittente
  no haga clic
  no pulse
  no abra
  tenga cuidado
  tenga precaución
  extreme las precauciones
  verifique el remitente
  não clique
  não abra
  tenha cuidado
  tenha atenção
  verifique o remetente
  ne cliquez pas
  ne cliquez sur
  n'ouvrez pas
  n'ouvrez aucun
  soyez prudent
  soyez vigilant
  faites preuve de prudence
  klicken sie nicht
  klicken sie auf keine
  öffnen sie keine
  keine links
  keine anhänge
  seien sie vorsichtig
  bitte vorsicht
  klik niet
  open geen
  klicka inte
`;
