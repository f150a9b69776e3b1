// DNS for authenticity: every query has a deadline, and answers are cached.
//
// mailauth waits for its resolver without limit, so the limits are here. A query without an answer rejects
// with a code of node:dns (ETIMEOUT, ESERVFAIL, …), which becomes a temperror; only ENOTFOUND and ENODATA
// mean that there is no record. Answers are kept for a minute whatever their TTL.
import { type AnyRecord, promises } from 'node:dns';
import { isIP } from 'node:net';

/** As node:dns answers: TXT as arrays of strings, addresses as strings, MX as objects. */
export type Resolve = (name: string, rrtype: string) => Promise<string[][]>;

export type ResolverOptions = Readonly<{
  /** `host` or `host:port`; none = the system's. */
  servers?: readonly string[];
  queryMs?: number;
  keepMs?: number;
  keepNothingMs?: number;
}>;

type Kept = { answer: Promise<string[][]>; until: number };

const maxKept = 2000;
const nothing = new Set(['ENOTFOUND', 'ENODATA']);

export function createResolver(options: ResolverOptions = {}): Resolve {
  // Short, because owners add missing records after a refusal and try again.
  const { servers = [], queryMs = 5000, keepMs = 60_000, keepNothingMs = 5000 } = options;
  // Two tries, the second twice as long as the first, fit into the deadline.
  const dns = new promises.Resolver({ timeout: Math.ceil(queryMs / 4), tries: 2 });
  const ready = Promise.all(servers.map(serverAddress)).then(addresses => {
    if (addresses.length > 0) dns.setServers(addresses);
  });
  // Every query rejects with this error; the empty handler prevents an unhandled rejection before the first one.
  ready.catch(() => {});
  const kept = new Map<string, Kept>();

  return async (name, rrtype) => {
    const key = `${rrtype} ${name.toLowerCase()}`;
    const entry = kept.get(key);
    if (entry && entry.until > Date.now()) return copy(entry.answer);
    const asked: Kept = { answer: within(queryMs, query(name, rrtype)), until: Date.now() + queryMs };
    kept.delete(key);
    kept.set(key, asked);
    if (kept.size > maxKept) kept.delete(kept.keys().next().value!);
    const keep = (ms: number) => {
      asked.until = Date.now() + ms;
    };
    asked.answer.then(
      () => keep(keepMs),
      error => keep(nothing.has(error.code) ? keepNothingMs : 0),
    );
    return copy(asked.answer);
  };

  // mailauth passes the record type as a plain string.
  async function query(name: string, rrtype: string) {
    await ready;
    return (await dns.resolve(name, rrtype as AnyRecord['type'])) as unknown as string[][];
  }
}

/** node:dns takes addresses only, and a server may be named, as in `dns:53`. */
async function serverAddress(server: string): Promise<string> {
  const [, host = '', port = ''] = /^([^:]+)(:\d+)?$/.exec(server) ?? [];
  if (host === '' || isIP(host)) return server;
  try {
    const { address, family } = await promises.lookup(host, { order: 'ipv4first' });
    return `${family === 6 ? `[${address}]` : address}${port}`;
  } catch (cause) {
    // ESERVFAIL, not ENOTFOUND: that the server is unknown says nothing about the name that was asked for.
    throw Object.assign(new Error(`the DNS server ${server} cannot be found`, { cause }), { code: 'ESERVFAIL' });
  }
}

/** The resolver for one mail: `totalMs` from now it makes no further query. */
export function withinDeadline(resolve: Resolve, totalMs: number): Resolve {
  const end = Date.now() + totalMs;
  return (name, rrtype) => {
    const left = end - Date.now();
    return left > 0 ? within(left, resolve(name, rrtype)) : Promise.reject(timeout());
  };
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timeout()), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** mailauth sorts answers in place and writes on errors, so each caller gets a copy. */
async function copy(answer: Promise<string[][]>): Promise<string[][]> {
  try {
    return structuredClone(await answer);
  } catch (error) {
    const { message, code = 'ESERVFAIL' } = error as NodeJS.ErrnoException;
    throw Object.assign(new Error(message), { code });
  }
}

const timeout = () => Object.assign(new Error('DNS did not answer in time'), { code: 'ETIMEOUT' });
