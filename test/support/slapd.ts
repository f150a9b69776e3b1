// An LDAP server of the caller's own: a real slapd, unprivileged, on free ports, in an empty folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, chownSync, constants } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Control, ResultCodeError } from 'ldapts';
import { certificate } from './certificate.ts';

export type TestSlapd = Readonly<{
  /** In clear; also upgrades by STARTTLS. */
  url: string;
  secureUrl: string;
  /** PEM file of the certificate, which vouches for itself. */
  caFile: string;
  addAll(entries: readonly [dn: string, attributes: Record<string, string | string[]>][]): Promise<void>;
  remove(...names: string[]): Promise<void>;
  /** Stops, and starts again with these lines in its configuration. */
  restart(lines?: readonly string[]): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}>;

export const base = 'dc=corp,dc=test';
export const root = { dn: `cn=root,${base}`, password: 'secret' };

/** Referrals are entries like others (RFC 3296 section 3). */
const manageDsaIt = '2.16.840.1.113730.3.4.2';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/lib/openldap'];
export const slapdProgram: string | null = folders.map(folder => join(folder, 'slapd')).find(isProgram) ?? null;

/** Says loudly what is left out where there is no server. */
export function withoutSlapd(suite: string): boolean {
  if (slapdProgram === null) console.warn(`LEFT OUT: ${suite}. There is no slapd: apt-get install slapd ldap-utils.`);
  return slapdProgram === null;
}

export async function startSlapd(): Promise<TestSlapd> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-slapd-'));
  const [port, securePort] = [await freePort(), await freePort()];
  const url = `ldap://localhost:${port}`;
  const day = 86_400_000;
  const { key, cert } = certificate(new Date(Date.now() - day), new Date(Date.now() + day));
  const file = (name: string) => join(folder, name);
  await mkdir(file('db'));
  await writeFile(file('cert.pem'), cert);
  await writeFile(file('key.pem'), key);
  // slapd runs as nobody where the tests run as root.
  const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if (owner.uid) for (const name of ['.', 'db', 'cert.pem', 'key.pem']) chownSync(file(name), owner.uid, owner.gid);
  let child: ChildProcess | null = null;

  async function start(lines: readonly string[] = []): Promise<void> {
    await writeFile(file('slapd.conf'), configuration(folder, lines));
    const addresses = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${securePort}/`;
    // -d keeps it in the foreground.
    child = spawn(slapdProgram!, ['-f', file('slapd.conf'), '-h', addresses, '-d', '0'], { ...owner, stdio: 'ignore' });
    for (let wait = 0; !(await answers(url)); wait++) {
      if (wait > 600 || child.exitCode !== null) throw new Error(`slapd does not start on ${url}`);
      await sleep(50);
    }
  }
  async function stop(): Promise<void> {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise(resolve => running.once('exit', resolve));
    running.kill('SIGTERM');
    await ended;
  }

  await start();
  const slapd: TestSlapd = {
    url: `${url}?tls=off`,
    secureUrl: `ldaps://localhost:${securePort}`,
    caFile: file('cert.pem'),
    addAll: async entries =>
      bound(url, async client => {
        for (const [dn, attributes] of entries) await client.add(dn, attributes);
      }),
    remove: async (...names) =>
      bound(url, async client => {
        for (const dn of names) await client.del(dn, new Control(manageDsaIt));
      }),
    async restart(lines) {
      await stop();
      await start(lines);
    },
    stop,
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await slapd.addAll([[base, { objectClass: ['dcObject', 'organization'], o: 'corp', dc: 'corp' }]]);
  return slapd;
}

const configuration = (folder: string, lines: readonly string[]) => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
attributetype ( 1.3.6.1.4.1.99999.1 NAME 'proxyAddresses' EQUALITY caseExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.3.6.1.4.1.99999.2 NAME 'userAccountControl' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.99999.3 NAME 'extensionAttribute1' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.3.6.1.4.1.99999.5 NAME 'mailAlternateAddress' EQUALITY caseIgnoreIA5Match SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 )
objectclass ( 1.3.6.1.4.1.99999.4 NAME 'exchangePerson' SUP top AUXILIARY MAY ( proxyAddresses $ mailAlternateAddress $ userAccountControl $ extensionAttribute1 $ preferredLanguage ) )
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
database mdb
suffix "${base}"
rootdn "${root.dn}"
rootpw ${root.password}
directory ${folder}/db
${lines.join('\n')}
`;

async function bound<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ url, connectTimeout: 5000, timeout: 30_000 });
  try {
    await client.bind(root.dn, root.password);
    return await work(client);
  } finally {
    await client.unbind().catch(() => {});
  }
}

/** Also where it says that it answers nobody in clear. */
const answers = (url: string): Promise<boolean> =>
  bound(url, async () => true).catch(cause => cause instanceof ResultCodeError);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
