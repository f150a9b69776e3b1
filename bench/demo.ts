// One whole conversation, played over real SMTP against a gateway of its own: `npm run demo`.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type RunningGateway, startGateway } from './gateway.ts';
import { openSmtp } from './smtp-client.ts';
import { command, indented, letter, print, scene, smtp, tell } from './transcript.ts';

const support = 'support@postern.example';
const people = `email,name,role,organisation,instances,locale
ada@clinic.example,Ada Rossi,admin,Clinic of the Lakes,tt_lakes,en
sam@team.example,Sam Moreau,agent,,,en
`;
// 67 octets of PNG: one pixel.
const screenshot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

type Received = Awaited<ReturnType<typeof read>>;
type Letter = SendMailOptions & Readonly<{ from: string; text: string; subject: string }>;

/** In the order in which they are shown. */
const cast = ['ada@clinic.example', 'bruno@clinic.example', 'sam@team.example'];
let seen = 0;

const startedAt = performance.now();
print('\n   Postern starts, in an empty folder …\n');
const gateway = await startGateway({ SUPPORT_ADDRESS: support });
process.once('SIGINT', () => void gateway.remove().then(() => process.exit(130)));
try {
  await play(gateway);
} finally {
  process.exitCode = await gateway.remove();
}
print(`   Played in ${((performance.now() - startedAt) / 1000).toFixed(1)} seconds; nothing is left behind.\n`);

async function play({ home, postern, smtpPort }: RunningGateway): Promise<void> {
  scene(1, 'Who may write');
  tell(`A gateway with a PostgreSQL of its own takes mail for ${support} on port ${smtpPort}.`);
  await writeFile(join(home, 'people.csv'), people);
  await run('postern admin import people.csv', 'admin', 'import', 'people.csv');

  scene(2, 'Ada opens a ticket, with a screenshot, and copies Bruno in');
  await write({
    from: 'Ada Rossi <ada@clinic.example>',
    to: support,
    cc: 'Bruno Keller <bruno@clinic.example>',
    subject: '[HIGH] Online booking shows no free slots',
    text: `Hello,

since 9:00 this morning patients see an empty calendar. To reproduce:
1. open the booking page
2. choose "Cardiology"
The page says "No slots available"; yesterday there were 40.

Ada`,
    attachments: [{ filename: 'empty-calendar.png', content: screenshot }],
  });
  const [, notice] = await sent(3, 'Postern answers Ada, tells Bruno that he follows, and tells the team:');

  scene(3, 'A stranger tries, and is told in the session what to do');
  await write({
    from: 'eve@elsewhere.example',
    to: support,
    subject: 'Let me in',
    text: 'I should like to open a ticket, too.',
  });

  scene(4, 'Bruno, who is in no directory, answers the notice');
  await write(answerTo(notice!, 'Bruno Keller <bruno@clinic.example>', 'Only Cardiology is empty; Radiology works.'));
  await sent(2, 'Ada and the team hear of it; Bruno knows already:');

  scene(5, 'Sam, an agent, resolves it');
  const words = 'The nightly import of the Cardiology agenda had failed; it ran again, and the slots are back.';
  await run(
    `postern ticket reply PT-1 --as sam@team.example --status resolved \\\n       --text '${words}'`,
    ...['ticket', 'reply', 'PT-1', '--as', 'sam@team.example', '--status', 'resolved', '--text', words],
  );
  await sent(2, 'Everyone on the thread is told:');

  scene(6, 'What is kept');
  await run('postern ticket show PT-1', 'ticket', 'show', 'PT-1');
  await run('postern mail list', 'mail', 'list');

  async function run(shown: string, ...args: string[]): Promise<void> {
    command(shown);
    indented(await postern(...args));
  }

  async function write(mail: Letter): Promise<void> {
    const attached = (mail.attachments ?? []).map(({ filename }) => String(filename)).join(', ');
    const fields = [
      ['From', mail.from],
      ['To', String(mail.to)],
      ['Cc', String(mail.cc ?? '')],
      ['Subject', mail.subject],
      ['Attached', attached],
    ] as const;
    letter('in', { fields: fields.filter(([, value]) => value !== ''), text: mail.text });
    const raw = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(mail);
    const client = await openSmtp(smtpPort, 'mail.clinic.example');
    const { envelope, message } = raw;
    smtp(await client.send(String(envelope.from), [String(mail.to)], (message as Buffer).toString('latin1')));
    await client.quit();
  }

  async function sent(count: number, words: string): Promise<Received[]> {
    const mails = await nextMails(count);
    tell(words);
    for (const mail of mails) {
      letter('out', {
        fields: [
          ['From', support],
          ['To', mail.name],
          ['Reply-To', mail.replyTo],
          ['Subject', mail.subject],
        ],
        text: mail.text,
      });
    }
    return mails;
  }
}

/** The next mails that went out, as a mail program reads them. */
async function nextMails(count: number) {
  const deadline = Date.now() + 15_000;
  while ((await gateway.outbox()).length < seen + count) {
    if (Date.now() > deadline) throw new Error(`${count} mails should have gone out by now`);
    await sleep(50);
  }
  const fresh = (await gateway.outbox()).slice(seen);
  seen += fresh.length;
  const mails = await Promise.all(fresh.map(read));
  return mails.sort((a, b) => cast.indexOf(a.to) - cast.indexOf(b.to));
}

async function read(eml: string) {
  const mail = await simpleParser(eml);
  const [recipient] = [mail.to ?? []].flat();
  return {
    to: recipient?.value[0]?.address ?? '',
    name: recipient?.text.replaceAll('"', '') ?? '',
    replyTo: mail.replyTo?.value[0]?.address ?? '',
    messageId: mail.messageId ?? '',
    references: [mail.references ?? []].flat(),
    text: mail.text ?? '',
    subject: mail.subject ?? '',
  };
}

/** As mail programs write one: above the quoted mail, to its reply address, with its thread's fields. */
function answerTo(mail: Received, from: string, words: string): Letter {
  const quoted = mail.text
    .trim()
    .split('\n')
    .map(line => `> ${line}`.trimEnd())
    .slice(0, 4);
  return {
    from,
    to: mail.replyTo,
    subject: `Re: ${mail.subject}`,
    text: `${words}\n\nOn ${new Date().toUTCString().slice(0, 22)}, <${support}> wrote:\n${quoted.join('\n')}`,
    inReplyTo: mail.messageId,
    references: [...mail.references, mail.messageId],
  };
}
