export type HeaderLabel = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other';

/**
 * The labels of header blocks above quoted and forwarded mail, by meaning, without the colon. A short label such as
 * `nr` may be a word of another language, so readers require several labels.
 */
export const headerLabels: Readonly<Record<HeaderLabel, string>> = {
  from: `
    from
    von
    absender
    de
    expéditeur
    envoyé par
    remitente
    da
    mittente
    remetente
    van
    afzender
    från
    avsändare
    fra
    afsender
    avsender
    lähettäjä
    nadawca
    od
    odesílatel
    odosielateľ
    feladó
    küldő
    de la
    expeditor
    от
    от кого
    отправитель
    від
    від кого
    відправник
    kimden
    gönderen
    από
    αποστολέας
    差出人
    送信者
    发件人
    寄件者
    寄件人
    發件人
    보낸 사람
    보낸사람
    발신
    מאת
    שולח
    من
    المرسل
    remitent
    pošiljatelj
    šalje
    saatja
    kellelt
    no
    nuo
    siuntėjas
    подател
    изпратено от
    pengirim
    dari
    từ
    người gửi
    จาก
    prejeto od
    nga
    sendandi
    oddawca
    mensaje de
    messaggio da
    nachricht von
    originalnachricht von
    fromaddress
    nr
    از
    пошиљалац
    од
    보낸 이
    보낸이
    발신인
    送信元
    daripada
    გამგზავნი
    кімнен
    kimdən
    oddi wrth
    ارسل من
    مرسل
    प्रेषक
    nork
  `,
  date: `
    message du
    date
    sent
    sent at
    date sent
    sent on
    gesendet
    gesendet am
    datum
    verschickt
    envoyé
    envoyé le
    date d'envoi
    enviado
    enviado el
    enviado em
    fecha
    fecha de envío
    inviato
    inviato il
    data
    data invio
    enviada
    enviada em
    data de envio
    verzonden
    verzonden op
    skickat
    skickat den
    sendt
    dato
    lähetetty
    päivämäärä
    päiväys
    pvm
    wysłano
    wysłane
    data wysłania
    odesláno
    odoslané
    elküldve
    küldve
    küldés ideje
    trimis
    trimis la
    data trimiterii
    отправлено
    дата
    дата отправки
    відправлено
    надіслано
    gönderildi
    gönderme tarihi
    tarih
    στάλθηκε
    εστάλη
    ημερομηνία
    ημ/νία
    日時
    送信日時
    日付
    发送时间
    发送日期
    日期
    傳送時間
    寄件日期
    時間
    时间
    보낸 날짜
    날짜
    보낸날짜
    일시
    נשלח
    תאריך
    תאריך שליחה
    تم الإرسال
    التاريخ
    تاريخ
    تاريخ الإرسال
    أرسلت
    enviat
    enviat el
    poslano
    poslato
    saadetud
    kuupäev
    nosūtīts
    datums
    išsiųsta
    изпратено
    dikirim
    tanggal
    đã gửi
    ngày
    ส่ง
    วันที่
    send
    sendte
    dagsetning
    dërguar
    تاریخ
    ارسال شده
    inviata
    expediat
    gönderilme tarihi
    послато
    испратено
    датум
    sūtīts
    terkirim
    dihantar
    tarikh
    ส่งเมื่อ
    أرسل
    ارسال
    भेजा गया
    दिनांक
    送信日
    传送日期
    傳送日期
    發送時間
    보낸 시간
    bidalia
    გაგზავნილია
    თარიღი
    жіберілген
    күні
    göndərildi
    tarix
    anfonwyd
    dyddiad
    gestuur
    poslané
    изпратено на
  `,
  to: `
    to
    an
    empfänger
    à
    destinataire
    destinataires
    para
    destinatario
    per
    destinatari
    aan
    till
    mottagare
    til
    vastaanottaja
    vastaanottajat
    kopio
    do
    adresat
    komu
    pro
    címzett
    címzettek
    către
    кому
    получатель
    kime
    alıcı
    προς
    宛先
    收件人
    收件者
    받는 사람
    받는사람
    수신
    אל
    נמען
    إلى
    za
    prima
    primatelj
    saaja
    kellele
    kam
    kas
    gavėjas
    получател
    до
    kepada
    ke
    đến
    tới
    người nhận
    ถึง
    viðtakandi
    به
    pour
    ontvanger
    příjemce
    destinatar
    прима
    prejemnik
    per a
    adressaat
    adresāts
    untuk
    प्रति
    受信者
    받는 이
    받는이
    수신인
    nori
    ადრესატი
    кімге
    kimə
    gửi
  `,
  cc: `
    cc
    bcc
    kopie
    kopie an
    kopie (cc)
    copie
    copie à
    copia
    copia a
    cci
    cco
    c.c.
    kopia
    kopi
    dw
    do wiadomości
    másolatot kap
    másolat
    копия
    копія
    bilgi
    κοιν
    κοινοποίηση
    抄送
    副本
    참조
    עותק
    نسخة
    نسخة إلى
    tembusan
    kk
    v kopii
    v vednost
    kopia till
    копие
    kopija
    kp
    a/c
    koopia
    สำเนา
  `,
  subject: `
    subject
    re
    betreff
    betr.
    betr
    objet
    sujet
    asunto
    oggetto
    assunto
    onderwerp
    ämne
    emne
    aihe
    otsikko
    temat
    předmět
    věc
    tárgy
    subiect
    тема
    konu
    θέμα
    件名
    主题
    主題
    主旨
    标题
    제목
    נושא
    الموضوع
    موضوع
    assumpte
    tema
    naslov
    teema
    dalykas
    perihal
    subjek
    chủ đề
    tiêu đề
    เรื่อง
    efni
    zadeva
    относно
    subjekt
    subjekti
    topik
    наслов
    предмет
    temats
    priekšmets
    subyek
    หัวเรื่อง
    विषय
    gaia
    თემა
    тақырып
    mövzu
    pwnc
  `,
  other: `
    reply-to
    reply to
    answer to
    antwort an
    répondre à
    risposta
    rispondi a
    responder a
    importance
    wichtigkeit
    priorität
    priority
    importanza
    importancia
    belang
    attachments
    attachment
    anlagen
    anlage
    anhang
    pièces jointes
    allegati
    adjuntos
    datos adjuntos
    bijlagen
    sensitivity
    organization
    organisation
    when
    where
    newsgroups
    message-id
    in-reply-to
    sender
    resent-from
    mailed-by
    categories
    prioridad
    anexos
    załączniki
    bilagor
    vedhæftede filer
    sent by
    received
    flag
    antworten an
    im auftrag von
    enviado por
    priorità
    urgentie
    antwoord aan
    beantwoorden aan
    prioritet
    bifogade filer
    svar till
    svara till
    svar til
    vedlegg
    viktighet
    tärkeys
    liitteet
    vastausosoite
    ważność
    odpowiedz do
    důležitost
    přílohy
    odpověď na
    dôležitosť
    fontosság
    mellékletek
    válaszcím
    importanță
    atașări
    важность
    вложения
    важливість
    вкладення
    σπουδαιότητα
    συνημμένα
    önem derecesi
    ekler
  `,
};
