// Fills a desk with what is hard to show: long subjects, names and addresses, right-to-left text, a hostile mail,
// files, a person whom mail does not reach, and mail that waits for a decision.
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import type { RunningGateway } from './gateway.ts';

export const long =
  `Verfügbarkeitsübersichtssynchronisierung ${'stays empty for everybody at the reception desk '.repeat(6)}`.slice(
    0,
    300,
  );
const rightToLeft = 'التقويم فارغ بعد تسجيل الدخول (خطأ 504)!';
const hostile = `<h1>Hello</h1><img src="https://evil.test/pixel.png" onerror="alert(1)"><script>alert(2)</script>
<a href="javascript:alert(3)">press</a><svg onload="alert(4)"></svg><iframe src="https://evil.test/f"></iframe>
<form action="https://evil.test/p"><input name="x"></form><meta http-equiv="refresh" content="0;url=https://evil.test/r">
<style>body{background:url(https://evil.test/b)}</style><link rel="stylesheet" href="https://evil.test/s.css">`;
const longName = 'Dr. Maria-Magdalena Wolkenstein-Hohenlohe von und zu Eisenhüttenstadt';
const longAddress = 'maria-magdalena.wolkenstein-hohenlohe.eisenhuettenstadt@universitaetsklinikum-sued.clinic.example';
const unreached = 'tom.blau@clinic.example';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
);

export type Relay = Readonly<{ url: string; mails: readonly string[]; close(): Promise<void> }>;

/** A relay that keeps what it gets, and knows one mailbox no more. */
export async function startRelay(): Promise<Relay> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, done) =>
      address === unreached
        ? done(Object.assign(new Error('5.1.1 The mailbox does not exist'), { responseCode: 550 }))
        : done(),
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', chunk => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString('latin1'));
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, mails, close: () => new Promise(resolve => server.close(() => resolve())) };
}

/**
 * `PT-1` hostile, `PT-2` long, `PT-3` right to left, `PT-4` urgent with a follower and a mail that waits, `PT-5` with
 * files, a long name and a person who is not reached.
 */
export async function fillDesk({ postern, smtpPort }: RunningGateway, { mails }: Relay): Promise<void> {
  const send = (mail: SendMailOptions) => handOver(smtpPort, mail);
  const ada = { from: 'ada@clinic.example', to: 'support@desk.example' };
  await postern('admin', 'add', ada.from, '--name', 'Ada Ferri', '--instance', 'tt_lakes', 'tt_lakes_test');
  await postern('admin', 'add', 'sam@team.example', '--name', 'Sam Vidal', '--role', 'operator');
  await postern('admin', 'add', longAddress, '--name', longName, '--org', 'Universitätsklinikum Süd, Standort Ost');
  await send({ ...ada, subject: '[HIGH] Hostile <b>subject</b>', html: hostile });
  await filed(mails, 'PT-1');
  const address = `https://portal.example/${'very/long/path/'.repeat(12)}?with=parameters`;
  await send({ ...ada, subject: long, text: `A long subject.\n\nAn address: ${address}` });
  await filed(mails, 'PT-2');
  await send({ ...ada, subject: rightToLeft, text: `${'العربية في النص أيضا. '.repeat(12)}\n\nשלום (PT-1), 504.` });
  await filed(mails, 'PT-3');
  await send({
    ...ada,
    cc: 'iris@clinic.example',
    subject: '[URGENT] Nobody can log in',
    text: 'Functions: all\nUsers: all\n\nSince nine.',
  });
  await filed(mails, 'PT-4');
  await send({
    from: { name: longName, address: longAddress },
    to: ada.to,
    cc: `${unreached}, luis@clinic.example`,
    subject: 'Der Kalender bleibt nach der Anmeldung leer',
    text: `Guten Tag,\n\nseit 9:00 Uhr bleibt der Kalender leer. ${'Wir erwarten vierzig Termine. '.repeat(8)}\n\nInstanz: tt_lakes`,
    attachments: [
      { filename: 'Kalender.png', content: png },
      { filename: `${'Bildschirmaufnahme-der-Verfügbarkeitsübersicht-'.repeat(3)}2026-11-30.log`, content: 'x\n' },
    ],
  });
  const replyTo = await filed(mails, 'PT-5');
  await send({
    from: 'eve@elsewhere.example',
    to: await filed(mails, 'PT-4'),
    subject: long,
    text: 'I am a colleague.',
  });
  await send({
    from: 'eve@elsewhere.example',
    to: replyTo,
    subject: 'Re: Kalender',
    text: `Let me in.\n\n${'A line of words that goes on. '.repeat(20)}`,
  });
  const as = ['--as', 'sam@team.example'];
  await postern('ticket', 'reply', 'PT-1', ...as, '--text', 'We look into it.\n\nPlease try once more.');
  await postern('ticket', 'reply', 'PT-1', ...as, '--internal', '--text', 'The pool is too small.');
  await postern('ticket', 'set', 'PT-1', ...as, '--status', 'pending');
  await postern('ticket', 'reply', 'PT-2', ...as, '--text', long);
}

/** By the listener, as a mail program does. */
async function handOver(port: number, mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, tls: { rejectUnauthorized: false } });
  await transport.sendMail(mail).catch(() => {});
  transport.close();
}

/** Waits for the first mail on the ticket; answers where replies to it go. */
async function filed(mails: readonly string[], key: string): Promise<string> {
  for (let waited = 0; waited < 120_000; waited += 200) {
    const mail = mails.find(each => each.includes(`[${key}]`) || each.includes(`=5B${key}=5D`));
    const [, address] = /^(?:Reply-To|From): [^\n]*?(support\+[^\s<>]+@desk\.example)/m.exec(mail ?? '') ?? [];
    if (address) return address;
    await sleep(200);
  }
  throw new Error(`no mail about ${key} went out`);
}
