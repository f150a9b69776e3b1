// A certificate for first use, so that mail is never in clear text for want of one: senders to a public
// address encrypt without checking names (RFC 3207 section 4), and an operator's own one is a setting away.
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  Extension,
  Extensions,
  GeneralName,
  id_ce_basicConstraints,
  id_ce_subjectAltName,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

const dayMs = 86_400_000;
const validDays = 730;
// It is looked at when we start, so this is how long a gateway may run without one.
const renewedDays = 365;

/** Key and certificate of `name` in one PEM text; made when the file is not there, or would run out. */
export function selfMadeCertificate(path: string, name: string, now = new Date()): string {
  const kept = readKept(path);
  if (kept && stillGood(kept, name, now)) return kept;
  const made = makeCertificate(name, now);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, made, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return made;
}

function readKept(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function stillGood(pem: string, name: string, now: Date): boolean {
  try {
    const { validToDate, subjectAltName } = new X509Certificate(pem);
    return validToDate.getTime() - now.getTime() > renewedDays * dayMs && subjectAltName === `DNS:${name}`;
  } catch {
    return false; // Not ours any more, or cut short: a new one does no harm.
  }
}

/** RFC 5280 section 4.1, signed with ECDSA on P-256. */
function makeCertificate(name: string, now: Date): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' });
  const issuer = distinguished(name);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    // Positive, and random beyond guessing (section 4.1.2.2).
    serialNumber: buffer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    signature: signatureAlgorithm,
    issuer,
    subject: issuer,
    // A day back: clocks differ.
    validity: new Validity({
      notBefore: new Date(now.getTime() - dayMs),
      notAfter: new Date(now.getTime() + validDays * dayMs),
    }),
    subjectPublicKeyInfo: AsnConvert.parse(publicKey.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo),
    extensions: new Extensions([
      extension(id_ce_subjectAltName, new SubjectAlternativeName([new GeneralName({ dNSName: name })])),
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false })),
    ]),
  });
  const signed = Buffer.from(AsnConvert.serialize(tbsCertificate));
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm,
    signatureValue: buffer(sign('sha256', signed, privateKey)),
  });
  const der = Buffer.from(AsnConvert.serialize(certificate)).toString('base64');
  return [
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim(),
    '-----BEGIN CERTIFICATE-----',
    ...der.match(/.{1,64}/g)!,
    '-----END CERTIFICATE-----',
    '',
  ].join('\n');
}

function distinguished(name: string): Name {
  const value = new AttributeValue({ utf8String: name.slice(0, 64) }); // The most that a common name may have.
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: '2.5.4.3', value })])]);
}

function extension(extnID: string, value: object): Extension {
  return new Extension({ extnID, critical: false, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

const buffer = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
