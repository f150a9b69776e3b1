// The listener's certificate: the operator's files, read again when they change, else a self-made one.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { BadSetting, type Config } from '../../config/load.ts';
import { selfMadeCertificate } from './self-made-certificate.ts';

/** PEM texts that go together. */
export type KeyAndCertificate = Readonly<{ key: string; cert: string }>;
export type CertificateFiles = Readonly<{ cert: string; key: string }>;
export type CertificateSource = Readonly<{
  current: KeyAndCertificate;
  /** Calls when the files hold another usable pair, until stopped. Nothing changes a self-made one. */
  watch(onChange: (fresh: KeyAndCertificate) => void): { stop(): void };
}>;
type Settings = Readonly<{
  files: CertificateFiles | null;
  home: string;
  name: string;
  onUnusable(cause: unknown): void;
  pollMs?: number;
}>;

/** Null for a self-made one; a file may hold both. */
export const certificateFiles = ({ SMTP_TLS_CERT: cert, SMTP_TLS_KEY: key }: Config): CertificateFiles | null =>
  cert === undefined ? null : { cert, key: key ?? cert };

// Stat calls cost nothing, and no file system says by itself that it has changed on every platform.
const defaultPollMs = 5_000;

/** Rejects when the operator's files cannot be used: better not to start than to be found out by senders. */
export async function openCertificate({
  files,
  home,
  name,
  onUnusable,
  pollMs = defaultPollMs,
}: Settings): Promise<CertificateSource> {
  if (!files) {
    const pem = await selfMadeCertificate(join(home, 'certificate.pem'), name);
    return { current: { key: pem, cert: pem }, watch: () => ({ stop() {} }) };
  }
  let seen = stampOf(files);
  return {
    current: loadAtStart(files),
    watch(onChange) {
      const timer = setInterval(() => {
        try {
          const stamp = stampOf(files);
          if (stamp === seen) return;
          // Before loading: a pair that does not fit is told of once, and the next change is another chance.
          seen = stamp;
          onChange(load(files));
        } catch (cause) {
          onUnusable(cause);
        }
      }, pollMs);
      timer.unref();
      return { stop: () => clearInterval(timer) };
    },
  };
}

/** Throws what the operator is told: a pair that is no pair ends the start, in one line. */
export function loadAtStart(files: CertificateFiles): KeyAndCertificate {
  try {
    return load(files);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new BadSetting(`SMTP_TLS_CERT, SMTP_TLS_KEY: the files cannot be used (${code ?? message})`);
  }
}

/** Both files, and that they belong together. */
function load(files: CertificateFiles): KeyAndCertificate {
  const pair = { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
  createSecureContext(pair);
  return pair;
}

/** Changes with every replacement, also through a symbolic link as ACME clients keep them. */
function stampOf({ cert, key }: CertificateFiles): string {
  return [cert, key]
    .map(path => statSync(path, { throwIfNoEntry: false }))
    .map(file => (file ? `${file.ino}-${file.mtimeMs}-${file.size}` : 'missing'))
    .join(' ');
}
