/** Words above a mail that its author only forwards. */
export const passingOnWords = `
  fyi
  fwd
  fw
  see below
  please see below
  pls see below
  forwarding
  forwarded
  for your information
  as below
  siehe unten
  zur info
  zur information
  zur kenntnis
  s u
  z k
  wg
  pour info
  pour information
  voir ci-dessous
  voir ci dessous
  ci-dessous
  ver abajo
  para su información
  para tu información
  para información
  reenvío
  vedi sotto
  vedi di seguito
  per conoscenza
  per info
  inoltro
  veja abaixo
  ver abaixo
  para conhecimento
  para informação
  encaminho
  zie onder
  zie hieronder
  ter info
  ter informatie
  se nedan
  se nedenfor
  do wiadomości
  patrz poniżej
  viz níže
  lásd lent
  см ниже
  для информации
  aşağıdadır
  bilginize
  katso alla
  vezi mai jos
`;

/** Words above a forwarded mail about which its author asks. In a reply they are only its last line. */
export const askingAboutWords = `
  please advise
  can you help
  please check
  please help
  please look into this
  can you look into this
  please handle
  please take care
  bitte um bearbeitung
  à traiter
  as discussed
  see attached
  in allegato
  below
  any idea
  can you check
  could you check
  can you please check
  could you please check
  please see
  potete verificare
  potete controllare
  puede revisar
  pueden revisar
  pouvez-vous vérifier
  merci de vérifier
  bitte prüfen
  können sie das prüfen
`;
