/** Beginnings of a confidentiality notice. */
export const disclaimerOpens = `
  confidentiality notice
  confidentiality:
  confidentiality note
  confidential:
  disclaimer
  legal notice
  legal disclaimer
  privileged and confidential
  important notice:
  notice: this e
  this e-mail and any
  this email and any
  this e-mail, including
  this email, including
  this e-mail message
  this email message
  this message and any
  this message w/attachments
  this message (including
  this message is intended
  this message contains
  this email is intended
  this e-mail is intended
  this email is confidential
  this e-mail is confidential
  this communication
  this transmission
  the information contained in this
  the information in this e
  the contents of this e
  this email may contain
  this e-mail may contain
  this email contains
  this e-mail contains
  this electronic mail
  please consider the environment
  please think of the environment
  before printing
  consider the environment
  save a tree
  think before you print
  diese e-mail
  diese nachricht enthält
  diese mail
  der inhalt dieser e
  die information in dieser
  dieses e-mail
  vertraulichkeitshinweis
  haftungsausschluss
  bitte denken sie an die umwelt
  bitte prüfen sie
  ce message et
  ce message est
  ce message (
  ce message contient
  ce courriel
  cet e-mail
  ce mail
  avis de confidentialité
  les informations contenues
  pensez à l
  avant d'imprimer
  este mensaje
  este correo
  aviso legal
  la información contenida
  la información incluida
  aviso de confidencialidad
  nota de confidencialidad
  antes de imprimir
  le informazioni contenute
  questo messaggio
  questa e-mail
  questa email
  il presente messaggio
  la presente e-mail
  avviso di riservatezza
  ai sensi del
  ai sensi e per gli
  nota di riservatezza
  rispetta l'ambiente
  prima di stampare
  esta mensagem
  este e-mail
  este email
  aviso de confidencialidade
  as informações contidas
  dit bericht
  deze e-mail
  dit e-mailbericht
  de informatie in dit
  detta meddelande
  det här meddelandet
  denne e-mail
  denne meddelelse
  denne e-posten
  tämä viesti
  tämä sähköposti
  niniejsza wiadomość
  treść tej wiadomości
  tato zpráva
  tento e-mail
  ez az e-mail
  acest mesaj
  acest e-mail
  данное сообщение
  это сообщение
  bu e-posta
  bu mesaj
  το παρόν
  este missatge
  aquest missatge
  aquest correu
  questo documento
  informativa privacy
  virus-free
  virenfrei
  libre de virus
  sans virus
`;

/** A paragraph that begins so is a notice only if it also speaks of two of these. */
export const disclaimerWords = `
  confidential
  privileged
  intended recipient
  intended only
  addressee
  disclos
  unauthori
  received this
  in error
  environment
  print
  virus
  vertraulich
  empfänger
  irrtümlich
  umwelt
  confidentiel
  destinataire
  erreur
  imprimer
  environnement
  confidencial
  destinatari
  por error
  imprimir
  riservat
  errore
  stampare
  ambiente
  gdpr
  2016/679
  196/2003
  destinatário
  engano
  vertrouwelijk
  geadresseerde
  konfidentiell
  fortrolig
  luottamuksell
  poufn
  důvěrn
  bizalmas
  конфиденциальн
  gizli
  εμπιστευτικ
  lopd
  rgpd
  avast
  avg
  dôvern
`;
