// A person whose Sieve filter answers every mail: Dovecot's own, delivered to as an MTA would.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketView } from '../../src/tickets/views/ticket-view.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { field, hand, post, until } from '../support/post.ts';
import { type Received, type Smarthost, startSmarthost } from '../support/smarthost.ts';

const lda = '/usr/lib/dovecot/dovecot-lda';
const missing =
  !existsSync(lda) || !existsSync('/usr/lib/dovecot/modules/lib90_sieve_plugin.so') || process.getuid?.() !== 0;
if (missing) console.warn('left out: a Sieve vacation, for want of the Debian package dovecot-sieve, or of root');
const nobody = 65_534;

describe.skipIf(missing)('a Sieve vacation', () => {
  let home = '';
  let world: Smarthost;
  let gateway: TestGateway;
  beforeAll(async () => {
    home = await startSieve();
    world = await startSmarthost();
    gateway = await startTestGateway({ RELAY_URL: `smtp://127.0.0.1:${world.port}` });
    await gateway.cli('admin', 'add', 'alice@corp.test');
    await gateway.cli('admin', 'add', 'dana@desk.test', '--role', 'agent');
  });
  afterAll(async () => {
    await gateway?.remove();
    await world?.close();
    await rm(home, { recursive: true, force: true });
  });

  const toAlice = () => world.received.filter(({ rcptTo }) => rcptTo[0] === 'alice@corp.test');

  test('answers what a person wrote, is kept on the ticket, and gets no answer', async () => {
    await post(gateway.smtpPort(), {
      to: 'support@mx.test',
      fields: { From: 'alice@corp.test', Subject: 'calendar' },
      text: 'It stays empty.',
    });
    const receipt = await until('the receipt', () => toAlice()[0]);
    expect(await answersOf(home, receipt), 'a receipt says what it is').toEqual([]);
    await gateway.cli('ticket', 'reply', 'PT-1', '--as', 'dana@desk.test', '--text', 'Which clinic?');
    const answer = await until('the answer', () => toAlice()[1]);
    const [vacation, ...others] = await answersOf(home, answer);
    expect(others).toEqual([]);
    expect(field(vacation!, 'auto-submitted')).toMatch(/^auto-replied/);
    const before = world.received.length;
    // Its envelope is null, and it goes where the mail came from (RFC 5230 section 5.1).
    expect(await hand(gateway.smtpPort(), { raw: vacation!, envelope: { from: '', to: [answer.mailFrom] } })).toMatch(
      /^250 /,
    );
    const ticket = await until('it on the ticket', async () => {
      const shown = await gateway.json<TicketView>('ticket', 'show', 'PT-1');
      return shown.messages?.some(({ kind }) => kind === 'auto-reply') && shown;
    });
    expect(ticket.status).toBe('open');
    expect(ticket.deliveries?.every(({ state }) => state === 'sent')).toBe(true);
    expect(world.received.length).toBe(before);
  });
});

async function startSieve(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'postern-sieve-'));
  await chmod(home, 0o755);
  const files = {
    'dovecot.conf': `base_dir = ${home}/run
mail_location = maildir:${home}/user/mail
mail_uid = nobody
mail_gid = nogroup
ssl = no
log_path = /dev/stderr
postmaster_address = postmaster@corp.test
hostname = corp.test
sendmail_path = ${home}/sendmail
protocol lda {
  mail_plugins = sieve
}
plugin {
  sieve = file:${home}/user/vacation.sieve
  sieve_extensions = +vacation-seconds
  sieve_vacation_min_period = 0
}
`,
    sendmail: `#!/bin/sh\ncat > ${home}/user/out/$$.eml\n`,
    'user/vacation.sieve':
      'require ["vacation", "vacation-seconds"];\nvacation :seconds 0 :addresses ["alice@corp.test"] "I am away until Monday.";\n',
  };
  for (const dir of ['user', 'user/out', 'user/mail']) {
    await mkdir(join(home, dir));
    await chown(join(home, dir), nobody, nobody);
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text);
  await chmod(join(home, 'sendmail'), 0o755);
  return home;
}

/** What the filter answered to a mail that was delivered to Alice. */
async function answersOf(home: string, { raw, mailFrom }: Received): Promise<string[]> {
  const before = await readdir(join(home, 'user', 'out'));
  const as = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', lda, '-c', join(home, 'dovecot.conf')];
  const { status, stderr } = spawnSync('setpriv', [...as, '-f', mailFrom, '-a', 'alice@corp.test'], {
    input: raw,
    env: { PATH: process.env.PATH, USER: 'nobody', HOME: join(home, 'user') },
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(status, stderr).toBe(0);
  const fresh = (await readdir(join(home, 'user', 'out'))).filter(name => !before.includes(name));
  const texts = await Promise.all(fresh.map(name => readFile(join(home, 'user', 'out', name), 'utf8')));
  return texts.map(text => text.replace(/\r?\n/g, '\r\n'));
}
