// redis://host:6379/0                              one server
// redis://a:7000,b:7000,c:7000                     a cluster; ?cluster=true where one host is named
// redis://a:26379,b:26379/0?sentinel=mymaster      sentinels, and the name of what they watch
//
// rediss:// is TLS. User and password stand before the first host and hold for all.

export type RedisPlace = Readonly<{
  kind: 'single' | 'cluster' | 'sentinel';
  hosts: readonly Readonly<{ host: string; port: number }>[];
  tls: boolean;
  username?: string;
  password?: string;
  db: number;
  /** Of the sentinels' group. */
  master?: string;
  /** Of the sentinels themselves, where they ask for one. */
  sentinelPassword?: string;
}>;

const parameters = ['sentinel', 'sentinel-password', 'cluster'];

/** What is wrong with the URL, in words; or where Redis is. */
export function toRedisPlace(text: string): RedisPlace | string {
  const [, scheme, login = '', list = '', path = '', query = ''] =
    /^(rediss?):\/\/(?:([^@/?]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(text) ?? [];
  if (!scheme) return 'must be redis:// or rediss:// and name a host';
  const hosts = list.split(',').map(toHost);
  if (hosts.some(host => host === null)) return 'each host must be name or name:port, comma separated';
  const asked = new URLSearchParams(query);
  const unknown = [...asked.keys()].find(name => !parameters.includes(name));
  if (unknown) return `there is no parameter ${unknown}: sentinel, sentinel-password and cluster are known`;
  const master = asked.get('sentinel') ?? undefined;
  if (master === '') return 'sentinel must be the name of the group that the sentinels watch';
  const isCluster = master === undefined && (hosts.length > 1 || asked.get('cluster') === 'true');
  if (!/^\d{0,4}$/.test(path)) return 'the path must be the number of a database';
  if (isCluster && Number(path) > 0) return 'a cluster has no database but 0';
  const [username, password] = login.includes(':') ? splitOnce(login) : ['', login];
  return {
    kind: master !== undefined ? 'sentinel' : isCluster ? 'cluster' : 'single',
    hosts: hosts as RedisPlace['hosts'],
    tls: scheme === 'rediss',
    db: Number(path),
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(master ? { master } : {}),
    ...(asked.get('sentinel-password') ? { sentinelPassword: asked.get('sentinel-password')! } : {}),
  };
}

/** Null where the URL is one. */
export function redisProblem(text: string): string | null {
  const place = toRedisPlace(text);
  return typeof place === 'string' ? place : null;
}

function splitOnce(login: string): [string, string] {
  const at = login.indexOf(':');
  return [login.slice(0, at), login.slice(at + 1)];
}

function toHost(text: string): RedisPlace['hosts'][number] | null {
  const [, bracketed, name, port = '6379'] = /^(?:\[([0-9a-f:]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text.trim()) ?? [];
  const host = bracketed ?? name;
  return host === undefined || Number(port) < 1 || Number(port) > 65_535 ? null : { host, port: Number(port) };
}
