// Admission as the listener uses it: takes bytes, returns the verification, over real DNS.
import { authenticate } from '../../src/admission/authenticity/authenticity.ts';
import { createResolver, type Resolve } from '../../src/admission/authenticity/resolver.ts';
import { type Relay, relayOf } from '../../src/admission/authenticity/trusted-relays.ts';
import { type Verification, verify } from '../../src/admission/authenticity/verify.ts';
import { toNetworks } from '../../src/config/networks.ts';
import { authorOf } from '../../src/mail/author.ts';
import { parseHeader } from '../../src/mail/header.ts';
import type { DnsServer } from './dns-server.ts';

/** The only address that corp.test lets send. */
export const corpIp = '192.0.2.10';
export const elsewhere = '198.51.100.7';

export type Knock = Readonly<{
  ip?: string;
  mailFrom?: string | null;
  trusted?: readonly string[];
  authservId?: string | null;
  now?: Date;
  sealers?: readonly string[];
}>;

export function door(dns: DnsServer, queryMs = 5000) {
  const resolve: Resolve = createResolver({ servers: [dns.address], keepMs: 0, keepNothingMs: 0, queryMs });
  const check = (text: string, { ip = elsewhere, mailFrom = 'alice@corp.test' }: Knock = {}) =>
    authenticate(
      Buffer.from(text, 'latin1'),
      { ip, heloName: 'h.corp.test', mailFrom, authservId: 'mx.test' },
      resolve,
    );
  return { check, verdict };

  async function verdict(text: string, knock: Knock = {}): Promise<Verification> {
    const header = headerOf(text);
    const { ip = elsewhere, mailFrom = 'alice@corp.test' } = knock;
    const { trusted = [], authservId = null, now = new Date(), sealers = [] } = knock;
    const relay: Relay = relayOf({ ip, mailFrom }, header, { networks: toNetworks(trusted).networks, authservId });
    return verify({ author: authorOf(header), authentication: await check(text, knock), relay, now, sealers });
  }
}

export const headerOf = (text: string) => parseHeader(text.slice(0, text.search(/\r?\n\r?\n/)));

export const publishCorp = ({ zone }: DnsServer, policy = 'reject') => {
  zone.set('TXT corp.test', [`v=spf1 ip4:${corpIp} -all`]);
  zone.set('TXT _dmarc.corp.test', [`v=DMARC1; p=${policy}`]);
  zone.set('TXT evil.test', [`v=spf1 ip4:${elsewhere} -all`]);
};
