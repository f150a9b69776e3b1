// Asks for pages as a browser does, and times them.
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

export type Answer = Readonly<{
  status: number;
  ms: number;
  bytes: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
}>;
export type Reader = Readonly<{
  get(path: string): Promise<Answer>;
  post(path: string, body: string): Promise<Answer>;
  cookie: string;
}>;

function ask(base: string, path: string, { method = 'GET', cookie = '', body = '' }): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const since = performance.now();
  const headers = {
    cookie,
    origin: base,
    ...(method === 'GET' ? { 'accept-encoding': 'gzip' } : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const sent = request(new URL(path, base), { method, headers, agent }, response => {
    const ms = performance.now() - since;
    const chunks: Buffer[] = [];
    response.on('data', chunk => chunks.push(chunk));
    response.on('end', () => {
      const all = Buffer.concat(chunks);
      resolve({
        status: response.statusCode!,
        ms,
        bytes: all.length,
        headers: response.headers,
        text: all.toString('latin1'),
      });
    });
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

/** Signed in by the link of `postern sign-in`. */
export async function signIn(base: string, link: string): Promise<Reader> {
  const { headers } = await ask(base, new URL(link).pathname, { method: 'POST' });
  const cookie = [headers['set-cookie'] ?? []]
    .flat()
    .map(line => line.split(';')[0]!)
    .filter(pair => !pair.endsWith('='))
    .join('; ');
  return {
    cookie,
    get: path => ask(base, path, { cookie }),
    post: (path, body) => ask(base, path, { method: 'POST', cookie, body }),
  };
}

export const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

export type Timed = Readonly<{ p50: number; p95: number; bytes: number }>;

/** One after the other, or until `until`. */
export async function time(
  count: number,
  get: (at: number) => Promise<Answer>,
  until = Number.POSITIVE_INFINITY,
): Promise<Timed> {
  const all: number[] = [];
  let bytes = 0;
  for (let at = 0; at < count && Date.now() < until; at += 1) {
    const answer = await get(at);
    if (answer.status !== 200)
      throw new Error(`answered ${answer.status}: ${answer.headers.location ?? answer.text.slice(0, 200)}`);
    all.push(answer.ms);
    bytes = Math.max(bytes, answer.bytes);
  }
  all.sort((a, b) => a - b);
  return { p50: quantile(all, 0.5), p95: quantile(all, 0.95), bytes };
}
