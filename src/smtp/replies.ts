import type { Refusal } from '../mail/verdict.ts';

type SmtpReply = Readonly<{ code: number; enhancedStatus: `${4 | 5}.${number}.${number}`; text: string }>;

// One row per refusal; a missing row does not compile. Texts say what happened and what to do, never
// which rule decided: the client may be probing us. Subjects are those of RFC 3463 sections 3.2 to 3.8.
const replies: Record<Refusal, SmtpReply> = {
  'unknown-recipient': {
    code: 550,
    enhancedStatus: '5.1.1',
    text: 'No such recipient here: check the address, or write to the support address',
  },
  'relaying-denied': {
    code: 550,
    enhancedStatus: '5.7.1',
    text: 'Relaying denied: we take mail for our own addresses only, send others through your own mail server',
  },
  'reply-address-invalid': {
    code: 550,
    enhancedStatus: '5.7.1',
    text: 'This reply address was altered or is too old: answer a newer mail of the ticket, or write to the support address',
  },
  'unknown-author': {
    code: 550,
    enhancedStatus: '5.7.1',
    text: 'The author is not in our directory: write from your registered address, or ask your administrator to register this one',
  },
  // RFC 7372 section 3.3 and the rule that our authors authenticate (RFC 9989 section 7.4).
  'unauthenticated-author': {
    code: 550,
    enhancedStatus: '5.7.26',
    text: 'The author could not be authenticated: send through the mail service of your own domain',
  },
  'author-must-authenticate': {
    code: 550,
    enhancedStatus: '5.7.26',
    text: 'The author could not be authenticated: send through the mail service of your own domain',
  },
  'author-unverifiable': {
    code: 451,
    enhancedStatus: '4.4.3',
    text: 'The author cannot be verified just now, try again later',
  },
  'malformed-author': {
    code: 550,
    enhancedStatus: '5.6.0',
    text: 'The From field must name exactly one author by one plain address',
  },
  'repeated-field': {
    code: 550,
    enhancedStatus: '5.6.0',
    text: 'A header field that may stand once stands twice: write a new message, and do not resend this one',
  },
  'bare-line-end': {
    code: 550,
    enhancedStatus: '5.6.0',
    text: 'Bare CR or LF in the message: lines must end in CR LF',
  },
  'header-too-big': {
    code: 554,
    enhancedStatus: '5.6.0',
    text: 'The message header is too big: write a new message in place of an answer',
  },
  // RFC 6531 section 3.5.
  'needs-smtputf8': {
    code: 553,
    enhancedStatus: '5.6.7',
    text: 'This address is not ASCII: send it with the parameter SMTPUTF8',
  },
  'unknown-parameter': {
    code: 555,
    enhancedStatus: '5.5.4',
    text: 'Parameter not recognized: send the command without it',
  }, // RFC 5321 section 4.1.1.11.
  'unknown-client': {
    code: 451,
    enhancedStatus: '4.7.1',
    text: 'The balancer did not say who the client is, try again later',
  },
  'mail-loop': {
    code: 554,
    enhancedStatus: '5.4.6',
    text: 'Routing loop: the message has passed through more than 50 servers, mend what forwards it',
  }, // RFC 5321 section 6.3.
  'too-big': { code: 552, enhancedStatus: '5.3.4', text: 'Message too big: send large files as a link' }, // RFC 1870 section 4.
  // Without the name of the signature, which would tell the author of malware what to change.
  infected: {
    code: 554,
    enhancedStatus: '5.7.0',
    text: 'The message contains malware: scan the computer that it was written on',
  },
  'scanner-away': {
    code: 451,
    enhancedStatus: '4.7.0',
    text: 'The message cannot be scanned just now, try again later',
  },
  'too-many-connections': { code: 421, enhancedStatus: '4.7.0', text: 'Too many connections, try again later' },
  'too-many-mails': { code: 450, enhancedStatus: '4.7.1', text: 'Too many messages from there, try again later' },
  'too-many-errors': { code: 421, enhancedStatus: '4.7.0', text: 'Too many errors: mend them, and try again later' },
  'too-slow': { code: 421, enhancedStatus: '4.4.2', text: 'We have waited long enough, try again later' },
  'shutting-down': { code: 421, enhancedStatus: '4.3.2', text: 'Shutting down, try again later' },
  'near-limits': { code: 452, enhancedStatus: '4.3.1', text: 'Our storage is nearly full, try again later' },
  // Also the reply to unforeseen errors: a retry may help.
  'not-now': { code: 451, enhancedStatus: '4.3.0', text: 'We cannot take this now, try again later' },
};

/** The only error the SMTP library may see: it sends `responseCode` and `message` to the client. */
export class SmtpReplyError extends Error {
  readonly responseCode: number;
  readonly refusal: Refusal;
  constructor(refusal: Refusal, text: string, options?: ErrorOptions) {
    super(`${replies[refusal].enhancedStatus} ${text}`, options);
    this.responseCode = replies[refusal].code;
    this.refusal = refusal;
  }
}
export const refused = (refusal: Refusal, options?: ErrorOptions): SmtpReplyError =>
  new SmtpReplyError(refusal, replies[refusal].text, options);

/** Refusals that a person reads in a report and can act on. */
const teachable: ReadonlySet<Refusal> = new Set([
  'unknown-author',
  'unauthenticated-author',
  'author-must-authenticate',
  'malformed-author',
]);
/** `guideUrl`: the video that shows how to write to us (GUIDE_VIDEO_URL). */
export function refusedWithGuide(refusal: Refusal, guideUrl: string | null): SmtpReplyError {
  if (guideUrl === null || !teachable.has(refusal)) return refused(refusal);
  return new SmtpReplyError(refusal, `${replies[refusal].text}; how it is done: ${guideUrl}`);
}
/** Enhanced status and text, as the client reads them after the code. */
export const textOf = (refusal: Refusal): string => refused(refusal).message;
export const toReply = (cause: unknown): SmtpReplyError =>
  cause instanceof SmtpReplyError ? cause : refused('not-now', { cause });
