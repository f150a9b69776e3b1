/** How the line begins that a company's mail gateway puts above mail from outside. */
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
`;

/** What such a line says. */
export const bannerWords = `
  external sender
  external email
  external e-mail
  external source
  outside of the organi
  outside the organi
  outside of your organi
  outside your organi
  outside of our
  originated outside
  originated from outside
  expéditeur externe
  extérieur de l
  externer absender
  externen absender
  externe e-mail
  externe mail
  außerhalb
  remitente externo
  fuera de la organización
  mittente esterno
  esterno all
  remetente externo
  fora da organização
  externe afzender
  buiten de organisatie
  don't often get email from
  extern avsändare
`;
