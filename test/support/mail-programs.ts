// Replies as mail programs write them: the MIME, the markup and the words of each, in six languages.
// Every mail says the same two things of its author's own, above, between or below what it answers.
export const languages = ['en', 'it', 'es', 'pt', 'fr', 'de'] as const;
type Language = (typeof languages)[number];
export type ProgramReply = Readonly<{
  program: string;
  language: Language;
  form: 'text' | 'HTML' | 'both';
  raw: string;
  reply: string;
}>;

type Words = Readonly<{
  own: readonly [string, string];
  asked: readonly [string, string];
  /** Gmail's line; `%` stands where it breaks before the address. */
  gmail: string;
  apple: string;
  thunderbird: string;
  yahoo: string;
  proton: string;
  labels: readonly [from: string, sent: string, to: string, subject: string];
  sent: string;
  original: string;
  phone: string;
  outlookPhone: string;
  samsung: string;
}>;

const nora = 'Nora Lind &lt;support@mx.test&gt;';
const words: Record<Language, Words> = {
  en: {
    own: ['The calendar is still empty for Dr Berg.', 'It began on Monday, after the update.'],
    asked: ['Could you tell us since when?', 'Kind regards, Nora'],
    gmail: 'On Tue, Mar 5, 2024 at 9:41 AM Nora Lind <%support@mx.test> wrote:',
    apple: 'On 5 Mar 2024, at 09:41, Nora Lind <support@mx.test> wrote:',
    thunderbird: 'On 05/03/2024 09:41, Nora Lind wrote:',
    yahoo: 'On Tuesday, March 5, 2024 at 09:41:12 AM GMT+1, Nora Lind <support@mx.test> wrote:',
    proton: 'On Tuesday, March 5th, 2024 at 09:41, Nora Lind <support@mx.test> wrote:',
    labels: ['From', 'Sent', 'To', 'Subject'],
    sent: 'Tuesday, March 5, 2024 9:41 AM',
    original: 'Original Message',
    phone: 'Sent from my iPhone',
    outlookPhone: 'Get Outlook for iOS',
    samsung: 'Sent from my Galaxy',
  },
  it: {
    own: ['L’agenda del dottor Berg è ancora vuota.', 'È cominciato lunedì, dopo l’aggiornamento.'],
    asked: ['Ci può dire da quando?', 'Cordiali saluti, Nora'],
    gmail: 'Il giorno mar 5 mar 2024 alle ore 09:41 Nora Lind <%support@mx.test> ha scritto:',
    apple: 'Il giorno 5 mar 2024, alle ore 09:41, Nora Lind <support@mx.test> ha scritto:',
    thunderbird: 'Il 05/03/2024 09:41, Nora Lind ha scritto:',
    yahoo: 'Il martedì 5 marzo 2024 alle ore 09:41:12 CET, Nora Lind <support@mx.test> ha scritto:',
    proton: 'Il martedì 5 marzo 2024 09:41, Nora Lind <support@mx.test> ha scritto:',
    labels: ['Da', 'Inviato', 'A', 'Oggetto'],
    sent: 'martedì 5 marzo 2024 09:41',
    original: 'Messaggio originale',
    phone: 'Inviato da iPhone',
    outlookPhone: 'Scarica Outlook per iOS',
    samsung: 'Inviato dal mio Galaxy',
  },
  es: {
    own: ['La agenda del doctor Berg sigue vacía.', 'Empezó el lunes, después de la actualización.'],
    asked: ['¿Nos puede decir desde cuándo?', 'Un saludo, Nora'],
    gmail: 'El mar, 5 mar 2024 a las 9:41, Nora Lind (<%support@mx.test>) escribió:',
    apple: 'El 5 mar 2024, a las 9:41, Nora Lind <support@mx.test> escribió:',
    thunderbird: 'El 5/3/24 a las 9:41, Nora Lind escribió:',
    yahoo: 'El martes, 5 de marzo de 2024, 09:41:12 CET, Nora Lind <support@mx.test> escribió:',
    proton: 'El martes, 5 de marzo de 2024 a las 09:41, Nora Lind <support@mx.test> escribió:',
    labels: ['De', 'Enviado', 'Para', 'Asunto'],
    sent: 'martes, 5 de marzo de 2024 9:41',
    original: 'Mensaje original',
    phone: 'Enviado desde mi iPhone',
    outlookPhone: 'Obtener Outlook para iOS',
    samsung: 'Enviado desde mi Galaxy',
  },
  pt: {
    own: ['A agenda do doutor Berg continua vazia.', 'Começou na segunda, depois da atualização.'],
    asked: ['Pode dizer-nos desde quando?', 'Com os melhores cumprimentos, Nora'],
    gmail: 'Nora Lind <%support@mx.test> escreveu (terça, 5/03/2024 à(s) 09:41):',
    apple: 'Em 5 de mar. de 2024, à(s) 09:41, Nora Lind <support@mx.test> escreveu:',
    thunderbird: 'Em 05/03/2024 09:41, Nora Lind escreveu:',
    yahoo: 'Em terça-feira, 5 de março de 2024 às 09:41:12 WET, Nora Lind <support@mx.test> escreveu:',
    proton: 'Em terça-feira, 5 de março de 2024 às 09:41, Nora Lind <support@mx.test> escreveu:',
    labels: ['De', 'Enviado', 'Para', 'Assunto'],
    sent: '5 de março de 2024 09:41',
    original: 'Mensagem original',
    phone: 'Enviado do meu iPhone',
    outlookPhone: 'Obter o Outlook para iOS',
    samsung: 'Enviado do meu Galaxy',
  },
  fr: {
    own: ['L’agenda du docteur Berg est toujours vide.', 'Cela a commencé lundi, après la mise à jour.'],
    asked: ['Depuis quand, s’il vous plaît ?', 'Bien cordialement, Nora'],
    gmail: 'Le mar. 5 mars 2024 à 09:41, Nora Lind <%support@mx.test> a écrit :',
    apple: 'Le 5 mars 2024 à 09:41, Nora Lind <support@mx.test> a écrit :',
    thunderbird: 'Le 05/03/2024 à 09:41, Nora Lind a écrit :',
    yahoo: 'Le mardi 5 mars 2024 à 09:41:12 UTC+1, Nora Lind <support@mx.test> a écrit :',
    proton: 'Le mardi 5 mars 2024 à 09:41, Nora Lind <support@mx.test> a écrit :',
    labels: ['De', 'Envoyé', 'À', 'Objet'],
    sent: 'mardi 5 mars 2024 09:41',
    original: 'Message d’origine',
    phone: 'Envoyé de mon iPhone',
    outlookPhone: 'Télécharger Outlook pour iOS',
    samsung: 'Envoyé depuis mon appareil Galaxy',
  },
  de: {
    own: ['Der Kalender von Dr. Berg ist weiterhin leer.', 'Es begann am Montag, nach dem Update.'],
    asked: ['Seit wann ist das so?', 'Viele Grüße, Nora'],
    gmail: 'Am Di., 5. März 2024 um 09:41 Uhr schrieb Nora Lind <%support@mx.test>:',
    apple: 'Am 05.03.2024 um 09:41 schrieb Nora Lind <support@mx.test>:',
    thunderbird: 'Am 05.03.24 um 09:41 schrieb Nora Lind:',
    yahoo: 'Am Dienstag, 5. März 2024 um 09:41:12 MEZ hat Nora Lind <support@mx.test> Folgendes geschrieben:',
    proton: 'Am Dienstag, 5. März 2024 um 09:41 schrieb Nora Lind <support@mx.test>:',
    labels: ['Von', 'Gesendet', 'An', 'Betreff'],
    sent: 'Dienstag, 5. März 2024 09:41',
    original: 'Ursprüngliche Nachricht',
    phone: 'Von meinem iPhone gesendet',
    outlookPhone: 'Outlook für iOS beziehen',
    samsung: 'Von meinem Galaxy gesendet',
  },
};

type Written = Readonly<{ fields: string; plain: string | null; html: string | null }>;
type Program = (words: Words) => Written;

const angled = (line: string): string => line.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const quotedLines = ({ asked }: Words): string => asked.map(line => `> ${line}`).join('\n>\n');
const block = ({ labels: [from, sent, to, subject], sent: when }: Words, mark = ''): string =>
  [
    `${mark}${from}:${mark} Nora Lind <support@mx.test>`,
    `${mark}${sent}:${mark} ${when}`,
    `${mark}${to}:${mark} Ada Rossi <ada@clinic.test>`,
    `${mark}${subject}:${mark} [PT-7] Kalender`,
  ].join('\n');
const blockHtml = ({ labels: [from, sent, to, subject], sent: when }: Words): string =>
  `<b>${from}:</b> ${nora}<br><b>${sent}:</b> ${when}<br><b>${to}:</b> Ada Rossi &lt;ada@clinic.test&gt;<br><b>${subject}:</b> [PT-7] Kalender`;

const programs: Record<string, Program> = {
  'Gmail on the web': ({ own, gmail, ...rest }) => ({
    fields: 'Message-ID: <CAF1x=a@mail.gmail.com>',
    plain: `${own[0]}\n\n${own[1]}\n\n${gmail.replace('%', '\n')}\n\n${quotedLines({ own, gmail, ...rest })}\n`,
    html: `<div dir="ltr"><div>${own[0]}</div><div><br></div><div>${own[1]}</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${angled(gmail.replace('%', ''))}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>${rest.asked.join('</div><div>')}</div></blockquote></div>`,
  }),
  'Outlook for Windows': all => ({
    fields: 'X-Mailer: Microsoft Outlook 16.0\nThread-Index: AQHabc==',
    plain: `${all.own[0]}\n\n${all.own[1]}\n\n${block(all)}\n\n${all.asked.join('\n')}\n`,
    html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0cm}</style></head><body lang=DE link="#0563C1"><div class=WordSection1><p class=MsoNormal>${all.own[0]}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>${all.own[1]}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>${blockHtml(all)}<o:p></o:p></p></div></div><p class=MsoNormal>${all.asked.join('<o:p></o:p></p><p class=MsoNormal>')}</p></div></body></html>`,
  }),
  'Outlook on the web': all => ({
    fields: 'X-MS-Has-Attach:\nX-Originating-IP: [192.0.2.1]',
    plain: `${all.own[0]}\n\n${all.own[1]}\n${'_'.repeat(32)}\n${block(all)}\n\n${all.asked.join('\n')}\n`,
    html: `<html><body dir="ltr"><div class="elementToProof" style="font-family:Aptos">${all.own[0]}</div><div class="elementToProof"><br></div><div class="elementToProof">${all.own[1]}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">${blockHtml(all)}</font><div>&nbsp;</div></div><div>${all.asked.join('</div><div>')}</div></body></html>`,
  }),
  'Outlook for iOS': all => ({
    fields: 'X-MS-Has-Attach:',
    plain: `${all.own[0]}\n\n${all.own[1]}\n\n${all.outlookPhone}<https://aka.ms/o0ukef>\n${'_'.repeat(32)}\n${block(all)}\n\n${all.asked.join('\n')}\n`,
    html: `<html><body><div dir="ltr">${all.own[0]}</div><div dir="ltr"><br></div><div dir="ltr">${all.own[1]}</div><div id="ms-outlook-mobile-signature"><div><br></div><div><a href="https://aka.ms/o0ukef">${all.outlookPhone}</a></div></div><div id="mail-editor-reference-message-container"><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">${blockHtml(all)}</div><div>${all.asked.join('<br>')}</div></div></body></html>`,
  }),
  'Apple Mail': ({ own, apple, ...rest }) => ({
    fields: 'Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.500.171.1.1\\))\nX-Mailer: Apple Mail (2.3774.500.171.1.1)',
    plain: `${own[0]}\n\n${own[1]}\n\n> ${apple.replace(/^(.{60}\S*) /, '$1\n> ')}\n>\n${quotedLines({ own, apple, ...rest })}\n`,
    html: `<html><body style="overflow-wrap: break-word;">${own[0]}<div><br></div><div>${own[1]}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>${angled(apple)}</div><br class="Apple-interchange-newline"><div>${rest.asked.join('<br>')}</div></blockquote></div><br></div></body></html>`,
  }),
  'Mail on an iPhone': ({ own, apple, phone, ...rest }) => ({
    fields: 'Mime-Version: 1.0 (1.0)\nX-Mailer: iPhone Mail (21D61)',
    plain: `${own[0]}\n\n${own[1]}\n\n${phone}\n\n> ${apple}\n>\n> \ufeff${quotedLines({ own, apple, phone, ...rest }).slice(2)}\n`,
    html: `<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">${own[0]}<div><br></div><div>${own[1]}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">${phone}</div><div dir="ltr"><br><blockquote type="cite">${angled(apple)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff${rest.asked.join('<br>')}</div></blockquote></div></body></html>`,
  }),
  'Thunderbird, above': ({ own, thunderbird, ...rest }) => ({
    fields: 'User-Agent: Mozilla Thunderbird',
    plain: `${own[0]}\n\n${own[1]}\n\n${thunderbird}\n${quotedLines({ own, thunderbird, ...rest })}\n`,
    html: null,
  }),
  'Thunderbird, below': ({ own, thunderbird, ...rest }) => ({
    fields: 'User-Agent: Mozilla Thunderbird',
    plain: `${thunderbird}\n${quotedLines({ own, thunderbird, ...rest })}\n\n${own[0]}\n\n${own[1]}\n`,
    html: null,
  }),
  'Thunderbird, between the lines': ({ own, thunderbird, asked }) => ({
    fields: 'User-Agent: Mozilla Thunderbird',
    plain: `${thunderbird}\n> ${asked[0]}\n\n${own[0]}\n\n> ${asked[1]}\n\n${own[1]}\n`,
    html: null,
  }),
  'Thunderbird, HTML': ({ own, thunderbird, asked }) => ({
    fields: 'User-Agent: Mozilla Thunderbird',
    plain: null,
    html: `<!DOCTYPE html><html><body text="#000000"><p>${own[0]}</p><p>${own[1]}<br></p><div class="moz-cite-prefix">${thunderbird}<br></div><blockquote type="cite" cite="mid:1@mx.test"><p>${asked.join('</p><p>')}</p></blockquote></body></html>`,
  }),
  Yahoo: ({ own, yahoo, ...rest }) => ({
    fields: 'X-Mailer: WebService/1.1.22129 YMailNorrin',
    plain: `${own[0]}\n\n${own[1]}\n\n    ${yahoo}  \n \n ${rest.asked.join('\n\n')}\n  \n`,
    html: `<html><body><div class="ydp1a2b3yahoo-style-wrap" style="font-size:13px;"><div dir="ltr">${own[0]}</div><div dir="ltr"><br></div><div dir="ltr">${own[1]}</div><div><br></div></div><div id="ydp4c5dyahoo_quoted_1234567890" class="ydp4c5dyahoo_quoted"><div><div>${angled(yahoo)}</div><div><br></div><div>${rest.asked.join('<br>')}</div></div></div></body></html>`,
  }),
  Proton: ({ own, proton, ...rest }) => ({
    fields: 'X-Pm-Message-ID: 0123abcd',
    plain: `${own[0]}\n\n${own[1]}\n\n${proton}\n\n${quotedLines({ own, proton, ...rest })}\n`,
    html: `<div style="font-family: Arial;">${own[0]}</div><div><br></div><div>${own[1]}</div><div class="protonmail_quote">${angled(proton)}<br><blockquote class="protonmail_quote" type="cite">${rest.asked.join('<br>')}</blockquote><br></div>`,
  }),
  Zimbra: all => ({
    fields: 'X-Mailer: Zimbra 9.0.0_GA_4583 (ZimbraWebClient - GC122 (Win)/9.0.0_GA_4583)',
    plain: `${all.own[0]}\n\n${all.own[1]}\n\n----- ${all.original} -----\n${block(all)}\n\n${all.asked.join('\n')}\n`,
    html: `<html><body><div style="font-family: arial"><div>${all.own[0]}</div><div><br></div><div>${all.own[1]}</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF;margin-left:5px;padding-left:5px">${blockHtml(all)}</blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote style="border-left:2px solid #1010FF;margin-left:5px;padding-left:5px">${all.asked.join('<br>')}</blockquote></div></div></body></html>`,
  }),
  'Samsung Email': all => ({
    fields: 'X-Mailer: SamsungEmail 6.1',
    plain: `${all.own[0]}\n\n${all.own[1]}\n\n${all.samsung}\n\n-------- ${all.original} --------\n${block(all)}\n\n${all.asked.join('\n')}\n`,
    html: `<html><body dir="auto"><div dir="auto">${all.own[0]}</div><div dir="auto"><br></div><div dir="auto">${all.own[1]}</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757">${all.samsung}</div></div><div dir="auto"><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- ${all.original} --------</div><div>${blockHtml(all)}</div><div><br></div></div>${all.asked.join('<br>')}</body></html>`,
  }),
  'Outlook 2003': all => ({
    fields: 'X-Mailer: Microsoft Office Outlook 11',
    plain: `${all.own[0]}\n\n${all.own[1]}\n\n  _____  \n\n${block(all)}\n\n${all.asked.join('\n')}\n`,
    html: `<html><body lang=EN-US><div class=Section1><p class=MsoNormal><font size=2>${all.own[0]}</font></p><p class=MsoNormal><font size=2>&nbsp;</font></p><p class=MsoNormal><font size=2>${all.own[1]}</font></p><div><div class=MsoNormal align=center style='text-align:center'><hr size=2 width="100%" align=center tabindex=-1></div><p class=MsoNormal>${blockHtml(all)}</p></div><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>${all.asked.join('</p><p class=MsoNormal>')}</p></div></body></html>`,
  }),
  'Windows Mail': all => ({
    fields: 'X-Mailer: Windows Mail',
    plain: null,
    html: `<html><body><div dir="ltr"><div>${all.own[0]}</div><div><br></div><div>${all.own[1]}</div><div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div>${blockHtml(all)}</div></div><div>&nbsp;</div><div>${all.asked.join('<br>')}</div></div></body></html>`,
  }),
  'GMX and WEB.DE': all => ({
    fields: 'Sensitivity: Normal',
    plain: null,
    html: `<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;"><div>${all.own[0]}</div><div>&nbsp;</div><div>${all.own[1]}<div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;">${blockHtml(all)}</div><div name="quoted-content">${all.asked.join('<br>')}</div></div></div></div></div></body></html>`,
  }),
  Roundcube: ({ own, thunderbird, ...rest }) => ({
    fields: 'User-Agent: Roundcube Webmail/1.6.6',
    plain: `${own[0]}\n\n${own[1]}\n\n${thunderbird}\n${quotedLines({ own, thunderbird, ...rest })}\n`,
    html: `<html><body style='font-size: 10pt'><p>${own[0]}</p><p>${own[1]}</p><p id="reply-intro">${thunderbird}</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><div>${rest.asked.join('<br>')}</div></blockquote></body></html>`,
  }),
  Spark: ({ own, apple, ...rest }) => ({
    fields: 'X-Readdle-Message-ID: 0123@Spark',
    plain: `${own[0]}\n\n${own[1]}\n\nSent from Spark\n${apple.replace(/(>)( \S* ?\S+ ?:)$/, '$1,$2')}\n${quotedLines({ own, apple, ...rest })}\n`,
    html: `<html><body><div name="messageBodySection"><div>${own[0]}</div><div><br></div><div>${own[1]}</div></div><div name="messageSignatureSection"><br>Sent from <a href="https://spark.example/">Spark</a></div><div name="messageReplySection">${angled(apple)}<br><blockquote type="cite" class="spark_quote">${rest.asked.join('<br>')}</blockquote></div></body></html>`,
  }),
  Zoho: ({ own, yahoo, asked }) => ({
    fields: 'User-Agent: Zoho Mail',
    plain: `${own[0]}\n\n${own[1]}\n\n\n---- ${yahoo.replace(/\s?:$/, '')} ----\n\n\n${asked.join('\n')}\n`,
    html: `<html><body><div style="font-family: Verdana;"><div>${own[0]}<br></div><div><br></div><div>${own[1]}<br></div><div class="zmail_extra_hr" style="border-top: 1px solid rgb(204, 204, 204); height: 0px;"><br></div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- ${angled(yahoo).replace(/\s?:$/, '')} ---<br></div><br><blockquote id="blockquote_zmail" style="margin: 0px;"><div>${asked.join('<br>')}</div></blockquote></div></div></body></html>`,
  }),
  'Notes 9': all => ({
    fields: 'X-Mailer: IBM Notes Release 9.0.1',
    plain: `${all.own[0]}\n\n${all.own[1]}\n\n\n\n${block(all).replaceAll(': ', ':        ')}\n\n\n\n${all.asked.join('\n')}\n`,
    html: `<font size=2 face="sans-serif">${all.own[0]}</font><br><br><font size=2 face="sans-serif">${all.own[1]}</font><br><br><br>${blockHtml(all)}<hr noshade><br><br><br><tt><font size=2>${all.asked.join('<br>')}</font></tt>`,
  }),
  GroupWise: ({ own, asked }) => ({
    fields: 'X-Mailer: Novell GroupWise Internet Agent 14.2.2',
    plain: `${own[0]}\n\n${own[1]}\n\n>>> Nora Lind <support@mx.test> 05.03.24 9.41 >>>\n${asked.join('\n')}\n`,
    html: `<html><body style="font: 10pt Segoe UI;"><div>${own[0]}</div><div>&nbsp;</div><div>${own[1]}<br><br>&gt;&gt;&gt; Nora Lind &lt;support@mx.test&gt; 05.03.24 9.41 &gt;&gt;&gt;<br></div><div>${asked.join('<br>')}</div></body></html>`,
  }),
  'A gateway that joins lines': ({ own, apple, ...rest }) => ({
    fields: 'X-Converted: yes',
    plain: `${own[0]}\n\n${own[1]} ${apple}\n${quotedLines({ own, apple, ...rest })}\n`,
    html: null,
  }),
};

/** Every program in every language, in each form that it may send or that a gateway may leave of it. */
export const programReplies: readonly ProgramReply[] = Object.entries(programs).flatMap(([program, write]) =>
  languages.flatMap(language =>
    formsOf(write(words[language])).map(written => ({
      program,
      language,
      form: formOf(written),
      raw: mailOf(written),
      reply: words[language].own.join('\n'),
    })),
  ),
);

function formsOf(written: Written): Written[] {
  const htmlOnly = written.plain !== null && written.html !== null ? [{ ...written, plain: null }] : [];
  return [written, ...htmlOnly];
}

function formOf({ plain, html }: Written): ProgramReply['form'] {
  if (html === null) return 'text';
  return plain === null ? 'HTML' : 'both';
}

function mailOf({ fields, plain, html }: Written): string {
  const top = `From: Ada Rossi <ada@clinic.test>\nTo: support@mx.test\nSubject: Re: [PT-7] Kalender\n${fields}\n`;
  const version = /^mime-version:/im.test(fields) ? '' : 'MIME-Version: 1.0\n';
  const part = (type: string, content: string) =>
    `Content-Type: ${type}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${content}`;
  const body =
    plain !== null && html !== null
      ? `Content-Type: multipart/alternative; boundary="=-b"\n\n--=-b\n${part('text/plain', plain)}\n--=-b\n${part('text/html', html)}\n--=-b--\n`
      : part(html === null ? 'text/plain' : 'text/html', html ?? plain ?? '');
  return `${top}${version}${body}`.replaceAll('\n', '\r\n');
}
