import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
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

/** Key and certificate in one PEM text (RFC 5280 section 4.1), signed with ECDSA on P-256. */
export function makeCertificate(name: string, now: Date): string {
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
