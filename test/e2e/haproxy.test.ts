// Two listeners behind a real HAProxy with the settings of ops/haproxy.cfg: PROXY v2, and health checks that take a
// dead one out.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cloneDatabase } from '../support/database.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { missing } from '../support/programs.ts';
import { openSecondClient } from '../support/second-client.ts';
import { connectSmtp, wireOf } from '../support/smtp-client.ts';

process.env.PATH += ':/usr/sbin';
const clientAddress = '127.0.0.9';

describe.skipIf(missing('haproxy', '-v'))('two listeners behind HAProxy', () => {
  let folder: string;
  let databaseUrl: string;
  let haproxy: ChildProcess;
  let port: number;
  const hosts: TestGateway[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-haproxy-'));
    databaseUrl = await cloneDatabase();
    const settings = {
      DATABASE_URL: databaseUrl,
      SPOOL_URL: `file:${join(folder, 'spool')}`,
      STORE_URL: `file:${join(folder, 'store')}`,
      SECRET: 'a secret that all hosts know',
      PROXY_FROM: '127.0.0.1',
      TRUSTED_RELAYS: '',
      METRICS_PORT: '0',
    };
    for (const roles of ['smtp', 'smtp', 'worker']) hosts.push(await startTestGateway(settings, roles));
    await hosts[2]!.cli('admin', 'add', 'ada@corp.test');
    port = await freePort();
    await startHaproxy();
  });
  afterAll(async () => {
    haproxy?.kill('SIGKILL');
    for (const host of hosts) await host.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** As in ops/, but for names, ports, and how soon a dead one is noticed. */
  async function startHaproxy(): Promise<void> {
    const health = hosts.map(host => new URL(/(http:\S+)\/readyz/.exec(host.log())![1]!).port);
    const smtp = (await readFile('ops/haproxy.cfg', 'utf8')).split('frontend pages')[0]!;
    const config = smtp
      .replace('bind :25', `bind 127.0.0.1:${port}`)
      .replace('check port 8025 inter 3s', 'check inter 300ms')
      .replace('listener1:2525', `127.0.0.1:${hosts[0]!.smtpPort()} port ${health[0]}`)
      .replace('listener2:2525', `127.0.0.1:${hosts[1]!.smtpPort()} port ${health[1]}`);
    await writeFile(join(folder, 'haproxy.cfg'), config);
    haproxy = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
    await vi.waitFor(async () => expect(await send('comes up')).toMatch(/^250 /), { timeout: 20_000 });
  }

  let sent = 0;
  /** Rejects where no listener answers. */
  async function send(subject: string): Promise<string> {
    const client = await connectSmtp(port, { localAddress: clientAddress, deadlineMs: 15_000 });
    try {
      await client.reply();
      await client.say('EHLO client.test');
      await client.toData('ada@corp.test', 'support@mx.test');
      client.write(wireOf({ from: 'ada@corp.test', id: `haproxy-${++sent}`, subject }));
      return await client.reply();
    } finally {
      client.destroy();
    }
  }
  const taken = (host: TestGateway) => host.log().match(/mail: taken/g)?.length ?? 0;

  test('share the mail, and know the address of the client', async () => {
    for (let at = 0; at < 8; at++) expect(await send(`shared ${at}`)).toMatch(/^250 /);
    expect(taken(hosts[0]!)).toBeGreaterThan(0);
    expect(taken(hosts[1]!)).toBeGreaterThan(0);
    const sql = openSecondClient(databaseUrl);
    const peers = async () => (await sql`select distinct peer from mails`).map(({ peer }) => peer);
    await expect.poll(peers, { timeout: 20_000 }).toEqual([clientAddress]);
    await sql.end();
  });

  test('one that dies is taken out, and every mail goes to the other', async () => {
    await hosts[0]!.stop('SIGKILL');
    await expect.poll(() => send('finds the other').catch(String), { timeout: 20_000 }).toMatch(/^250 /);
    // It counts as down after two checks; until then a connection may meet it and is tried again.
    const before = taken(hosts[1]!);
    let answered = 0;
    for (let at = 0; at < 6; at++) {
      await expect.poll(() => send(`after the death ${at}`).catch(String), { timeout: 20_000 }).toMatch(/^250 /);
      answered++;
    }
    expect(taken(hosts[1]!) - before).toBe(answered);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
