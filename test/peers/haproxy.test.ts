// Debian's HAProxy in front of two listeners, with the configuration that ops/ ships and other addresses.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../src/gateway.ts';
import type { MailView } from '../../src/tickets/views/mail-view.ts';
import { cloneDatabase } from '../support/database.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { until, written } from '../support/post.ts';
import { missing } from '../support/programs.ts';
import { connectSmtp } from '../support/smtp-client.ts';

process.env.PATH += ':/usr/sbin';

/** The client's own address: the listeners trust it, and not HAProxy, from which every connection comes. */
const localAddress = '127.0.0.5';

describe.skipIf(missing('haproxy', '-v') !== null)('HAProxy before two listeners', () => {
  const gateways: GatewayProcess[] = [];
  let folder: string;
  let proxy: ChildProcess;
  let ports: { smtp: number; pages: number };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-haproxy-'));
    const settings = {
      DATABASE_URL: await cloneDatabase(),
      STORE_URL: `file:${join(folder, 'store')}`,
      SPOOL_URL: `file:${join(folder, 'spool')}`,
      SECRET: 'a secret that all of them know',
      PROXY_FROM: '127.0.0.1',
      TRUSTED_RELAYS: localAddress,
    };
    const hosts: Role[][] = [['smtp', 'http'], ['smtp', 'http'], ['worker']];
    for (const roles of hosts) gateways.push(await startGatewayProcess(settings, roles));
    await gateways[0]!.cli('admin', 'add', '@corp.test');
    ports = { smtp: await freePort(), pages: await freePort() };
    proxy = await startProxy();
  });
  afterAll(async () => {
    proxy?.kill('SIGKILL');
    for (const gateway of gateways) await gateway.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function startProxy(): Promise<ChildProcess> {
    const [first, second] = gateways.map(gateway => ({
      smtp: gateway.smtpPort(),
      http: new URL(gateway.pages() || 'http://none').port,
    }));
    const shipped = await readFile(new URL('../../ops/haproxy.cfg', import.meta.url), 'utf8');
    const config = shipped
      .replace('bind :25\n', `bind 127.0.0.1:${ports.smtp}\n`)
      .replace('bind :80\n', `bind 127.0.0.1:${ports.pages}\n`)
      .replace('check port 8025 inter 3s', 'check inter 200ms')
      .replace('listener1:2525', `127.0.0.1:${first!.smtp} port ${first!.http}`)
      .replace('listener2:2525', `127.0.0.1:${second!.smtp} port ${second!.http}`)
      .replace('pages:8025 check inter 3s', `127.0.0.1:${second!.http} check inter 200ms`);
    const path = join(folder, 'haproxy.cfg');
    await writeFile(path, config);
    const started = spawn('haproxy', ['-db', '-f', path], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    started.stderr!.on('data', chunk => (said += chunk));
    await until('HAProxy to pass a connection on', async () => {
      if (started.exitCode !== null) throw new Error(said);
      return greets();
    });
    return started;
  }

  /** Whether a listener answers behind HAProxy. */
  async function greets(): Promise<boolean> {
    try {
      const client = await connectSmtp(ports.smtp, { localAddress, deadlineMs: 5_000 });
      const greeting = await client.reply().catch(() => '');
      client.destroy();
      return greeting.startsWith('220');
    } catch {
      return false;
    }
  }

  /** The reply to the final dot; tries again, as a mail server does, where the connection ends before it. */
  async function send(subject: string): Promise<string> {
    const { raw } = written({
      to: 'support@mx.test',
      fields: { From: 'ada@corp.test', Subject: subject },
      text: 'It fails.',
    });
    for (let attempt = 1; ; attempt += 1) {
      try {
        const client = await connectSmtp(ports.smtp, { localAddress });
        await client.reply();
        await client.say('EHLO client.test');
        await client.toData('ada@corp.test', 'support@mx.test');
        client.write(`${raw}.\r\n`);
        const reply = await client.reply();
        client.destroy();
        return reply;
      } catch (cause) {
        if (attempt === 50) throw cause;
        await sleep(100);
      }
    }
  }

  const filed = async () =>
    (await gateways[2]!.json<MailView[]>('mail', 'list')).filter(({ ticket }) => ticket !== null);

  const taken = (gateway: GatewayProcess) => gateway.log().match(/mail: taken/g)?.length ?? 0;

  test('listeners share the mail, see the address of the client, and trust that one', async () => {
    for (let n = 0; n < 6; n++) expect(await send(`shared ${n}`)).toMatch(/^250 2\.0\.0 /);
    // Nothing else vouches for the author: mail that comes from HAProxy's own address would be held.
    await until('the mails to open tickets', async () => (await filed()).length === 6);
    expect(gateways.slice(0, 2).map(gateway => taken(gateway) > 0)).toEqual([true, true]);
  });

  test('one listener is killed: mail goes to the other, each once', async () => {
    const subjects = Array.from({ length: 12 }, (_, n) => `case ${n}`);
    const sending = subjects.slice(0, 4).map(send);
    await gateways[0]!.stop('SIGKILL');
    const replies = [...(await Promise.all(sending)), ...(await Promise.all(subjects.slice(4).map(send)))];
    for (const reply of replies) expect(reply).toMatch(/^250 2\.0\.0 /);
    const mails = await until('all to be filed', async () => {
      const all = await filed();
      return all.length >= 18 && all;
    });
    const tickets = mails.filter(({ subject }) => subject?.startsWith('case ')).map(({ ticket }) => ticket);
    // A connection that was cut after the final dot leaves the client in doubt, and it sends again (RFC 1047).
    expect(new Set(tickets).size).toBe(12);
  });

  test('pages are reached through it, and it asks whether they are ready', async () => {
    const page = await fetch(`http://127.0.0.1:${ports.pages}/sign-in`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('name="email"')]);
    await gateways[1]!.stop();
    await until('HAProxy to see that none is left', async () => {
      const answer = await fetch(`http://127.0.0.1:${ports.pages}/sign-in`).catch(() => null);
      return answer?.status === 503;
    });
    expect(await greets()).toBe(false);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
