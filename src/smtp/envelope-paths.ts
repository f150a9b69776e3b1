// What stands between the angle brackets of MAIL and RCPT, and the parameters behind it.
import type { SMTPServerAddress } from 'smtp-server';
import { type Address, type ReversePath, toAddress } from '../mail/address.ts';
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
  // Our addresses are ASCII, so whoever may send others still finds nobody.
  if (!isAscii(path.address)) return smtpUtf8 ? 'unknown-recipient' : 'needs-smtputf8';
  const whole = path.address.includes('@') ? path.address : `${path.address}@${domain}`;
  return toAddress(unquoted(whole)) ?? 'unknown-recipient';
}

/** An address that is none to us is nobody we would answer, so it may as well be the null one. */
export const reversePath = (path: SMTPServerAddress | false): ReversePath =>
  path === false ? null : toAddress(unquoted(path.address));

const parametersOf = ({ args }: SMTPServerAddress): string[] => Object.keys(args || {});

/** Only the local part: the library has turned the A-labels of the domain into Unicode. */
const isAscii = (address: string): boolean => /^[\x20-\x7e]*$/.test(address.split('@')[0]!);

/** Needless quotes change nothing (RFC 5321 section 4.1.2); what needs them is none of our addresses. */
const unquoted = (address: string): string => address.replace(/^"([^"\\]*)"(?=@)/, '$1');
