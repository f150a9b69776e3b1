/** What SPF, DKIM, DMARC and ARC say about a mail: facts for `verify`, JSON for the row of the mail. */
export type Authentication = Readonly<{
  /** Result words of RFC 8601 section 2.7; for DKIM the best of all signatures. */
  spf: string;
  dkim: string;
  dmarc: string;
  arc: string;
  /** In the words of an Authentication-Results field, for an operator. */
  evidence: readonly string[];
  /** The domain that DMARC judged, as lower-case A-labels without the root's dot; null where it saw no one author. */
  authorDomain: string | null;
  /** The policy that applies to that domain; null where none is published or DNS did not say. */
  policy: 'none' | 'quarantine' | 'reject' | null;
  /** The passes that authenticate the author's domain. */
  aligned: readonly AlignedPass[];
  /** Checks of the author's domain that lack a DNS answer: `spf`, `dkim`, `dmarc`. */
  unresolved: readonly string[];
  /** The ARC chain; null where it is not valid. */
  sealing: Sealing | null;
  /** The header has a line that programs read differently, so mail programs may show what was not checked. */
  ambiguous: boolean;
  /** Why nothing was checked, or null. */
  skipped: 'header-too-big' | 'bare-line-ends' | 'line-too-long' | 'unreadable' | null;
}>;

/** A pass whose domain is the author's, or of the same organisation where DMARC allows that. */
export type AlignedPass = Readonly<{
  by: 'spf' | 'dkim';
  domain: string;
  /** Body bytes after those that a signature with l= covers (RFC 6376 section 8.2). */
  uncoveredBytes: number;
  /** Lower-case names of the header fields it vouches for. */
  covers: CoveredFields;
  /** The same for every copy of a signed mail; null for SPF. */
  signatureId: string | null;
  /** ISO 8601: the signature's own time, else that of the Date field where it covers that. */
  signedAt: string | null;
  /** Neither the signature nor a field that it covers has a time, and it does not expire. */
  undated?: true;
}>;

/** `every`: the peer vouches for the whole mail (SPF, a trusted relay); else the fields that a signature covers. */
export type CoveredFields = 'every' | readonly string[];

/** Whether the field is authenticated as the author's. `name` in lower case. */
export const vouchesFor = (covers: CoveredFields, name: string): boolean => covers === 'every' || covers.includes(name);

/** The ARC chain of the servers that forwarded the mail (RFC 8617). */
export type Sealing = Readonly<{
  /** Newest first; `dmarcPassedFor` is the domain for which the sealer saw DMARC pass. */
  seals: readonly Readonly<{ domain: string; dmarcPassedFor: string | null }>[];
  /** `pass`: all seals and the newest signature are valid. `unresolved`: DNS did not answer for a key. */
  chain: 'pass' | 'unresolved';
  /** Body bytes that the newest signature leaves uncovered (RFC 8617 section 4.1.2). */
  uncoveredBytes: number;
  covers: readonly string[];
  signedAt: string | null;
}>;
