// What the SMTP library says by itself, in our words: its own texts carry another status, two or none,
// and some tell the client our limits.
import { commandLimits } from './limits.ts';
import { textOf } from './replies.ts';

type Said = Readonly<{ code: number; text: string | string[] | null | undefined; context: string | false | undefined }>;
type Reply = Readonly<{ code: number; text: string | string[] | null | undefined }>;

const status = /^[245]\.\d{1,3}\.\d{1,3} /;

/** With exactly one enhanced status (RFC 2034 section 4), 7 bits, and short enough for every client. */
export function inOurWords({ code, text, context }: Said): Reply {
  if (typeof text !== 'string' || isBare({ code, text, context })) return { code, text };
  if (status.test(text)) return { code, text: plain(text) };
  if (context === 'RCPT_TO_OK') return { code, text: '2.1.5 Accepted' };
  const row = rows.find(([said]) => text.includes(said));
  if (!row) return { code, text: `${Math.floor(code / 100)}.0.0 ${code < 400 ? 'Done' : 'Not done'}` };
  return { code: row[1], text: row[2] };
}

/** The greeting, the 250 to HELO and EHLO, and 354 carry no status (RFC 2034 sections 3 and 4). Errors of EHLO do. */
const isBare = ({ code, text, context }: Reply & Pick<Said, 'context'>): boolean =>
  code === 354 || (context === false && code < 400 && !status.test(String(text)));

const plain = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, '?').slice(0, commandLimits.replyBytes - '250 \r\n'.length);

// Found by what the library's text contains; the first that fits. RFC 3463 sections 3.2 to 3.8.
const rows: readonly (readonly [said: string, code: number, text: string])[] = [
  ['Accepted', 250, '2.1.0 Accepted'],
  ['Flushed', 250, '2.0.0 Forgotten'],
  ['OK', 250, '2.0.0 OK'],
  ['Bye', 221, '2.0.0 Bye'],
  ['Ready to start TLS', 220, '2.0.0 Ready to start TLS'],
  ['See https', 214, '2.0.0 The commands are those of RFC 5321'],
  ['No promises', 252, '2.0.0 Send a mail and see'],
  ['Server shutting down', 421, textOf('shutting-down')],
  ['Timeout', 421, '4.4.2 We have waited long enough'],
  ['talk too soon', 421, '4.5.0 Wait for our greeting first'],
  ['HTTP requests', 421, '4.5.0 This is not an HTTP server'],
  ['Command line too long', 421, '4.5.2 Command line too long'],
  ['too many unrecognized', 421, textOf('too-many-errors')],
  ['send HELO/EHLO first', 503, '5.5.1 Send EHLO first'],
  ['command not recognized', 500, '5.5.1 Command not recognized'],
  ['internal server error', 451, textOf('not-now')],
  ['Bad sender address', 501, '5.1.7 Bad address: write MAIL FROM:<address>'],
  ['Bad recipient address', 501, '5.1.3 Bad address: write RCPT TO:<address>'],
  ['nested MAIL', 503, '5.5.1 A transaction is open already: send RSET first'],
  ['need MAIL', 503, '5.5.1 Send MAIL first'],
  ['need RCPT', 503, '5.5.1 Send RCPT first'],
  ['too many recipients', 452, '4.5.3 Too many recipients: send the others in another transaction'],
  ['message exceeds fixed maximum', 552, textOf('too-big')],
  ['message size syntax', 501, '5.5.4 Bad value of a parameter'],
  ['TLS already active', 503, '5.5.1 TLS runs already'],
  ['REQUIRETLS not permitted', 555, textOf('unknown-parameter')],
  ['hostname', 501, '5.5.4 Bad argument: write EHLO and the name of your host'],
  ['syntax', 501, '5.5.4 Bad argument'],
  ['Syntax', 501, '5.5.4 Bad argument'],
  ['parameter', 501, '5.5.4 Bad value of a parameter'],
];
