// ARC: what the servers that forwarded a mail say they verified (RFC 8617).
//
// A valid chain proves who sealed, not that the claim is true: every owner of a key can seal. It is ignored
// unless an operator names the sealer (ARC_SEALERS), and then it proves only that DMARC passed for this domain
// when the sealer received the mail.
import type { AuthenticateResult } from 'mailauth';
import type { Sealing } from '../../mail/authentication.ts';
import type { Header } from '../../mail/header.ts';
import { plainDomain } from './alignment.ts';
import { parseAuthenticationResults } from './authentication-results.ts';
import { coveredFields } from './covered-fields.ts';

/** Null where there is no valid chain. */
export function sealingOf(arc: AuthenticateResult['arc'], header: Header): Sealing | null {
  if (arc === false || !arc.chain || arc.status.result === 'none') return null;
  // mailauth reports every failure as permanent, also those that DNS caused.
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

/** RFC 8617 section 4.1.1: the instance, then the value of an Authentication-Results field. */
function dmarcPassIn(field: string): string | null {
  const value = field.replace(/\r?\n(?=[ \t])/g, '').trim();
  const [, said] = /^arc-authentication-results[ \t]*:[ \t]*i[ \t]*=[ \t]*\d{1,2}[ \t]*;(.*)$/is.exec(value) ?? [];
  const judged = parseAuthenticationResults(said ?? '')?.results.filter(({ method }) => method === 'dmarc') ?? [];
  const [only, ...others] = judged;
  if (!only || others.length > 0 || only.result !== 'pass') return null;
  return domainIn(only.properties.get('header.from') ?? '') || null;
}

/** An invalid seal may have any text here. */
const domainIn = (text: string): string => (/^[\w.-]{1,254}$/.test(text) ? plainDomain(text) : '');

/** The sealer that vouches for `author`: it and all sealers after it are named in ARC_SEALERS. */
export function sealerFor(sealing: Sealing | null, author: string, sealers: readonly string[]): string | null {
  for (const { domain, dmarcPassedFor } of sealing?.seals ?? []) {
    if (!sealers.includes(domain)) return null;
    if (dmarcPassedFor === author) return domain;
  }
  return null;
}
