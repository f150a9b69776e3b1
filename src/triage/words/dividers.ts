/** Words between dashes above the mail that is answered. */
export const originalMessageWords = `
  original message
  original email
  original e-mail
  original mail
  original appointment
  reply message
  reply email
  previous message
  replied message
  回复的原邮件
  回复邮件信息
  ursprüngliche nachricht
  originalnachricht
  original-nachricht
  original nachricht
  urspruengliche nachricht
  antwort nachricht
  ursprüngliche e-mail
  originalmail
  original-mail
  ursprünglicher termin
  ursprüngliche mail
  orginalnachricht
  originale nachricht
  message d'origine
  message original
  message initial
  mail original
  e-mail d’origine
  message précédent
  courriel d'origine
  message de départ
  mensaje original
  mensaje de origen
  correo original
  mensaje anterior
  messaggio originale
  messaggio di origine
  messaggio originario
  mail originale
  e-mail originale
  messaggio precedente
  mensagem original
  mensagem de origem
  e-mail original
  mensagem anterior
  oorspronkelijk bericht
  origineel bericht
  oorspronkelijke bericht
  oorspronkelijke e-mail
  originele bericht
  ursprungligt meddelande
  originalmeddelande
  ursprungligt mejl
  ursprungliga meddelandet
  oprindelig meddelelse
  oprindelig mail
  original meddelelse
  original besked
  oprindelig besked
  opprinnelig melding
  opprinnelig e-post
  originalmelding
  original melding
  alkuperäinen viesti
  alkuperäinen sähköposti
  oryginalna wiadomość
  wiadomość oryginalna
  wiadomość pierwotna
  treść oryginalnej wiadomości
  původní zpráva
  původní e-mail
  pôvodná správa
  originálna správa
  eredeti üzenet
  eredeti levél
  mesaj original
  mesajul original
  mesaj inițial
  исходное сообщение
  оригинальное сообщение
  первоначальное сообщение
  исходное письмо
  вихідне повідомлення
  оригінальне повідомлення
  початкове повідомлення
  orijinal mesaj
  özgün ileti
  orjinal mesaj
  orijinal ileti
  asıl mesaj
  αρχικό μήνυμα
  πρωτότυπο μήνυμα
  元のメッセージ
  オリジナルメッセージ
  邮件原件
  原始邮件
  原始郵件
  原邮件
  原始信件
  原郵件
  원본 메시지
  원본 메일
  원본메시지
  원본 이메일
  הודעה מקורית
  ההודעה המקורית
  الرسالة الأصلية
  رسالة أصلية
  missatge original
  izvorna poruka
  originalna poruka
  izvirno sporočilo
  оригинално съобщение
  algne sõnum
  algkiri
  sākotnējais ziņojums
  originalus laiškas
  pradinis pranešimas
  pesan asli
  mesej asal
  thư gốc
  thông báo gốc
  ข้อความต้นฉบับ
  ข้อความเดิม
  پیام اصلی
  upprunaleg skilaboð
`;

/** Words between dashes above the mail that is forwarded. */
export const forwardedMessageWords = `
  forwarded message
  forwarded mail
  forwarded email
  forwarded by
  begin forwarded message
  start of forwarded message
  weitergeleitete nachricht
  anfang der weitergeleiteten nachricht
  beginn der weitergeleiteten nachricht
  weitergeleitete e-mail
  message transféré
  mail transféré
  courriel transféré
  e-mail transféré
  message réexpédié
  début du message réexpédié
  début du message transféré
  transféré
  message transmis
  mensaje reenviado
  inicio del mensaje reenviado
  comienzo del mensaje reenviado
  messaggio inoltrato
  inizio messaggio inoltrato
  mensagem encaminhada
  mensagem reencaminhada
  início da mensagem encaminhada
  início da mensagem reencaminhada
  doorgestuurd bericht
  begin doorgestuurd bericht
  doorgestuurde bericht
  doorgestuurde e-mail
  vidarebefordrat meddelande
  vidarebefordrat brev
  påbörja vidarebefordrat brev
  videresendt meddelelse
  start på videresendt besked
  videresendt besked
  videresendt melding
  begynnelse på videresendt melding
  videresendt e-post
  edelleenlähetetty viesti
  välitetty viesti
  välitetty viesti alkaa
  wiadomość przekazana
  przekazana wiadomość
  początek przekazywanej wiadomości
  przesłana wiadomość
  treść przekazanej wiadomości
  přeposlaná zpráva
  začátek přeposílané zprávy
  preposlaná správa
  začiatok preposlanej správy
  továbbított üzenet
  továbbított levél
  mesaj redirecționat
  început mesaj redirecționat
  пересланное сообщение
  переадресованное сообщение
  начало переадресованного сообщения
  перенаправленное сообщение
  пересылаемое сообщение
  переслане повідомлення
  переадресоване повідомлення
  початок листа, що пересилається
  yönlendirilmiş mesaj
  iletilen mesaj
  iletilen ileti
  προωθημένο μήνυμα
  έναρξη προωθημένου μηνύματος
  転送されたメッセージ
  転送メッセージ
  转发的邮件
  轉寄的郵件
  轉寄郵件
  转发邮件
  被转发邮件信息
  已转发邮件
  전달된 메시지
  전달된 메일
  הודעה שהועברה
  رسالة معاد توجيهها
  بدء الرسالة المعاد توجيهها
  missatge reenviat
  proslijeđena poruka
  posredovano sporočilo
  препратено съобщение
  edastatud kiri
  pārsūtīta ziņa
  persiųstas laiškas
  pesan terusan
  pesan yang diteruskan
  thư đã chuyển tiếp
  ข้อความที่ส่งต่อ
  áframsend skilaboð
`;
