// Reads people from an LDAP server or Active Directory, page by page; never writes.
//
// An incomplete answer would look as if people had left. So any incomplete answer (a limit, a referral, a
// lost connection) throws an LdapProblem, and nothing that was read is used.
import { readFileSync } from 'node:fs';
import { Client, Control, type Entry, NoSuchObjectError, ResultCodeError, type SearchOptions } from 'ldapts';
import type { LdapSettings } from './settings.ts';

export type LdapEntry = Readonly<{ dn: string; values(attribute: string): readonly string[] }>;
export type LdapReader = Readonly<{
  /** The server supports the matching rule that follows nested groups. */
  nestsGroups: boolean;
  search(filter: string, attributes: readonly string[]): Promise<LdapEntry[]>;
  /** Null where there is no such entry. */
  read(dn: string, attributes: readonly string[]): Promise<LdapEntry | null>;
}>;

/** Why the directory could not be read, in one line. */
export class LdapProblem extends Error {}

const connectMs = 10_000;
const answerMs = 60_000;
const sessionMs = 300_000;
// Active Directory answers at most 1000 entries at once (MaxPageSize).
const pageSize = 500;
// Active Directory and its Lightweight Directory Services, as [MS-ADTS] section 3.1.1.3.4.3 numbers them.
const activeDirectories = ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1851'];
/** LDAP_SERVER_DOMAIN_SCOPE_OID: no continuation references to the partitions that hold no people. */
const domainScope = '1.2.840.113556.1.4.1339';

export async function withLdap<T>(settings: LdapSettings, work: (reader: LdapReader) => Promise<T>): Promise<T> {
  const client = openClient(settings);
  try {
    return await within(sessionMs, connected(client, settings).then(work));
  } catch (cause) {
    throw cause instanceof LdapProblem ? cause : new LdapProblem(firstLine(cause), { cause });
  } finally {
    await client.unbind().catch(() => {});
  }
}

function openClient({ url, caFile }: LdapSettings): Client {
  const tlsOptions = new URL(url).protocol === 'ldaps:' ? tlsFor(url, caFile) : null;
  const limits = { connectTimeout: connectMs, timeout: answerMs };
  return new Client({ url, ...limits, ...(tlsOptions ? { tlsOptions } : {}) });
}

/** Read for each sync, so that a renewed file takes effect. */
function tlsFor(url: string, caFile: string | null) {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  try {
    return { host, ...(caFile === null ? {} : { ca: readFileSync(caFile) }) };
  } catch (cause) {
    throw new LdapProblem(`LDAP_CA_FILE cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

async function connected(client: Client, settings: LdapSettings): Promise<LdapReader> {
  const { protocol, searchParams } = new URL(settings.url);
  if (protocol === 'ldap:' && searchParams.get('tls') !== 'off') {
    await client.startTLS(tlsFor(settings.url, settings.caFile));
  }
  if (settings.bindDn !== null) await client.bind(settings.bindDn, settings.password ?? '');
  const asked = ['supportedCapabilities', 'supportedControl', 'defaultNamingContext', 'namingContexts'];
  const { searchEntries } = await client.search('', { scope: 'base', attributes: asked });
  const root = entryOf(searchEntries[0] ?? { dn: '' });
  const baseDn = settings.baseDn ?? baseOf(root);
  const controls = root.values('supportedControl').includes(domainScope) ? [domainScope] : [];
  return {
    nestsGroups: root.values('supportedCapabilities').some(each => activeDirectories.includes(each)),
    search: (filter, attributes) => {
      const options: SearchOptions = { scope: 'sub', filter, attributes: [...attributes], paged: { pageSize } };
      return searched(client, { baseDn, options, controls });
    },
    async read(dn, attributes) {
      const options: SearchOptions = { scope: 'base', attributes: [...attributes] };
      try {
        const [entry] = await searched(client, { baseDn: dn, options, controls });
        return entry ?? null;
      } catch (cause) {
        if (cause instanceof NoSuchObjectError) return null;
        throw cause;
      }
    },
  };
}

function baseOf(root: LdapEntry): string {
  const own = [...root.values('defaultNamingContext'), ...root.values('namingContexts')];
  if (own[0] === undefined) throw new LdapProblem('the server names no base of its own: set LDAP_BASE_DN');
  return own[0];
}

type Search = Readonly<{
  baseDn: string;
  options: SearchOptions;
  controls: readonly string[];
}>;

async function searched(client: Client, { baseDn, options, controls }: Search): Promise<LdapEntry[]> {
  const entries: Entry[] = [];
  // A client that has reconnected by itself is not bound and has no TLS: it would see less, in clear text.
  if (!client.isConnected) throw new LdapProblem('the connection was lost');
  const asked = controls.map(type => new Control(type));
  if (!options.paged) return checked(await client.search(baseDn, options, asked)).map(entryOf);
  for await (const page of client.searchPaginated(baseDn, options, asked)) {
    // The client takes an empty page for the last one, and a server may send one in between (RFC 2696 section 3).
    if (entries.length > 0 && page.searchEntries.length === 0) {
      throw new LdapProblem(`the answer broke off after ${entries.length} entries, with an empty page`);
    }
    entries.push(...checked(page));
  }
  return entries.map(entryOf);
}

function checked({ searchEntries, searchReferences }: Awaited<ReturnType<Client['search']>>): Entry[] {
  const [elsewhere] = searchReferences;
  if (elsewhere) throw new LdapProblem(`a part of the answer lies on another server (${elsewhere.split('?')[0]})`);
  return searchEntries;
}

/** Attribute names are compared without case (RFC 4512 section 2.5). */
function entryOf({ dn, ...attributes }: Entry): LdapEntry {
  const byName = new Map(Object.entries(attributes).map(([name, values]) => [name.toLowerCase(), values]));
  if ([...byName.keys()].some(name => name.includes(';range='))) {
    throw new LdapProblem(`${dn} has more members than one answer holds`);
  }
  return { dn, values: attribute => [byName.get(attribute.toLowerCase()) ?? []].flat().map(String) };
}

/** Servers often send no text, so the meaning of the result code (RFC 4511 appendix A.2) comes first. */
function firstLine(cause: unknown): string {
  const { name, message, code } = cause as Error & { code?: unknown };
  const said = message.split('\n')[0]!.trim() || String(code ?? name);
  const meant = name.replace(/Error$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return cause instanceof ResultCodeError ? `${meant.toLowerCase()} (${said})` : said;
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new LdapProblem(`no whole answer within ${ms / 1000} s`)), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
