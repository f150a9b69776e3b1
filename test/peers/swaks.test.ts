// swaks writes to a whole gateway: TLS, pipelining, and connections cut at every point.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { missing } from '../support/programs.ts';

const patience = { timeout: 30_000, interval: 200 };
type Run = { status: number; output: string };
type Mail = { disposition: string; ticket: string | null };

describe.skipIf(missing('swaks', '--version'))('swaks', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ PROXY_FROM: '127.0.0.3' });
    await gateway.cli('admin', 'add', 'alice@corp.test');
  });
  afterAll(() => gateway?.remove());

  const swaks = (...args: string[]) =>
    new Promise<Run>(resolve => {
      const server = ['--server', '127.0.0.1', '--port', String(gateway.smtpPort()), '--helo', 'h.test'];
      const mail = ['--from', 'alice@corp.test', '--to', 'support@mx.test'];
      execFile('swaks', [...server, ...mail, ...args], (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code) : 0, output: stdout + stderr }),
      );
    });
  const about = (subject: string) => [
    '--header',
    `Subject: ${subject}`,
    '--header',
    `Message-Id: <${subject}@corp.test>`,
  ];
  const tickets = async (subject: string) =>
    (await gateway.json<{ subject: string }[]>('ticket', 'list')).filter(ticket => ticket.subject === subject);

  test.each([
    ['in clear text', []],
    ['over TLS', ['--tls']],
    ['over TLS 1.2', ['--tls', '--tls-protocol', 'tlsv1_2']],
    ['pipelined', ['--pipeline']],
    ['pipelined over TLS', ['--tls', '--pipeline']],
  ])('a ticket, %s', async (name, args) => {
    const subject = name.replaceAll(/\W+/g, '-');
    const { status, output } = await swaks(...about(subject), ...args);
    expect(status, output).toBe(0);
    expect(output).toMatch(/250 2\.0\.0 .*queued as/);
    await vi.waitFor(async () => expect(await tickets(subject)).toHaveLength(1), patience);
  });

  test('PROXY headers of both versions, from a balancer', async () => {
    for (const version of ['1', '2']) {
      const client = { family: version === '1' ? 'TCP4' : 'AF_INET', source: '203.0.113.9' };
      const { output } = await swaks(
        ...['--local-interface', '127.0.0.3', '--quit-after', 'EHLO', '--proxy-version', version],
        ...['--proxy-family', client.family, '--proxy-source', client.source, '--proxy-source-port', '4321'],
        ...['--proxy-dest', '127.0.0.1', '--proxy-dest-port', '25'],
      );
      expect(output).toContain('mx.test greets [203.0.113.9]');
    }
  });

  test.each(['EHLO', 'MAIL', 'RCPT', 'DATA'])('a connection that drops after %s leaves nothing', async point => {
    const subject = `dropped-after-${point.toLowerCase()}`;
    await swaks(...about(subject), '--drop-after-send', point);
    await vi.waitFor(async () => expect(await readdir(join(gateway.home, 'spool', 'tmp'))).toEqual([]), patience);
    expect(await tickets(subject)).toEqual([]);
  });

  test('the 250 is lost, the whole mail comes again, and it is one ticket', async () => {
    const again = [...about('lost-250'), '--header', 'Date: Mon, 23 Nov 2026 08:00:00 +0000'];
    await swaks(...again, '--drop-after-send', 'dot');
    await vi.waitFor(async () => expect(await tickets('lost-250')).toHaveLength(1), patience);
    const { status, output } = await swaks(...again, '--tls');
    expect(status, output).toBe(0);
    await vi.waitFor(async () => {
      const mails = await gateway.json<Mail[]>('mail', 'list');
      expect(mails.some(({ disposition }) => disposition === 'duplicate')).toBe(true);
    }, patience);
    expect(await tickets('lost-250')).toHaveLength(1);
  });
});
