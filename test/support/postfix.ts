// A Postfix of the caller's own: its configuration, queue and log in an empty folder, its door on a free port.
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Postfix = Readonly<{
  port: number;
  log(): Promise<string>;
  /** What lies in its queue, as postqueue prints it. */
  queue(): Promise<string>;
  remove(): Promise<void>;
}>;
const run = promisify(execFile);

/** Relays everything to 127.0.0.1:`to`, and tries again every second. */
export async function startPostfix(to: number, settings: Record<string, string> = {}): Promise<Postfix> {
  const home = await mkdtemp(join(tmpdir(), 'postern-postfix-'));
  const port = await freePort();
  const [etc, queue, data] = ['etc', 'queue', 'data'].map(name => join(home, name)) as [string, string, string];
  const log = join(home, 'log');
  for (const folder of [etc, queue, data]) await mkdir(folder);
  await chmod(home, 0o755);
  const id = async (flag: string) => Number((await run('id', [flag, 'postfix'])).stdout);
  await chown(data, await id('-u'), await id('-g'));
  const main = {
    compatibility_level: '3.6',
    queue_directory: queue,
    data_directory: data,
    maillog_file: log,
    maillog_file_prefixes: home,
    mail_owner: 'postfix',
    myhostname: 'relay.test',
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    inet_protocols: 'ipv4',
    relayhost: `[127.0.0.1]:${to}`,
    smtp_dns_support_level: 'disabled',
    smtp_host_lookup: 'native',
    alias_maps: '',
    local_recipient_maps: '',
    queue_run_delay: '1s',
    minimal_backoff_time: '1s',
    maximal_backoff_time: '1s',
    // Else a peer that failed once is left alone for a minute.
    default_destination_concurrency_failed_cohort_limit: '0',
    ...settings,
  };
  const lines = Object.entries(main).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(join(etc, 'main.cf'), lines.join(''));
  await writeFile(join(etc, 'master.cf'), services(port));
  await run('postfix', ['-c', etc, 'start']);
  return {
    port,
    log: () => readFile(log, 'utf8').catch(() => ''),
    queue: async () => (await run('postqueue', ['-c', etc, '-j'])).stdout,
    async remove() {
      await run('postfix', ['-c', etc, 'stop']).catch(() => {});
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Just what takes a mail in and brings it to us (master(5)). */
const services = (port: number) => `
127.0.0.1:${port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
tlsmgr unix - - n 1000? 1 tlsmgr
scache unix - - n - 1 scache
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
`;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}
