// A mail that is forwarded with a sentence above it, as the programs of the world write it.
import { expect, test } from 'vitest';
import { saysItForwards } from '../../../src/mail/subject.ts';
import { htmlToText } from '../../../src/parse/html/html-text.ts';
import { readForward } from '../../../src/triage/forward/read-forward.ts';
import { splitReply } from '../../../src/triage/quoted/split.ts';

const programs: readonly (readonly [name: string, subject: string, body: string, own: string])[] = [
  [
    'outlook it',
    'I: Agenda',
    'Ci pensate voi?\n\nDa: Carla Neri <carla@lab.test>\nInviato: lunedì 2 novembre 2026 08:31\nA: Ada Villa <ada@clinic.test>\nOggetto: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Ci pensate voi?',
  ],
  [
    'outlook es',
    'RV: Agenda',
    'Por favor, miradlo.\n\n________________________________\nDe: Carla Neri <carla@lab.test>\nEnviado: lunes, 2 de noviembre de 2026 8:31\nPara: Ada Villa <ada@clinic.test>\nAsunto: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Por favor, miradlo.',
  ],
  [
    'outlook pt',
    'ENC: Agenda',
    'Podem ver?\n\nDe: Carla Neri <carla@lab.test>\nEnviada: segunda-feira, 2 de novembro de 2026 08:31\nPara: Ada Villa <ada@clinic.test>\nAssunto: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Podem ver?',
  ],
  [
    'outlook fr',
    'TR: Agenda',
    'Pouvez-vous regarder ?\n\nDe : Carla Neri <carla@lab.test>\nEnvoyé : lundi 2 novembre 2026 08:31\nÀ : Ada Villa <ada@clinic.test>\nObjet : Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Pouvez-vous regarder ?',
  ],
  [
    'outlook de',
    'WG: Agenda',
    'Bitte ansehen.\n\nVon: Carla Neri <carla@lab.test>\nGesendet: Montag, 2. November 2026 08:31\nAn: Ada Villa <ada@clinic.test>\nBetreff: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Bitte ansehen.',
  ],
  [
    'outlook en',
    'FW: Agenda',
    'Please look.\n\nFrom: Carla Neri <carla@lab.test>\nSent: Monday, November 2, 2026 8:31 AM\nTo: Ada Villa <ada@clinic.test>\nSubject: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Please look.',
  ],
  [
    'gmail en',
    'Fwd: Agenda',
    'Please look.\n\n---------- Forwarded message ---------\nFrom: Carla Neri <carla@lab.test>\nDate: Mon, Nov 2, 2026 at 8:31 AM\nSubject: Agenda\nTo: Ada Villa <ada@clinic.test>\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Please look.',
  ],
  [
    'gmail it',
    'Fwd: Agenda',
    'Ci pensate?\n\n---------- Forwarded message ---------\nDa: Carla Neri <carla@lab.test>\nDate: lun 2 nov 2026 alle ore 08:31\nSubject: Agenda\nTo: Ada Villa <ada@clinic.test>\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Ci pensate?',
  ],
  [
    'gmail es',
    'Fwd: Agenda',
    'Miradlo.\n\n---------- Forwarded message ---------\nDe: Carla Neri <carla@lab.test>\nDate: lun, 2 nov 2026 a las 8:31\nSubject: Agenda\nTo: Ada Villa <ada@clinic.test>\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Miradlo.',
  ],
  [
    'gmail html',
    'Fwd: Agenda',
    '<div dir="ltr">Please look.<br><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <strong class="gmail_sendername" dir="auto">Carla Neri</strong> <span dir="auto">&lt;<a href="mailto:carla@lab.test">carla@lab.test</a>&gt;</span><br>Date: Mon, Nov 2, 2026 at 8:31 AM<br>Subject: Agenda<br>To: Ada Villa &lt;<a href="mailto:ada@clinic.test">ada@clinic.test</a>&gt;<br></div><br><br><div dir="ltr">The agenda of room 4 is empty since nine.<br>Priority: low</div></div></div>',
    'Please look.',
  ],
  [
    'outlook html it',
    'I: Agenda',
    "<div class=WordSection1><p class=MsoNormal>Ci pensate voi?<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Da:</b> Carla Neri &lt;carla@lab.test&gt; <br><b>Inviato:</b> lunedì 2 novembre 2026 08:31<br><b>A:</b> Ada Villa &lt;ada@clinic.test&gt;<br><b>Oggetto:</b> Agenda<o:p></o:p></p></div></div><p class=MsoNormal>The agenda of room 4 is empty since nine.<o:p></o:p></p><p class=MsoNormal>Priority: low<o:p></o:p></p></div>",
    'Ci pensate voi?',
  ],
  [
    'apple en',
    'Fwd: Agenda',
    'Please look.\n\n> Begin forwarded message:\n> \n> From: Carla Neri <carla@lab.test>\n> Subject: Agenda\n> Date: 2 November 2026 at 08:31:02 CET\n> To: Ada Villa <ada@clinic.test>\n> \n> The agenda of room 4 is empty since nine.\n> Priority: low',
    'Please look.',
  ],
  [
    'apple it',
    'Fwd: Agenda',
    'Ci pensate?\n\nInizio messaggio inoltrato:\n\n> Da: Carla Neri <carla@lab.test>\n> Oggetto: Agenda\n> Data: 2 novembre 2026 alle ore 08:31:02 CET\n> A: Ada Villa <ada@clinic.test>\n> \n> The agenda of room 4 is empty since nine.\n> Priority: low',
    'Ci pensate?',
  ],
  [
    'apple de',
    'Fwd: Agenda',
    'Bitte ansehen.\n\n> Anfang der weitergeleiteten Nachricht:\n> \n> Von: Carla Neri <carla@lab.test>\n> Betreff: Agenda\n> Datum: 2. November 2026 um 08:31:02 MEZ\n> An: Ada Villa <ada@clinic.test>\n> \n> The agenda of room 4 is empty since nine.\n> Priority: low',
    'Bitte ansehen.',
  ],
  [
    'apple fr',
    'Tr: Agenda',
    'Regardez.\n\n> Début du message transféré :\n> \n> De: Carla Neri <carla@lab.test>\n> Objet: Agenda\n> Date: 2 novembre 2026 à 08:31:02 UTC+1\n> À: Ada Villa <ada@clinic.test>\n> \n> The agenda of room 4 is empty since nine.\n> Priority: low',
    'Regardez.',
  ],
  [
    'apple es',
    'Fwd: Agenda',
    'Miradlo.\n\n> Inicio del mensaje reenviado:\n> \n> De: Carla Neri <carla@lab.test>\n> Asunto: Agenda\n> Fecha: 2 de noviembre de 2026, 8:31:02 CET\n> Para: Ada Villa <ada@clinic.test>\n> \n> The agenda of room 4 is empty since nine.\n> Priority: low',
    'Miradlo.',
  ],
  [
    'thunderbird en',
    'Fwd: Agenda',
    'Please look.\n\n\n-------- Forwarded Message --------\nSubject: \tAgenda\nDate: \tMon, 2 Nov 2026 08:31:02 +0100\nFrom: \tCarla Neri <carla@lab.test>\nTo: \tAda Villa <ada@clinic.test>\n\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Please look.',
  ],
  [
    'thunderbird it',
    'Fwd: Agenda',
    'Ci pensate?\n\n\n-------- Messaggio Inoltrato --------\nOggetto: \tAgenda\nData: \tMon, 2 Nov 2026 08:31:02 +0100\nMittente: \tCarla Neri <carla@lab.test>\nA: \tAda Villa <ada@clinic.test>\n\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Ci pensate?',
  ],
  [
    'thunderbird de',
    'Fwd: Agenda',
    'Bitte.\n\n\n-------- Weitergeleitete Nachricht --------\nBetreff: \tAgenda\nDatum: \tMon, 2 Nov 2026 08:31:02 +0100\nVon: \tCarla Neri <carla@lab.test>\nAn: \tAda Villa <ada@clinic.test>\n\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Bitte.',
  ],
  [
    'thunderbird fr',
    'Fwd: Agenda',
    'Regardez.\n\n\n-------- Message transféré --------\nSujet : \tAgenda\nDate : \tMon, 2 Nov 2026 08:31:02 +0100\nDe : \tCarla Neri <carla@lab.test>\nPour : \tAda Villa <ada@clinic.test>\n\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Regardez.',
  ],
  [
    'thunderbird es',
    'Fwd: Agenda',
    'Miradlo.\n\n\n-------- Mensaje reenviado --------\nAsunto: \tAgenda\nFecha: \tMon, 2 Nov 2026 08:31:02 +0100\nDe: \tCarla Neri <carla@lab.test>\nPara: \tAda Villa <ada@clinic.test>\n\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Miradlo.',
  ],
  [
    'thunderbird pt',
    'Fwd: Agenda',
    'Vejam.\n\n\n-------- Mensagem reencaminhada --------\nAssunto: \tAgenda\nData: \tMon, 2 Nov 2026 08:31:02 +0100\nDe: \tCarla Neri <carla@lab.test>\nPara: \tAda Villa <ada@clinic.test>\n\n\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Vejam.',
  ],
  [
    'owa mobile',
    'FW: Agenda',
    'Please look.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Carla Neri <carla@lab.test>\nSent: Monday, November 2, 2026 8:31:02 AM\nTo: Ada Villa <ada@clinic.test>\nSubject: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Please look.',
  ],
  [
    'zimbra',
    'Fwd: Agenda',
    'Ci pensate?\n\nDa: "Carla Neri" <carla@lab.test>\nA: "Ada Villa" <ada@clinic.test>\nInviato: Lunedì, 2 novembre 2026 8:31:02\nOggetto: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Ci pensate?',
  ],
  [
    'roundcube',
    'Fwd: Agenda',
    'Please look.\n\n-------- Original Message --------\nSubject: Agenda\nDate: 2026-11-02 08:31\nFrom: Carla Neri <carla@lab.test>\nTo: Ada Villa <ada@clinic.test>\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Please look.',
  ],
  [
    'proton',
    'Fw: Agenda',
    'Please look.\n\n------- Forwarded Message -------\nFrom: Carla Neri <carla@lab.test>\nDate: On Monday, November 2nd, 2026 at 8:31 AM\nSubject: Agenda\nTo: Ada Villa <ada@clinic.test>\n\n> The agenda of room 4 is empty since nine.\n> Priority: low',
    'Please look.',
  ],
  [
    'no own words',
    'I: Agenda',
    'Da: Carla Neri <carla@lab.test>\nInviato: lunedì 2 novembre 2026 08:31\nA: Ada Villa <ada@clinic.test>\nOggetto: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    '',
  ],
  [
    'signature above',
    'I: Agenda',
    'Ci pensate voi?\n\nGrazie\nAda Villa\nClinica del Lago\nTel. 02 123456\n\nDa: Carla Neri <carla@lab.test>\nInviato: lunedì 2 novembre 2026 08:31\nA: Ada Villa <ada@clinic.test>\nOggetto: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Ci pensate voi?',
  ],
  [
    'gmx de',
    'Fw: Agenda',
    'Bitte.\n\nGesendet: Montag, 02. November 2026 um 08:31 Uhr\nVon: "Carla Neri" <carla@lab.test>\nAn: "Ada Villa" <ada@clinic.test>\nBetreff: Agenda\n\nThe agenda of room 4 is empty since nine.\nPriority: low',
    'Bitte.',
  ],
  [
    'spark',
    'Fwd: Agenda',
    'Please look.\n\n---------- Forwarded message ----------\nFrom: Carla Neri <carla@lab.test>\nDate: 2 Nov 2026, 08:31 +0100\nTo: Ada Villa <ada@clinic.test>\nSubject: Agenda\n\n> The agenda of room 4 is empty since nine.\n> Priority: low',
    'Please look.',
  ],
];

test.each(programs)('%s', (_, subject, body, own) => {
  expect(saysItForwards(subject)).toBe(true);
  const { text, forward } = splitReply(body.startsWith('<div') ? htmlToText(body) : body, true);
  expect(forward?.own.split('\n', 1)[0]).toBe(own);
  const read = readForward(forward?.mail ?? '', 60);
  expect(read.author).toEqual({ address: 'carla@lab.test', name: 'Carla Neri' });
  expect(read.date?.toISOString().slice(0, 10)).toBe('2026-11-02');
  expect(read.words).toBe('The agenda of room 4 is empty since nine.\nPriority: low');
  expect(text).toContain('The agenda of room 4 is empty since nine.');
});
