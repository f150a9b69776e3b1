// Questions that `postern doctor` asks over the network. Each is answered within seconds.
import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { createResolver } from '../admission/authenticity/resolver.ts';
import { urlHost } from '../config/networks.ts';

const patienceMs = 3_000;

/** Whether the resolver answers; that there is no such record is an answer, too. */
export const resolves = (server: string, domain: string): Promise<boolean> =>
  createResolver({ servers: [server], queryMs: patienceMs })(`_dmarc.${domain}`, 'TXT').then(
    () => true,
    ({ code }) => code === 'ENOTFOUND' || code === 'ENODATA',
  );

/** Whether `/livez` is answered; a wildcard address is asked on the loopback. */
export async function isLive(host: string, port: number): Promise<boolean> {
  const name = urlHost(host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);
  const signal = AbortSignal.timeout(patienceMs);
  return fetch(`http://${name}:${port}/livez`, { signal }).then(
    async ({ ok, body }) => {
      await body?.cancel();
      return ok;
    },
    () => false,
  );
}

/** Whether an SMTP listener greets there. */
export function greets(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, host).setTimeout(patienceMs);
    const done = (text: string) => {
      socket.destroy();
      resolve(text.startsWith('220 '));
    };
    socket.once('data', chunk => done(chunk.toString('latin1')));
    socket.once('error', () => done('')).once('timeout', () => done(''));
  });
}

// Programs that renew by themselves (ACME) have done so long before.
const renewInDays = 7;

/** Whether a certificate should have been renewed by now. */
export const endsSoon = ({ validToDate }: Pick<X509Certificate, 'validToDate'>): boolean =>
  validToDate.getTime() <= Date.now() + renewInDays * 86_400_000;
