// The DKIM signatures of a mail that a trusted relay has checked, as their own fields describe them. Which of them
// passed, only the relay knows.
import type { AlignedPass } from '../../mail/authentication.ts';
import { fieldValues, type Header } from '../../mail/header.ts';
import { alignment, plainDomain } from './alignment.ts';
import type { AuthenticationResults } from './authentication-results.ts';
import { coveredFields, dateCovered } from './covered-fields.ts';

/** `value`: the b= tag without blanks; a relay names its first letters as `header.b` (RFC 6008). */
export type NamedSignature = Omit<AlignedPass, 'by' | 'signatureId'> & Readonly<{ value: string }>;

const maxSignatures = 20;

/**
 * Null where there are more than are looked at: the relay's own may be among the rest, and those in front of it may all
 * have been added.
 */
export function namedSignatures(header: Header): NamedSignature[] | null {
  const values = fieldValues(header, 'dkim-signature');
  return values.length > maxSignatures ? null : values.map(value => described(tagsOf(value), header));
}

/**
 * The signatures of the author's domain that the relay may have meant. A field that an attacker has added can be
 * among them, so only what all of them cover is covered.
 */
export function signaturesMeant(
  author: string,
  { results }: AuthenticationResults,
  signatures: readonly NamedSignature[],
): NamedSignature[] {
  const aligned = signatures.filter(({ domain }) => alignment(author, domain) !== 'none');
  const named = results
    .filter(({ method, result }) => method === 'dkim' && result === 'pass')
    .map(({ properties }) => properties.get('header.b')?.replace(/\s/g, '') ?? '')
    .filter(value => value.length >= 8);
  const meant = aligned.filter(({ value }) => named.some(start => value.startsWith(start)));
  return meant.length > 0 ? meant : aligned;
}

/** RFC 6376 section 3.2. The first of a name counts. */
function tagsOf(value: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of value.split(';')) {
    const at = tag.indexOf('=');
    const name = tag.slice(0, at).trim();
    if (at > 0 && !tags.has(name)) tags.set(name, tag.slice(at + 1).replace(/\s+/g, ''));
  }
  return tags;
}

function described(tags: ReadonlyMap<string, string>, header: Header): NamedSignature {
  const covers = coveredFields(tags.get('h'), header);
  const time = Number(tags.get('t'));
  const signed = tags.has('t') && time > 0 && time < 1e11 ? new Date(time * 1000).toISOString() : null;
  const expires = tags.has('x') && signed === null ? { signedAt: null } : dateCovered(covers, header);
  return {
    domain: plainDomain(tags.get('d') ?? ''),
    // How many bytes l= leaves out is not known before the body is read; one is enough to distrust it.
    uncoveredBytes: tags.has('l') ? 1 : 0,
    covers,
    value: tags.get('b') ?? '',
    ...(signed === null ? expires : { signedAt: signed }),
  };
}
