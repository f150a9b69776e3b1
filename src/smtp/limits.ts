// What one client may take of us. Every figure of the listener stands here, with its reason; those that
// depend on the size of an installation are settings (config/schema.ts).

export type PeerLimits = Readonly<{
  /** Open at once, from everywhere. */
  connections: number;
  /** Open at once, from one address. */
  connectionsPerPeer: number;
  connectionsPerMinute: number;
  /** Transactions begun, whatever became of them. */
  mailsPerMinute: number;
}>;

// What a network (an IPv4 /24, an IPv6 /48) may have, in shares of one address: an office behind several
// addresses fits, somebody who rented a whole block does not.
export const networkShare = 4;
// The last tenth of all connections is kept for trusted relays: strangers must not shut them out.
export const strangersShare = 0.9;

export const secondsMs = 1_000;
const minutesMs = 60_000;

/** Times are milliseconds. */
export const sessionLimits = {
  idleMs: 5 * minutesMs, // RFC 5321 section 4.5.3.2.7.
  // A client that waits for nothing is done in seconds; idleness alone would let one octet a minute go on for ever.
  ageMs: 30 * minutesMs,
  // A balancer sends its header at once.
  proxyHeaderMs: 10 * secondsMs,
  // RFC 5321 section 4.5.3.2.5 gives the client three minutes a block; below a kilobyte a second nobody sends mail.
  slowAfterMs: 60 * secondsMs,
  minBytesPerSecond: 1_024,
  dataMs: 15 * minutesMs,
  // A client waits ten minutes for the answer to its final dot (RFC 5321 section 4.5.3.2.6).
  takeMs: 120 * secondsMs,
  // More than `takeMs`, so that whoever is waiting at the end gets the real answer.
  closeMs: 130 * secondsMs,
  // A 421 in place of the greeting has to be read before the connection is torn down.
  lingerMs: 1 * secondsMs,
} as const;

export const commandLimits = {
  recipients: 100, // RFC 5321 section 4.5.3.1.8.
  // The RFC's 512 octets (section 4.5.3.1.4) and room for parameters.
  lineBytes: 4_096,
  // Refusals, without a mail taken in between: enough for any honest mistake, little for guessing addresses.
  // Postfix's smtpd_hard_error_limit.
  errors: 20,
  // Commands of any kind without a mail taken in between: ten transactions with all their recipients.
  commands: 1_000,
  replyBytes: 512, // RFC 5321 section 4.5.3.1.5.
} as const;
