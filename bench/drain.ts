// How fast a long spool drains while new mail comes: `node bench/drain.ts [--mails 20000] [--filed N] [--new-per-second 5]`.
//
// The mails lie in the spool before listener and worker start, as after an outage. Each tenth of those that are filed is
// measured by itself: where a long spool cost more than a short one, the first would be slower, and need more CPU time
// a mail, than the last. `--filed`: ends after so many, to compare the head of a long spool with a short one.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrateDatabase, openDatabase } from '../src/db/database.ts';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { putPeople } from '../src/directory/directory.ts';
import { toEntry } from '../src/directory/person-entry.ts';
import type { Address } from '../src/mail/address.ts';
import { newId } from '../src/mail/new-id.ts';
import { openSpool } from '../src/spool/open-spool.ts';
import { ask, postmasterPid } from '../test/support/embedded.ts';
import { sendRaw } from '../test/support/smtp-client.ts';
import { cpuMsOf } from './cpu.ts';
import { startHost } from './torture/hosts.ts';
import { randomFrom } from './torture/random.ts';

const { values } = parseArgs({
  options: {
    mails: { type: 'string', default: '20000' },
    filed: { type: 'string' },
    'new-per-second': { type: 'string', default: '5' },
  },
});
const mails = Number(values.mails);
const toFile = Number(values.filed ?? values.mails);
const [parts, authors] = [10, 2_000];
const authorOf = (at: number) => `author${at % authors}@load.test` as Address;
const to = 'support@mx.test' as Address;
const [starts, middles, ends] = ['bcdfghklmnprst', 'aeiou', 'bdfgklmnprstvz'].map(letters =>
  [...letters].flatMap(one => [...'aeioulr'].map(other => one + other)),
) as [string[], string[], string[]];

const folder = await mkdtemp('/var/tmp/postern-drain-');
const dir = join(folder, 'postgres');
const postgres = await useEmbeddedPostgres(dir);
await migrateDatabase(postgres.url);
const database = openDatabase(postgres.url, 1);
await putPeople(
  database.db,
  Array.from({ length: authors }, (_, at) => toEntry(authorOf(at), {})),
);
await database.close();
const env = {
  DATABASE_URL: postgres.url,
  STORE_URL: `file:${join(folder, 'store')}`,
  SPOOL_URL: `file:${join(folder, 'spool')}`,
  SECRET: 'a secret that all hosts know',
  SUPPORT_ADDRESS: to,
  SMTP_PORT: '0',
  LOG_LEVEL: 'warn',
};
await fill();
console.log(`${mails} mails wait`);

const listener = await startHost({ name: 'listener', roles: 'smtp', env, folder });
const worker = await startHost({ name: 'worker', roles: 'worker', env, folder });
const answers = { taken: 0, putOff: 0, slowestMs: 0 };
let going = true;
const newcomer = newMail();
const roots = [worker.pid()!, postmasterPid(dir)!];
const cpuMs = () => Object.values(cpuMsOf(roots)).reduce((sum, ms) => sum + ms, 0);
const filed = () => ask<string>(postgres.url, 'select count(*) from tickets').then(Number);
const begun = performance.now();
let before = { done: await filed(), cpu: cpuMs(), at: begun };
const first = before.done;
for (let part = 1; part <= parts; part++) {
  let done = await filed();
  for (; done < first + ((toFile - first) * part) / parts; done = await filed()) await sleep(500);
  const now = { done, cpu: cpuMs(), at: performance.now() };
  const rate = ((done - before.done) * 1_000) / (now.at - before.at);
  const each = (now.cpu - before.cpu) / (done - before.done);
  console.log(
    `to ${done}: ${rate.toFixed(0)} a second, ${each.toFixed(1)} CPU ms a mail; new mail: ${answers.taken} taken, ${answers.putOff} put off, slowest answer ${Math.round(answers.slowestMs)} ms`,
  );
  before = now;
  answers.slowestMs = 0;
}
const seconds = (performance.now() - begun) / 1_000;
console.log(
  `${before.done - first} in ${Math.round(seconds)} s, ${((before.done - first) / seconds).toFixed(0)} a second`,
);
going = false;
await newcomer;
for (const host of [worker, listener]) await host.stop();
await postgres.release();
await rm(folder, { recursive: true, force: true });

/** No two tell of the same incident, which would be looked for among all before. */
function textOf(at: number): string {
  const random = randomFrom(at);
  const word = () => `${random.oneOf(starts)}${random.oneOf(middles)}${random.oneOf(ends)}`;
  const lines = Array.from({ length: 20 }, () => `${Array.from({ length: 8 }, word).join(' ')}.`);
  const head = [
    `From: <${authorOf(at)}>`,
    `To: <${to}>`,
    `Subject: ${word()} ${word()}`,
    `Message-ID: <d${at}@load.test>`,
  ];
  return [...head, '', ...lines, ''].join('\r\n');
}

async function fill(): Promise<void> {
  const spool = await openSpool(env.SPOOL_URL);
  let next = 0;
  const writer = async () => {
    while (next < mails) {
      const [at, id] = [next++, newId()];
      const draft = await spool.begin(id);
      await draft.write(Buffer.from(textOf(at)));
      await draft.commit({
        id,
        receivedAt: new Date().toISOString(),
        via: 'smtp',
        envelope: { mailFrom: authorOf(at), rcptTo: [to] },
        author: { address: authorOf(at), name: '' },
        peer: { ip: '127.0.0.1', heloName: 'load.test', tls: false },
        authentication: null,
        admitted: { hold: false, reasons: [] },
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, writer));
}

async function newMail(): Promise<void> {
  const port = listener.smtp()!.port;
  for (let at = 1_000_000; going; at++) {
    const asked = performance.now();
    const reply = await sendRaw(port, { from: authorOf(at), to, bytes: textOf(at) });
    answers.slowestMs = Math.max(answers.slowestMs, performance.now() - asked);
    if (reply.startsWith('250')) answers.taken++;
    else answers.putOff++;
    await sleep(1_000 / Number(values['new-per-second']));
  }
}
