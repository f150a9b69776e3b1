// A real Postfix brings its mail to a whole gateway, over TLS, and comes again when it could not.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Postfix, startPostfix } from '../support/postfix.ts';
import { missing, needsRoot } from '../support/programs.ts';
import { greeted, mailText } from '../support/smtp-client.ts';

const patience = { timeout: 60_000, interval: 200 };
type Ticket = { key: string; subject: string };
type Mail = { disposition: string; ticket: string | null };

describe.skipIf(missing('postconf', '-d', 'mail_version') ?? needsRoot('postfix'))('postfix', () => {
  let gateway: TestGateway;
  let postfix: Postfix;
  beforeAll(async () => {
    gateway = await startTestGateway();
    await gateway.cli('admin', 'add', 'alice@corp.test');
    postfix = await startPostfix(gateway.smtpPort(), { smtp_tls_security_level: 'encrypt', smtp_tls_loglevel: '1' });
  });
  afterAll(async () => {
    await postfix?.remove();
    await gateway?.remove();
  });

  const tickets = async (subject: string) =>
    (await gateway.json<Ticket[]>('ticket', 'list')).filter(ticket => ticket.subject === subject);

  async function submit(port: number, subject: string): Promise<void> {
    const client = await vi.waitFor(() => greeted(port), patience);
    await client.sayAll('MAIL FROM:<alice@corp.test>', 'RCPT TO:<support@mx.test>', 'DATA');
    const dated = 'Date: Mon, 23 Nov 2026 08:00:00 +0000\r\n';
    expect(await client.say(`${dated}Message-ID: <${subject}@corp.test>\r\n${mailText(subject)}.`)).toMatch(/^250/);
    client.destroy();
  }

  test('a mail over TLS is a ticket', async () => {
    await submit(postfix.port, 'over-tls');
    await vi.waitFor(async () => expect(await tickets('over-tls')).toHaveLength(1), patience);
    expect(await postfix.log()).toMatch(/Untrusted TLS connection established .* TLSv1\.3/);
    expect(await postfix.log()).toMatch(/status=sent \(250 2\.0\.0 .*queued as/);
  });

  test('while we cannot keep mail it is 451, and one ticket when we can again', async () => {
    const [tmp, away] = [join(gateway.home, 'spool', 'tmp'), join(gateway.home, 'spool', 'away')];
    await rename(tmp, away);
    await submit(postfix.port, 'after-451');
    await vi.waitFor(async () => expect(await postfix.log()).toMatch(/status=deferred .*451 4\.3\.0/), patience);
    await rename(away, tmp);
    await vi.waitFor(async () => expect(await tickets('after-451')).toHaveLength(1), patience);
  });

  test('when our 250 is lost the mail comes again, and it is one ticket', async () => {
    const proxy = await startCuttingProxy(gateway.smtpPort());
    const plain = await startPostfix(proxy.port, { smtp_tls_security_level: 'none' });
    await submit(plain.port, 'lost-250');
    await vi.waitFor(async () => expect(await plain.log()).toMatch(/status=sent/), patience);
    expect(proxy.cuts()).toBe(1);
    await vi.waitFor(async () => {
      const mails = await gateway.json<Mail[]>('mail', 'list');
      expect(mails.filter(({ disposition }) => disposition === 'duplicate')).toHaveLength(1);
    }, patience);
    expect(await tickets('lost-250')).toHaveLength(1);
    await plain.remove();
    proxy.close();
  });
});
