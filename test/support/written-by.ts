// Mails by machines and by people, for classification: their header as such programs write it, their words.
// The mails of people are the hard ones: they speak of machines, quote them, or come through lists' paths.
import type { MachineClass } from '../../src/triage/machine/machine-class.ts';
import { mistakenPeople } from './mistaken-people.ts';

export type WrittenBy = Readonly<{
  name: string;
  class: 'person' | MachineClass;
  mailFrom: string | null;
  raw: string;
}>;

const person = 'ada@clinic.test';

/** `head` without From, To and the MIME fields where they are the usual ones. */
function mail(
  name: string,
  made: WrittenBy['class'],
  [head, text, mailFrom = person]: readonly [head: string, text: string, mailFrom?: string | null],
): WrittenBy {
  const own = (field: RegExp, usual: string) => (field.test(head) ? '' : `${usual}\n`);
  const top = [
    own(/^from:/im, `From: Ada Rossi <${person}>`),
    'To: support@mx.test\nDate: Tue, 05 Mar 2024 09:41:00 +0100\n',
    own(/^content-type:/im, 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8'),
  ].join('');
  return { name, class: made, mailFrom, raw: `${top}${head}\n\n${text}\n`.replaceAll('\n', '\r\n') };
}

/** Language, subject, text: what Exchange, Gmail and others send in somebody's place. */
const absences: readonly (readonly [string, string, string])[] = [
  [
    'en',
    'Automatic reply: Calendar',
    'Thank you for your message. I am out of the office until 11 March with no access to email.',
  ],
  ['it', 'Risposta automatica: Agenda', 'Sono fuori ufficio fino all’11 marzo e non posso leggere la posta.'],
  ['es', 'Respuesta automática: Agenda', 'Estoy fuera de la oficina hasta el 11 de marzo y no tengo acceso al correo.'],
  ['pt', 'Resposta automática: Agenda', 'Estou ausente do escritório até 11 de março, sem acesso ao e-mail.'],
  ['fr', 'Réponse automatique : Agenda', 'Je suis absent du bureau jusqu’au 11 mars et ne consulte pas mes messages.'],
  [
    'de',
    'Automatische Antwort: Kalender',
    'Ich bin bis zum 11. März nicht im Büro. Ihre E-Mail wird nicht weitergeleitet.',
  ],
  ['nl', 'Automatisch antwoord: Agenda', 'Ik ben afwezig tot 11 maart en lees mijn e-mail niet.'],
  ['pl', 'Odpowiedź automatyczna: Kalendarz', 'Jestem nieobecny w biurze do 11 marca i nie mam dostępu do poczty.'],
  ['sv', 'Autosvar: Kalender', 'Jag är inte på kontoret till den 11 mars och läser inte min e-post.'],
  ['da', 'Automatisk svar: Kalender', 'Jeg er ikke på kontoret før den 11. marts og læser ikke min e-mail.'],
  ['cs', 'Automatická odpověď: Kalendář', 'Jsem mimo kancelář do 11. března a nemám přístup k e-mailu.'],
  ['ja', '自動応答: 予定表', 'ただいま不在にしております。3月11日に戻ります。'],
];

const machines: readonly WrittenBy[] = [
  mail('a newsletter', 'list', [
    'From: Clinic News <news@clinic.test>\nSubject: News of March\nPrecedence: bulk\nList-Id: <news.clinic.test>\nList-Unsubscribe: <https://n.clinic.test/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nFeedback-ID: 1:2:3:4',
    'Our news. Unsubscribe here.',
    'bounce@n.clinic.test',
  ]),
  ...absences.map(([language, subject, text]) =>
    mail(`Exchange, away, ${language}`, 'auto-reply', [
      `Subject: ${subject}\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: ${person}\nIn-Reply-To: <1@mx.test>`,
      text,
      null,
    ]),
  ),
  ...absences
    .slice(0, 6)
    .map(([language, subject, text]) =>
      mail(`a mail program without a field for it, away, ${language}`, 'auto-reply', [
        `Subject: ${subject}`,
        text,
        null,
      ]),
    ),
  mail('Gmail, away', 'auto-reply', [
    'Subject: Away Re: Calendar\nPrecedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied',
    'Back on Monday.',
  ]),
  mail('Postfix, undeliverable', 'dsn', [
    'From: MAILER-DAEMON@mx.clinic.test (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "--b\nContent-Type: text/plain\n\nI'm sorry to have to inform you that your message could not be delivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.clinic.test\n\nFinal-Recipient: rfc822; bob@clinic.test\nAction: failed\nStatus: 5.1.1\n--b--",
    null,
  ]),
  mail('Exim, undeliverable', 'dsn', [
    'From: Mail Delivery System <Mailer-Daemon@clinic.test>\nSubject: Mail delivery failed: returning message to sender\nX-Failed-Recipients: bob@clinic.test\nAuto-Submitted: auto-replied',
    'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients.\n\n  bob@clinic.test\n    Unrouteable address',
    null,
  ]),
  mail('qmail, undeliverable', 'dsn', [
    'From: MAILER-DAEMON@clinic.test\nSubject: failure notice',
    "Hi. This is the qmail-send program at clinic.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<bob@clinic.test>:\nSorry, no mailbox here by that name.",
    null,
  ]),
  mail('Outlook, read', 'mdn', [
    'Subject: Read: Calendar\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b"',
    '--b\nContent-Type: text/plain\n\nYour message was read on Tuesday.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;ada@clinic.test\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--',
  ]),
  mail('a feedback loop', 'complaint', [
    'From: feedback@isp.test\nSubject: Abuse report\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"',
    '--b\nContent-Type: text/plain\n\nThis is an email abuse report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\n--b--',
    'feedback@isp.test',
  ]),
  mail('Google Calendar, accepted', 'calendar', [
    'Subject: Accepted: Training @ Tue Mar 5\nMIME-Version: 1.0\nContent-Type: text/calendar; charset=utf-8; method=REPLY',
    'BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR',
  ]),
  mail('BoxTrapper, asking for a confirmation', 'challenge', [
    'Subject: Your email requires verification verify#b1946ac92492d234',
    'The message you sent requires that you verify that you are a real live human being and not a spam source.\n\nTo complete this verification, simply reply to this message and leave the subject line intact.',
    null,
  ]),
  mail('Zendesk, received', 'notification', [
    'From: Clinic IT <support@clinic.zendesk.com>\nSubject: [Request received] Calendar\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nX-Mailer: Zendesk Mailer',
    '##- Please type your reply above this line -##\n\nYour request (4711) has been received and is being reviewed by our support staff.',
  ]),
  mail('Jira', 'notification', [
    'From: "Ada (JIRA)" <jira@clinic.test>\nSubject: [JIRA] (IT-7) Calendar\nPrecedence: bulk\nAuto-Submitted: auto-generated\nX-JIRA-FingerPrint: 0123',
    'Ada commented on IT-7.',
    'jira@clinic.test',
  ]),
  mail('cron', 'notification', [
    'From: root@clinic.test (Cron Daemon)\nSubject: Cron <root@www> backup\nX-Cron-Env: <SHELL=/bin/sh>\nAuto-Submitted: auto-generated',
    'backup: no space left',
    'root@clinic.test',
  ]),
];

const people: readonly WrittenBy[] = [
  mail('somebody whose patients get "undeliverable"', 'person', [
    'Subject: Undeliverable mail to patients',
    'Hello, our patients say that the reminders come back as "Undeliverable". Mail delivery failed, it says. What can we do?',
  ]),
  mail('somebody who passes a bounce on', 'person', [
    'Subject: Fwd: Undelivered Mail Returned to Sender',
    "Hi, this came back today, can you look into it?\n\n---------- Forwarded message ---------\nFrom: Mail Delivery System <MAILER-DAEMON@clinic.test>\nDate: Tue, Mar 5, 2024\nSubject: Undelivered Mail Returned to Sender\nTo: <ada@clinic.test>\n\nI'm sorry to have to inform you that your message could not be delivered.",
  ]),
  mail('somebody who asks about the answering machine', 'person', [
    'Subject: Out of office replies',
    'How do I turn on the automatic reply while I am out of the office? Patients should read it until 11 March.',
  ]),
  mail('somebody who will be away, and says so by himself', 'person', [
    'Subject: Re: [PT-7] Calendar',
    'It works again, thanks! I am on holiday until Monday, so please ask my colleague Bob if anything is missing.',
  ]),
  ...(['it', 'es', 'pt', 'fr', 'de'] as const).map((language, at) =>
    mail(`somebody who speaks of automatic answers, ${language}`, 'person', [
      `Subject: ${['Risposta automatica non parte', 'Respuesta automática no sale', 'Resposta automática não sai', 'Réponse automatique absente', 'Automatische Antwort geht nicht'][at]}`,
      [
        'Buongiorno, la risposta automatica ai pazienti non parte più da lunedì. Potete controllare?',
        'Buenos días, la respuesta automática a los pacientes no sale desde el lunes. ¿Pueden mirarlo?',
        'Bom dia, a resposta automática aos pacientes não sai desde segunda. Podem ver?',
        'Bonjour, la réponse automatique aux patients ne part plus depuis lundi. Pouvez-vous regarder ?',
        'Guten Tag, die automatische Antwort an die Patienten geht seit Montag nicht mehr raus. Können Sie nachsehen?',
      ][at]!,
    ]),
  ),
  mail('a person with no-reply in her subject', 'person', [
    'Subject: no-reply@tuotempo.test is in spam',
    'Mails from no-reply end up in spam. Please do not reply by phone, mail is better.',
  ]),
  mail('a person on Exchange, with its many fields', 'person', [
    'Subject: Calendar\nX-MS-Has-Attach: yes\nX-MS-TNEF-Correlator:\nX-MS-Exchange-Organization-AuthAs: Internal\nX-Auto-Response-Suppress: DR, OOF, AutoReply\nx-ms-exchange-senderadcheck: 1',
    'The calendar is empty.',
  ]),
  mail('a person who asks for a receipt', 'person', [
    'Subject: Calendar\nDisposition-Notification-To: ada@clinic.test\nReturn-Receipt-To: ada@clinic.test',
    'The calendar is empty.',
  ]),
  mail('a person whose company sends through a newsletter service', 'person', [
    'Subject: Calendar\nFeedback-ID: 1.eu-west-1.x:AmazonSES\nX-SES-Outgoing: 2024.03.05-54.240.1.1',
    'The calendar is empty.',
    'bounce+1@amazonses.test',
  ]),
  mail('a person who marks it urgent', 'person', [
    'Subject: URGENT alert: system down!!!\nImportance: high\nX-Priority: 1',
    'System notification: nothing works. Call me.',
  ]),
  mail('a person named Postmaster', 'person', [
    'From: Paul Postmaster <paul.postmaster@clinic.test>\nSubject: Calendar',
    'The calendar is empty.',
    'paul.postmaster@clinic.test',
  ]),
  mail('a person who invites to a meeting in words', 'person', [
    'Subject: Invitation: training on Tuesday?',
    'Could we meet on Tuesday at ten for the training? Accepted by all of us.',
  ]),
  mail('a person who writes through Mailman', 'person', [
    'Subject: [staff] Lunch\nPrecedence: list\nX-BeenThere: staff@clinic.test\nX-Mailman-Version: 2.1.39\nList-Id: Staff <staff.clinic.test>\nList-Unsubscribe: <mailto:staff-leave@clinic.test>\nList-Post: <mailto:staff@clinic.test>\nSender: "staff" <staff-bounces@clinic.test>',
    'Lunch is at one.',
    'staff-bounces@clinic.test',
  ]),
  mail('a person, one word', 'person', ['Subject: Re: [PT-7]', 'Thanks']),
  mail('a person, nothing but an image', 'person', [
    'Subject: see picture\nMIME-Version: 1.0\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64',
    'iVBORw0KGgo=',
  ]),
];

const mistaken = mistakenPeople.map((words, at) => mail(`${at + 1}: ${words[0].slice(0, 60)}`, 'person', words));

export const writtenBy: readonly WrittenBy[] = [...machines, ...people, ...mistaken];
