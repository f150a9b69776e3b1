// The table of docs/smtp-replies.md: every refusal with its reply, and when a client gets it.
import type { Refusal } from '../mail/verdict.ts';
import { refused } from './replies.ts';

// One row per refusal, in the order of a session; a missing row does not compile.
const when: Record<Refusal, string> = {
  'too-many-connections':
    'at connecting: more than `SMTP_MAX_CONNECTIONS`, or too many from one address or network, at once or in this minute',
  'too-many-mails': 'at MAIL FROM: more than `SMTP_MAILS_PER_MINUTE`',
  'near-limits': 'at MAIL FROM: disk or spool is near one of the limits of settings.md',
  'unknown-client': 'at MAIL FROM: a balancer of `PROXY_FROM` did not say who the client is',
  'too-big': 'at MAIL FROM where SIZE tells, else after DATA: above `SMTP_MAX_MESSAGE_BYTES`',
  'needs-smtputf8': 'at MAIL FROM and RCPT: an address that is not ASCII, without SMTPUTF8',
  'unknown-parameter': 'at MAIL FROM and RCPT: a parameter that EHLO does not offer',
  'unknown-recipient': 'at RCPT: not one of our addresses',
  'relaying-denied': 'at RCPT: a domain that is not ours',
  'reply-address-invalid': 'at RCPT: a reply address that was altered, or is older than 400 days',
  'header-too-big': 'after DATA: a header of more than 64 KiB or 1,000 lines, or 2,000 with those of address lists',
  'bare-line-end': 'after DATA: a CR or LF that stands alone',
  'repeated-field': 'after DATA: a header field that may stand once stands twice',
  'mail-loop': 'after DATA: more than 50 Received fields',
  'malformed-author': 'after DATA: From names no author, or more than one',
  'unknown-author':
    'after DATA: the author is neither in the directory nor on the thread (held where the thread is not known here yet)',
  'unauthenticated-author': "after DATA: DMARC fails, and the author's domain publishes `p=reject`",
  'author-must-authenticate':
    "after DATA: nothing authenticates the author, and `UNAUTHENTICATED=refuse` (held where a relay's DNS did not answer)",
  'author-unverifiable': "after DATA: the DNS of the author's domain does not answer just now",
  infected: 'after DATA: clamd found malware',
  'scanner-away': 'after DATA: clamd does not answer, and `UNSCANNED=defer`',
  'too-many-errors': 'any time: 20 refusals or 1,000 commands without a mail taken in between',
  'too-slow':
    'any time: a session older than 30 minutes, a mail slower than 1 KB/s after a minute or longer than 15 minutes',
  'shutting-down': 'any time: the gateway is stopping',
  'not-now':
    'any time: anything else, such as a full disk or PostgreSQL away; nothing is kept, and trying again may work',
};

export function replyTable(): string {
  const rows = Object.entries(when).map(([refusal, moment]) => {
    const { responseCode, message } = refused(refusal as Refusal);
    return `| \`${refusal}\` | \`${responseCode} ${message}\` | ${moment} |`;
  });
  return ['| refusal | reply | when |', '|---|---|---|', ...rows].join('\n');
}
