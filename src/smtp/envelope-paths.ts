// The paths of MAIL and RCPT, and the parameters behind them.
import type { SMTPServerAddress } from 'smtp-server';
import { type Address, domainOf, type ReversePath, toAddress } from '../mail/address.ts';
import type { Refusal } from '../mail/verdict.ts';

// What our EHLO offers, and nothing else (RFC 5321 section 4.1.1.11): RFC 1870, 6152 and 6531.
const mailParameters = ['SIZE', 'BODY', 'SMTPUTF8'];

/** Why this MAIL command cannot be taken, or null. */
export function refuseReversePath(path: SMTPServerAddress): Refusal | null {
  if (parametersOf(path).some(name => !mailParameters.includes(name))) return 'unknown-parameter';
  // RFC 6531 section 3.5.
  return !isAscii(path.address) && !parametersOf(path).includes('SMTPUTF8') ? 'needs-smtputf8' : null;
}

/** Our recipient, or why it is none; `postmaster` may stand without a domain (RFC 5321 section 4.5.1). */
export function forwardPath(path: SMTPServerAddress, domain: string, smtpUtf8: boolean): Address | Refusal {
  if (parametersOf(path).length > 0) return 'unknown-parameter';
  // All our addresses are ASCII.
  if (!isAscii(path.address)) return smtpUtf8 ? 'unknown-recipient' : 'needs-smtputf8';
  const whole = path.address.includes('@') ? path.address : `${path.address}@${domain}`;
  return toAddress(unquoted(whole)) ?? 'unknown-recipient';
}

/**
 * Only `<>` is the null path. A path that `toAddress` does not take may be a long one of Gmail or Microsoft
 * 365, which write the recipient into the paths of forwarded mail, or one with a literal. It is kept as text,
 * since SPF needs its domain.
 */
export function reversePath(path: SMTPServerAddress | false): ReversePath {
  if (path === false || path.address === '') return null;
  const whole = unquoted(path.address).toLowerCase();
  const at = whole.lastIndexOf('@');
  const domain = toAddress(`x@${whole.slice(at + 1)}`);
  return toAddress(whole) ?? (domain === null ? whole : `${whole.slice(0, at)}@${domainOf(domain)}`);
}

const parametersOf = ({ args }: SMTPServerAddress): string[] => Object.keys(args || {});

/** Looks at the local part only: the library has turned the A-labels of the domain into Unicode. */
const isAscii = (address: string): boolean => /^[\x20-\x7e]*$/.test(address.split('@')[0]!);

/** Needless quotes change nothing (RFC 5321 section 4.1.2), and none of our addresses needs quotes. */
const unquoted = (address: string): string => address.replace(/^"([^"\\]*)"(?=@)/, '$1');
