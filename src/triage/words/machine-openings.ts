import type { MachineClass } from '../machine/machine-class.ts';

/** Phrases anywhere in the first lines of machines' mail. A higher weight: a person is less likely to write it. */
export const openingWords: readonly Readonly<{ class: MachineClass; weight: number; words: string }>[] = [
  {
    class: 'dsn',
    weight: 3,
    words: `
      had permanent fatal delivery errors
      no se pudo entregar a estos destinatarios
      il recapito non è riuscito per
      fehler bei der nachrichtenzustellung an
      because they are not accepting mail from
      not listed in domino directory
      the message that you sent was undeliverable
      n’a pas pu être remis aux destinataires
      please do not reply to this email. an error has occurred
      votre message n'a pu être remis
      votre message n'a pas pu être remis
      su mensaje no llegó a
      su mensaje no ha llegado a
      no se pudo entregar el mensaje
      il suo messaggio non è stato recapitato
      non è stato possibile recapitare
      a sua mensagem não foi entregue
      ihre nachricht konnte nicht zugestellt
      failed recipients
      this message was created automatically by mail delivery software
      this message was created automatically by the mail system
      this is the mail system at host
      this is the postfix program at host
      hi. this is the qmail-send program
      this is the qmail-send program
      this is the dragonfly mail agent
      this is the mail delivery agent at
      this is the mail delivery program at
      this is the mailer-daemon
      this is an automatically generated delivery status notification
      this is a delivery status notification
      this report relates to a message you sent
      the original message was received at
      a message that you sent could not be delivered
      a message that you sent has not yet been delivered
      delivery to the following recipient
      delivery to the following recipients failed
      delivery has failed to these recipients
      your message did not reach some or all of the intended recipients
      your message was not delivered to
      your message could not be delivered
      your message wasn't delivered to
      your message couldn't be delivered
      could not be delivered to:
      sorry, we were unable to deliver your message
      sorry we were unable to deliver your message
      i'm sorry to have to inform you that
      i'm sorry to have to tell you that your message
      i'm afraid i wasn't able to deliver your message
      the following addresses had permanent
      the following addresses had delivery
      the following address(es) failed
      the following message could not be delivered
      the following message to
      the following recipients did not receive
      the following recipient(s) could not be reached
      did not reach the following recipient
      message could not be delivered to mobile
      an error occurred while trying to deliver
      we had trouble delivering your message
      error: invalid user address
      unable to deliver message to the following
      failed to deliver to
      unknown user:
      user unknown:
      undeliverable to
      undelivered message
      message from yahoo.com
      ** address not found **
      ** message blocked **
      ** message not delivered **
      ** delivery incomplete **
      delivery attempts failed
      message log follows
      failure reasons
      the included message could not be delivered
      this is a permanent error
      your mail sent on:
      technical details of permanent failure
      there was an error delivering your mail
      there is a delivery problem
      was not delivered to:
      this account is over quota
      {"notificationtype":"bounce"
      mail delivery to the following
      the mail server was unable to deliver
      this is the machine generated message from mail service
      the user(s) account is
      your mail to the following recipients could not
      your message to the following recipients cannot be delivered
      the message you sent to
      diagnostic information for administrators
      ihre nachricht wurde nicht
      ihre nachricht an die folgenden empfänger
      diese nachricht wurde automatisch erzeugt
      diese nachricht wurde automatisch erstellt
      fehler beim senden an folgende empfänger
      die zustellung an folgende empfänger
      échec de la remise à ces destinataires
      votre message n'a pas été remis
      le message n'a pas pu être
      no se ha podido entregar
      su mensaje no se ha entregado
      se produjo un error al entregar
      il messaggio non è stato recapitato
      impossibile recapitare il messaggio
      il tuo messaggio non è stato
      recapito non riuscito
      sua mensagem não foi entregue
      não foi possível entregar
      falha na entrega a estes
      uw bericht is niet bezorgd
      bezorging aan deze geadresseerden
      ваше сообщение не доставлено
      ваше письмо не может быть доставлено
      не удалось доставить
      это письмо создано автоматически
      次のあて先
      送信できませんでした
      配信できませんでした
      以下のメールアドレスへの送信に失敗
      このメールは、
      无法送达
      未能送达
      无法投递
      投递失败
      您的邮件
      배달하지 못했습니다
      전송하지 못했습니다
      nie można dostarczyć
      zpráva nebyla doručena
    `,
  },
  {
    class: 'auto-reply',
    weight: 4,
    words: `
      i will be out of the office starting
      and will not return until
    `,
  },
  {
    class: 'auto-reply',
    weight: 3,
    words: `
      i will be away from
      i am out of office until
      i am out of the office until
      i'm out of the office until
      i am currently out of the office
      i am away and will read your mail
      i am currently on leave
      i am on annual leave until
      i will have limited access to my e
      i will reply to your message when i return
      i will respond to your email when i return
      thank you for your message. i will be
      thank you for your email. i will be
      thank you for your e-mail. i will be
      i have received your mail and will
      grazie per l'email. sono
      grazie per la mail. sono
      grazie per la sua mail. sono
      grazie per il suo messaggio. sono
      grazie del messaggio. sono
      grazie per avermi scritto
      sono fuori ufficio fino al
      sono fuori ufficio dal
      sono assente fino al
      sono assente dal
      sarò assente dal
      sarò fuori ufficio
      sarò assente fino al
      sono in ferie fino al
      sono in ferie dal
      sarò in ferie dal
      senza accesso alla posta
      non avrò accesso alla posta
      non leggerò la posta
      la sua email non verrà inoltrata
      risponderò al mio rientro
      gracias por su mensaje. estaré
      gracias por tu mensaje. estaré
      gracias por su correo. estaré
      gracias por tu correo. estoy
      gracias por su correo. estoy
      gracias por contactar. estoy
      estaré fuera de la oficina
      estoy fuera de la oficina hasta
      me encuentro fuera de la oficina
      no estaré disponible hasta
      estaré de vacaciones hasta
      estoy de vacaciones hasta
      sin acceso al correo
      responderé a mi regreso
      responderé a mi vuelta
      su correo no será reenviado
      obrigado pelo seu contacto. encontro-me
      obrigado pela sua mensagem. estou
      obrigado pela sua mensagem. encontro-me
      obrigada pela sua mensagem. estou
      encontro-me ausente
      estou ausente do escritório
      estarei ausente do escritório
      estarei ausente até
      estou de férias até
      encontro-me de férias
      sem acesso ao e-mail
      responderei no meu regresso
      responderei assim que regressar
      je suis absent du bureau jusqu
      je suis absente du bureau jusqu
      je suis absent jusqu
      je suis absente jusqu
      je serai absent du
      je serai absente du
      je suis actuellement en congé
      je suis actuellement absente
      je suis en congés jusqu
      merci pour votre message. je serai
      merci de votre message. je suis
      sans accès à ma messagerie
      je répondrai à mon retour
      je vous répondrai à mon retour
      actuellement absent(e)
      ich bin derzeit nicht erreichbar
      ich bin zurzeit nicht erreichbar
      ich bin zur zeit nicht erreichbar
      ich bin momentan nicht erreichbar
      ich bin derzeit nicht im büro
      ich bin aktuell nicht im büro
      ich bin bis einschließlich
      vielen dank für ihre e-mail. ich befinde
      vielen dank für ihre nachricht. ich befinde
      ihre e-mail wird nicht weitergeleitet
      ihre nachricht wird nicht weitergeleitet
      kein zugriff auf meine e-mails
      keinen zugriff auf meine e-mails
      ich befinde mich im urlaub
      ich befinde mich bis
      nach meiner rückkehr
      hemos recibido su solicitud
      hemos recibido tu solicitud
      hemos recibido su consulta
      nous accusons réception de votre
      nous avons bien reçu votre demande
      wir haben ihre anfrage erhalten
      ihre anfrage ist bei uns eingegangen
      recebemos o seu pedido
      recebemos a sua mensagem
      abbiamo ricevuto la sua richiesta
      abbiamo ricevuto la tua richiesta
      la sua richiesta è stata registrata
      la sua segnalazione è stata registrata
      we have received your request
      your request has been received
      dies ist eine automatisch generierte
      diese e-mail wurde automatisch
      este correo es automático
      este correo se ha generado automáticamente
      questa email è generata automaticamente
      questo è un messaggio generato automaticamente
      cet e-mail est généré automatiquement
      ceci est un e-mail automatique
      este é um e-mail automático
      this is an automated response
      this is an automated reply
      this is an automatic reply
      this is an automatic response
      this is an auto-generated
      this is an automated message
      this is an autoreply
      this is an auto-reply
      this is an auto-response
      this message has been automatically generated in response
      this message was automatically generated in response
      i will be out of the office from
      thank you for your email. i am
      thank you for your e-mail. i am
      thank you for your message. i am
      thank you for your mail. i am
      thanks for your email. i am
      thanks for your message. i am
      thank you for contacting
      thank you for your email. i'm
      dies ist eine automatische antwort
      dies ist eine automatisch
      diese nachricht wurde automatisch
      vielen dank für ihre nachricht. ich bin
      vielen dank für ihre e-mail. ich bin
      vielen dank für ihre mail. ich bin
      ceci est une réponse automatique
      ceci est un message automatique
      merci pour votre message. je suis
      je suis actuellement absent
      esta es una respuesta automática
      este es un mensaje automático
      gracias por su mensaje. estoy
      questa è una risposta automatica
      questo è un messaggio automatico
      grazie per la sua email. sono
      grazie per il messaggio. sono
      esta é uma resposta automática
      esta é uma mensagem automática
      obrigado pelo seu contato. estou
      dit is een automatisch
      bedankt voor uw bericht. ik ben
      detta är ett automatiskt
      dette er et automatisk
      to jest automatyczna
      tato zpráva byla vygenerována automaticky
      это автоматический ответ
      これは自動返信
      本メールは自動
      このメールは自動
      此邮件为自动
      这是一封自动
      자동으로 발송
    `,
  },
  {
    class: 'auto-reply',
    weight: 2,
    words: `
      out of the office
      out of office
      away from the office
      away from my desk
      on annual leave
      on vacation
      on holiday
      on parental leave
      on maternity leave
      limited access to email
      limited access to e-mail
      currently away
      nicht im büro
      nicht im haus
      außer haus
      im urlaub
      bin abwesend
      werden nicht weitergeleitet
      wird nicht weitergeleitet
      absent du bureau
      absente du bureau
      je suis absent
      en congés
      en congé
      en vacances
      de retour le
      fuera de la oficina
      estaré ausente
      de vacaciones
      fuori ufficio
      fuori sede
      sono assente
      sarò assente
      in ferie
      fora do escritório
      estarei ausente
      de férias
      afwezig
      niet op kantoor
      met vakantie
      inte på kontoret
      på semester
      ikke på kontoret
      på ferie
      poissa toimistosta
      lomalla
      poza biurem
      na urlopie
      mimo kancelář
      na dovolené
      szabadságon
      în concediu
      в отпуске
      не на месте
      ofis dışında
      izindeyim
      不在に
      休暇
      休假
      不在办公室
      外出
      부재중
      휴가
    `,
  },
  {
    class: 'mdn',
    weight: 3,
    words: `
      was read on
      was displayed on
      this is a return receipt for the mail
      this is a return receipt for a message
      the message sent on
      has been displayed. there is no guarantee
      was deleted without being read
      your message was read
      ihre nachricht wurde gelesen
      wurde gelesen am
      dies ist eine empfangsbestätigung
      a été lu le
      votre message a été lu
      ceci est un accusé de réception
      se leyó el
      fue leído
      è stato letto
      foi lida em
      is gelezen op
      прочитано
    `,
  },
  {
    class: 'list',
    weight: 3,
    words: `
      has been rejected by the list moderator
      to the users mailing list has been received
      your posting has been rejected
      your subscription request has been
      i am the fml ml manager
      ml managing program
      fml mailing list manager
      the posting to this list is restricted
      your message to the list
      your mail to the list
      is being held until the list moderator
      this is the ezmlm program
      hi! this is the ezmlm
      welcome to the mailing list
      mailing list subscription confirmation
    `,
  },
  {
    class: 'complaint',
    weight: 3,
    words: `
      this is an email abuse report
      this is an abuse report
      this is a spam report
      feedback-type: abuse
      feedback-type: fraud
      x-hmxmroriginalrecipient
      this email was reported as spam
      you are receiving this message because you are signed up for
      "notificationtype":"complaint"
    `,
  },
  {
    class: 'challenge',
    weight: 3,
    words: `
      to verify your message
      verify that you are a real live human
      your message is being held
      please click the link below to confirm
      reply to this message to confirm
      you will only need to do this once
      this is a one-time
      i use a spam filter
      is protected by
      requires verification
      before your message is delivered
      to complete this verification
      only needs to be done once
      mailinblack
      spamarrest
      boxtrapper
    `,
  },
];
