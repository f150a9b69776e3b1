// Out through a real Postfix that puts Message-IDs of its own on our mail, and back in through it.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketView } from '../../src/tickets/views/ticket-view.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addressOf, field, post, replyFields, until } from '../support/post.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';

const missing = spawnSync('postfix', ['-h']).error !== undefined || process.getuid?.() !== 0;
if (missing) console.warn('left out: mail through Postfix, for want of the Debian package postfix, or of root');

describe.skipIf(missing)('through Postfix', () => {
  let folder = '';
  let port = 0;
  let world: Smarthost;
  let gateway: TestGateway;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-postfix-'));
    port = await freePort();
    world = await startSmarthost();
    gateway = await startTestGateway({ RELAY_URL: `smtp://127.0.0.1:${port}` });
    await gateway.cli('admin', 'add', 'alice@corp.test', '--name', 'Alice');
    await gateway.cli('admin', 'add', 'dana@desk.test', '--role', 'agent');
    await startPostfix(folder, { port, world: world.port, gateway: gateway.smtpPort() });
  }, 120_000);
  afterAll(async () => {
    spawnSync('postfix', ['-c', join(folder, 'etc'), 'stop']);
    await gateway?.remove();
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const sentTo = (address: string) => world.received.filter(({ rcptTo }) => rcptTo[0] === address);
  const show = (key: string) => gateway.json<TicketView>('ticket', 'show', key);

  test('a reply to a mail whose Message-ID the relay has rewritten finds its ticket', async () => {
    const fields = { From: 'alice@corp.test', Subject: 'calendar' };
    expect(await post(port, { to: 'support@mx.test', fields, text: 'It stays empty.' })).toMatch(/^250 /);
    const receipt = await until('the receipt', () => sentTo('alice@corp.test')[0]);
    expect(field(receipt.raw, 'message-id')).toMatch(/^<[0-9a-z]{26}@relay\.test>$/);
    const to = addressOf(field(receipt.raw, 'reply-to'));
    await post(port, { to, fields: { ...fields, ...replyFields(receipt.raw) }, text: 'Only in the north.' });
    await until('the reply on the ticket', async () => (await show('PT-1')).messages?.length === 2);
    await gateway.cli('ticket', 'reply', 'PT-1', '--as', 'dana@desk.test', '--text', 'Mended.');
    const answer = await until('the answer', () => sentTo('alice@corp.test')[1]);
    expect(field(answer.raw, 'subject')).toBe(field(receipt.raw, 'subject'));
    expect(sentTo('alice@corp.test')).toHaveLength(2);
    expect(await gateway.json('ticket', 'list')).toHaveLength(1);
  });

  test("a next hop's no comes back as Postfix's own report and becomes the delivery state", async () => {
    world.follow({ rcpt: { code: 550, text: '5.1.1 No such user here' } });
    await gateway.cli('ticket', 'reply', 'PT-1', '--as', 'dana@desk.test', '--text', 'Are you there?');
    const bounced = await until('the report', async () =>
      (await show('PT-1')).deliveries?.find(
        ({ state, recipient }) => state === 'undeliverable' && recipient.email === 'alice@corp.test',
      ),
    );
    expect(bounced).toMatchObject({
      kind: 'answer',
      status: '5.1.1',
      reply: expect.stringContaining('No such user here'),
    });
    world.follow({});
    const { messages = [] } = await show('PT-1');
    expect(
      messages
        .filter(({ kind }) => kind === 'event')
        .map(({ text }) => text)
        .join(),
    ).toContain('alice@corp.test does not arrive');
  });
});

async function startPostfix(folder: string, to: { port: number; world: number; gateway: number }): Promise<void> {
  await chmod(folder, 0o755);
  const [etc = '', queue = '', data = ''] = ['etc', 'queue', 'data'].map(name => join(folder, name));
  for (const dir of [etc, queue, data]) await mkdir(dir);
  execFileSync('chown', ['postfix', data]);
  const main = {
    compatibility_level: '3.6',
    queue_directory: queue,
    data_directory: data,
    multi_instance_name: '',
    maillog_file: `${folder}/log`,
    maillog_file_prefixes: folder,
    myhostname: 'relay.test',
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    relayhost: `[127.0.0.1]:${to.world}`,
    transport_maps: `inline:{ {mx.test=smtp:[127.0.0.1]:${to.gateway}} }`,
    relay_domains: 'mx.test',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    smtputf8_enable: 'no',
    smtp_tls_security_level: 'none',
    smtpd_tls_security_level: 'none',
    header_checks: `regexp:${etc}/header_checks`,
    alias_maps: '',
    alias_database: '',
  };
  await writeFile(
    join(etc, 'main.cf'),
    Object.entries(main)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  await writeFile(
    join(etc, 'header_checks'),
    '/^Message-ID: <([0-9a-z]{26})@mx\\.test>/ REPLACE Message-ID: <$1@relay.test>\n',
  );
  const services = [
    `127.0.0.1:${to.port} inet n - n - - smtpd`,
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'smtp unix - - n - - smtp',
    'relay unix - - n - - smtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'proxymap unix - - n - - proxymap',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  await writeFile(join(etc, 'master.cf'), `${services.join('\n')}\n`);
  execFileSync('postfix', ['-c', etc, 'start'], { stdio: 'pipe' });
  await until('Postfix', () => spawnSync('postfix', ['-c', etc, 'status']).status === 0, 20_000);
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
