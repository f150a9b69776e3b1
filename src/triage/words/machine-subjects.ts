import type { MachineClass } from '../machine/machine-class.ts';

/** `reads` names the kind of subject for an operator. `weight` is in the points of machine/machine.ts. */
type SubjectRow = Readonly<{
  class: MachineClass;
  reads: string;
  weight: number;
  words: Readonly<Record<string, string>>;
}>;

/**
 * Subjects of machines. A phrase stands at the start of the subject and is followed by a colon, a bracket, a dash or
 * nothing. People may write all of them, so machine.ts requires a second sign.
 */
export const subjectWords: readonly SubjectRow[] = [
  {
    class: 'auto-reply',
    reads: 'an out-of-office notice',
    weight: 3,
    words: {
      en: `
        automatic reply
        automatic response
        automated reply
        automated response
        auto reply
        auto-reply
        autoreply
        auto response
        auto-response
        autoresponse
        autoresponder
        autorespons
        yahoo! auto response
        out of office autoreply
        out of office auto-reply
        out of office automatic reply
        out of office reply
        vacation reply
        vacation response
        vacation message
        away from my mail
        away message
        automatic reply from*
        automatic reply to*
        auto reply from*
        auto-reply from*
        autoreply from*
        automatic response to*
        automated response to*
      `,
      de: `
        automatische antwort
        automatische rückantwort
        automatische email-antwort
        automatische e-mail-antwort
        abwesenheitsnotiz
        abwesenheitsnachricht
        abwesenheitsbenachrichtigung
        abwesenheitsmeldung
        abwesenheitsassistent
        abwesenheitsagent
        autom. antwort
        automatische antwort auf*
        automatische antwort von*
      `,
      fr: `
        réponse automatique
        réponse auto
        message automatique
        message d'absence
        notification d'absence
        avis d'absence
        réponse automatique de*
        réponse automatique à*
      `,
      es: `
        respuesta automática
        respuesta automatizada
        mensaje de ausencia
        autorespuesta
        auto respuesta
        respuesta automática de*
        respuesta automática a*
      `,
      it: `
        risposta automatica
        risposta automatizzata
        messaggio di assenza
        risposta automatica da*
        risposta automatica a*
      `,
      pt: `
        resposta automática
        mensagem de ausência
        resposta automática de*
      `,
      nl: `
        automatisch antwoord
        automatische reactie
        automatisch bericht
        afwezigheidsbericht
        afwezigheidsmelding
        afwezigheidsassistent
        automatisch antwoord van*
        automatisch antwoord op*
      `,
      sv: `
        autosvar
        automatiskt svar
        frånvaromeddelande
      `,
      da: `
        automatisk svar
        autosvar
        fraværsmeddelelse
      `,
      no: `
        automatisk svar
        fraværsmelding
        fraværsassistent
      `,
      fi: `
        automaattinen vastaus
        poissaoloviesti
        poissaoloilmoitus
        automaattivastaus
      `,
      pl: `
        automatyczna odpowiedź
        odpowiedź automatyczna
        autoodpowiedź
        autoresponder
      `,
      cs: `
        automatická odpověď
        odpověď mimo kancelář
      `,
      sk: 'automatická odpoveď',
      hu: `
        automatikus válasz
        automatikus üzenet
      `,
      ro: 'răspuns automat',
      ru: `
        автоответ
        автоматический ответ
        автоответчик
      `,
      uk: `
        автоматична відповідь
        автовідповідь
      `,
      bg: 'автоматичен отговор',
      el: 'αυτόματη απάντηση',
      tr: `
        otomatik yanıt
        otomatik cevap
      `,
      hr: 'automatski odgovor',
      sl: 'samodejni odgovor',
      lv: 'automātiskā atbilde',
      lt: 'automatinis atsakymas',
      et: 'automaatvastus',
      ca: 'resposta automàtica',
      ja: `
        自動返信*
        自動応答*
        不在通知*
        【自動返信】*
        不在応答*
      `,
      zh: `
        自动回复*
        自動回覆*
        自動回復*
        自动答复*
        自動答覆*
      `,
      ko: `
        자동 회신*
        자동회신*
        자동 응답*
        자동응답*
      `,
      he: `
        תשובה אוטומטית
        מענה אוטומטי
      `,
      ar: `
        رد تلقائي
        الرد التلقائي
      `,
      th: `
        ตอบกลับอัตโนมัติ
        การตอบกลับอัตโนมัติ
      `,
      vi: `
        trả lời tự động
        thư trả lời tự động
      `,
      id: `
        balasan otomatis
        jawapan automatik
      `,
      sr: 'аутоматски одговор',
      mk: 'автоматски одговор',
      is: 'sjálfvirkt svar',
      eu: 'erantzun automatikoa',
      fa: 'پاسخ خودکار',
      hi: `
        स्वचालित उत्तर
        स्वतः उत्तर
      `,
    },
  },
  {
    class: 'auto-reply',
    reads: 'a word of absence',
    weight: 2,
    words: {
      en: `
        out of office
        out-of-office
        out of the office
        ooo
        oof
        vacation notice
        away from office
        on vacation
        on leave
        *is out of the office
        *is out of the office.
        *out of office
        *- out of office
        *is away
        *is on vacation
      `,
      de: `
        abwesenheit
        abwesend
        nicht im büro
        außer haus
        urlaub
        *ist nicht im büro
        *ist außer haus
        *ist im urlaub
        *ist abwesend
      `,
      fr: `
        absence du bureau
        absent du bureau
        absence
        absent
        absente
        répondeur
        en congé
        en congés
        hors du bureau
        *est absent
        *est absente
        *est absent du bureau
        *est en congé
      `,
      es: `
        fuera de la oficina
        fuera de oficina
        ausencia
        ausente
        ausencia temporal
        de vacaciones
        *está fuera de la oficina
        *está ausente
      `,
      it: `
        fuori sede
        fuori ufficio
        fuori dall'ufficio
        assente
        assenza
        in ferie
        assente dall'ufficio
        *è fuori sede
        *è assente
        *è fuori ufficio
      `,
      pt: `
        fora do escritório
        ausência temporária
        ausência
        ausente
        fora da empresa
        estou de férias
        em férias
        férias
        *está fora do escritório
        *está ausente
      `,
      nl: `
        afwezig
        afwezigheid
        niet aanwezig
        niet op kantoor
        *is afwezig
        *is niet op kantoor
      `,
      sv: `
        frånvaro
        frånvarande
        ej på kontoret
        semester
        *är inte på kontoret
      `,
      da: `
        fravær
        fraværende
        ikke til stede
        ikke på kontoret
        *er ikke på kontoret
      `,
      no: `
        ikke på kontoret
        *er ikke på kontoret
      `,
      fi: `
        poissa
        poissa toimistosta
        lomalla
      `,
      pl: `
        nieobecność
        poza biurem
        nieobecność w biurze
        urlop
      `,
      cs: `
        mimo kancelář
        nepřítomnost
        dovolená
        nejsem v kanceláři
      `,
      sk: `
        mimo kancelárie
        neprítomnosť
        dovolenka
      `,
      hu: `
        házon kívül
        távollét
        szabadságon
      `,
      ro: `
        absent
        absent din birou
        în afara biroului
        plecat din birou
        concediu
      `,
      ru: `
        нет на месте
        вне офиса
        отсутствие
        отсутствую
        в отпуске
        отпуск
      `,
      uk: `
        поза офісом
        немає на роботі
        відпустка
      `,
      bg: `
        извън офиса
        отсъствие
      `,
      el: `
        εκτός γραφείου
        απουσία
      `,
      tr: `
        ofis dışında
        ofis dışındayım
        izindeyim
      `,
      hr: `
        izvan ureda
        odsutan
        odsutnost
      `,
      sl: `
        odsoten
        odsotnost
        izven pisarne
      `,
      lv: `
        atvaļinājums*
        ārpus biroja
        prombūtnē
      `,
      lt: `
        ne biure
        atostogos
      `,
      et: `
        kontorist väljas
        puhkus
      `,
      ca: `
        fora de l'oficina
        absència
      `,
      ja: `
        不在
        不在のお知らせ*
      `,
      zh: `
        不在办公室*
        不在辦公室*
        休假
        外出
      `,
      ko: `
        부재중*
        부재 중*
      `,
      he: 'מחוץ למשרד',
      ar: 'خارج المكتب',
      vi: 'vắng mặt',
      id: 'di luar kantor',
    },
  },
  {
    class: 'dsn',
    reads: 'a delivery report',
    weight: 3,
    words: {
      en: `
        undeliverable
        undeliverable mail
        undeliverable message
        undeliverable email
        undeliverable mail*
        undelivered mail
        undelivered mail returned to sender
        undelivered message returned to sender
        undelivered
        delivery status notification
        delivery status
        delivery notification
        delivery report
        delivery failure
        delivery failed
        delivery failure notification
        delivery error
        delivery has failed
        delivery delayed
        delivery delay*
        delayed mail
        delayed delivery
        message delayed*
        mail delayed*
        mail delivery failed
        mail delivery failure
        mail delivery delayed
        mail delivery deferral
        mail delivery status report
        mail delivery status
        mail delivery error
        mail delivery problem
        mail delivery system
        mail delivery subsystem
        mail delivery warning
        mail delivery report
        mail not delivered
        mail system error
        mail error
        mail failure
        mail failed
        mail could not be delivered
        mail failed, returning to sender
        email delivery failure
        email delivery failed
        message delivery failure
        message delivery failed
        message delivery has been delayed
        message could not be delivered
        message undeliverable
        message not delivered
        message delivery
        returned mail
        returned email
        returned message
        returned to sender
        returning mail
        returning message to sender
        failure notice
        failure delivery
        failed delivery
        failed mail
        failed to deliver
        permanent delivery failure
        non-delivery notification
        non-delivery report
        non delivery report
        nondeliverable mail
        ndn
        ndr
        not delivered
        postmaster notify
        notice. mail delivery status
        notice: mail delivery status
        notification d’état de la distribution
        warning: could not send message*
        warning: message *
        warning - delayed mail
        warning: mail delayed
        could not deliver
        could not send message*
        unable to deliver*
        unable to deliver mail
        your message could not be delivered
        your message was not delivered
        your email was not delivered
        your mail was not delivered
        sorry, your message could not be delivered
        sorry, unable to deliver*
        there was an error sending your mail
        considered unsolicited bulk email*
        message you sent blocked*
        message blocked
        message rejected
        message quarantined
        mail rejected
        rejected
        rejected mail
        rejected message
        virus found in*
        virus in mail*
        virus alert
        banned file*
        banned contents*
        blocked
        error mail report
        error mail
        error message
        expired delivery
        recipient unknown
        user unknown
        unknown user
        mailbox full
        mailbox unavailable
        bounce
        bounced mail
        bounced message
        bounced email
        address not found
        invalid address
      `,
      de: `
        unzustellbar
        unzustellbare nachricht
        unzustellbare e-mail
        unzustellbare mail
        nicht zustellbar
        nicht zugestellt
        nicht zugestellte nachricht
        zustellung fehlgeschlagen
        zustellungsfehler
        zustellfehler
        zustellbericht
        fehler bei der zustellung
        fehler bei der nachrichtenzustellung
        benachrichtigung zum übermittlungsstatus*
        unzustellbarkeitsbericht
        zustellung verzögert
        verzögerte zustellung
        verspätet
        rückläufer
        mailzustellung fehlgeschlagen
        e-mail konnte nicht zugestellt werden
      `,
      fr: `
        non remis
        non remise
        non distribuable
        non délivré
        message non délivré
        message non remis
        échec de remise
        échec de la remise
        échec de livraison
        échec de distribution
        échec d'envoi
        échec de l'envoi
        remise retardée
        remis en retard
        retard de remise
        courrier non remis
        notification d'état de remise*
        notification de statut de la livraison*
        rapport de non-remise
        avis de non-livraison
      `,
      es: `
        no se puede entregar
        no se pudo entregar
        no entregado
        no entregable
        mensaje no entregado
        correo no entregado
        correo devuelto
        error de entrega
        error en la entrega
        fallo en la entrega
        fallo de entrega
        entrega fallida
        entrega retrasada
        imposible entregar
        notificación de estado de entrega*
        notificación sobre el estado de la entrega*
        aviso de no entrega
        devuelto
      `,
      it: `
        non recapitabile
        non recapitato
        messaggio non recapitato
        messaggio non recapitabile
        mancato recapito
        mancata consegna
        impossibile recapitare*
        avviso di mancata consegna
        consegna fallita
        errore di consegna
        recapito ritardato
        consegna ritardata
        messaggio non consegnato
        notifica sullo stato del recapito*
        notifica di mancato recapito
        posta non recapitata
        anomalia messaggio
        avviso di mancata consegna*
      `,
      pt: `
        não entregue
        não é possível entregar
        não foi possível entregar
        mensagem não entregue
        falha na entrega
        falha de entrega
        falha na entrega da mensagem
        erro de entrega
        e-mail devolvido
        email devolvido
        mensagem devolvida
        entrega atrasada
        notificação do status de entrega*
        notificação de status de entrega*
        não é possível ser entregue
      `,
      nl: `
        onbestelbaar
        onbestelbare e-mail
        niet bezorgd
        niet afgeleverd
        bericht niet bezorgd
        bezorging mislukt
        aflevering mislukt
        bezorging vertraagd
        kan niet worden bezorgd
        niet-bezorgbaar
        kennisgeving van bezorgstatus*
      `,
      sv: `
        kan inte levereras
        gick inte att leverera
        olevererbart
        ej levererat
        inte levererat
        leveransfel
        meddelandet kunde inte levereras
        leveransen är försenad
      `,
      da: `
        kan ikke leveres
        ikke leveret
        kunne ikke leveres
        levering mislykkedes
        leveringsfejl
      `,
      no: `
        kan ikke leveres
        ikke levert
        kunne ikke leveres
        levering mislyktes
        leveringsfeil
      `,
      fi: `
        toimitus epäonnistui
        toimittaminen epäonnistui
        ei voi toimittaa
        ei toimitettu
        perille toimittamaton
        viestiä ei voitu toimittaa
      `,
      pl: `
        niedostarczalne
        nie dostarczono
        nie można dostarczyć
        niedostarczona wiadomość
        niedostarczona
        nie można dostarczyć wiadomości
        zwrot poczty
        błąd dostarczenia
      `,
      cs: `
        nedoručitelné
        nedoručeno
        nedoručená zpráva
        zpráva nebyla doručena
        nedoručitelná zpráva
      `,
      sk: `
        nedoručiteľné
        nedoručené
        nedoručená správa
      `,
      hu: `
        kézbesíthetetlen
        nem kézbesíthető
        kézbesítési hiba
        a kézbesítés nem sikerült
        sikertelen kézbesítés
      `,
      ro: `
        nelivrat
        nu se poate livra
        mesaj nelivrat
        nelivrabil
        livrare eșuată
      `,
      ru: `
        не доставлено
        недоставлено
        недоставленное сообщение
        недоставленное
        не удается доставить
        не удалось доставить
        сообщение не доставлено
        ваше сообщение не доставлено
        недоставка
        возврат письма
        письмо не доставлено
        отчет о недоставке
        невозможно доставить*
      `,
      uk: `
        не доставлено
        недоставлене повідомлення
        не вдалося доставити
      `,
      bg: `
        недоставимо
        не е доставено
      `,
      el: `
        δεν παραδόθηκε
        αδυναμία παράδοσης
        μη παραδοτέο
      `,
      tr: `
        teslim edilemedi
        iletilemedi
        teslim edilemeyen
        teslim edilemiyor
        gönderilemedi
      `,
      hr: `
        neisporučivo
        nije isporučeno
        isporuka nije uspjela
      `,
      sl: `
        nedostavljivo
        ni dostavljeno
      `,
      lv: `
        nepiegādājams
        nav piegādāts
        nevar piegādāt
      `,
      lt: `
        nepristatyta
        neįmanoma pristatyti
      `,
      et: `
        kohaletoimetamatu
        ei saa kohale toimetada
      `,
      ja: `
        配信不能*
        配信エラー*
        配信できません*
        配信不可*
        送信エラー*
        送信できません*
        送信失敗*
        未配信*
        未達*
        不達*
        エラーメール*
        メッセージを配信できません*
        メール送信エラー*
        メールが届きません*
        宛先不明*
        *配信できませんでした
      `,
      zh: `
        无法送达*
        无法传递*
        无法投递*
        未送达*
        未传递*
        未傳遞*
        無法傳遞*
        無法傳送*
        無法遞送*
        退信*
        系统退信*
        邮件退回*
        投递失败*
        传递失败*
        郵件退回*
        退件*
        邮件投递失败*
      `,
      ko: `
        배달되지 않음*
        배달할 수 없음*
        전송 실패*
        전송실패*
        메일 전송 실패*
        반송*
        발송 실패*
        수신 실패*
      `,
      he: `
        לא ניתן לשלוח
        לא נמסר
        לא ניתן למסור
      `,
      ar: `
        تعذر تسليم*
        لم يتم تسليم*
        غير قابل للتسليم
      `,
      vi: `
        không gửi được*
        không thể gửi*
      `,
      th: 'ไม่สามารถส่ง*',
    },
  },
  {
    class: 'mdn',
    reads: 'a read receipt',
    weight: 3,
    words: {
      en: `
        read
        not read
        read receipt
        return receipt
        disposition notification
        message read
        return receipt (displayed)
        read notification
      `,
      de: `
        gelesen
        ungelesen
        lesebestätigung
        empfangsbestätigung
        rückantwort (angezeigt)
      `,
      fr: `
        lu
        non lu
        accusé de réception
        accusé de lecture
        confirmation de lecture
      `,
      es: `
        leído
        no leído
        confirmación de lectura
        acuse de recibo
      `,
      it: `
        letto
        non letto
        conferma di lettura
        ricevuta di ritorno
      `,
      pt: `
        lida
        lido
        não lida
        confirmação de leitura
        recibo de leitura
      `,
      nl: `
        gelezen
        niet gelezen
        leesbevestiging
        ontvangstbevestiging
      `,
      sv: `
        läst
        läskvitto
      `,
      da: `
        læst
        læsekvittering
      `,
      pl: `
        przeczytano
        potwierdzenie przeczytania
      `,
      ru: `
        прочтено
        прочитано
        уведомление о прочтении
      `,
      cs: 'přečteno',
      ja: `
        開封済み*
        開封通知*
        開封済*
      `,
      zh: `
        已读*
        已讀*
        回执*
      `,
    },
  },
  {
    class: 'calendar',
    reads: 'an answer to an invitation',
    weight: 3,
    words: {
      en: `
        accepted
        declined
        tentative
        tentatively accepted
        tentative accept
        new time proposed
        canceled event
        updated invitation
      `,
      de: `
        zugesagt
        angenommen
        abgelehnt
        abgesagt
        mit vorbehalt
        mit vorbehalt zugesagt
        zusage
        absage
      `,
      fr: `
        accepté
        acceptée
        refusé
        refusée
        provisoire
        décliné
        accepté provisoirement
      `,
      es: `
        aceptado
        aceptada
        rechazado
        rechazada
        provisional
        aceptación provisional
      `,
      it: `
        accettato
        accettata
        rifiutato
        rifiutata
        provvisorio
        accettato con riserva
      `,
      pt: `
        aceito
        aceite
        aceita
        recusado
        recusada
        provisório
        tentativa
      `,
      nl: `
        geaccepteerd
        afgewezen
        voorlopig
        geweigerd
        voorlopig geaccepteerd
      `,
      sv: `
        accepterat
        avböjt
        preliminärt
      `,
      da: `
        accepteret
        afvist
        foreløbig
      `,
      pl: `
        zaakceptowano
        odrzucono
        wstępnie
      `,
      ru: `
        принято
        отклонено
        под вопросом
      `,
      cs: `
        přijato
        odmítnuto
        nezávazně
      `,
      ja: `
        承諾*
        辞退*
        仮承諾*
      `,
      zh: `
        已接受*
        已拒绝*
        暂定*
      `,
    },
  },
  {
    class: 'complaint',
    reads: 'a complaint about spam',
    weight: 3,
    words: {
      en: `
        abuse report
        email abuse report
        email feedback report*
        spam report
        spam complaint
        complaint about message from*
        feedback loop
        feedback report
        spamtraphit*
        dmarc forensic report*
        [spamcop*
        rackspace abuse report
        customer complaint
      `,
    },
  },
  {
    class: 'challenge',
    reads: 'a request to confirm the author',
    weight: 3,
    words: {
      en: `
        please confirm your message
        please confirm your email
        please confirm your e-mail
        please confirm (conf#*
        confirm your message
        your email requires verification*
        your mail requires verification*
        your message requires verification*
        verify your message
        sender verification
        message verification
        email verification required
        challenge
        [qconfirm]*
        action required to deliver your*
      `,
      de: `
        bitte bestätigen sie ihre nachricht
        absenderüberprüfung
        bestätigung erforderlich
      `,
      fr: `
        confirmez votre message
        demande d’authentification*
        veuillez confirmer votre message
        mailinblack*
      `,
      es: `
        confirme su mensaje
        verificación de remitente
      `,
      it: `
        conferma il tuo messaggio
        verifica mittente
      `,
      pt: `
        confirme sua mensagem
        confirmação de remetente
        antispam uol*
      `,
    },
  },
  {
    class: 'list',
    reads: 'a list server',
    weight: 3,
    words: {
      en: `
        loop alert
        loop back warning
        request to mailing list*
        warning: unix from loop*
        fml system error message*
        ignored not member article*
        spam mail from a spammer is rejected*
        *awaits moderator approval
      `,
    },
  },
  {
    class: 'notification',
    reads: 'a ticket system',
    weight: 3,
    words: {
      en: `
        ticket received
        ticket created
        request received
        case created
      `,
    },
  },
  {
    class: 'notification',
    reads: 'an aggregate report',
    weight: 3,
    words: {
      en: `
        report domain
        dmarc aggregate report*
        report domain*
        [dmarc report]
        dmarc report for*
        tls report for*
      `,
    },
  },
];
