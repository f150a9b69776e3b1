// Decides from the facts about a mail whether its author is authenticated. Pure; it knows no SMTP.
//
// Every author must be authenticated, whatever the domain's policy (RFC 9989 section 7.4): by DKIM over the
// whole body or by SPF, for the author's domain. While DNS does not answer there is no verdict, and the client
// gets a 4xx. Without authentication, mail is refused under p=reject and held for an agent otherwise. The
// directory is not asked here.
import { type Address, domainOf, toAddress } from '../../mail/address.ts';
import type { AlignedPass, Authentication, CoveredFields } from '../../mail/authentication.ts';
import type { Author } from '../../mail/author.ts';
import { alignment, plainDomain } from './alignment.ts';
import type { AuthenticationResults, MethodResult } from './authentication-results.ts';
import { signaturesMeant } from './named-signatures.ts';
import { sealerFor } from './sealing.ts';
import type { Relay } from './trusted-relays.ts';

export type Verification =
  | Readonly<{ kind: 'authenticated'; how: string; covers: CoveredFields; signatureIds: readonly string[] }>
  /** `undecided`: DNS did not answer the relay. A 4xx would not help: the relay does not repeat its check. */
  | Readonly<{ kind: 'unauthenticated'; why: string; undecided?: true }>
  | Readonly<{
      kind: 'refuse';
      refusal: 'malformed-author' | 'author-unverifiable' | 'unauthenticated-author' | 'repeated-field';
    }>;

/** `authentication` is null where nothing was checked because the relay decides. */
export type VerifyFacts = Readonly<{
  author: Author;
  authentication: Authentication | null;
  relay: Relay;
  now: Date;
  /** Domains whose ARC seals are believed. */
  sealers: readonly string[];
}>;

// Anyone who has a signed mail can send it again. Regular delivery takes five days at most (RFC 5321 section
// 4.5.4.1).
const maxSignatureAgeMs = 7 * 24 * 3600 * 1000;

export function verify({ author, authentication, relay, now, sealers }: VerifyFacts): Verification {
  if (author.kind === 'refuse') return refuse('malformed-author');
  const { address } = author.mailbox;
  if (relay.kind === 'trusted') return vouchedByPeer('a trusted relay');
  if (relay.kind === 'reports') return verifyReported(relay, address, now);
  if (authentication === null) return unauthenticated('nothing was checked');
  return verifyChecked(address, authentication, { now, sealers });
}

type By = Pick<VerifyFacts, 'now' | 'sealers'>;

function verifyChecked(address: Address, facts: Authentication, by: By): Verification {
  const { now } = by;
  if (facts.skipped === 'unreadable' || facts.skipped === 'line-too-long') {
    return unauthenticated(`it could not be checked: ${facts.skipped}`);
  }
  // DMARC must have judged the domain that we look up; otherwise two parsers read two authors.
  if (facts.skipped !== null || facts.authorDomain !== domainOf(address)) return refuse('malformed-author');
  if (facts.ambiguous) return unauthenticated('its header can be read in two ways');
  const sound = facts.aligned.filter(pass => flawOf(pass, now) === null);
  if (sound.length > 0) return authenticatedBy(sound, facts);
  const sealed = verifySealed(facts, domainOf(address), by);
  if (sealed) return sealed;
  // RFC 9989 section 5.3.6: unresolved is neither pass nor fail.
  if (facts.unresolved.length > 0) return refuse('author-unverifiable');
  const [flawed] = facts.aligned;
  if (flawed) return unauthenticated(flawOf(flawed, now) ?? '');
  if (facts.policy === 'reject') return refuse('unauthenticated-author');
  return unauthenticated(`nothing vouches for ${facts.authorDomain}: spf=${facts.spf} dkim=${facts.dkim}`);
}

/** Null where no believed sealer says that DMARC passed for this domain. */
function verifySealed({ sealing }: Authentication, author: string, { now, sealers }: By): Verification | null {
  const domain = sealerFor(sealing, author, sealers);
  if (sealing === null || domain === null) return null;
  if (sealing.chain === 'unresolved') return refuse('author-unverifiable');
  const { covers } = sealing;
  const isSound = flawOf({ ...sealing, domain }, now) === null && covers.includes('from');
  const how = `ARC seal of ${domain}, which saw dmarc=pass for ${author}`;
  return isSound ? { kind: 'authenticated', how, covers, signatureIds: [] } : null;
}

/** Why a pass does not authenticate the mail, or null. */
function flawOf(
  pass: Pick<AlignedPass, 'domain' | 'uncoveredBytes' | 'signedAt' | 'undated'>,
  now: Date,
): string | null {
  if (pass.undated) return `the signature of ${pass.domain} does not say when it was made`;
  if (pass.uncoveredBytes > 0) return `the signature of ${pass.domain} leaves ${pass.uncoveredBytes} bytes uncovered`;
  const age = pass.signedAt === null ? 0 : now.getTime() - Date.parse(pass.signedAt);
  return age > maxSignatureAgeMs ? `the signature of ${pass.domain} is of ${pass.signedAt}` : null;
}

function authenticatedBy(passes: readonly AlignedPass[], { dmarc }: Authentication): Verification {
  const names = passes.map(({ by, domain }) => `${by} of ${domain}`).join(', ');
  const bySignatureOnly = passes.every(({ by }) => by === 'dkim');
  return {
    kind: 'authenticated',
    how: dmarc === 'pass' ? names : `${names}; no DMARC policy known`,
    covers: bySignatureOnly ? [...new Set(passes.flatMap(({ covers }) => covers))] : 'every',
    signatureIds: passes.flatMap(({ signatureId }) => signatureId ?? []),
  };
}

/** Unauthenticated mail of a relay is held: a refusal would make the relay bounce it to a forged address. */
function verifyReported(relay: Extract<Relay, { kind: 'reports' }>, address: Address, now: Date): Verification {
  const { name, results: reported } = relay;
  if (reported === null) return unauthenticated(`no Authentication-Results of ${name} that can be read`);
  const domain = domainOf(address);
  const dmarc = reported.results.filter(({ method }) => method === 'dmarc');
  // Microsoft 365 writes a guess (`bestguesspass`) where no policy is published; it does not count.
  const judged = dmarc.filter(({ result }) => result !== 'none' && result !== 'bestguesspass');
  const passed = judged.length > 0 ? judged.every(result => passesFor(result, domain)) : vouchedWithoutDmarc();
  if (passed) return vouchedByReport({ ...relay, results: reported }, address, now);
  return reported.results.some(({ result }) => result === 'temperror')
    ? { kind: 'unauthenticated', why: `DNS did not answer ${name}`, undecided: true }
    : unauthenticated(`${name} does not vouch for it`);

  function vouchedWithoutDmarc() {
    return reported?.results.some(
      each => each.result === 'pass' && (alignment(domain, vouching(each)) !== 'none' || isLogin(each, address)),
    );
  }
}

type Report = Extract<Relay, { kind: 'reports' }> & Readonly<{ results: AuthenticationResults }>;

/** Where the relay names no SPF result for the author's domain, its signatures vouch, and only for what they cover. */
function vouchedByReport({ name, results, signatures }: Report, address: Address, now: Date): Verification {
  const how = `Authentication-Results of ${name}`;
  const domain = domainOf(address);
  const isWhole = results.results.some(
    each =>
      each.result === 'pass' &&
      ((each.method === 'spf' && alignment(domain, vouching(each)) !== 'none') || isLogin(each, address)),
  );
  if (isWhole) return vouchedByPeer(how);
  if (signatures === null) return unauthenticated('it has too many signatures');
  const meant = signaturesMeant(domain, results, signatures);
  if (meant.length === 0) return vouchedByPeer(how);
  const flaw = meant.map(signature => flawOf(signature, now)).find(found => found !== null);
  if (flaw !== undefined) return unauthenticated(flaw);
  const [first, ...others] = meant.map(({ covers }) => covers as readonly string[]);
  const covers = first!.filter(field => others.every(other => other.includes(field)));
  return { kind: 'authenticated', how, covers, signatureIds: [] };
}

/** The author has logged in to the relay, which then checks nothing else (RFC 8601 section 2.7.4). */
const isLogin = ({ method, properties }: MethodResult, author: Address): boolean =>
  method === 'auth' && toAddress(properties.get('smtp.auth') ?? '') === author;

const passesFor = ({ result, properties }: MethodResult, domain: string) =>
  result === 'pass' && plainDomain(properties.get('header.from') ?? '') === domain;

/** The domain that a DKIM or SPF result is about (RFC 8601 section 2.7). */
function vouching({ method, properties }: MethodResult): string {
  const identity = method === 'dkim' ? (properties.get('header.d') ?? properties.get('header.i')) : null;
  const subject = method === 'spf' ? properties.get('smtp.mailfrom') : identity;
  return plainDomain((subject ?? '').split('@').pop() ?? '');
}

const vouchedByPeer = (how: string): Verification => ({
  kind: 'authenticated',
  how,
  covers: 'every',
  signatureIds: [],
});
const unauthenticated = (why: string): Verification => ({ kind: 'unauthenticated', why });
const refuse = (refusal: Extract<Verification, { kind: 'refuse' }>['refusal']): Verification => ({
  kind: 'refuse',
  refusal,
});
