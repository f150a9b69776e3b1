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
  /** The passes that vouch for the author's domain. */
  aligned: readonly AlignedPass[];
  /** What could have vouched for it, had DNS answered: `spf`, `dkim`, `dmarc`. */
  unresolved: readonly string[];
  /** What the servers that passed it on say (ARC); null where their chain does not hold. */
  sealing: Sealing | null;
  /** The header has a line that programs read differently, so what was checked may not be what is shown. */
  ambiguous: boolean;
  /** Why nothing was checked, or null. */
  skipped: 'header-too-big' | 'bare-line-ends' | 'line-too-long' | 'unreadable' | null;
}>;

/** A pass whose domain is the author's, or belongs to the same organisation where DMARC lets it. */
export type AlignedPass = Readonly<{
  by: 'spf' | 'dkim';
  domain: string;
  /** Body bytes after those that a signature with l= covers (RFC 6376 section 8.2). */
  uncoveredBytes: number;
  /** Lower-case names of the header fields it vouches for. */
  covers: CoveredFields;
  /** Same for every copy of a signed mail; null for SPF. */
  signatureId: string | null;
  /** ISO 8601, where the signature tells, or else of the Date field where it covers that. */
  signedAt: string | null;
  /** Neither the signature nor a field that it covers says when it was made, or until when it counts. */
  undated?: true;
}>;

/** `every`: the peer vouches for all of the mail (SPF, a trusted relay), and not a signature for some fields. */
export type CoveredFields = 'every' | readonly string[];

/** Whether the value of a field is the author's for sure. `name` in lower case. */
export const vouchesFor = (covers: CoveredFields, name: string): boolean => covers === 'every' || covers.includes(name);

/** What the servers that passed the mail on say (RFC 8617). */
export type Sealing = Readonly<{
  /** Newest first; `dmarcPassedFor` is the domain for which the sealer saw DMARC pass. */
  seals: readonly Readonly<{ domain: string; dmarcPassedFor: string | null }>[];
  /** Every seal and the newest signature hold; `unresolved` while DNS keeps a key from us. */
  chain: 'pass' | 'unresolved';
  /** Of the newest signature, as of any (RFC 8617 section 4.1.2). */
  uncoveredBytes: number;
  covers: readonly string[];
  signedAt: string | null;
}>;
