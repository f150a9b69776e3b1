// ARC: what the servers that passed a mail on say they saw of it (RFC 8617).
//
// A chain that holds proves who spoke, not that it is true: every owner of a key can seal. So it counts
// for nothing until an operator names the sealer (ARC_SEALERS), and then for no more than the sealer
// says: that DMARC passed for this very domain, on the way in.
import type { AuthenticateResult } from 'mailauth';
import type { Sealing } from '../../mail/authentication.ts';
import type { Header } from '../../mail/header.ts';
import { plainDomain } from './alignment.ts';
import { parseAuthenticationResults } from './authentication-results.ts';
import { coveredFields } from './covered-fields.ts';

/** Null where there is no chain, or one that does not hold. */
export function sealingOf(arc: AuthenticateResult['arc'], header: Header): Sealing | null {
  if (arc === false || !arc.chain || arc.status.result === 'none') return null;
  // mailauth calls every failure permanent; of those that DNS caused it says nothing else.
  const failed = arc.status.result !== 'pass';
  const { comment, policy } = arc.status as { comment?: string; policy?: unknown };
  if (failed && (comment !== undefined || policy !== undefined)) return null;
  const signature = arc.signature || null;
  return {
    seals: arc.chain.map(sealOf).toReversed(),
    chain: failed ? 'unresolved' : 'pass',
    uncoveredBytes: signature?.status.underSized ?? 0,
    covers: coveredFields(signature?.signingHeaders?.keys, header),
    signedAt: signature?.signTime ?? null,
  };
}

type ArcSet = NonNullable<Exclude<AuthenticateResult['arc'], false>['chain']>[number];

function sealOf(set: ArcSet): Sealing['seals'][number] {
  const { parsed } = (set['arc-seal'] ?? {}) as { parsed?: { d?: { value?: unknown } } };
  const { original } = (set['arc-authentication-results'] ?? {}) as { original?: Buffer | string };
  return { domain: domainIn(String(parsed?.d?.value ?? '')), dmarcPassedFor: dmarcPassIn(String(original ?? '')) };
}

/** RFC 8617 section 4.1.1: the instance, then what would stand in Authentication-Results. */
function dmarcPassIn(field: string): string | null {
  const value = field.replace(/\r?\n(?=[ \t])/g, '').trim();
  const [, said] = /^arc-authentication-results[ \t]*:[ \t]*i[ \t]*=[ \t]*\d{1,2}[ \t]*;(.*)$/is.exec(value) ?? [];
  const judged = parseAuthenticationResults(said ?? '')?.results.filter(({ method }) => method === 'dmarc') ?? [];
  const [only, ...others] = judged;
  if (!only || others.length > 0 || only.result !== 'pass') return null;
  return domainIn(only.properties.get('header.from') ?? '') || null;
}

/** A seal that does not hold may name anything here. */
const domainIn = (text: string): string => (/^[\w.-]{1,254}$/.test(text) ? plainDomain(text) : '');

/** The sealer that vouches for `author`: named, and behind none but named ones. */
export function sealerFor(sealing: Sealing | null, author: string, sealers: readonly string[]): string | null {
  for (const { domain, dmarcPassedFor } of sealing?.seals ?? []) {
    if (!sealers.includes(domain)) return null;
    if (dmarcPassedFor === author) return domain;
  }
  return null;
}
