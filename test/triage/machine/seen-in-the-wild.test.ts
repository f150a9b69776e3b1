// Machines that were taken for people, the address that failed in their reports, and people who write about the same.
import { expect, test } from 'vitest';
import { authorOf } from '../../../src/mail/author.ts';
import { deliveryReports } from '../../../src/mail/dsn/reports.ts';
import { classify } from '../../../src/triage/machine/machine.ts';
import { readBytes } from '../../parse/reading.ts';

async function seen(raw: string, nullPath = false) {
  const { message } = await readBytes(raw);
  const said = authorOf(message.header);
  const author = said.kind === 'author' ? said.mailbox.address : null;
  const found = classify({
    ...message,
    author,
    mailFrom: nullPath ? null : author,
    attachmentTypes: message.attachments.map(({ contentType }) => contentType),
  });
  const reports = deliveryReports(message).map(({ recipient, action, status }) => [recipient, action, status]);
  return { class: found.class, reports };
}

const mail = (from: string, subject: string, text: string, id = 'x@y.example') =>
  `From: ${from}\nTo: support@mx.example\nSubject: ${subject}\nMessage-ID: <${id}>\n\n${text}\n`;
const failed = 'gone@lab.example';

test.each([
  [
    'Postmaster <postmaster@isp.example>',
    'Delivery failure notification',
    `The following message could not be delivered:\n\nRecipient: <${failed}>`,
  ],
  [
    'Mail System <system@isp.example>',
    'Delivery failure notification',
    `Your message to ${failed} could not be delivered.`,
  ],
  [
    'gateway@isp.example',
    'Returned Mail - Error During Delivery',
    `Your message could not be delivered to the following recipients:\n\n<${failed}>: mailbox unavailable`,
  ],
  [
    'courrier@isp.example',
    'Non remis : Agenda',
    `Votre message n'a pas été remis aux destinataires suivants :\n\n${failed}`,
  ],
  ['courrier@isp.example', 'Message non remis', `Votre message n'a pu être remis à : ${failed}`],
  [
    'correo@isp.example',
    'No se puede entregar: Agenda',
    `Su mensaje no llegó a los siguientes destinatarios:\n${failed}`,
  ],
  [
    'posta@isp.example',
    'Mancato recapito: Agenda',
    `Il messaggio non è stato recapitato ai seguenti destinatari:\n${failed}`,
  ],
  ['post@isp.example', 'Unzustellbar: Agenda', `Ihre Nachricht konnte nicht zugestellt werden:\n${failed}`],
  [
    'correio@isp.example',
    'Não foi possível entregar: Agenda',
    `A sua mensagem não foi entregue aos seguintes destinatários:\n${failed}`,
  ],
])('a failure in plain text: %s, %s', async (from, subject, text) => {
  expect(await seen(mail(from, subject, text))).toMatchObject({ class: 'dsn', reports: [[failed, 'failed', null]] });
});

test.each([
  ['jira@acme.atlassian.net', '[JIRA] (ABC-12) Agenda', 'Ada updated ABC-12', undefined],
  ['jira@acme.example', '[Jira] Updated: (ABC-12) Agenda', 'Ada changed it', 'JIRA.13467.1600000000000@Atlassian.JIRA'],
  [
    'help@acme.example',
    '[JIRA] (ABC-12) Agenda',
    'Ada commented.\n\n--\nThis message was sent by Atlassian Jira\n(v8.20)',
    undefined,
  ],
  ['acme@service-now.com', 'Incident INC0012345 has been updated', 'It was updated.', undefined],
  ['desk@acme.example', 'INC0012345 -- comments added', 'Comments: hello', '15.11.16@app134075.lhr202.service-now.com'],
  ['desk@acme.example', 'INC0012345: resolved', 'It has been resolved.\n\nRef:MSG0123456_AbCd', undefined],
])('a ticket system: %s, %s', async (from, subject, text, id) =>
  expect((await seen(mail(from, subject, text, id))).class).toBe('notification'),
);

const statusPart = (fields: string) => `Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n${fields}\n`;
const report = (fields: string, text = 'failed') =>
  `From: Mail Delivery System <MAILER-DAEMON@isp.example>\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\nContent-Type: text/plain\n\n${text}\n--r\n${statusPart(fields)}\n--r--\n`;
const fields = `Final-Recipient: rfc822; ${failed}\nAction: failed\nStatus: 5.1.1`;
const multipart = (from: string, subject: string, ...parts: string[]) =>
  `From: ${from}\nTo: support@mx.example\nSubject: ${subject}\nContent-Type: multipart/mixed; boundary=b\n\n${parts.map(part => `--b\n${part}\n`).join('')}--b--\n`;

test('a complaint within a multipart/mixed', async () => {
  const complaint = 'Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n';
  const original = 'Content-Type: message/rfc822\n\nFrom: a@b.example\n\nx';
  const raw = multipart('Abuse <staff@isp.example>', 'FW: offer', complaint, original);
  expect((await seen(raw)).class).toBe('complaint');
});

test('a report within an attached mail, and a person who forwards one', async () => {
  const attached = `Content-Type: message/rfc822\n\n${report(fields)}`;
  const raw = multipart('relay@isp.example', 'Undeliverable', attached);
  expect(await seen(raw)).toEqual({ class: 'dsn', reports: [[failed, 'failed', '5.1.1']] });
  const words = 'Content-Type: text/plain\n\nWhy do I get this since Monday?';
  expect((await seen(multipart('ada@clinic.example', 'Fwd: Undelivered Mail', words, attached))).class).toBe('person');
  expect((await seen(multipart('ada@clinic.example', 'Fwd: Undelivered Mail', attached))).class).toBe('person');
});

const daemon = 'MAILER-DAEMON@isp.example';
test.each([
  [
    'OpenSMTPD',
    report(fields.replace('5.1.1', '5.0.0'), `${failed}: 550 5.1.1 Recipient rejected: no such user`),
    '5.1.1',
  ],
  ['IMail', mail(daemon, 'Mail failure', `Invalid final delivery userid: ${failed}`), null],
  ['CommuniGate', mail(daemon, 'Undeliverable mail', `Local mailbox ${failed} is unavailable: user not found`), null],
  [
    'old Exchange',
    mail(
      daemon,
      'Undeliverable: x',
      `did not reach the following recipient(s):\n\nc=US;a= ;p=Org;dda:SMTP=${failed}; on Mon, 30 Nov 2026 10:00:00\n    Unknown Recipient`,
    ),
    null,
  ],
  [
    'Sendmail, a program',
    mail(
      daemon,
      'Returned mail: see transcript',
      `   ----- The following addresses had permanent fatal errors -----\n"|/usr/bin/filter"\n    (expanded from: <${failed}>)\n`,
    ),
    null,
  ],
  [
    'AOL, a name',
    mail(
      `MAILER-DAEMON@lab.example`,
      'Returned Mail',
      '   ----- The following addresses had permanent fatal errors -----\n<gone>\n\n   ----- Transcript of session follows -----\n<<< 550 MAILBOX NOT FOUND\n\nFrom: support@mx.example',
    ),
    null,
  ],
])('the address that failed, by %s', async (_, raw, status) =>
  expect(await seen(raw, true)).toEqual({ class: 'dsn', reports: [[failed, 'failed', status]] }),
);

test.each([
  ['Mail delivery failed', `Le mail a ${failed} non arrivano da ieri.`],
  [
    'Mancato recapito: Agenda',
    `Ricevo questo errore:\nIl messaggio non è stato recapitato ai seguenti destinatari:\n${failed}`,
  ],
  ['Undeliverable', `All mails to these people come back:\n${failed}\nPlease look.`],
  ['Unzustellbar', `Meine Mails an ${failed} kommen zurück: 550 5.1.1 unknown user.`],
  ['Non remis', `Bonjour,\nVotre message n'a pas été remis aux destinataires suivants :\n${failed}`],
  ['INC0012345 ancora fermo', 'Da ieri il ticket non avanza.'],
  ['Re: [JIRA] (ABC-12) Agenda', 'Still down.\n\n> This message was sent by Atlassian Jira'],
  ['Jira is down', 'Jira says "sent by Atlassian Jira (v8)" below each mail, is that right?'],
])('a person writes of it: %s', async (subject, text) =>
  expect((await seen(mail('Ada <ada@clinic.example>', subject, text))).class).toBe('person'),
);
