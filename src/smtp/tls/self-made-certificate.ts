// A certificate for first use, so that mail is never in clear text for want of one: senders to a public
// address encrypt without checking names (RFC 3207 section 4), and an operator's own one is a setting away.
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const dayMs = 86_400_000;
// It is looked at when we start, so this is how long a gateway may run without one.
const renewedDays = 365;

/** Key and certificate of `name` in one PEM text; made when the file is not there, or would run out. */
export async function selfMadeCertificate(path: string, name: string, now = new Date()): Promise<string> {
  const kept = readKept(path);
  if (kept && stillGood(kept, name, now)) return kept;
  // Eighty modules, which most starts have no use for.
  const { makeCertificate } = await import('./make-certificate.ts');
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
