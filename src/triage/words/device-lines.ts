/** Beginnings of the signature line of a phone or a mail program; the device follows. */
export const deviceOpens = `
  sent from
  sent via
  sent with
  sent using
  sent by galaxy
  sent on the go
  sent securely from
  sent securely with
  sent wirelessly
  sent through
  get outlook for
  get [outlook
  get bluemail for
  download outlook
  from my iphone
  from my ipad
  from my android
  from my samsung
  from my mobile
  from my phone
  from mobile
  from my blackberry
  from yahoo mail
  yahoo mail for
  yahoo mail: search
  yahoo mail: suche
  yahoo mail: cerca
  yahoo mail: cherche
  yahoo mail: busca
  yahoo mail: pesquis
  composed with
  this message was sent from my
  this email was sent from my
  please excuse typos
  please excuse brevity
  please excuse my brevity
  please excuse any typos
  excuse the brevity
  von meinem
  von meiner
  vom iphone
  vom ipad
  von unterwegs
  gesendet von
  gesendet mit
  gesendet aus
  gesendet über
  gesendet vom
  diese nachricht wurde von meinem
  diese nachricht wurde mit
  outlook für
  holen sie sich outlook
  hol dir outlook
  outlook for
  envoyé de
  envoyé depuis
  envoyé à partir
  envoyé avec
  envoyé d
  envoyé via
  envoyé par
  obtenir outlook
  télécharger outlook
  téléchargez outlook
  obtenez outlook
  provenance : courrier
  enviado desde
  enviado con
  enviado de
  enviado do
  enviado da
  enviado a partir
  enviado por
  enviado pelo
  enviado via
  enviado através
  enviada do
  obtener outlook
  obtén outlook
  descargar outlook
  obter o outlook
  obter outlook
  baixe o outlook
  transferir o outlook
  inviato da
  inviato dal
  inviato con
  inviato tramite
  inviata da
  scarica outlook
  ottieni outlook
  scaricare outlook
  verzonden vanaf
  verzonden met
  verzonden via
  verstuurd vanaf
  verstuurd met
  verstuurd vanuit
  verzonden vanuit
  verstuurd via
  outlook voor
  download outlook voor
  skickat från
  skickat med
  skickades från
  hämta outlook
  skaffa outlook
  sendt fra
  sendt med
  hent outlook
  få outlook
  sent fra
  lähetetty
  hanki outlook
  wysłane z
  wysłano z
  wysłany z
  wysłane przy
  pobierz outlook
  pobierz aplikację outlook
  odesláno z
  odesláno pomocí
  získat outlook
  získejte outlook
  stáhnout outlook
  odoslané z
  odoslané zo
  az iphone
  az ipad
  elküldve
  iphone-omról küldve
  küldve
  az outlook
  samsung mobil
  trimis de pe
  trimis din
  trimis de
  trimis cu
  obțineți outlook
  отправлено с
  отправлено из
  отправлено через
  отправлено от
  получить outlook
  скачать outlook
  надіслано з
  відправлено з
  отримати outlook
  iphone'umdan
  ipad'imden
  outlook’u
  στάλθηκε από
  απεσταλμένο από
  εστάλη από
  λήψη του outlook
  iphoneから送信
  ipadから送信
  iphone から送信
  ipad から送信
  outlook for ios
  outlook for android
  从我的
  從我的
  发自我的
  發自我的
  从
  來自我的
  获取适用于
  取得適用於
  나의 iphone
  내 iphone
  나의 ipad
  iphone에서
  galaxy에서
  삼성
  outlook(
  נשלח מה
  נשלח מ
  أُرسلت من
  تم الإرسال من
  مرسل من
  الحصول على outlook
  enviat des
  poslano s
  poslano sa
  poslano iz
  poslano z
  poslato sa
  saadetud minu
  išsiųsta iš
  nosūtīts no
  изпратено от
  dikirim dari
  được gửi từ
  ส่งจาก
  kirim dari
  bidalia
  sent iz
  <<sent by
  (sent from
  från min
  发自
  發自
  来自我的
  đã gửi từ
  odoslané
  lähettänyt
  enviada de
  poslané z
  sent by outlook
  get the new aol
  get the all new aol
  powered by cricket
  αποστολή από
  发送自
  sūtīts no
  dihantar daripada
  ipinadala mula sa
  sent úr
`;

/** Lines of programs whose names are words as well, and of those that name no device. */
export const wholeDeviceLines = `
  sent on the go
  von unterwegs gesendet
  gesendet von unterwegs
  sent from nine
  sent with nine
  sent from front
  sent from hey
`;

/** Ends of such a line in languages that name the device first. */
export const deviceEnds = `
  gesendet
  から送信
  gönderildi
  küldve
  에서 보냄
  에서 전송
  傳送
  发送
  發送
  寄出
  傳送。
  geschreven
  を入手
  edinin
  bidalia
  letöltése
`;

/** Sentences that may follow a device line. */
export const deviceApologies = `
  get the app
  open source mail client
  excus
  typo
  brev
  sorry
  pardon
  forgive
  entschuld
  tippfehler
  désol
  faute
  disculp
  errores
  scus
  errori
  desculp
  erros
  http
  powered
  organize
  verzeih
  kürze
  spelling
  secure
  dictat
  autocorrect
  4g
  5g
`;

/** Words of sentences: no program uses them when it names itself. */
export const sentenceWords = `
  it
  we
  is
  are
  works
  worked
  not
  nothing
  nobody
  but
  fails
  shows
  es
  ich
  wir
  ist
  geht
  kam
  nicht
  nichts
  aber
  uhr
  est
  rien
  mais
  muestra
  pero
  não
  mas
  non
  ma
  niet
  niets
  maar
  yesterday
  today
  gestern
  heute
  hier
  ayer
  hoy
  ieri
  oggi
  gisteren
  vandaag
  ontem
  hoje
  igår
  går
  eilen
  вчера
  сегодня
  včera
  dnes
  wczoraj
  dzisiaj
  dün
  tegnap
`;
