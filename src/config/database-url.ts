// postgres://user:password@host:5432/database                                            one server
// postgres://user:password@a:5432,b:5432/database?target_session_attrs=read-write        fail-over: whichever takes writes
//
// As libpq has it, but that of several hosts only one that takes writes will do.

export type DatabasePlace = Readonly<{
  /** One URL for each host, without what only we understand. */
  urls: readonly string[];
  /** Whether a server has to show that it takes writes. */
  mustWrite: boolean;
}>;

const fits = ['read-write', 'primary', 'any'];

/** What is wrong with the URL, in words; or where PostgreSQL is. */
export function toDatabasePlace(text: string): DatabasePlace | string {
  const [, scheme, login = '', list, rest = ''] =
    /^(postgres(?:ql)?:\/\/)((?:[^@/?]*@)?)([^/?]*)(.*)$/s.exec(text) ?? [];
  if (scheme === undefined || list === undefined) return 'must be postgres://user:password@host/database';
  const [path, query = ''] = splitOnce(rest, '?');
  const asked = new URLSearchParams(query);
  const wanted = asked.get('target_session_attrs');
  if (wanted !== null && !fits.includes(wanted))
    return `target_session_attrs can be ${fits.join(', ')}: Postern writes, so ${wanted} will not do`;
  if (asked.get('host')?.includes(','))
    return 'several hosts stand before the database: postgres://user@a:5432,b:5432/name';
  const hosts = list.split(',');
  if (hosts.length > 1 && hosts.some(host => !/^(?:\[[\da-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.test(host)))
    return 'each host must be name or name:port, comma separated';
  const left = query.split('&').filter(part => part !== '' && !part.startsWith('target_session_attrs='));
  const after = path + (left.length > 0 ? `?${left.join('&')}` : '');
  return {
    urls: hosts.map(host => `${scheme}${login}${host}${after}`),
    mustWrite: hosts.length > 1 || (wanted !== null && wanted !== 'any'),
  };
}

/** Null where the URL is one. */
export function databaseProblem(text: string): string | null {
  const place = toDatabasePlace(text);
  return typeof place === 'string' ? place : null;
}

function splitOnce(text: string, by: string): [string, string?] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)];
}
