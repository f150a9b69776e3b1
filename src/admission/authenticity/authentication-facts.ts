// Turns mailauth's result into the facts that `verify` decides on. Domains must align by the Public Suffix List.
// Where mailauth found a DMARC record they must also align by it. The record alone is not enough: its tree walk
// (RFC 9989 section 4.10) takes a registry such as co.uk for an organisation once the registry publishes a
// record. While DNS does not answer for the record, only the author's exact domain counts: it aligns under any record.
import type { AuthenticateResult, DKIMResult } from 'mailauth';
import type { AlignedPass, Authentication } from '../../mail/authentication.ts';
import { mixed, mixesScripts } from '../../mail/display.ts';
import type { Header } from '../../mail/header.ts';
import { alignment, plainDomain } from './alignment.ts';
import { coveredFields, dateCovered } from './covered-fields.ts';
import { sealingOf } from './sealing.ts';

const maxEvidenceLines = 30;
const maxEvidenceLength = 500;

export function factsOf(result: AuthenticateResult, header: Header): Authentication {
  const author = result.dmarc ? plainDomain(result.dmarc.status.header?.from ?? '') : '';
  const spf = result.spf ? result.spf.status.result : 'none';
  return {
    spf,
    dkim: dkimWord(result.dkim.results),
    dmarc: result.dmarc ? result.dmarc.status.result : 'permerror',
    arc: result.arc ? result.arc.status.result : 'none',
    evidence: [...evidenceOf(result), ...(mixesScripts(author) ? [`header.from=${author}: ${mixed}`] : [])],
    authorDomain: author === '' ? null : author,
    policy: policyOf(result.dmarc),
    aligned: author === '' ? [] : [...alignedSpf(result, author), ...alignedDkim(result, { author, header })],
    unresolved: author === '' ? [] : unresolvedIn(result, author),
    sealing: sealingOf(result.arc, header),
    ambiguous: false,
    skipped: null,
  };
}

// Best first; any other result is `none`.
const dkimWords = ['pass', 'temperror', 'fail', 'policy', 'permerror', 'neutral'];

function dkimWord(results: readonly DKIMResult[]): string {
  const words = results.map(({ status }) => (isBodyChanged(status) || isForeign(status) ? 'fail' : status.result));
  return dkimWords.find(word => (words as string[]).includes(word)) ?? 'none';
}

// RFC 6376 section 6.1.3 calls it a failure; mailauth says neutral.
const isBodyChanged = ({ result, comment }: DKIMResult['status']) =>
  result === 'neutral' && comment === 'body hash did not verify';

/**
 * The i= domain is outside d=, or a subdomain although the key has the flag t=s (RFC 6376 sections 3.6.1 and
 * 6.1.1). mailauth only warns about it unless all of its checks are strict.
 */
const isForeign = (status: DKIMResult['status']) =>
  ((status as { warnings?: readonly string[] }).warnings ?? []).includes('identity-domain');

function alignedSpf({ spf, dmarc }: AuthenticateResult, author: string): AlignedPass[] {
  if (!spf || !dmarc || spf.status.result !== 'pass') return [];
  const counts = vouches(dmarc, author, spf.domain) && (!isJudged(dmarc) || Boolean(dmarc.alignment.spf.result));
  const rest = { uncoveredBytes: 0, covers: 'every', signatureId: null, signedAt: null } as const;
  return counts ? [{ by: 'spf', domain: plainDomain(spf.domain), ...rest }] : [];
}

function alignedDkim(
  { dkim, dmarc }: AuthenticateResult,
  { author, header }: { author: string; header: Header },
): AlignedPass[] {
  if (!dmarc) return [];
  const counts = ({ status, signingDomain = '' }: DKIMResult) =>
    status.result === 'pass' &&
    !isForeign(status) &&
    vouches(dmarc, author, signingDomain) &&
    (!isJudged(dmarc) || Boolean(status.aligned));
  return dkim.results.filter(counts).map(signature => {
    const covers = coveredFields(signature.signingHeaders?.keys, header);
    const signedAt = signature.signTime ?? null;
    const isTimed = signedAt !== null || Boolean(signature.expiresAfter);
    return {
      by: 'dkim',
      domain: plainDomain(signature.signingDomain ?? ''),
      uncoveredBytes: signature.status.underSized ?? 0,
      covers,
      signatureId: signature.id ?? null,
      ...(isTimed ? { signedAt } : dateCovered(covers, header)),
    };
  });
}

type Dmarc = Exclude<AuthenticateResult['dmarc'], false>;

/** Whether mailauth found a record and compared domains by it. */
const isJudged = ({ status }: Dmarc) => status.result === 'pass' || status.result === 'fail';

function vouches({ status }: Dmarc, author: string, domain: string): boolean {
  const kinship = alignment(author, plainDomain(domain));
  return kinship === 'same' || (kinship === 'organisation' && status.result !== 'temperror');
}

/** Failed look-ups for domains that can never align are left out: they must not defer the mail. */
function unresolvedIn({ spf, dkim, dmarc }: AuthenticateResult, author: string): string[] {
  const couldAlign = (domain = '') => alignment(author, plainDomain(domain)) !== 'none';
  const failed = ({ status, signingDomain }: DKIMResult) => status.result === 'temperror' && couldAlign(signingDomain);
  return [
    ...(spf && spf.status.result === 'temperror' && couldAlign(spf.domain) ? ['spf'] : []),
    ...(dkim.results.some(failed) ? ['dkim'] : []),
    ...(dmarc && dmarc.status.result === 'temperror' ? ['dmarc'] : []),
  ];
}

function policyOf(dmarc: AuthenticateResult['dmarc']): Authentication['policy'] {
  const policy = dmarc && isJudged(dmarc) ? dmarc.policy : null;
  return policy === 'none' || policy === 'quarantine' || policy === 'reject' ? policy : null;
}

function evidenceOf({ dkim, spf, dmarc, arc, dmarcSkipReason }: AuthenticateResult): string[] {
  const lines = [
    ...dkim.results.map(({ info }) => info),
    spf ? spf.info : '',
    arc ? (arc.info ?? '') : '',
    dmarc ? dmarc.info : `dmarc=permerror (${dmarcSkipReason ?? 'not evaluated'})`,
  ];
  const plain = lines.map(line =>
    line
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, maxEvidenceLength),
  );
  return plain.filter(line => line !== '').slice(0, maxEvidenceLines);
}
