// Keys and signatures of the tests' own domains.
import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import type { Zone } from './dns-server.ts';

export type Key = Readonly<{ selector: string; domain: string; privateKey: string }>;
export type Signing = Readonly<{
  headerList?: string[];
  maxBodyLength?: number;
  algorithm?: string;
  canonicalization?: string;
  signTime?: Date;
  expires?: Date;
}>;

const pairs = new Map<string, { publicKey: Buffer; privateKey: string }>();

/** Makes a key, once for a name, and publishes it. */
export function makeKey(zone: Zone, domain: string, selector: string, bits = 2048): Key {
  const name = `${selector}._domainkey.${domain}`;
  const pair = pairs.get(name) ?? makePair(bits);
  pairs.set(name, pair);
  zone.set(`TXT ${name}`, [`v=DKIM1; k=rsa; p=${pair.publicKey.toString('base64')}`]);
  return { selector, domain, privateKey: pair.privateKey };
}

const makePair = (modulusLength: number) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

export const mail = (lines: Readonly<Record<string, string>> = {}, body = 'The agenda does not open.\r\n') => {
  const fields = {
    From: 'Alice Rossi <alice@corp.test>',
    To: 'support@mx.test',
    Subject: 'agenda',
    Date: 'Mon, 23 Nov 2026 08:00:00 +0000',
    'Message-ID': '<1@corp.test>',
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...lines,
  };
  const header = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${header.join('')}\r\n${body}`;
};

export async function sign(text: string, key: Key, signing: Signing = {}): Promise<string> {
  const { selector, domain: signingDomain, privateKey } = key;
  const { headerList, maxBodyLength, ...rest } = signing;
  const how = { canonicalization: 'relaxed/relaxed', algorithm: 'rsa-sha256', signTime: new Date(), ...rest };
  const limits = maxBodyLength === undefined ? {} : { maxBodyLength };
  const { signatures, errors } = await dkimSign(Buffer.from(text, 'latin1'), {
    ...how,
    ...(headerList ? { headerList } : {}),
    signatureData: [{ selector, signingDomain, privateKey, ...how, ...limits }],
  } as unknown as Parameters<typeof dkimSign>[1]);
  if (!signatures) throw new Error(errors.map(({ err }) => err?.message).join());
  return `${signatures.trimEnd()}\r\n${text}`;
}
