import type { Arrival } from '../mail/arrival.ts';
import { authorOf } from '../mail/author.ts';
import type { Header } from '../mail/header.ts';
import { type RelaySettings, relayOf } from './authenticity/trusted-relays.ts';
import { verify } from './authenticity/verify.ts';

/**
 * Whether a trusted relay wrote, in its Authentication-Results, that the author is authenticated. A relay that
 * writes nothing (no AUTHSERV_ID) may pass on forged mail of strangers, so its word is not enough to answer one.
 */
export function isReportedAuthentic(arrival: Arrival, header: Header, relays: RelaySettings): boolean {
  const relay = relayOf(arrival, header, relays);
  const facts = { author: authorOf(header), authentication: null, relay, now: new Date(), sealers: [] };
  return relay.kind === 'reports' && verify(facts).kind === 'authenticated';
}
