// How fast a long spool drains while new mail comes: `node bench/drain.ts [--mails 20000] [--new-per-second 5]`.
//
// A listener takes the mails before the worker starts. Then each tenth of them is measured by itself: where a long spool
// cost more than a short one, the first would be slower, and need more CPU time a mail, than the last.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrateDatabase } from '../src/db/database.ts';
import { useEmbeddedPostgres } from '../src/db/embedded.ts';
import { ask, postmasterPid } from '../test/support/embedded.ts';
import { sendRaw } from '../test/support/smtp-client.ts';
import { cpuMsOf } from './cpu.ts';
import { send } from './load.ts';
import { startHost } from './torture/hosts.ts';
import { addPeople } from './torture/people.ts';

const { values } = parseArgs({
  options: {
    mails: { type: 'string', default: '20000' },
    'new-per-second': { type: 'string', default: '5' },
  },
});
const mails = Number(values.mails);
const parts = 10;

const folder = await mkdtemp('/var/tmp/postern-drain-');
const dir = join(folder, 'postgres');
const postgres = await useEmbeddedPostgres(dir);
await migrateDatabase(postgres.url);
await addPeople(postgres.url, []);
const env = {
  DATABASE_URL: postgres.url,
  STORE_URL: `file:${join(folder, 'store')}`,
  SPOOL_URL: `file:${join(folder, 'spool')}`,
  SECRET: 'a secret that all hosts know',
  SUPPORT_ADDRESS: 'support@mx.test',
  SMTP_PORT: '0',
  LOG_LEVEL: 'warn',
};
const listener = await startHost({ name: 'listener', roles: 'smtp', env, folder });
const port = listener.smtp()!.port;
const letter = (at: number) => {
  const from = `author${at % 12}@load.test`;
  const lines = Array.from({ length: 20 }, (_, line) => `${line}. Clinic ${at} shows error ${at * 7 + line}.`);
  const head = [
    `From: <${from}>`,
    'To: <support@mx.test>',
    `Subject: Clinic ${at} fails`,
    `Message-ID: <d${at}@load.test>`,
  ];
  return { from, to: 'support@mx.test', raw: [...head, '', ...lines, ''].join('\r\n') };
};
const { milliseconds } = await send(port, { count: mails, sessions: 8, mail: letter });
console.log(`${mails} mails taken, ${Math.round((mails * 1_000) / milliseconds)} a second; no worker ran`);

const worker = await startHost({ name: 'worker', roles: 'worker', env, folder });
const answers = { '250': 0, later: 0, ms: [] as number[] };
let going = true;
const newcomer = newMail();
const roots = () => [worker.pid()!, listener.pid()!, postmasterPid(dir)!];
const cpuMs = () => Object.values(cpuMsOf(roots())).reduce((sum, ms) => sum + ms, 0);
const filed = () => ask<string>(postgres.url, 'select count(*) from tickets').then(Number);
const from = performance.now();
let [doneBefore, cpuBefore, since] = [0, cpuMs(), performance.now()];
for (let part = 1; part <= parts; part++) {
  const until = (mails * part) / parts;
  let done = await filed();
  while (done < until) {
    await sleep(100);
    done = await filed();
  }
  const [cpu, now] = [cpuMs(), performance.now()];
  const rate = ((done - doneBefore) * 1_000) / (now - since);
  const perMail = (cpu - cpuBefore) / (done - doneBefore);
  const slowest = Math.max(0, ...answers.ms.splice(0));
  console.log(
    `to ${done}: ${rate.toFixed(0)} a second, ${perMail.toFixed(1)} CPU ms a mail; new mail: ${answers['250']} taken, ${answers.later} put off, slowest answer ${Math.round(slowest)} ms`,
  );
  [doneBefore, cpuBefore, since] = [done, cpu, now];
}
const seconds = (performance.now() - from) / 1_000;
console.log(`${doneBefore} in ${Math.round(seconds)} s, ${(doneBefore / seconds).toFixed(0)} a second`);
going = false;
await newcomer;
for (const host of [worker, listener]) await host.stop();
await postgres.release();
await rm(folder, { recursive: true, force: true });

async function newMail(): Promise<void> {
  for (let at = 0; going; at++) {
    const asked = performance.now();
    const { from, to, raw } = letter(1_000_000 + at);
    const reply = await sendRaw(port, { from, to, bytes: raw });
    answers.ms.push(performance.now() - asked);
    if (reply.startsWith('250')) answers['250']++;
    else answers.later++;
    await sleep(1_000 / Number(values['new-per-second']));
  }
}
