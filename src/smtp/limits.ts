// The limits for one client. Every figure of the listener stands here, with its reason; those that depend
// on the size of an installation are settings (config/schema.ts).
import type { ConnectionLimits } from '../peers/open-connections.ts';

export type PeerLimits = ConnectionLimits &
  Readonly<{
    connectionsPerMinute: number;
    /** Transactions begun, whether or not a mail was taken. */
    mailsPerMinute: number;
  }>;

export const secondsMs = 1_000;
const minutesMs = 60_000;

/** Times are milliseconds. */
export const sessionLimits = {
  idleMs: 5 * minutesMs, // RFC 5321 section 4.5.3.2.7.
  // Honest sessions last seconds. The idle limit alone would let a client send one octet a minute for ever.
  ageMs: 30 * minutesMs,
  // A balancer sends its PROXY header at once.
  proxyHeaderMs: 10 * secondsMs,
  // RFC 5321 section 4.5.3.2.5 gives the client three minutes a block; no honest client is slower than a kilobyte a second.
  slowAfterMs: 60 * secondsMs,
  minBytesPerSecond: 1_024,
  dataMs: 15 * minutesMs,
  // A client waits ten minutes for the answer to its final dot (RFC 5321 section 4.5.3.2.6).
  takeMs: 120 * secondsMs,
  // More than `takeMs`, so that a client that waits at shutdown gets its real reply.
  closeMs: 130 * secondsMs,
  // Time for a client to read a 421 in place of the greeting.
  lingerMs: 1 * secondsMs,
} as const;

export const commandLimits = {
  recipients: 100, // RFC 5321 section 4.5.3.1.8.
  // The RFC's 512 octets (section 4.5.3.1.4) and room for parameters.
  lineBytes: 4_096,
  // Refused commands in a row without a mail taken: enough for honest mistakes, too few to guess addresses.
  // The default of Postfix's smtpd_hard_error_limit.
  errors: 20,
  // Commands in a row without a mail taken: ten transactions with all their recipients.
  commands: 1_000,
  replyBytes: 512, // RFC 5321 section 4.5.3.1.5.
} as const;
