// Keys and signatures of the tests' own domains.
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
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
  /** The i= of the signature. */
  identity?: string;
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
  const { headerList, maxBodyLength, identity, ...rest } = signing;
  const how = { canonicalization: 'relaxed/relaxed', algorithm: 'rsa-sha256', signTime: new Date(), ...rest };
  const limits = maxBodyLength === undefined ? {} : { maxBodyLength };
  const { signatures, errors } = await dkimSign(Buffer.from(text, 'latin1'), {
    ...how,
    ...(headerList ? { headerList } : {}),
    signatureData: [{ selector, signingDomain, privateKey, ...how, ...limits, ...(identity ? { identity } : {}) }],
  } as unknown as Parameters<typeof dkimSign>[1]);
  if (!signatures) throw new Error(errors.map(({ err }) => err?.message).join());
  return `${signatures.trimEnd()}\r\n${text}`;
}

/**
 * Signs with h= to the letter, relaxed/relaxed (RFC 6376 section 3.4): names of fields that the mail lacks, or has
 * fewer of, stand in it as large providers write them. `tags` come first, such as `t=1; x=2;`.
 */
export function signFields(text: string, key: Key, h: string, tags = ''): string {
  const { selector, domain, privateKey } = key;
  const [head = '', body = ''] = cut(text);
  const left = head.split(/\r\n(?![ \t])/);
  const signed = h.split(':').flatMap(name => {
    const at = left.findLastIndex(field => field.toLowerCase().startsWith(`${name.trim().toLowerCase()}:`));
    return at < 0 ? [] : left.splice(at, 1).map(field => `${relaxed(field)}\r\n`);
  });
  const bh = createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64');
  const start = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector}; ${tags} h=${h}; bh=${bh}; b=`;
  const own = `DKIM-Signature: ${start.replace(/ +/g, ' ')}`;
  const b = createSign('sha256')
    .update(`${signed.join('')}${relaxed(own)}`, 'latin1')
    .sign(privateKey, 'base64');
  return `${own}${b}\r\n${text}`;
}

const cut = (text: string) => {
  const end = text.indexOf('\r\n\r\n');
  return [text.slice(0, end), text.slice(end + 4)];
};
const relaxed = (field: string) => {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
};
const relaxedBody = (body: string) => {
  const lines = body
    .replace(/[ \t]+/g, ' ')
    .replace(/ \r\n/g, '\r\n')
    .replace(/(?:\r\n)*$/, '');
  return lines === '' ? '' : `${lines}\r\n`;
};
