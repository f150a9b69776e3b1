import { describe, expect, test } from 'vitest';
import { splitReply } from '../../../src/triage/quoted/split.ts';

const own = 'The agenda of paediatrics is empty since nine.';

test.each([
  'CAUTION: This email originated from outside of the organization. Do not click links unless you recognize the sender.',
  '[EXTERNAL EMAIL]',
  '[EXTERNAL EMAIL] DO NOT CLICK links or attachments unless you recognize the sender and know the content is safe.',
  'External email: use caution with links and attachments',
  'This Message Is From an External Sender\nThis message came from outside your organization.',
  'You don’t often get email from ada@clinic.example. Learn why this is important',
  'ATTENZIONE: questo messaggio proviene dall’esterno dell’organizzazione. Non cliccare sui link.',
  'AVISO: correo externo. No haga clic en los enlaces ni abra los adjuntos.',
  'Atención: remitente externo. Tenga cuidado con los enlaces.',
  'ATENÇÃO: este e-mail provém de fora da organização. Não clique em ligações.',
  'ATTENTION : expéditeur externe. Ne cliquez pas sur les liens.',
  'ACHTUNG: Diese E-Mail stammt von einem externen Absender. Klicken Sie nicht auf Links.',
])('a gateway’s banner goes: %s', banner => expect(splitReply(`${banner}\n\n${own}`).text).toBe(own));

describe('the tips of Exchange, Google, Mimecast and Proofpoint go, in six languages', () => {
  test.each([
    'Non si ricevono spesso messaggi di posta elettronica da ada@clinic.example. Scopri perché è importante',
    'Alcune persone che hanno ricevuto questo messaggio non ricevono spesso messaggi di posta elettronica da ada@clinic.example. Scopri perché è importante',
    'Non si riceve spesso posta elettronica da ada@clinic.example. Informazioni sul perché è importante',
    'Non ricevi spesso messaggi di posta elettronica da ada@clinic.example. Informazioni sul motivo per cui è importante',
    'No suele recibir correos electrónicos de ada@clinic.example. Descubra por qué esto es importante',
    'No suele recibir correo electrónico de ada@clinic.example. Por qué es esto importante',
    'Algunas de las personas que recibieron este mensaje no suelen recibir correo electrónico de ada@clinic.example. Por qué es esto importante',
    '[No suele recibir correo electrónico de ada@clinic.example. Por qué esto es importante en https://aka.ms/LearnAboutSenderIdentification ]',
    'Geralmente, você não obtém emails de ada@clinic.example. Saiba por que isso é importante',
    'Não costuma receber e-mails de ada@clinic.example. Saiba por que motivo isto é importante',
    'Vous n’obtenez pas souvent d’e-mail à partir de ada@clinic.example. Pourquoi c’est important',
    'Vous ne recevez pas souvent de courriers de la part de ada@clinic.example. Découvrez pourquoi cela est important',
    'Sie erhalten nicht oft eine E-Mail von ada@clinic.example. Erfahren Sie, warum dies wichtig ist',
    'Einige Personen, die diese Nachricht erhalten haben, erhalten häufig keine E-Mails von ada@clinic.example. Erfahren Sie, warum dies wichtig ist',
    "Some people who received this message don't often get email from ada@clinic.example. Learn why this is important",
    "You don't often get email from ada@clinic.example. Learn why this is important <https://aka.ms/LearnAboutSenderIdentification>",
    "[You don't often get email from ada@clinic.example. Learn why this is important at https://aka.ms/LearnAboutSenderIdentification ]",
    'Be careful with this message. Gmail could not verify that it actually came from ada@clinic.example. Avoid clicking links, downloading attachments, or replying with personal information.',
    'Fai attenzione a questo messaggio. Gmail non è riuscito a verificare che provenga effettivamente da ada@clinic.example. Evita di fare clic sui link, scaricare allegati o rispondere fornendo informazioni personali.',
    'Ten cuidado con este mensaje. Gmail no ha podido verificar que proceda de ada@clinic.example. Evita hacer clic en enlaces, descargar archivos adjuntos o responder con información personal.',
    'Tenha cuidado com esta mensagem. O Gmail não conseguiu verificar se foi realmente enviada por ada@clinic.example. Evite clicar em links, transferir anexos ou responder com informações pessoais.',
    'Soyez prudent avec ce message. Gmail n’a pas pu vérifier qu’il provenait réellement de ada@clinic.example. Évitez de cliquer sur des liens, de télécharger des pièces jointes ou de répondre en fournissant des informations personnelles.',
    'Bei dieser Nachricht ist Vorsicht geboten. Gmail konnte nicht bestätigen, dass sie tatsächlich von ada@clinic.example stammt. Klicken Sie nicht auf Links.',
    'ZjQcmQRYFpfptBannerStart\nThis Message Is From an External Sender\nThis message came from outside your organization.\nZjQcmQRYFpfptBannerEnd',
    'ZjQcmQRYFpfptBannerStart\nQuesto messaggio proviene da un mittente esterno\nQuesto messaggio è arrivato da un utente esterno alla tua organizzazione.\n    Segnala sospetto\nZjQcmQRYFpfptBannerEnd',
    'This Message Is From an Untrusted Sender\nYou have not previously corresponded with this sender.',
    'ATTENTION: This message was sent from outside the company. Please do not click links or open attachments unless you recognize the source of this email.',
    'EXTERNAL SENDER: Do not click links, open attachments or reply unless you recognise the sender.',
    '**Cautela: questa e-mail proviene da un mittente esterno. Non aprire allegati.**',
    'Questa email proviene dall’esterno dell’azienda. Non cliccare su link e non aprire allegati se non si riconosce il mittente.',
    'Este correo electrónico se originó fuera de la organización. No haga clic en vínculos ni abra archivos adjuntos a menos que reconozca al remitente.',
    'Este e-mail teve origem fora da organização. Não clique em links nem abra anexos a menos que reconheça o remetente.',
    'Ce courriel provient de l’extérieur de l’organisation. Ne cliquez pas sur les liens et n’ouvrez pas les pièces jointes à moins de reconnaître l’expéditeur.',
    'Diese E-Mail wurde von außerhalb der Organisation gesendet. Klicken Sie nicht auf Links und öffnen Sie keine Anhänge, es sei denn, Sie kennen den Absender.',
    'Mimecast: this email was sent from an external address. The sender name is similar to that of an internal user.',
    'WARNING: This email may be a phishing attempt. The sender is external and its name is similar to an employee.',
    'VORSICHT: Externe E-Mail! Öffnen Sie keine Anhänge und klicken Sie keine Links an, wenn Sie den Absender nicht kennen.',
    '[EXTERNE]',
    'EXTERNO - Cuidado com links e anexos',
  ])('%s', banner => {
    expect(splitReply(`${banner}\n\n${own}`)).toMatchObject({ text: own, quoted: banner });
    // Also where a table leaves no blank line.
    expect(splitReply(`${banner}\n${own}`).text).toBe(own);
  });
});

describe('an own first sentence stays', () => {
  test.each([
    'Warning: an external sender gets error 550 when writing to us.',
    'Warning: mail with attachments of an external sender is lost.',
    'Atención: el remitente externo no recibe los avisos de cita.',
    'Attenzione: dal mittente esterno non arriva più nulla.',
    'Achtung: Ein externer Absender bekommt keine Bestätigung.',
    'Attention : un expéditeur externe ne reçoit plus les rappels.',
    'External doctors cannot log in.',
    'Warning: the booking page of external senders shows "do not click".',
    'Attenzione: non cliccare su Conferma, si blocca tutto!',
    'Cuidado, el enlace externo no funciona desde ayer.',
    'Achtung: Klicken Sie nicht auf Speichern, sonst ist alles weg.',
    'Attention : ne cliquez pas sur Valider, tout se bloque.',
    'Atenção: não clique em Gravar, bloqueia.',
    'Non riceviamo spesso i referti da radio@clinic.example.',
    'Sie erhalten nicht oft genug Befunde von uns.',
    'Aviso: los pacientes de fuera de la organización no reciben el SMS.',
    'This message came from outside your portal and is in all letters.',
    'Vous ne recevez pas souvent nos comptes rendus.',
  ])('%s', first => expect(splitReply(`${first}\n\n${own}`).text).toBe(`${first}\n\n${own}`));
});

const notice =
  'This message is intended only for the addressee and may contain confidential information. If you received this in error, delete it.';
test('a notice at the end goes', () => expect(splitReply(`${own}\n\n${notice}`).text).toBe(own));
test.each([
  `The letter prints this twice:\n\n${notice}\n\nIt should stand there once.`,
  `Please take this out of our letters:\n\n${notice}`,
  `${own}\n\n${notice}\n\nCan you print it only once?`,
])('one that the author shows stays: %j', text => expect(splitReply(text)).toMatchObject({ text, quoted: null }));

test('a notice right below the lines of a signature goes, as Word writes it', () => {
  const notice =
    'Le informazioni contenute in questo messaggio sono riservate e destinate esclusivamente al destinatario. Se ricevuto per errore si prega di cancellarlo.';
  const own = 'La agenda è vuota.\n\nCordiali saluti\nAda Villa - Ufficio ICT';
  expect(splitReply(`${own}\n${notice}`)).toMatchObject({ text: own, quoted: notice });
  const quoted = `Nel referto compare due volte:\n${notice}`;
  expect(splitReply(quoted).text).toBe(quoted);
});

test.each([
  'Warning: the portal says that an external sender cannot log in.',
  'Attenzione: questa email di conferma arriva due volte ai pazienti esterni.',
  'Atención: los correos externos no llegan desde ayer.',
  'Achtung: E-Mails von außerhalb kommen nicht an.',
  'Attention : le message externe n’arrive pas.',
  'Atenção: o e-mail externo não chega aos pacientes.',
  'Caution: do not click on Save, it deletes the list.',
  'CAUTION: this email is about the portal, please do not open the attachment twice.',
  '[EXTERNAL USERS] cannot log in since nine.',
])('the author’s own words stay: %s', words =>
  expect(splitReply(`${words}\n\nPlease check.`).text).toBe(`${words}\n\nPlease check.`),
);
