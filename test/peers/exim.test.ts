// Exim, which speaks TLS by GnuTLS, brings a mail to a whole gateway.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { missing, needsRoot } from '../support/programs.ts';
import { mailText } from '../support/smtp-client.ts';

const patience = { timeout: 60_000, interval: 200 };

describe.skipIf(missing('exim4', '-C', '/dev/null', '-bV') ?? needsRoot('exim4'))('exim', () => {
  let gateway: TestGateway;
  let home: string;
  beforeAll(async () => {
    gateway = await startTestGateway();
    await gateway.cli('admin', 'add', 'alice@corp.test');
    home = await mkdtemp(join(tmpdir(), 'postern-exim-'));
    // It gives up root before it reads its configuration.
    execFileSync('chown', ['Debian-exim', home]);
    await writeFile(join(home, 'conf'), configuration(home, gateway.smtpPort()));
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
    await gateway?.remove();
  });

  test('a mail over TLS, with a body in 8 bits, is a ticket', async () => {
    const sending = spawn('exim4', [
      '-C',
      join(home, 'conf'),
      '-odf',
      '-i',
      '-f',
      'alice@corp.test',
      'support@mx.test',
    ]);
    let said = '';
    sending.stderr.on('data', chunk => {
      said += chunk;
    });
    sending.stdin.on('error', () => {}); // It may end before it has read all; then it says why.
    sending.stdin.end(mailText('by-exim', 'L\xe0 non va.\r\n').replaceAll('\r\n', '\n'), 'latin1');
    await new Promise(resolve => sending.once('exit', resolve));
    await vi.waitFor(async () => {
      const tickets = await gateway.json<{ subject: string }[]>('ticket', 'list');
      expect(
        tickets.map(({ subject }) => subject),
        said,
      ).toEqual(['by-exim']);
    }, patience);
    expect(await readFile(join(home, 'mainlog'), 'utf8')).toMatch(
      /=> support@mx\.test .* X=TLS1\.[23].* C="250 2\.0\.0 /,
    );
  });
});

/** Exim runs itself again to deliver, by default from where Debian installs it. */
const exim = () => execFileSync('sh', ['-c', 'command -v exim4'], { encoding: 'utf8' }).trim();

const configuration = (home: string, port: number) => `
exim_path = ${exim()}
spool_directory = ${home}/spool
log_file_path = ${home}/%slog
primary_hostname = relay.test
keep_environment =
begin routers
gateway:
  driver = manualroute
  transport = smtp
  route_list = * 127.0.0.1::${port} byname
  self = send
begin transports
smtp:
  driver = smtp
  hosts_require_tls = *
  tls_verify_hosts =
  tls_try_verify_hosts =
`;
