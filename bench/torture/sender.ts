// Clients that send mail after mail, repeat each until it is answered with 250, and write every answer down.
import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

export const authors = Array.from({ length: 12 }, (_, at) => `author${at}@load.test`);
export const stranger = 'stranger@elsewhere.test';

/** One 250. */
export type Taken = Readonly<{ subject: string; mailId: string; sha256: string; at: number }>;
export type Answers = Readonly<{ taken: Taken[]; putOff: number; refused: string[]; strangersTaken: number }>;

export type Crowd = Readonly<{ answers: Answers; stop(): Promise<void> }>;
/** Of the listener; null while it is down. */
export type Place = Readonly<{ host: string; port: number }> | null;

/** Emits `dot` when a client has sent its final dot. */
export const wire = new EventEmitter();

type Mail = Readonly<{ from: string; subject: string; bytes: string }>;

export function startCrowd(place: () => Place, random: Random, name: string, clients = 4): Crowd {
  const answers = { taken: [] as Taken[], putOff: 0, refused: [] as string[], strangersTaken: 0 };
  let going = true;
  let number = 0;

  async function deliver(mail: Mail): Promise<void> {
    const since = Date.now();
    for (;;) {
      const vanishes = random.chance(0.1);
      const answer = await send(place(), mail, vanishes).catch(() => '');
      const taken = /^250.* queued as (\w+)/.exec(answer);
      if (taken) {
        if (mail.from === stranger) answers.strangersTaken++;
        const sha256 = createHash('sha256').update(mail.bytes, 'latin1').digest('hex');
        answers.taken.push({ subject: mail.subject, mailId: taken[1]!, sha256, at: Date.now() });
        return;
      }
      if (/^5/.test(answer)) {
        if (mail.from !== stranger) answers.refused.push(`${mail.subject}: ${answer}`);
        return;
      }
      answers.putOff++;
      if (!going && Date.now() - since > 90_000) return;
      await sleep(20 + random.below(80));
    }
  }
  async function client(): Promise<void> {
    while (going) {
      const from = random.chance(0.05) ? stranger : random.oneOf(authors);
      await deliver(mailFrom(from, `${name} mail ${++number}`, random));
      await sleep(random.below(40));
    }
  }
  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    answers,
    async stop() {
      going = false;
      await running;
    },
  };
}

function mailFrom(from: string, subject: string, random: Random): Mail {
  const size = random.chance(0.05) ? 300_000 : 500 + random.below(8_000);
  const file = randomBytes(size)
    .toString('base64')
    .replace(/.{1,76}/g, '$&\r\n');
  const bytes = [
    `From: <${from}>`,
    'To: support@mx.test',
    `Subject: ${subject}`,
    `Message-ID: <${randomBytes(9).toString('hex')}@load.test>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    `${subject} says what fails, ${randomBytes(8).toString('hex')}.`,
    '--b',
    'Content-Type: application/octet-stream; name=data.bin',
    'Content-Disposition: attachment; filename=data.bin',
    'Content-Transfer-Encoding: base64',
    '',
    `${file}--b--`,
    '',
  ].join('\r\n');
  return { from, subject, bytes };
}

/** The reply to the mail, or the first that is no success. `vanishes`: gone after the final dot, before the reply. */
function send(place: Place, { from, bytes }: Mail, vanishes: boolean): Promise<string> {
  if (place === null) return Promise.reject(new Error('down'));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(place);
  const steps = [
    'EHLO load.test\r\n',
    `MAIL FROM:<${from}>\r\n`,
    'RCPT TO:<support@mx.test>\r\n',
    'DATA\r\n',
    `${bytes}.\r\n`,
  ];
  let said = '';
  const end = (reply: string) => {
    socket.destroy();
    resolve(reply);
  };
  socket
    .setTimeout(60_000, () => end(''))
    .on('error', reject)
    .on('close', () => end(''));
  socket.on('data', chunk => {
    said += chunk.toString('latin1');
    if (!/^\d{3} .*\r\n$/m.test(said)) return;
    const last = said.trimEnd().split('\r\n').at(-1)!;
    said = '';
    const next = /^[23]/.test(last) ? steps.shift() : undefined;
    if (next === undefined) return end(last);
    socket.write(next, 'latin1', () => {
      if (steps.length > 0) return;
      wire.emit('dot');
      if (vanishes) setTimeout(() => end(''), Math.random() * 40);
    });
  });
  return promise;
}
