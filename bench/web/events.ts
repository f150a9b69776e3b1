// Readers who wait for changes by server-sent events.
import { type ClientRequest, request } from 'node:http';
import { quantile, type Reader } from './pages.ts';

function listen(base: string, cookie: string, hear: (text: string) => void): Promise<ClientRequest> {
  const { promise, resolve, reject } = Promise.withResolvers<ClientRequest>();
  const sent = request(new URL('/events', base), { headers: { cookie }, agent: false }, response => {
    if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`));
    response.setEncoding('utf8').on('data', hear);
    response.once('data', () => resolve(sent));
  });
  sent.on('error', () => {});
  sent.end();
  return promise;
}

/** So many at once. */
export async function listeners(base: string, cookie: string, count: number): Promise<{ close(): void }> {
  const all: ClientRequest[] = [];
  while (all.length < count)
    all.push(...(await Promise.all(Array.from({ length: 50 }, () => listen(base, cookie, () => {})))));
  return {
    close() {
      for (const each of all) each.destroy();
    },
  };
}

/** Milliseconds from the press of a button to the event in another browser, p95. */
export async function changeSeen(
  base: string,
  reader: Reader,
  { number, times }: { number: number; times: number },
): Promise<number> {
  let heard = () => {};
  const stream = await listen(base, reader.cookie, text => {
    if (text.includes(`PT-${number}`)) heard();
  });
  const all: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const { promise, resolve } = Promise.withResolvers<void>();
    heard = resolve;
    const since = performance.now();
    await Promise.all([promise, reader.post(`/tickets/PT-${number}/set`, `priority=${at % 2 === 0 ? 'low' : 'high'}`)]);
    all.push(performance.now() - since);
  }
  stream.destroy();
  return quantile(
    all.sort((a, b) => a - b),
    0.95,
  );
}
